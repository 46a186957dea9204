"""What of a prediction can be drawn and hit, in pixels of the picture: rings, dots, or the pixels of a mask."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import chain

from gui.domain.geometry import Box, ClassScore, Corners, Geometry, Keypoints, Mask, Polygons, RotatedBox
from gui.qt.preview.runs import Bounds, decode_runs, mask_bounds, mask_bytes

Point = tuple[float, float]


@dataclass(frozen=True)
class MaskPixels:
    """A mask as bytes 0 and 1, column after column (the transposed mask); bounds in its own pixels."""

    width: int
    height: int
    columns: bytes
    bounds: tuple[int, int, int, int]

    def has(self, x: float, y: float) -> bool:
        """Whether the pixel at ``x``, ``y`` of the mask belongs to it."""
        return 0 <= x < self.width and 0 <= y < self.height and bool(self.columns[int(x) * self.height + int(y)])


@dataclass(frozen=True)
class Outline:
    """Closed rings (even-odd: a ring inside another is a hole), dots with their visibility, a mask; with bounds."""

    bounds: Bounds
    rings: tuple[tuple[Point, ...], ...] = ()
    dots: tuple[tuple[float, float, int], ...] = ()
    mask: MaskPixels | None = None

    @property
    def area(self) -> float:
        """The area of the bounds, to tell what lies above: the smaller one."""
        left, top, right, bottom = self.bounds
        return (right - left) * (bottom - top)

    def contains(self, x: float, y: float) -> bool:
        """Whether a place belongs to the thing; for dots, whether it lies within their bounds."""
        left, top, right, bottom = self.bounds
        if not (left <= x <= right and top <= y <= bottom):
            return False
        if self.mask is not None:
            first_x, first_y, last_x, last_y = self.mask.bounds
            across = first_x + (x - left) * (last_x - first_x) / (right - left)
            down = first_y + (y - top) * (last_y - first_y) / (bottom - top)
            return self.mask.has(across, down)
        if self.dots:
            return True
        return sum(_crossings(ring, x, y) for ring in self.rings) % 2 == 1

    def scaled(self, across: float, down: float) -> Outline:
        """The same in a picture of another size; a mask keeps its pixels, which become larger or smaller."""
        left, top, right, bottom = self.bounds
        return Outline(
            (left * across, top * down, right * across, bottom * down),
            tuple(tuple((x * across, y * down) for x, y in ring) for ring in self.rings),
            tuple((x * across, y * down, visibility) for x, y, visibility in self.dots),
            self.mask,
        )


def outline_of(geometry: Geometry) -> Outline | None:
    """How a geometry is drawn; None for what has no place in the picture, or nothing to draw."""
    match geometry:
        case Box(x=x, y=y, w=w, h=h):
            return _of_rings([[(x, y), (x + w, y), (x + w, y + h), (x, y + h)]])
        case RotatedBox():
            return _of_rings([_corners(geometry)])
        case Corners(points=points):
            return _of_rings([list(zip(points[::2], points[1::2], strict=False))])
        case Polygons(parts=parts):
            return _of_rings([list(zip(ring[::2], ring[1::2], strict=False)) for ring in chain(*parts)])
        case Mask():
            return _of_mask(geometry)
        case Keypoints():
            return _of_keypoints(geometry)
        case ClassScore():
            return None


def _corners(box: RotatedBox) -> list[Point]:
    """Degrees are clockwise on screen, which is the plain rotation when y points down."""
    turn = math.radians(box.theta)
    cos, sin = math.cos(turn), math.sin(turn)
    half = [(-box.w / 2, -box.h / 2), (box.w / 2, -box.h / 2), (box.w / 2, box.h / 2), (-box.w / 2, box.h / 2)]
    return [(box.cx + x * cos - y * sin, box.cy + x * sin + y * cos) for x, y in half]


def _of_rings(rings: list[list[Point]]) -> Outline | None:
    kept = tuple(tuple(ring) for ring in rings if len(ring) > 1)
    if not kept:
        return None
    return Outline(_bounds([point for ring in kept for point in ring]), rings=kept)


def _of_mask(mask: Mask) -> Outline | None:
    runs = decode_runs(mask.counts)
    bounds = mask_bounds(runs, mask.height)
    if bounds is None or sum(runs) != mask.width * mask.height:
        return None
    left, top, right, bottom = bounds
    pixels = MaskPixels(mask.width, mask.height, mask_bytes(runs), (int(left), int(top), int(right), int(bottom)))
    return Outline(bounds, mask=pixels)


def _of_keypoints(pose: Keypoints) -> Outline | None:
    dots = tuple((point.x, point.y, point.visibility) for point in pose.points if point.visibility)
    box = outline_of(pose.box) if pose.box is not None else None
    if not dots:
        return box
    bounds = box.bounds if box is not None else _bounds([(x, y) for x, y, _ in dots])
    return Outline(bounds, rings=box.rings if box is not None else (), dots=dots)


def _bounds(points: list[Point]) -> Bounds:
    across, down = [x for x, _ in points], [y for _, y in points]
    return min(across), min(down), max(across), max(down)


def _crossings(ring: tuple[Point, ...], x: float, y: float) -> int:
    """How often a ray to the right of the place crosses the ring."""
    crossed = 0
    before_x, before_y = ring[-1]
    for here_x, here_y in ring:
        if (here_y > y) != (before_y > y) and x < (before_x - here_x) * (y - here_y) / (before_y - here_y) + here_x:
            crossed += 1
        before_x, before_y = here_x, here_y
    return crossed
