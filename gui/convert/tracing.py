"""The outline of a mask: traced along the edges of its pixels, then thinned out."""

from __future__ import annotations

import cv2
import numpy as np

from gui.convert.outlines import Outline, Ring, area
from gui.convert.rle import Pixels

TOLERANCE = 0.75
"""Pixels. Just more than the half diagonal of a pixel, so that the stairs of a slanted edge become a line."""

AREA_KEPT = 0.02
"""A ring whose area thinning would change by more than this share keeps every corner."""

_STEPS = ((1, 0), (0, 1), (-1, 0), (0, -1))  # right, down, left, up: the foreground is on the right hand


def trace(pixels: Pixels) -> Outline:
    """The outline of ``pixels`` (height, width) in their own coordinates, pixel (0, 0) reaching from 0 to 1.

    One part for each group of pixels that share sides; pixels that share only a corner are two parts. The
    rings enclose exactly these pixels; borders run clockwise on screen, holes the other way.
    """
    count, labels = cv2.connectedComponents(pixels.astype(np.uint8), connectivity=4)
    borders: list[list[Ring]] = [[] for _ in range(count)]
    holes: list[list[Ring]] = [[] for _ in range(count)]
    for corners, label in _rings(pixels, labels):
        ring = np.array(corners, dtype=np.float64)
        (borders if area(ring) > 0 else holes)[label].append(ring)
    return [[*borders[label], *holes[label]] for label in range(1, count)]


def _rings(pixels: Pixels, labels: np.ndarray) -> list[tuple[list[tuple[int, int]], int]]:
    """Every closed walk along pixel edges, as its corners, with the label of the pixels it goes around."""
    width = pixels.shape[1] + 1
    edges = [starts.tobytes() for starts in _edges(pixels)]
    walked = bytearray(len(edges[0]))  # only the edges to the right: every ring has one, no two share it
    rings = []
    for start in np.flatnonzero(np.frombuffer(edges[0], dtype=np.uint8)).tolist():
        if not walked[start]:
            label = int(labels[start // width, start % width])
            rings.append(([(at % width, at // width) for at in _walk(edges, walked, start, width)], label))
    return rings


def _edges(pixels: Pixels) -> tuple[Pixels, Pixels, Pixels, Pixels]:
    """For each direction of `_STEPS`: at which grid points an edge in that direction starts."""
    padded = np.pad(pixels, 1)
    above_left, above_right = padded[:-1, :-1], padded[:-1, 1:]
    below_left, below_right = padded[1:, :-1], padded[1:, 1:]
    return (
        below_right & ~above_right,
        below_left & ~below_right,
        above_left & ~below_left,
        above_right & ~above_left,
    )


def _walk(edges: list[bytes], walked: bytearray, start: int, width: int) -> list[int]:
    """Follow ``edges`` from ``start`` to the right until they close; returns where they turn."""
    offsets = [dx + dy * width for dx, dy in _STEPS]
    turns, at, direction = [start], start, 0
    while True:
        if direction == 0:
            walked[at] = 1
        at += offsets[direction]
        # Turning right first keeps to the same pixel where two pixels touch at a corner.
        following = next(way for way in ((direction + turn) % 4 for turn in (1, 0, 3)) if edges[way][at])
        if at == start and following == 0:
            return turns
        if following != direction:
            turns.append(at)
        direction = following


def thin(outline: Outline) -> Outline:
    """``outline`` with fewer points (Douglas and Peucker); a ring whose area would suffer keeps all."""
    return [[_thin_ring(ring) for ring in part] for part in outline]


def _thin_ring(ring: Ring) -> Ring:
    thinned = cv2.approxPolyDP(ring.astype(np.float32), TOLERANCE, closed=True)[:, 0].astype(np.float64)
    exact = area(ring)
    if len(thinned) >= 3 and abs(area(thinned) - exact) <= AREA_KEPT * abs(exact):
        return thinned
    return ring
