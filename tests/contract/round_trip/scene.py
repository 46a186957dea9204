"""The predictions that every format is to carry, on a small project: places in pixels, confidences exact in binary."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from gui.domain.geometry import Box, ClassScore, Geometry, Keypoint, Keypoints, Mask, Polygons, RotatedBox
from gui.sources.readers.mask_pictures import mask_of
from tests.contract.round_trip.pixels import blank

ORCHARD, BASKET, CLIP, ELSEWHERE = "orchard.jpg", "basket.png", "clip.mp4", "elsewhere.jpg"
SIZES = {ORCHARD: (640, 480), BASKET: (320, 200), CLIP: (320, 200), ELSEWHERE: (90, 90)}
"""Width and height in pixels; the project has all but the last."""
FRAMES = 12
CLASSES = ("Stone", "Apple", "Pear", "Leaf", "Bruise", "Tag", "Calyx", "Fruit axis", "Clean", "Wet")
"""In the order of the model's list; the project's ontology has all but the first."""
VERTICES = ("Stem end", "Middle", "Blossom end")


class Drawn(NamedTuple):
    """One prediction: a mask brings its pixels, everything else is in pixels of ``picture``; frames count from 0."""

    picture: str
    name: str
    confidence: float
    place: Geometry
    frame: int | None = None
    track: int | None = None

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of its picture."""
        return SIZES[self.picture]


class Written(NamedTuple):
    """The files of one format, and the settings that say what they leave open."""

    files: Mapping[str, bytes]
    values: Mapping[str, str] = MappingProxyType({})


def _bruise(picture: str, left: int, top: int) -> Mask:
    """An L and a single pixel: nothing symmetric, so that rows and columns cannot be taken for one another."""
    pixels = blank(SIZES[picture])
    pixels[top : top + 30, left : left + 5] = True
    pixels[top + 25 : top + 30, left : left + 40] = True
    pixels[top, left + 60] = True
    return mask_of(pixels)


_LEAN = math.degrees(math.atan2(3, 4))
"""Turned by this, a box with sides of so many tens has its corners on whole pixels."""


def _axis(*places: tuple[float, float, int]) -> Keypoints:
    return Keypoints([Keypoint(name, *place) for name, place in zip(VERTICES, places, strict=True)], Box(8, 8, 100, 80))


SCENES: dict[str, Sequence[Drawn]] = {
    "box": (
        Drawn(ORCHARD, "Apple", 0.875, Box(100, 50, 200, 120)),
        Drawn(ORCHARD, "Pear", 0.5, Box(0, 0, 640, 480)),
        Drawn(ORCHARD, "Stone", 0.25, Box(1, 2, 3, 4)),
        Drawn(BASKET, "Apple", 0.75, Box(10, 20, 30, 41)),
        Drawn(ELSEWHERE, "Apple", 0.625, Box(5, 6, 70, 80)),
    ),
    "polygon": (
        Drawn(ORCHARD, "Leaf", 0.875, Polygons([[[10, 20, 300, 25, 200, 400, 60, 310]]])),
        Drawn(BASKET, "Leaf", 0.5, Polygons([[[300, 10, 310, 190, 5, 100]]])),
    ),
    "mask": (
        Drawn(ORCHARD, "Bruise", 0.875, _bruise(ORCHARD, 20, 300)),
        Drawn(BASKET, "Bruise", 0.5, _bruise(BASKET, 200, 7)),
    ),
    "rotated box": (
        Drawn(ORCHARD, "Tag", 0.875, RotatedBox(200, 150, 100, 50, _LEAN)),
        Drawn(BASKET, "Tag", 0.5, RotatedBox(100, 80, 60, 30, 360 - _LEAN)),
    ),
    "keypoints": (
        Drawn(ORCHARD, "Fruit axis", 0.875, _axis((10, 12, 2), (50, 30, 2), (100, 80, 2))),
        Drawn(BASKET, "Fruit axis", 0.5, _axis((20, 22, 2), (0, 0, 0), (90, 60, 2))),
    ),
    "point": (Drawn(BASKET, "Calyx", 0.5, Keypoints([Keypoint("Calyx", 30, 150, 2)])),),
    "track": (
        Drawn(CLIP, "Apple", 0.875, Box(10, 20, 30, 40), 0, 1),
        Drawn(CLIP, "Apple", 0.5, Box(200, 100, 64, 48), 0, 2),
        Drawn(CLIP, "Apple", 0.875, Box(12, 21, 30, 40), 1, 1),
        Drawn(CLIP, "Apple", 0.5, Box(202, 99, 64, 48), 11, 2),
    ),
    "class score": (
        Drawn(ORCHARD, "Clean", 0.875, ClassScore()),
        Drawn(BASKET, "Wet", 0.5, ClassScore()),
    ),
}
"""By kind. Boxes lie on whole pixels, as some formats have no others: a box off by one pixel is a wrong one."""
