"""COCO's run-length code: checked, measured and decoded in part, without trusting what the file says.

A mask is runs of background and foreground in turn, column by column. The compressed form is that of
``rleToString`` in pycocotools' ``maskApi.c``: five bits a byte, plus 48, the sixth bit meaning "more
follows"; from the fourth run on the difference to the run before last.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from pycocotools import mask as coco

from gui.convert.outcome import CannotConvert
from gui.domain.geometry import Mask
from gui.domain.reasons import Reason

MOST_PIXELS = 2**30
"""A mask of more pixels is never decoded: it would not fit in memory."""

_MOST_BYTES_A_RUN = 8  # 40 bits: more than any mask needs, and no overflow in 64

Pixels = npt.NDArray[np.bool_]
Counts = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Runs:
    """The foreground of a mask: ``starts`` and ``ends`` (exclusive) of its runs, counted down the columns."""

    width: int
    height: int
    starts: Counts
    ends: Counts

    def __bool__(self) -> bool:
        """Whether any pixel is foreground."""
        return len(self.starts) > 0

    def bounds(self) -> tuple[int, int, int, int]:
        """Left, top, right and bottom of the foreground (there must be some), right and bottom exclusive."""
        last = self.ends - 1
        left, right = int(self.starts[0] // self.height), int(last[-1] // self.height) + 1
        if (self.starts // self.height != last // self.height).any():
            return left, 0, right, self.height  # a run that turns a corner touches bottom and top
        return left, int((self.starts % self.height).min()), right, int((last % self.height).max()) + 1

    def columns(self, left: int, right: int) -> Pixels:
        """The pixels of the columns from ``left`` to ``right`` (exclusive), as an array (height, columns).

        Raises CannotConvert when there are too many to hold.
        """
        size = (right - left) * self.height
        if size > MOST_PIXELS:
            raise CannotConvert(Reason.BAD_GEOMETRY, f"the mask covers {size} pixels")
        offset = left * self.height
        edges = np.stack((self.starts, self.ends), axis=1).ravel().clip(offset, offset + size) - offset
        lengths = np.diff(edges, prepend=0, append=size)
        values = np.arange(len(lengths)) % 2 == 1
        return np.repeat(values, lengths).reshape(right - left, self.height).T


def read_runs(mask: Mask) -> Runs:
    """The foreground runs of ``mask``; none when it has no foreground.

    Raises CannotConvert when the code is broken or does not cover exactly height × width pixels.
    """
    counts = _counts(mask.counts)
    if mask.height <= 0 or mask.width <= 0 or counts.min(initial=0) < 0:
        raise CannotConvert(Reason.BAD_GEOMETRY, "the mask's run-length code is broken")
    ends = np.cumsum(counts)
    covered = int(ends[-1]) if len(ends) else 0
    if covered != mask.height * mask.width:
        raise CannotConvert(
            Reason.BAD_GEOMETRY,
            f"the mask's runs cover {covered} pixels, not {mask.width} × {mask.height}",
        )
    filled = counts[1::2] > 0
    starts = ends - counts
    return Runs(mask.width, mask.height, starts[1::2][filled], ends[1::2][filled])


def _counts(code: bytes) -> Counts:
    """The run lengths that ``code`` spells; raises CannotConvert when it spells none."""
    digits = np.frombuffer(code, dtype=np.uint8).astype(np.int64) - 48
    lasts = np.flatnonzero((digits & 0x20) == 0)
    whole = len(digits) == 0 or (len(lasts) > 0 and lasts[-1] == len(digits) - 1)
    lengths = np.diff(lasts, prepend=-1)
    if (
        not whole
        or digits.min(initial=0) < 0
        or digits.max(initial=0) > 0x3F
        or lengths.max(initial=0) > _MOST_BYTES_A_RUN
    ):
        raise CannotConvert(Reason.BAD_GEOMETRY, "the mask's run-length code is broken")
    if len(digits) == 0:
        return np.zeros(0, dtype=np.int64)
    firsts = lasts - lengths + 1
    places = np.arange(len(digits)) - np.repeat(firsts, lengths)
    values = np.add.reduceat((digits & 0x1F) << (5 * places), firsts)
    values -= np.where(digits[lasts] & 0x10, np.int64(1) << (5 * lengths), 0)
    for first in (1, 2):  # odd and even runs each add up from their second one
        values[first::2] = np.cumsum(values[first::2])
    return values


def encode(pixels: Pixels) -> bytes:
    """The compressed code of ``pixels`` (height, width), as pycocotools writes it."""
    counts: bytes = coco.encode(np.asfortranarray(pixels, dtype=np.uint8))["counts"]
    return counts
