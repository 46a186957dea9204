"""COCO's compressed run lengths without numpy: enough of them to draw a mask and to hit it."""

from __future__ import annotations

from itertools import accumulate

Bounds = tuple[float, float, float, float]
"""Left, top, right, bottom in pixels of the picture."""


def decode_runs(counts: bytes) -> list[int]:
    """Lengths of zeros, ones, zeros, … over the columns of the mask, first column first.

    The text has five bits a letter, lowest first, letters from ``0``; from the third run on it has the difference
    to the run two before (``rleFrString`` in cocoapi's common/maskApi.c). The engine checked the text before.
    """
    runs: list[int] = []
    value = shift = 0
    for letter in counts:
        bits = letter - 48
        value |= (bits & 0x1F) << shift
        shift += 5
        if bits & 0x20:
            continue
        if bits & 0x10:
            value -= 1 << shift
        runs.append(value + runs[-2] if len(runs) > 2 else value)
        value = shift = 0
    return runs


def mask_bytes(runs: list[int]) -> bytes:
    """One byte a pixel, 0 or 1, column after column: the rows of the transposed mask."""
    return b"".join((b"\x01" if place % 2 else b"\x00") * length for place, length in enumerate(runs))


def mask_bounds(runs: list[int], height: int) -> Bounds | None:
    """The envelope of the ones in a mask of this height; None when there are none."""
    ends = list(accumulate(runs))
    spans = [(end - length, end - 1) for length, end in zip(runs[1::2], ends[1::2], strict=True) if length]
    if not spans or height <= 0:
        return None
    left, right = spans[0][0] // height, spans[-1][1] // height
    # A run that goes on in the next column touches the bottom and the top.
    wraps = any(first // height != last // height for first, last in spans)
    top = 0 if wraps else min(first % height for first, _ in spans)
    bottom = height - 1 if wraps else max(last % height for _, last in spans)
    return float(left), float(top), float(right + 1), float(bottom + 1)
