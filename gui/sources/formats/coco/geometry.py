"""The geometry that one COCO entry means, checked."""

from __future__ import annotations

import math
from collections.abc import Sequence

from pycocotools import mask as mask_codec

from gui.convert.outcome import CannotConvert
from gui.convert.rle import MOST_PIXELS
from gui.domain.geometry import Geometry, Keypoint, Keypoints, Mask
from gui.domain.reasons import Reason
from gui.sources.entries import BadEntry
from gui.sources.envelopes import around_mask
from gui.sources.formats.coco.entry import Entry, Rle
from gui.sources.shapes import box, check_coordinates, corners, polygons, rotated_box


def geometry_of(entry: Entry, keypoint_names: Sequence[str]) -> Geometry:
    """Keypoints if there are any, else the segmentation if there is one, else the turned box or the box.

    Keypoints that are all zero are COCO's way to say "none". Raises ``BadEntry``.
    """
    if entry.keypoints and any(entry.keypoints):
        return _keypoints(entry.keypoints, keypoint_names, entry.bbox)
    if isinstance(entry.segmentation, Rle):
        return rle_mask(entry.segmentation)
    if entry.segmentation and any(entry.segmentation):
        return polygons([[part] for part in entry.segmentation])
    if entry.rbox is not None:
        cx, cy, w, h, angle = entry.rbox
        return rotated_box(cx, cy, w, h, math.degrees(angle))
    if entry.poly:
        return corners(entry.poly) if len(entry.poly) == 8 else polygons([[entry.poly]])
    if entry.bbox is None:
        raise BadEntry(Reason.NO_GEOMETRY, "it has no bbox, segmentation or keypoints")
    return box(*entry.bbox)


def has_point_confidences(keypoints: Sequence[float]) -> bool:
    """Whether the third of each triplet is a confidence, as some tools write, and not 0, 1 or 2."""
    return not all(value in (0, 1, 2) for value in keypoints[2::3])


def rle_mask(rle: Rle) -> Mask:
    """The mask of COCO run lengths, compressed or plain. Raises ``BadEntry``."""
    height, width = rle.size
    if height <= 0 or width <= 0:
        raise BadEntry(Reason.BAD_GEOMETRY, "the size of the mask is zero or less")
    if height * width > MOST_PIXELS:
        raise BadEntry(Reason.BAD_GEOMETRY, f"the mask has more than {MOST_PIXELS:,} pixels")
    if isinstance(rle.counts, str):
        counts = rle.counts.encode("utf-8", "surrogatepass")
    else:
        counts = _compressed(rle.counts, height, width)
    mask = Mask(height, width, counts)
    try:
        around = around_mask(mask)
    except CannotConvert as problem:
        raise BadEntry(problem.dropped.reason, problem.dropped.detail) from None
    if around is None:
        raise BadEntry(Reason.EMPTY, "the mask has no pixel")
    return mask


def _compressed(runs: list[int], height: int, width: int) -> bytes:
    """COCO's compressed text of the plain run lengths."""
    if sum(runs) != height * width or min(runs) < 0:
        raise BadEntry(Reason.BAD_GEOMETRY, f"the mask's runs do not add up to {width} × {height} pixels")
    compressed = mask_codec.frPyObjects({"size": [height, width], "counts": runs}, height, width)
    text: bytes = compressed["counts"]
    return text


def _keypoints(numbers: list[float], names: Sequence[str], bbox: tuple[float, float, float, float] | None) -> Keypoints:
    """Triplets of x, y and visibility; a keypoint without a name is called by its place, from 1."""
    check_coordinates(numbers, "a keypoint")
    if len(numbers) % 3:
        raise BadEntry(Reason.BAD_GEOMETRY, f"the keypoints have {len(numbers)} numbers, not 3 each")
    third = numbers[2::3]
    is_visibility = not has_point_confidences(numbers)
    points = [
        Keypoint(
            names[place] if place < len(names) else str(place + 1),
            x,
            y,
            int(value) if is_visibility else 2 * (value > 0),
        )
        for place, (x, y, value) in enumerate(zip(numbers[::3], numbers[1::3], third, strict=True))
    ]
    try:
        envelope = box(*bbox) if bbox else None
    except BadEntry:
        envelope = None  # the pose stands without it
    return Keypoints(points, envelope)
