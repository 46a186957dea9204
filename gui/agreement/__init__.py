"""How well the ways to read a file agree with labels that the project has, if the user lets them be looked at."""
