"""Label Studio's brush masks: run lengths of red, green, blue and alpha, packed bit by bit.

The code is that of the package @thi.ng/rle-pack: 32 bits number of values, 5 bits word size less one, four times 4 bits
run-length sizes less one; then blocks of one bit "is a run", 2 bits which size, the length less one, and one word or
as many words as it says. A pixel is foreground where its alpha is not zero.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from gui.domain.geometry import Mask
from gui.domain.reasons import Reason
from gui.sources.entries import BadEntry
from gui.sources.readers.mask_pictures import MOST_PIXELS, mask_of

_CHANNELS = 4


def brush_mask(code: Any, width: int, height: int) -> Mask:
    """The mask of ``width`` × ``height`` pixels that ``code``, a list of bytes, spells. Raises ``BadEntry``."""
    if width * height > MOST_PIXELS // _CHANNELS:
        raise BadEntry(Reason.BAD_GEOMETRY, f"the mask has more than {MOST_PIXELS // _CHANNELS:,} pixels")
    if not isinstance(code, list) or not all(type(byte) is int and 0 <= byte < 256 for byte in code):
        raise BadEntry(Reason.BAD_GEOMETRY, "the mask's run lengths are not a list of bytes")
    values = _unpacked(bytes(code), width * height * _CHANNELS)
    return mask_of(values.reshape(height, width, _CHANNELS)[:, :, 3] != 0)


class _Bits:
    """Numbers of any width from bytes, the highest bit first."""

    def __init__(self, data: bytes) -> None:
        self._bits = np.unpackbits(np.frombuffer(data, np.uint8))
        self._at = 0

    def number(self, width: int) -> int:
        part = self._bits[self._at : self._at + width]
        if len(part) < width:
            raise BadEntry(Reason.BAD_GEOMETRY, "the mask's run lengths end too early")
        self._at += width
        return int("".join("1" if bit else "0" for bit in part), 2)

    def words(self, count: int, width: int) -> np.ndarray:
        """``count`` numbers of ``width`` bits at once."""
        part = self._bits[self._at : self._at + count * width]
        if len(part) < count * width:
            raise BadEntry(Reason.BAD_GEOMETRY, "the mask's run lengths end too early")
        self._at += count * width
        return part.reshape(count, width) @ (1 << np.arange(width - 1, -1, -1))


def _unpacked(data: bytes, expected: int) -> np.ndarray:
    bits = _Bits(data)
    total, word = bits.number(32), bits.number(5) + 1
    sizes = [bits.number(4) + 1 for _ in range(4)]
    if total != expected:
        raise BadEntry(Reason.BAD_GEOMETRY, f"the mask has {total} values, not {expected}")
    values = np.zeros(total, np.int64)
    at = 0
    while at < total:
        is_run, length = bits.number(1), bits.number(sizes[bits.number(2)]) + 1
        end = min(at + length, total)
        values[at:end] = bits.number(word) if is_run else bits.words(length, word)[: end - at]
        at += length
    return values
