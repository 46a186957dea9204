"""Which picture the file's pixels refer to, and how they become fractions of it.

Every coordinate in this package is in the file's pixels (origin top-left, x right, y down) until it leaves as
a fraction 0..1 of the width and the height.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

from gui.convert.outcome import CannotConvert
from gui.domain.reasons import Reason

SAME_ASPECT = 0.01
"""How much the aspect ratios of two sizes may differ (1 %) and still be the same picture, scaled."""

FARTHEST = 1e9
"""Pixels. No picture is larger; beyond it squares and differences of coordinates lose all meaning."""

Size = tuple[int, int]


@dataclass(frozen=True)
class Frame:
    """``width`` × ``height``: what the file's pixels refer to; ``row``: the size of the row's own picture."""

    width: int
    height: int
    row: Size

    @property
    def scaled(self) -> bool:
        """Whether file and row give the picture in different sizes."""
        return (self.width, self.height) != self.row


@lru_cache(maxsize=4096)
def frame_of(file_size: Size | None, row_size: Size | None) -> Frame:
    """The frame of a prediction: the size the file gives for the picture, else the row's own.

    Sizes are (width, height) in pixels; None and sizes without extent mean unknown. Raises CannotConvert when
    both are unknown, or when their aspect ratios differ by more than 1 %.
    """
    file_size, row_size = _known(file_size), _known(row_size)
    size = file_size or row_size
    if size is None:
        raise CannotConvert(Reason.SIZE_UNKNOWN)
    row = row_size or size
    if not have_same_aspect(size, row):
        is_on_its_side = have_same_aspect((size[1], size[0]), row)
        raise CannotConvert(
            Reason.TURNED if is_on_its_side else Reason.OTHER_ASPECT,
            f"{size[0]} × {size[1]} in the file, {row[0]} × {row[1]} in the project",
        )
    return Frame(size[0], size[1], row)


def have_same_aspect(one: Size, other: Size) -> bool:
    """Whether two sizes may be of one picture, scaled: their aspect ratios differ by at most 1 %."""
    aspects = sorted((one[0] * other[1], other[0] * one[1]))
    return aspects[1] <= aspects[0] * (1 + SAME_ASPECT)


def require_sane(*values: float) -> None:
    """Raise CannotConvert unless every value is a number, and no farther away than `FARTHEST`."""
    if not all(math.isfinite(value) and abs(value) <= FARTHEST for value in values):
        raise CannotConvert(Reason.BAD_GEOMETRY, "a coordinate is not a usable number")


def require_finite(*values: float) -> None:
    """Raise CannotConvert when a value is NaN or infinite."""
    if not all(map(math.isfinite, values)):
        raise CannotConvert(Reason.BAD_GEOMETRY, "a coordinate is not a finite number")


def _known(size: Size | None) -> Size | None:
    return size if size is not None and min(size) > 0 else None
