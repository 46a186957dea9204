"""Fractions of a picture as its pixels, and four corners as the rotated box that they are."""

from __future__ import annotations

import math

import numpy as np

from gui.convert.frame_of_reference import require_sane
from gui.domain.geometry import Box, Corners, Geometry, Keypoint, Keypoints, Polygons, RotatedBox

SQUARE = 1.0
"""Pixels by which corners may miss those of a rectangle (they are rounded in files) and still be one."""


def in_pixels(geometry: Geometry, width: int, height: int) -> Geometry:
    """``geometry`` in fractions 0..1 of ``width`` and ``height`` as the same in pixels.

    Sides of a rotated box are fractions of width and height as its unrotated box has them; its angle is of the
    pixels already. Masks and class scores stay: they have pixels of their own, or no place.
    """
    match geometry:
        case Box(x, y, w, h):
            return Box(x * width, y * height, w * width, h * height)
        case RotatedBox(cx, cy, w, h, theta):
            return RotatedBox(cx * width, cy * height, w * width, h * height, theta)
        case Corners(points):
            return Corners(_stretched(points, width, height))
        case Polygons(parts):
            return Polygons([[_stretched(ring, width, height) for ring in part] for part in parts])
        case Keypoints(points, box):
            moved = [Keypoint(point.name, point.x * width, point.y * height, point.visibility) for point in points]
            return Keypoints(moved, Box(box.x * width, box.y * height, box.w * width, box.h * height) if box else None)
    return geometry


def straightened(corners: Corners) -> RotatedBox | Polygons:
    """The rotated box with these corners (pixels), or their polygon when they are not those of a rectangle.

    With p1..p4 in order: u = p2 − p3 is its width, v = p1 − p2 its height, theta the direction of u (FACTS, 16;
    the order in which Ultralytics writes them, and any other order gives the same rectangle). Raises CannotConvert.
    """
    require_sane(*corners.points)
    p1, p2, p3, p4 = points = np.array(corners.points, dtype=np.float64).reshape(4, 2)
    u, v = (p2 - p3 + p1 - p4) / 2, (p1 - p2 + p4 - p3) / 2
    w, h = float(np.hypot(*u)), float(np.hypot(*v))
    if w == 0 or h == 0:
        return Polygons([[corners.points]])
    across = np.array((-u[1], u[0])) / w * h
    if float(across @ v) < 0:
        across = -across
    centre = points.mean(axis=0)
    rectangle = np.array([u + across, u - across, -u - across, -u + across]) / 2 + centre
    if float(np.abs(rectangle - points).max()) > SQUARE:
        return Polygons([[corners.points]])
    return RotatedBox(float(centre[0]), float(centre[1]), w, h, math.degrees(math.atan2(u[1], u[0])))


def _stretched(flat: list[float], width: int, height: int) -> list[float]:
    return [value * (height if place % 2 else width) for place, value in enumerate(flat)]
