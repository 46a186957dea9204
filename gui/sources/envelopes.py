"""The upright rectangle around a geometry, in the coordinates of the prediction file."""

from __future__ import annotations

import math
from functools import lru_cache

from gui.convert.rle import read_runs
from gui.domain.geometry import Box, Corners, Geometry, Keypoints, Mask, Polygons, RotatedBox

Envelope = tuple[float, float, float, float]
"""Left, top, right and bottom in pixels; NaN four times where there is no place."""

NOWHERE: Envelope = (math.nan, math.nan, math.nan, math.nan)


def envelope(geometry: Geometry) -> Envelope:
    """The smallest upright rectangle around ``geometry``.

    Keypoints: of those with a visibility above 0, else of their box. Raises ``CannotConvert`` for a
    mask whose run lengths do not fit its size.
    """
    match geometry:
        case Box(x, y, w, h):
            return x, y, x + w, y + h
        case RotatedBox():
            return _around_rotated_box(geometry)
        case Corners(points):
            return _around(points[::2], points[1::2])
        case Polygons(parts):
            rings = [ring for part in parts for ring in part]
            return _around([x for ring in rings for x in ring[::2]], [y for ring in rings for y in ring[1::2]])
        case Mask():
            return around_mask(geometry) or NOWHERE
        case Keypoints(points, box):
            there = [point for point in points if point.visibility > 0]
            if not there:
                return envelope(box) if box else NOWHERE
            return _around([point.x for point in there], [point.y for point in there])
    return NOWHERE  # a class score has no place


@lru_cache(maxsize=1)
def around_mask(mask: Mask) -> Envelope | None:
    """The rectangle around the pixels of ``mask``, or None when it has none. Raises ``CannotConvert``.

    A reader checks a mask by this, and the spool asks again right after: hence the cache of one.
    """
    runs = read_runs(mask)
    return runs.bounds() if runs else None


def _around(xs: list[float], ys: list[float]) -> Envelope:
    return (min(xs), min(ys), max(xs), max(ys)) if xs else NOWHERE


def _around_rotated_box(box: RotatedBox) -> Envelope:
    """Half of the envelope's width is w/2·|cos θ| + h/2·|sin θ|, and likewise for its height."""
    cos, sin = abs(math.cos(math.radians(box.theta))), abs(math.sin(math.radians(box.theta)))
    half_w, half_h = (box.w * cos + box.h * sin) / 2, (box.w * sin + box.h * cos) / 2
    return box.cx - half_w, box.cy - half_h, box.cx + half_w, box.cy + half_h
