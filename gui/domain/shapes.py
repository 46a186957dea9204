"""What is written into a label row: ontology shapes with coordinates as fractions 0..1 of width and height.

Origin top-left, y down, as the Encord SDK has it (``encord.objects.coordinates``). Masks keep their pixels.
"""

from __future__ import annotations

import msgspec


class BoundingBox(msgspec.Struct, frozen=True, array_like=True, tag="bounding_box"):
    """Left, top, width, height."""

    x: float
    y: float
    w: float
    h: float


class RotatableBoundingBox(msgspec.Struct, frozen=True, array_like=True, tag="rotatable_bounding_box"):
    """The unrotated box (left, top, width, height) and degrees clockwise about its centre."""

    x: float
    y: float
    w: float
    h: float
    theta: float


class Polygon(msgspec.Struct, frozen=True, array_like=True, tag="polygon"):
    """``polygons[polygon][ring][point]`` = (x, y); ring 0 outer, the rest holes; several polygons are one object."""

    polygons: list[list[list[tuple[float, float]]]]


class Polyline(msgspec.Struct, frozen=True, array_like=True, tag="polyline"):
    """An open line through its points (x, y)."""

    points: list[tuple[float, float]]


class Point(msgspec.Struct, frozen=True, array_like=True, tag="point"):
    """One point."""

    x: float
    y: float


class Bitmask(msgspec.Struct, frozen=True, array_like=True, tag="bitmask"):
    """A mask of exactly the picture's pixels: COCO's compressed, column-major RLE."""

    height: int
    width: int
    counts: bytes


class SkeletonPoint(msgspec.Struct, frozen=True, array_like=True):
    """One vertex of a skeleton, by the template's name and feature hash; visibility 2, 1, 0 as in COCO."""

    x: float
    y: float
    name: str
    feature_hash: str
    visibility: int


class Skeleton(msgspec.Struct, frozen=True, array_like=True, tag="skeleton"):
    """The vertices of one skeleton, in the template's order."""

    points: list[SkeletonPoint]


class Answer(msgspec.Struct, frozen=True, array_like=True, tag="answer"):
    """An answer to a classification of the frame: feature hashes of the chosen options, or a text."""

    option_hashes: list[str]
    text: str | None = None


DrawnShape = BoundingBox | RotatableBoundingBox | Polygon | Polyline | Point | Bitmask | Skeleton
WrittenShape = DrawnShape | Answer
