"""Masks: filled from outlines, resized, and as the mask an ontology's bitmask class takes."""

from __future__ import annotations

import numpy as np
from pycocotools import mask as coco

from gui.convert.frame_of_reference import Frame
from gui.convert.outcome import CannotConvert
from gui.convert.outlines import Outline, Ring
from gui.convert.rle import MOST_PIXELS, Pixels, Runs, encode, read_runs
from gui.convert.tracing import trace
from gui.domain.geometry import Box, Mask
from gui.domain.reasons import Reason
from gui.domain.shapes import Bitmask


def bitmask(mask: Mask, runs: Runs, frame: Frame) -> Bitmask:
    """``mask`` in the size of the row's picture: as it is, or by nearest neighbour.

    Raises CannotConvert when a smaller picture leaves none of its pixels, or the picture is too large.
    """
    width, height = frame.row
    if (width, height) == (mask.width, mask.height):
        return Bitmask(height, width, mask.counts)
    _require_holdable(width, height)
    pixels = runs.columns(0, runs.width)
    resized = pixels[_nearest(runs.height, height)][:, _nearest(runs.width, width)]
    if not resized.any():
        raise CannotConvert(Reason.EMPTY, "nothing of the mask is left in the size of the picture")
    return Bitmask(height, width, encode(resized))


def _nearest(size: int, wanted: int) -> np.ndarray:
    """For each of ``wanted`` pixels the one of ``size`` pixels that its centre lies in."""
    return (2 * np.arange(wanted, dtype=np.int64) + 1) * size // (2 * wanted)


def filled(outline: Outline, frame: Frame) -> Bitmask:
    """The pixels of the row's picture inside ``outline``, as pycocotools fills polygons.

    Raises CannotConvert when no pixel is, or the picture is too large.
    """
    width, height = frame.row
    scale = np.array((width / frame.width, height / frame.height))
    if all(len(part) == 1 for part in outline):
        runs = coco.merge(_ring_runs([part[0] for part in outline], scale, width, height))
        if not coco.area(runs):
            raise CannotConvert(Reason.EMPTY, "the shape covers no pixel")
        return Bitmask(height, width, runs["counts"])
    _require_holdable(width, height)
    pixels = np.zeros((height, width), dtype=bool)
    for border, *holes in outline:
        pixels |= _inside([border], scale, width, height) & ~_inside(holes, scale, width, height)
    if not pixels.any():
        raise CannotConvert(Reason.EMPTY, "the shape covers no pixel")
    return Bitmask(height, width, encode(pixels))


def _ring_runs(rings: list[Ring], scale: Ring, width: int, height: int) -> list[dict[str, object]]:
    runs: list[dict[str, object]] = coco.frPyObjects([(ring * scale).ravel().tolist() for ring in rings], height, width)
    return runs


def _inside(rings: list[Ring], scale: Ring, width: int, height: int) -> Pixels:
    if not rings:
        return np.zeros((height, width), dtype=bool)
    union = coco.merge(_ring_runs(rings, scale, width, height))
    return read_runs(Mask(height, width, union["counts"])).columns(0, width)


def mask_envelope(runs: Runs) -> Box:
    """The box around the foreground in the mask's pixels: the last pixel counts in full (+1 px)."""
    left, top, right, bottom = runs.bounds()
    return Box(left, top, right - left, bottom - top)


def mask_outline(runs: Runs) -> Outline:
    """The exact outline of the foreground in the mask's pixels."""
    left, top, right, bottom = runs.bounds()
    offset = np.array((left, top), dtype=np.float64)
    parts = trace(runs.columns(left, right)[top:bottom])
    return [[ring + offset for ring in part] for part in parts]


def mask_centroid(runs: Runs) -> tuple[float, float]:
    """The centre of the foreground's pixels, in the mask's pixels."""
    left, top, right, bottom = runs.bounds()
    y, x = np.nonzero(runs.columns(left, right)[top:bottom])
    return left + float(x.mean()) + 0.5, top + float(y.mean()) + 0.5


def _require_holdable(width: int, height: int) -> None:
    if width * height > MOST_PIXELS:
        raise CannotConvert(Reason.BAD_GEOMETRY, f"a mask of {width} × {height} pixels is too large")
