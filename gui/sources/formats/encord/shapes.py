"""The shapes of one object in Encord's own format as geometries, in pixels of its picture.

The format is what ``LabelRowV2.to_encord_dict`` writes (encord 0.1): fractions of width and height; a polygon's rings
are flat; a bitmask's run lengths go along the rows (FACTS 14 to 19).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pycocotools import mask as coco

from gui.convert.outcome import CannotConvert
from gui.convert.rle import read_runs
from gui.domain.geometry import Box, Geometry, Keypoint, Keypoints, Mask
from gui.domain.reasons import Reason
from gui.sources import shapes
from gui.sources.entries import BadEntry, finite, shown
from gui.sources.readers.mask_pictures import MOST_PIXELS, mask_of

_VISIBILITY = {"visible": 2, "occluded": 1, "invisible": 0}


def geometry_of(entry: Mapping[str, Any], width: int, height: int) -> Geometry:
    """The geometry of an object on a picture of ``width`` × ``height`` pixels (1 × 1: fractions).

    Raises ``BadEntry``; polylines are no geometry of predictions.
    """
    match entry.get("shape"):
        case "bounding_box":
            return _box(_held(entry, "boundingBox"), width, height)
        case "rotatable_bounding_box":
            held = _held(entry, "rotatableBoundingBox")
            box = _box(held, width, height)
            centre = box.x + box.w / 2, box.y + box.h / 2
            return shapes.rotated_box(*centre, box.w, box.h, finite(held.get("theta"), "theta"))
        case "polygon":
            return _polygons(entry, width, height)
        case "bitmask":
            return _mask(_held(entry, "bitmask"))
        case "point" | "skeleton" as shape:
            return _keypoints(_held(entry, shape), str(entry.get("name")), width, height)
        case other:
            raise BadEntry(Reason.NO_GEOMETRY, f"its shape is {shown(other)}")


def _held(entry: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = entry.get(name)
    if not isinstance(found, Mapping):
        raise BadEntry(Reason.NO_GEOMETRY, f"it has no {name}")
    return found


def _box(held: Mapping[str, Any], width: int, height: int) -> Box:
    x, y, w, h = (finite(held.get(name), name) for name in "xywh")
    return shapes.box(x * width, y * height, w * width, h * height)


def _polygons(entry: Mapping[str, Any], width: int, height: int) -> Geometry:
    parts = entry.get("polygons")
    if not parts:  # written before polygons had parts
        points = _held(entry, "polygon").values()
        parts = [[[n for point in points for n in _place(point)]]]
    if not _is_nested(parts):
        raise BadEntry(Reason.BAD_GEOMETRY, "its polygons are not lists of rings")
    return shapes.polygons(
        [
            [[finite(n, "a point") * (height if at % 2 else width) for at, n in enumerate(ring)] for ring in part]
            for part in parts
        ]
    )


def _is_nested(parts: Any) -> bool:
    return isinstance(parts, list) and all(
        isinstance(part, list) and all(isinstance(ring, list) for ring in part) for part in parts
    )


def _mask(held: Mapping[str, Any]) -> Mask:
    """Run lengths along the rows are those down the columns of the mask turned about its diagonal."""
    width, height, code = held.get("width"), held.get("height"), held.get("rleString")
    if type(width) is not int or type(height) is not int or not isinstance(code, str):
        raise BadEntry(Reason.BAD_GEOMETRY, "the mask lacks its size or its run lengths")
    if held.get("top") or held.get("left"):
        raise BadEntry(Reason.BAD_GEOMETRY, "the mask does not begin at the picture's corner")
    if width * height > MOST_PIXELS:
        raise BadEntry(Reason.BAD_GEOMETRY, f"the mask has more than {MOST_PIXELS:,} pixels")
    turned = Mask(width, height, code.encode("utf-8", "replace"))
    try:
        read_runs(turned)
    except CannotConvert as problem:
        raise BadEntry(problem.dropped.reason, problem.dropped.detail) from None
    return mask_of(coco.decode({"size": [width, height], "counts": turned.counts}).T.astype(bool))


def _keypoints(held: Mapping[str, Any], name: str, width: int, height: int) -> Keypoints:
    points = []
    for point in held.values():
        x, y = _place(point)
        visibility = _VISIBILITY.get(point.get("visibility", "visible"), 2)
        points.append(Keypoint(str(point.get("name") or name), x * width, y * height, visibility))
    if not points:
        raise BadEntry(Reason.NO_GEOMETRY, "it has no point")
    shapes.check_coordinates([n for point in points for n in (point.x, point.y)], "a point")
    return Keypoints(points)


def _place(point: Any) -> Sequence[float]:
    if not isinstance(point, Mapping):
        raise BadEntry(Reason.BAD_GEOMETRY, f"a point is {shown(point)}")
    return finite(point.get("x"), "x"), finite(point.get("y"), "y")
