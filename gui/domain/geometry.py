"""What a prediction file says about a place in a picture, in pixels, before it meets an ontology.

All coordinates are pixels of the picture the file was made for: origin top-left, x to the right, y down. Where the
file gives fractions of a picture whose size it does not know (``Picture.fractions``), they are those fractions until
the row's own size is known (``gui/convert/fractions.py``).
"""

from __future__ import annotations

import msgspec


class Box(msgspec.Struct, frozen=True, array_like=True, tag="box"):
    """An upright box: left, top, width and height in pixels."""

    x: float
    y: float
    w: float
    h: float


class RotatedBox(msgspec.Struct, frozen=True, array_like=True, tag="rbox"):
    """A box turned about its centre: centre, unrotated width and height in pixels; degrees, clockwise on screen."""

    cx: float
    cy: float
    w: float
    h: float
    theta: float


class Corners(msgspec.Struct, frozen=True, array_like=True, tag="corners"):
    """A rotated box by its four corners ``x0, y0, …, x3, y3`` in order around it.

    Fractions are stretched when they become pixels, and angles with them: hence corners, where a file has those.
    """

    points: list[float]


class Polygons(msgspec.Struct, frozen=True, array_like=True, tag="poly"):
    """Disjoint parts of one object: ``parts[part][ring]`` is flat ``x0, y0, x1, y1, …``; ring 0 outer, rest holes."""

    parts: list[list[list[float]]]


class Mask(msgspec.Struct, frozen=True, array_like=True, tag="mask"):
    """A mask of ``height`` × ``width`` pixels as COCO's compressed RLE (column-major), as pycocotools reads it."""

    height: int
    width: int
    counts: bytes


class Keypoint(msgspec.Struct, frozen=True, array_like=True):
    """One keypoint in pixels; visibility as COCO has it: 2 visible, 1 occluded, 0 not there."""

    name: str
    x: float
    y: float
    visibility: int


class Keypoints(msgspec.Struct, frozen=True, array_like=True, tag="kpts"):
    """A pose: its keypoints in the file's order, and the box that came with them, if any."""

    points: list[Keypoint]
    box: Box | None = None


class ClassScore(msgspec.Struct, frozen=True, array_like=True, tag="class"):
    """A statement about the whole picture (or frame): it shows this class; no place is given."""


Geometry = Box | RotatedBox | Polygons | Mask | Keypoints | ClassScore | Corners

KINDS: tuple[type[Geometry], ...] = (Box, RotatedBox, Polygons, Mask, Keypoints, ClassScore, Corners)
"""Every kind of geometry, in the order of the spool's ``kind`` column."""

KIND_NAMES: tuple[str, ...] = (
    "box",
    "rotated box",
    "polygon",
    "mask",
    "keypoints",
    "class score",
    "rotated box",
)
"""What people call them, in the order of ``KINDS``."""
