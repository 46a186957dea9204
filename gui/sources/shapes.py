"""Geometries from plain numbers, checked; the unit (pixels or fractions) is the caller's."""

from __future__ import annotations

import math
from collections.abc import Sequence

from gui.domain.geometry import Box, Corners, Polygons, RotatedBox
from gui.domain.reasons import Reason
from gui.sources.entries import BadEntry

MAX_COORDINATE = 1e9
"""Coordinates beyond a billion pixels are no place in a picture, and would overflow on the way."""
MOST_POINTS = 2_000_000
"""Points of one polygon."""
ELLIPSE_POINTS = 72
"""Corners of the polygon that stands for an ellipse: its area is 0.1 % short of the ellipse's."""


def box(x: float, y: float, w: float, h: float) -> Box:
    """A box from left, top, width and height. Raises ``BadEntry``."""
    # Written so that NaN fails, too.
    if not (-MAX_COORDINATE <= x <= MAX_COORDINATE and -MAX_COORDINATE <= y <= MAX_COORDINATE):
        raise BadEntry(Reason.BAD_GEOMETRY, f"the box begins at {x:g}, {y:g}")
    if not (0 < w <= MAX_COORDINATE and 0 < h <= MAX_COORDINATE):
        reason = Reason.BAD_SIZE if w <= 0 or h <= 0 else Reason.BAD_GEOMETRY
        raise BadEntry(reason, f"the box is {w:g} wide and {h:g} high")
    return Box(x, y, w, h)


def box_of(numbers: Sequence[float], order: str) -> Box:
    """A box from four numbers in the ``order`` of the setting ``box``: xywh, xyxy or cxcywh. Raises ``BadEntry``."""
    a, b, c, d = numbers
    match order:
        case "xyxy":
            return box(a, b, c - a, d - b)
        case "cxcywh":
            return box(a - c / 2, b - d / 2, c, d)
        case _:
            return box(a, b, c, d)


def rotated_box(cx: float, cy: float, w: float, h: float, degrees: float) -> RotatedBox:
    """A box turned about its centre, clockwise on screen. Raises ``BadEntry``."""
    check_coordinates((cx, cy, degrees), "the rotated box")
    box(cx - w / 2, cy - h / 2, w, h)
    return RotatedBox(cx, cy, w, h, degrees)


def ellipse(cx: float, cy: float, rx: float, ry: float, degrees: float = 0) -> Polygons:
    """The polygon that stands for an ellipse turned about its centre, clockwise on screen. Raises ``BadEntry``."""
    check_coordinates((cx, cy, rx, ry, degrees), "the ellipse")
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    points: list[float] = []
    for step in range(ELLIPSE_POINTS):
        turn = 2 * math.pi * step / ELLIPSE_POINTS
        dx, dy = rx * math.cos(turn), ry * math.sin(turn)
        points += (cx + dx * cos - dy * sin, cy + dx * sin + dy * cos)
    return polygons([[points]])


def corners(numbers: Sequence[float]) -> Corners:
    """A rotated box from x and y of its four corners, in order around it. Raises ``BadEntry``."""
    polygons([[numbers]])
    return Corners(list(numbers))


def polygons(parts: Sequence[Sequence[Sequence[float]]]) -> Polygons:
    """``parts[part][ring]`` is flat x0, y0, x1, y1, …; empty rings are left out. Raises ``BadEntry``."""
    kept = []
    for part in parts:
        rings = [list(ring) for ring in part if ring]
        for ring in rings:
            check_coordinates(ring, "the polygon")
            if len(ring) % 2 or len(ring) < 6:
                raise BadEntry(Reason.BAD_GEOMETRY, f"a part of the polygon has {len(ring)} numbers")
            if len(ring) > 2 * MOST_POINTS:
                raise BadEntry(Reason.BAD_GEOMETRY, f"the polygon has more than {MOST_POINTS:,} points")
        if rings:
            kept.append(rings)
    xs = [x for rings in kept for x in rings[0][::2]]
    ys = [y for rings in kept for y in rings[0][1::2]]
    if not xs:
        raise BadEntry(Reason.NO_GEOMETRY, "the polygon has no points")
    if min(xs) == max(xs) or min(ys) == max(ys):
        raise BadEntry(Reason.BAD_SIZE, "all points of the polygon lie on one line")
    return Polygons(kept)


def check_coordinates(numbers: Sequence[float], what: str) -> None:
    """Raise ``BadEntry`` unless every number is a place in a picture; ``what`` names them for people."""
    if not all(-MAX_COORDINATE <= number <= MAX_COORDINATE for number in numbers):
        raise BadEntry(Reason.BAD_GEOMETRY, f"{what} has a coordinate that is no place in a picture")
