"""The shapes of CVAT's XML as geometries in pixels."""

from __future__ import annotations

from collections.abc import Callable
from xml.etree.ElementTree import Element

import numpy as np
import numpy.typing as npt

from gui.domain.geometry import ClassScore, Geometry, Keypoint, Keypoints
from gui.domain.reasons import Reason
from gui.sources import shapes
from gui.sources.entries import BadEntry, number, shown
from gui.sources.readers.mask_pictures import MOST_PIXELS, placed_mask

Size = tuple[int | None, int | None]
"""Width and height of a picture in pixels, where the file says so."""


def geometry_of(shape: Element, size: Size) -> Geometry:
    """What ``shape`` draws on a picture of ``size``. Raises ``BadEntry``."""
    known = _KINDS.get(shape.tag)
    if known is None:
        raise BadEntry(Reason.NO_GEOMETRY, f"a {shape.tag[:20]} surrounds nothing in the picture")
    return known(shape, size)


def is_shape(tag: str) -> bool:
    """Whether elements called ``tag`` are shapes, also those that cannot be taken."""
    return tag in _KINDS or tag in ("polyline", "cuboid")


def is_outside(shape: Element) -> bool:
    """Whether a track's shape says that the thing is not to be seen on this frame."""
    if shape.tag == "skeleton":
        points = shape.findall("points")
        return bool(points) and all(point.get("outside") == "1" for point in points)
    return shape.get("outside") == "1"


def _box(shape: Element, size: Size) -> Geometry:
    """``rotation`` turns the box about its centre, clockwise, in degrees."""
    left, top, right, bottom = (number(shape.get(name), name) for name in ("xtl", "ytl", "xbr", "ybr"))
    degrees = number(shape.get("rotation", "0"), "the rotation") % 360
    if degrees == 0:
        return shapes.box(left, top, right - left, bottom - top)
    return shapes.rotated_box((left + right) / 2, (top + bottom) / 2, right - left, bottom - top, degrees)


def _polygon(shape: Element, size: Size) -> Geometry:
    return shapes.polygons([[[value for point in _points(shape) for value in point]]])


def _ellipse(shape: Element, size: Size) -> Geometry:
    cx, cy, rx, ry = (number(shape.get(name), name) for name in ("cx", "cy", "rx", "ry"))
    return shapes.ellipse(cx, cy, rx, ry, number(shape.get("rotation", "0"), "the rotation"))


def _keypoints(shape: Element, size: Size) -> Geometry:
    """A single point is called by its class, several by their places from 1."""
    points = _points(shape)
    names = [shape.get("label", "1")] if len(points) == 1 else [str(place + 1) for place in range(len(points))]
    return Keypoints([Keypoint(name, x, y, 2) for name, (x, y) in zip(names, points, strict=True)])


def _skeleton(shape: Element, size: Size) -> Geometry:
    """Points by the names of their labels; one that is outside is not there, one that is occluded is hidden."""
    found: list[Keypoint] = []
    for point in shape.iterfind("points"):
        places = _points(point)
        if len(places) != 1:
            raise BadEntry(Reason.BAD_GEOMETRY, f"a point of the skeleton has {len(places)} places")
        visibility = 0 if point.get("outside") == "1" else 1 if point.get("occluded") == "1" else 2
        found.append(Keypoint(point.get("label") or str(len(found) + 1), *places[0], visibility))
    if not found:
        raise BadEntry(Reason.NO_GEOMETRY, "the skeleton has no points")
    return Keypoints(found)


def _mask(shape: Element, size: Size) -> Geometry:
    """Run lengths, background first, row by row within the rectangle at left and top."""
    left, top, width, height = (_whole(shape.get(name), name) for name in ("left", "top", "width", "height"))

    def part() -> npt.NDArray[np.bool_]:
        try:
            runs = [int(run) for run in shape.get("rle", "").split(",")]
        except ValueError:
            raise BadEntry(Reason.BAD_GEOMETRY, "the mask's runs are no whole numbers") from None
        if min(runs) < 0 or sum(runs) != width * height or not 0 < width * height <= MOST_PIXELS:
            raise BadEntry(Reason.BAD_GEOMETRY, f"the mask's runs do not add up to {width} × {height} pixels")
        return np.repeat(np.arange(len(runs)) % 2 == 1, runs).reshape(height, width)

    return placed_mask(part, left, top, size)


def _tag(shape: Element, size: Size) -> Geometry:
    return ClassScore()


def _points(shape: Element) -> list[tuple[float, float]]:
    """``x,y;x,y;…`` as numbers."""
    text = shape.get("points")
    if not text:
        raise BadEntry(Reason.NO_GEOMETRY, "it has no points")
    found = []
    for pair in text.split(";"):
        x, comma, y = pair.partition(",")
        if not comma:
            raise BadEntry(Reason.BAD_GEOMETRY, f"one of its points is {shown(pair)}")
        found.append((number(x, "x"), number(y, "y")))
    shapes.check_coordinates([value for point in found for value in point], "the shape")
    return found


def _whole(text: str | None, what: str) -> int:
    value = number(text, what)
    if value != int(value):
        raise BadEntry(Reason.BAD_GEOMETRY, f"{what} is {shown(text)}")
    return int(value)


_KINDS: dict[str, Callable[[Element, Size], Geometry]] = {
    "box": _box,
    "polygon": _polygon,
    "ellipse": _ellipse,
    "points": _keypoints,
    "skeleton": _skeleton,
    "mask": _mask,
    "tag": _tag,
}
