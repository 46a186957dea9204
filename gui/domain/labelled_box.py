"""A box that the project's labels already have on a picture."""

from __future__ import annotations

from typing import NamedTuple


class LabelledBox(NamedTuple):
    """Class name, and the sides as fractions 0..1 of the picture."""

    class_name: str
    left: float
    top: float
    right: float
    bottom: float
