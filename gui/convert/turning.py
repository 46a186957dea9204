"""Geometry turned by a quarter, for files made of a picture that lies on its side in Encord.

Cameras store how a picture is to be turned (EXIF) instead of turning it; some tools follow that, some do not.
"""

from __future__ import annotations

import numpy as np

from gui.convert.frame_of_reference import Size, have_same_aspect
from gui.convert.rle import encode, read_runs
from gui.domain.geometry import Box, Corners, Geometry, Keypoint, Keypoints, Mask, Polygons, RotatedBox

QUARTERS = {"90": 1, "270": 3}
"""Quarters of a turn, clockwise on screen, by the value of the setting ``rotate``."""


def is_turned(file_size: Size | None, row_size: Size | None) -> bool:
    """Whether the sizes are the same picture with width and height swapped, and no square."""
    if file_size is None or row_size is None or min(*file_size, *row_size) <= 0:
        return False
    swapped = file_size[1], file_size[0]
    return have_same_aspect(swapped, row_size) and not have_same_aspect(file_size, row_size)


def turned(geometry: Geometry, size: Size, quarters: int) -> Geometry:
    """``geometry`` (pixels of a picture of ``size``) as that of the picture turned clockwise by ``quarters`` × 90°.

    One quarter takes (x, y) of a picture w × h to (h − y, x) of one h × w. Raises CannotConvert for a broken mask.
    """
    for _ in range(quarters):
        geometry, size = _once(geometry, size[1]), (size[1], size[0])
    return geometry


def _once(geometry: Geometry, height: int) -> Geometry:
    match geometry:
        case Box(x, y, w, h):
            return Box(height - y - h, x, h, w)
        case RotatedBox(cx, cy, w, h, theta):
            return RotatedBox(height - cy, cx, w, h, theta + 90)
        case Corners(points):
            return Corners(_ring(points, height))
        case Polygons(parts):
            return Polygons([[_ring(ring, height) for ring in part] for part in parts])
        case Keypoints(points, box):
            moved = [Keypoint(point.name, height - point.y, point.x, point.visibility) for point in points]
            around = Box(height - box.y - box.h, box.x, box.h, box.w) if box else None
            return Keypoints(moved, around)
        case Mask():
            pixels = read_runs(geometry).columns(0, geometry.width)
            return Mask(geometry.width, geometry.height, encode(np.rot90(pixels, -1)))
    return geometry


def _ring(flat: list[float], height: int) -> list[float]:
    return [value for x, y in zip(flat[::2], flat[1::2], strict=True) for value in (height - y, x)]
