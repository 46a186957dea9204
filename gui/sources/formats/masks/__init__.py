"""Mask pictures: a PNG a picture whose values are classes, or a PNG for each class."""
