"""Outlines: the parts of an object as rings of points in pixels, clipped to the picture and measured.

An outline is a list of parts; a part is a list of rings; ring 0 is its border, the others are holes. A ring
is a float64 array of shape (points, 2), not closed: its last point is joined to its first.
"""

from __future__ import annotations

import math

import cv2
import numpy as np
import numpy.typing as npt

from gui.convert.frame_of_reference import Frame, require_sane
from gui.convert.outcome import CannotConvert
from gui.domain.geometry import Box, Polygons, RotatedBox
from gui.domain.reasons import Reason

Ring = npt.NDArray[np.float64]
Outline = list[list[Ring]]

FLAT = 1e-6
"""Square pixels. A ring whose points span no larger triangle has no inside."""


def outline_of(polygons: Polygons) -> Outline:
    """The rings of ``polygons`` as arrays.

    Raises CannotConvert when there is no part, a ring has fewer than 3 points or half a point, or a number is
    broken.
    """
    outline = [[_ring(flat) for flat in part] for part in polygons.parts]
    if not outline or not all(outline):
        raise CannotConvert(Reason.BAD_GEOMETRY, "a polygon has no points")
    return outline


def _ring(flat: list[float]) -> Ring:
    if len(flat) % 2:
        raise CannotConvert(Reason.BAD_GEOMETRY, "a polygon has a point with one coordinate")
    if len(flat) < 6:
        raise CannotConvert(Reason.BAD_GEOMETRY, f"a polygon has {len(flat) // 2} points; it needs 3")
    require_sane(*flat)
    return np.array(flat, dtype=np.float64).reshape(-1, 2)


def clip_outline(outline: Outline, frame: Frame) -> tuple[Outline, bool]:
    """The part of ``outline`` inside the picture, and whether anything was cut off.

    Each ring is cut at the picture's four sides (Sutherland and Hodgman, "Reentrant polygon clipping", 1974):
    where that splits a ring, its pieces stay joined along the picture's edge, which covers no area. Raises
    CannotConvert when the outline has no area, or none of it inside the picture.
    """
    solid = [[part[0], *(hole for hole in part[1:] if not _is_flat(hole))] for part in outline if not _is_flat(part[0])]
    if not solid:
        raise CannotConvert(Reason.EMPTY, "the polygon has no area")
    if all(_is_inside(ring, frame) for part in solid for ring in part):
        return solid, False
    clipped: Outline = []
    for part in solid:
        border, *holes = (_clip_ring(ring, frame) for ring in part)
        if not _is_flat(border):
            clipped.append([border, *(hole for hole in holes if not _is_flat(hole))])
    if not clipped:
        raise CannotConvert(Reason.OUTSIDE)
    return clipped, True


def _is_inside(ring: Ring, frame: Frame) -> bool:
    return bool(ring.min() >= 0 and (ring.max(axis=0) <= (frame.width, frame.height)).all())


def _clip_ring(ring: Ring, frame: Frame) -> Ring:
    for axis, limit in ((0, frame.width), (1, frame.height)):
        ring = _cut(ring, axis, 0.0, 1.0)
        ring = _cut(ring, axis, float(limit), -1.0)
    return ring


def _cut(ring: Ring, axis: int, limit: float, side: float) -> Ring:
    """Keep what lies beyond ``limit`` (``side`` 1) or before it (-1) along ``axis``."""
    depth = side * (ring[:, axis] - limit)
    following, next_depth = np.roll(ring, -1, axis=0), np.roll(depth, -1)
    kept, crossing = depth >= 0, (depth >= 0) != (next_depth >= 0)
    reach = np.divide(depth, depth - next_depth, out=np.zeros_like(depth), where=crossing)
    meeting = ring + reach[:, None] * (following - ring)
    meeting[:, axis] = limit
    cut: Ring = np.stack((ring, meeting), axis=1)[np.stack((kept, crossing), axis=1)]
    return cut


def _is_flat(ring: Ring) -> bool:
    if len(ring) < 3:
        return True
    offsets = ring - ring[0]
    far = offsets[np.argmax((offsets**2).sum(axis=1))]
    return bool(np.abs(offsets[:, 0] * far[1] - offsets[:, 1] * far[0]).max() <= FLAT)


def area(ring: Ring) -> float:
    """The area in square pixels; positive when the ring runs clockwise on screen."""
    x, y = (ring - ring[0]).T
    return float((x * np.roll(y, -1) - np.roll(x, -1) * y).sum() / 2)


def envelope(outline: Outline) -> Box:
    """The smallest upright box around all parts, in pixels."""
    points = np.concatenate([part[0] for part in outline])
    (left, top), (right, bottom) = points.min(axis=0).tolist(), points.max(axis=0).tolist()
    return Box(left, top, right - left, bottom - top)


def smallest_rectangle(outline: Outline) -> RotatedBox:
    """The rectangle of the smallest area around all parts, in pixels, turned by -45 (exclusive) to 45°."""
    points = np.concatenate([part[0] for part in outline])
    origin = points.min(axis=0)  # cv2 counts in 32 bits: small numbers lose less
    (cx, cy), (w, h), angle = cv2.minAreaRect((points - origin).astype(np.float32))
    # Which of the four equal descriptions cv2 gives differs between its versions.
    quarters = math.ceil((angle - 45) / 90)
    if quarters % 2:
        w, h = h, w
    angle -= 90 * quarters
    return RotatedBox(float(cx + origin[0]), float(cy + origin[1]), float(w), float(h), float(angle))


def centroid(outline: Outline) -> tuple[float, float]:
    """The centre of the area of all parts without their holes, in pixels."""
    total, moment = 0.0, np.zeros(2)
    for part in outline:
        for place, ring in enumerate(part):
            ring_area, centre = _centre(ring)
            weight = abs(ring_area) if place == 0 else -abs(ring_area)
            total, moment = total + weight, moment + weight * centre
    points = np.concatenate([part[0] for part in outline])
    # A ring that crosses itself can balance to nothing, or around a point far away.
    middle = moment / total if total > FLAT else points.mean(axis=0)
    x, y = np.clip(middle, points.min(axis=0), points.max(axis=0)).tolist()
    return x, y


def _centre(ring: Ring) -> tuple[float, Ring]:
    """Signed area and centre of area; the mean of the points where there is no area."""
    following = np.roll(ring, -1, axis=0)
    origin = ring[0]
    (x, y), (u, v) = (ring - origin).T, (following - origin).T
    cross = x * v - u * y
    ring_area = float(cross.sum() / 2)
    if abs(ring_area) <= FLAT:
        return 0.0, ring.mean(axis=0)
    return ring_area, origin + np.array((((x + u) * cross).sum(), ((y + v) * cross).sum())) / (6 * ring_area)


def fractions(ring: Ring, frame: Frame) -> list[tuple[float, float]]:
    """The points of ``ring`` (inside the picture) as fractions of it."""
    scaled = np.clip(ring / (frame.width, frame.height), 0.0, 1.0)
    return [(x, y) for x, y in scaled.tolist()]
