"""Boxes, upright and rotated: clipped to the picture, as fractions of it, and as corners.

An upright box is clipped exactly. A rotated box stays whole as long as a part of it is visible: cutting it
would change its angle and its sides, and the unrotated box that Encord stores may leave the picture while the
rotated one does not.
"""

from __future__ import annotations

import math

import numpy as np

from gui.convert.frame_of_reference import Frame, require_finite, require_sane
from gui.convert.outcome import CannotConvert
from gui.convert.outlines import Ring
from gui.domain.geometry import Box, RotatedBox
from gui.domain.reasons import Reason
from gui.domain.shapes import BoundingBox, RotatableBoundingBox

NOISE = 1e-6
"""Pixels. A box that leaves the picture by less was not clipped: its numbers were rounded."""


def check_box(box: Box | RotatedBox) -> None:
    """Raise CannotConvert for a box with a broken number, or without extent."""
    if isinstance(box, Box):
        # No limit on how far: clipping an enormous box is exact.
        require_finite(box.x, box.y, box.w, box.h)
    else:
        require_sane(box.cx, box.cy, box.w, box.h)
        require_finite(box.theta)
    if box.w <= 0 or box.h <= 0:
        raise CannotConvert(Reason.BAD_SIZE)


def whole_box(box: Box, frame: Frame) -> BoundingBox | None:
    """``box`` as fractions of the picture when nothing has to be done to it; None when something has, or is wrong.

    This is what most predictions are. It is what `clip_box` and `bounding_box` would make of it, but quick.
    """
    x, y, w, h = box.x, box.y, box.w, box.h
    width, height = frame.width, frame.height
    if not (x >= 0 and y >= 0 and w > 0 and h > 0 and x + w <= width and y + h <= height):
        return None  # also when a number is none: nothing compares with it
    left, top = x / width, y / height
    w, h = min(w / width, 1.0 - left), min(h / height, 1.0 - top)
    return BoundingBox(left, top, w, h) if w > 0 and h > 0 else None


def clip_box(box: Box, frame: Frame) -> tuple[Box, bool]:
    """The part of ``box`` inside the picture, in pixels, and whether anything was cut off.

    Raises CannotConvert when the box is broken or does not overlap the picture.
    """
    check_box(box)
    left, width, cut_x = _clip_side(box.x, box.w, frame.width)
    top, height, cut_y = _clip_side(box.y, box.h, frame.height)
    return Box(left, top, width, height), cut_x or cut_y


def _clip_side(start: float, length: float, limit: int) -> tuple[float, float, bool]:
    if start >= limit or start + length <= 0:
        raise CannotConvert(Reason.OUTSIDE)
    end = start + length
    if start >= 0 and end <= limit:
        return start, length, False
    inner_start, inner_end = max(start, 0.0), min(end, float(limit))
    return inner_start, inner_end - inner_start, max(inner_start - start, end - inner_end) > NOISE


def bounding_box(box: Box, frame: Frame) -> BoundingBox:
    """``box`` (inside the picture) as fractions of it."""
    x, w = _fractions(box.x, box.w, frame.width)
    y, h = _fractions(box.y, box.h, frame.height)
    return BoundingBox(x, y, w, h)


def _fractions(start: float, length: float, limit: int) -> tuple[float, float]:
    """Start and length as fractions whose sum is at most 1, which rounding alone could exceed."""
    first = start / limit
    share = min(length / limit, 1.0 - first)
    if share <= 0:
        raise CannotConvert(Reason.EMPTY, "the box is too thin to be written as a number")
    return first, share


def rotatable_box(box: RotatedBox, frame: Frame) -> RotatableBoundingBox:
    """``box`` as fractions: its unrotated box and its angle in degrees, clockwise on screen, within ±360."""
    return RotatableBoundingBox(
        (box.cx - box.w / 2) / frame.width,
        (box.cy - box.h / 2) / frame.height,
        box.w / frame.width,
        box.h / frame.height,
        math.fmod(box.theta, 360.0),
    )


def upright(box: Box, frame: Frame) -> RotatableBoundingBox:
    """``box`` (inside the picture) as a rotatable box that is not turned."""
    inner = bounding_box(box, frame)
    return RotatableBoundingBox(inner.x, inner.y, inner.w, inner.h, 0.0)


def corners(box: Box | RotatedBox) -> Ring:
    """The four corners in pixels, clockwise on screen, as an array of shape (4, 2)."""
    if isinstance(box, Box):
        right, bottom = box.x + box.w, box.y + box.h
        return np.array([(box.x, box.y), (right, box.y), (right, bottom), (box.x, bottom)], dtype=np.float64)
    angle = math.radians(math.fmod(box.theta, 360.0))
    along = np.array((math.cos(angle), math.sin(angle))) * (box.w / 2)
    across = np.array((-math.sin(angle), math.cos(angle))) * (box.h / 2)
    centre = np.array((box.cx, box.cy), dtype=np.float64)
    return np.array(
        [centre - along - across, centre + along - across, centre + along + across, centre - along + across]
    )
