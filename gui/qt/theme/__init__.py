"""How the window looks: tokens by role, the palette made from them, type scale, icons."""
