"""Controls that several pages use, one a file, drawn from the theme's tokens."""
