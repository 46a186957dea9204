"""The Check page: what will be written, what will not and why, and where the file goes."""
