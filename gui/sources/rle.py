"""COCO's run lengths for masks: read and checked in full, since the C code behind pycocotools trusts them."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt
from pycocotools import mask as mask_codec

Runs = npt.NDArray[np.int64]

MAX_MASK_PIXELS = 1 << 28
"""Masks with more pixels than this (16384 × 16384) are refused: they would fill the memory when drawn."""

_BITS, _SIGN, _MORE, _FIRST_LETTER = 5, 0x10, 0x20, 48
_MAX_LETTERS = 7


def read_counts(text: bytes) -> Runs:
    """The run lengths in COCO's compressed text: zeros first, then ones and zeros in turn.

    Five bits a letter, lowest first, letters from ``0`` (48) on; from the third run on the difference to the
    run two before it (``rleFrString`` in cocoapi's common/maskApi.c). Raises ``ValueError`` when the text is
    no such thing.
    """
    letters = np.frombuffer(text, np.uint8).astype(np.int64) - _FIRST_LETTER
    if letters.size == 0 or letters.min() < 0 or letters.max() > 63 or letters[-1] & _MORE:
        raise ValueError("the run lengths of the mask are not readable")
    ends = np.flatnonzero((letters & _MORE) == 0)
    starts = np.concatenate(([0], ends[:-1] + 1))
    lengths = ends - starts + 1
    if lengths.max() > _MAX_LETTERS:
        raise ValueError("a run length of the mask is too large")
    place = np.arange(letters.size) - np.repeat(starts, lengths)
    values = np.add.reduceat((letters & 0x1F) << (_BITS * place), starts)
    values -= np.where(letters[ends] & _SIGN, np.int64(1) << (_BITS * lengths), 0)
    values[1::2] = np.cumsum(values[1::2])
    values[2::2] = np.cumsum(values[2::2])
    return values


def check_runs(runs: Runs, height: int, width: int) -> None:
    """Raise ``ValueError`` unless ``runs`` covers exactly ``height`` × ``width`` pixels."""
    if height <= 0 or width <= 0:
        raise ValueError("the size of the mask is zero or less")
    if height * width > MAX_MASK_PIXELS:
        raise ValueError(f"the mask of {width} × {height} pixels is too large")
    if runs.size == 0 or runs.min() < 0 or runs.max() > height * width or int(runs.sum()) != height * width:
        raise ValueError(f"the run lengths of the mask do not add up to {width} × {height} pixels")


def write_counts(runs: Runs, height: int, width: int) -> bytes:
    """COCO's compressed text of ``runs``; they must have passed ``check_runs``."""
    compressed = mask_codec.frPyObjects({"size": [height, width], "counts": runs.tolist()}, height, width)
    text: bytes = compressed["counts"]
    return text


@lru_cache(maxsize=1)  # the reader asks, and right after it the spool
def mask_bounds(height: int, width: int, counts: bytes) -> tuple[float, float, float, float] | None:
    """Left, top, right and bottom (exclusive) of the mask's pixels, or None when it has none.

    Raises ``ValueError`` when the run lengths do not fit the size. Runs go down the columns.
    """
    runs = read_counts(counts)
    check_runs(runs, height, width)
    borders = np.concatenate(([0], np.cumsum(runs)))
    first, after = borders[1:-1:2], borders[2::2]
    filled = after > first
    first, last = first[filled], after[filled] - 1
    if first.size == 0:
        return None
    left, right = first // height, last // height
    rows_top = np.where(left == right, first % height, 0)
    rows_bottom = np.where(left == right, last % height, height - 1)
    return float(left.min()), float(rows_top.min()), float(right.max() + 1), float(rows_bottom.max() + 1)
