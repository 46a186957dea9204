"""The regions of a Label Studio task as geometries: rectangles, ellipses, polygons, brushes, keypoints, choices."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from gui.domain.geometry import Box, ClassScore, Geometry, Keypoint, Keypoints
from gui.domain.reasons import Reason
from gui.sources import shapes
from gui.sources.entries import BadEntry, finite, shown
from gui.sources.formats.label_studio.brush import brush_mask

LABELS = (
    "rectanglelabels",
    "polygonlabels",
    "ellipselabels",
    "brushlabels",
    "keypointlabels",
    "choices",
    "labels",
)
"""The fields that hold a region's class names."""

MOST_FRAMES = 1_000_000

Found = Iterator[tuple[int | None, Geometry]]


@dataclass(frozen=True)
class Region:
    """One region: ``value`` as the file has it, its picture's name, its place, and its prediction's own score."""

    value: Any
    picture: str
    where: str
    whole_score: Any = None

    @property
    def inner(self) -> Mapping[str, Any]:
        """Where its numbers stand: below ``value``, or in the short form in the region itself."""
        if not isinstance(self.value, Mapping):
            return {}
        inner = self.value.get("value")
        return inner if isinstance(inner, Mapping) else self.value

    @property
    def class_names(self) -> list[str]:
        """Its class names, without doubles."""
        found: Any = next((self.inner[name] for name in LABELS if self.inner.get(name)), [])
        names = found if isinstance(found, list) else [found]
        return list(dict.fromkeys(str(name) for name in names if isinstance(name, str | int) and name != ""))

    @property
    def size(self) -> tuple[int, int] | None:
        """Width and height of the picture in pixels, where the region says so."""
        if not isinstance(self.value, Mapping):
            return None
        found = self.value.get("original_width"), self.value.get("original_height")
        width, height = (side if type(side) is int and 0 < side < 10**6 else None for side in found)
        return (width, height) if width and height else None


def is_region(value: Any) -> bool:
    """Whether ``value`` looks like a region of the short form."""
    return isinstance(value, Mapping) and any(name in value for name in LABELS) and "original_width" in value


def geometries(region: Region) -> Found:
    """The region's geometry without a frame, or one for each frame of a video (from 1). Raises ``BadEntry``.

    In pixels where the region knows the picture's size, else in fractions of it.
    """
    inner = region.inner
    width, height = region.size or (1, 1)
    across, down = width / 100, height / 100
    if "sequence" in inner:
        yield from _track(inner["sequence"], inner.get("framesCount"), across, down)
    elif "points" in inner:
        yield None, shapes.polygons([[[n for x, y in _points(inner["points"]) for n in (x * across, y * down)]]])
    elif "rle" in inner:
        if region.size is None:
            raise BadEntry(Reason.SIZE_UNKNOWN, "the region does not say how large the picture is")
        yield None, brush_mask(inner["rle"], width, height)
    elif "radiusX" in inner:
        yield None, _ellipse(inner, across, down)
    elif "x" in inner and "height" in inner:
        yield None, _rectangle(inner, across, down, knows_pixels=region.size is not None)
    elif "x" in inner:
        x, y = _percent(inner, "x", "y")
        yield None, Keypoints([Keypoint(region.class_names[0], x * across, y * down, 2)])
    elif "choices" in inner:
        yield None, ClassScore()
    else:
        raise BadEntry(Reason.NO_GEOMETRY, "it has no place in the picture")


def _rectangle(inner: Mapping[str, Any], across: float, down: float, *, knows_pixels: bool) -> Geometry:
    x, y, w, h = _percent(inner, "x", "y", "width", "height")
    box = shapes.box(x * across, y * down, w * across, h * down)
    degrees = finite(inner.get("rotation") or 0, "the rotation")
    if degrees % 360 == 0:
        return box
    if not knows_pixels:
        raise BadEntry(Reason.SIZE_UNKNOWN, "a turned rectangle needs the size of the picture in pixels")
    return _turned(box, degrees)


def _turned(box: Box, degrees: float) -> Geometry:
    """A box turned about its top-left corner: its centre goes round that corner."""
    angle = math.radians(degrees)
    cos, sin = math.cos(angle), math.sin(angle)
    cx = box.x + box.w / 2 * cos - box.h / 2 * sin
    cy = box.y + box.w / 2 * sin + box.h / 2 * cos
    return shapes.rotated_box(cx, cy, box.w, box.h, degrees % 360)


def _ellipse(inner: Mapping[str, Any], across: float, down: float) -> Geometry:
    """The ellipse turns about its centre, which is what x and y are."""
    x, y, rx, ry = _percent(inner, "x", "y", "radiusX", "radiusY")
    degrees = finite(inner.get("rotation") or 0, "the rotation")
    return shapes.ellipse(x * across, y * down, rx * across, ry * down, degrees)


def _track(sequence: Any, frames: Any, across: float, down: float) -> Found:
    """A box on every frame from one key frame to the next, moved evenly, as long as it is enabled."""
    if not isinstance(sequence, list) or not sequence or not all(isinstance(key, Mapping) for key in sequence):
        raise BadEntry(Reason.NO_GEOMETRY, "it has no key frames")
    by_frame = {_frame_number(key): (_key_box(key), bool(key.get("enabled", True))) for key in sequence}
    keys = [(frame, *by_frame[frame]) for frame in sorted(by_frame)]
    last = frames if type(frames) is int and frames > keys[-1][0] else keys[-1][0]
    if last - keys[0][0] > MOST_FRAMES:
        raise BadEntry(Reason.BAD_GEOMETRY, f"it goes over more than {MOST_FRAMES:,} frames")
    for (start, box, enabled), (end, next_box, _) in zip(keys, [*keys[1:], (last + 1, keys[-1][1], True)], strict=True):
        for frame in range(start, end if enabled else start + 1):
            share = (frame - start) / (end - start)
            x, y, w, h = (a + (b - a) * share for a, b in zip(box, next_box, strict=True))
            yield frame, shapes.box(x * across, y * down, w * across, h * down)


def _frame_number(key: Mapping[str, Any]) -> int:
    frame = key.get("frame")
    if type(frame) is not int or frame < 1:
        raise BadEntry(Reason.BAD_GEOMETRY, f"the frame is {shown(frame)}")
    return frame


def _key_box(key: Mapping[str, Any]) -> tuple[float, float, float, float]:
    if key.get("rotation"):
        raise BadEntry(Reason.BAD_GEOMETRY, "turned boxes on videos are not read")
    x, y, w, h = _percent(key, "x", "y", "width", "height")
    return x, y, w, h


def _points(points: Any) -> list[tuple[float, float]]:
    if not isinstance(points, list) or not all(isinstance(point, list) and len(point) == 2 for point in points):
        raise BadEntry(Reason.BAD_GEOMETRY, "its points are not pairs of numbers")
    return [(finite(x, "x"), finite(y, "y")) for x, y in points]


def _percent(inner: Mapping[str, Any], *names: str) -> tuple[float, ...]:
    return tuple(finite(inner.get(name), name) for name in names)
