"""Masks that are pictures: PNG files and PNGs inside JSON, decoded within limits and turned into run lengths."""

from __future__ import annotations

import base64
import binascii
import io
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image, UnidentifiedImageError

from gui.convert.rle import encode
from gui.domain.geometry import Mask
from gui.domain.reasons import Reason
from gui.sources.entries import BadEntry
from gui.sources.readers.each_file import BrokenFile

MOST_PIXELS = 2**27
"""Pixels of one mask picture, 134 million; the decoded picture and its columns then stay below a gigabyte."""


def decoded_picture(data: bytes) -> npt.NDArray[Any]:
    """The values of a PNG (or TIFF, BMP): (height, width) indexes or greys, or (height, width, 3) red, green, blue.

    A palette stays indexes; transparency is left out. Raises ``BrokenFile``.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # the limit here is our own
            with Image.open(io.BytesIO(data)) as picture:
                width, height = picture.size
                if width * height > MOST_PIXELS:
                    raise BrokenFile(f"it has {width} × {height} pixels, more than {MOST_PIXELS:,}")
                return np.asarray(_plain(picture))
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as problem:
        raise BrokenFile(f"it is not a whole picture ({_first_line(problem)})") from None


def _plain(picture: Image.Image) -> Image.Image:
    if picture.mode in ("P", "L", "1", "I", "I;16", "RGB"):
        return picture if picture.mode != "1" else picture.convert("L")
    if picture.mode in ("LA", "PA"):
        return picture.convert("RGBA").convert("L")
    return picture.convert("RGB")


def _first_line(problem: Exception) -> str:
    if isinstance(problem, UnidentifiedImageError):
        return "no picture format begins so"
    return (str(problem).splitlines() or [type(problem).__name__])[0][:80]


def one_number(pixels: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """One number a pixel, (height, width): greys and indexes as they are, colours as red, green and blue in one."""
    if pixels.ndim == 2:
        return pixels
    joined: npt.NDArray[Any] = pixels.astype(np.int64) @ np.array([65536, 256, 1])
    return joined


def values_in(numbers: npt.NDArray[Any]) -> list[int]:
    """Every value that occurs, ascending."""
    found: list[int] = np.unique(numbers).tolist()
    return found


def mask_of(pixels: npt.NDArray[np.bool_]) -> Mask:
    """The mask of a (height, width) array. Raises ``BadEntry`` when it has no pixel."""
    if not pixels.any():
        raise BadEntry(Reason.EMPTY, "the mask has no pixel")
    height, width = pixels.shape
    return Mask(height, width, encode(pixels))


def pasted_mask(text: Any, corner: tuple[float, float], size: tuple[int | None, int | None]) -> Mask:
    """LabelMe's mask: a PNG in base64 for the part of the picture whose top-left pixel is ``corner``.

    ``size`` is width and height of the picture. Raises ``BadEntry``.
    """
    return placed_mask(lambda: picture_in_text(text), round(corner[0]), round(corner[1]), size)


def placed_mask(
    decode: Callable[[], npt.NDArray[np.bool_]], left: int, top: int, size: tuple[int | None, int | None]
) -> Mask:
    """The mask whose part from ``left`` and ``top`` on ``decode`` returns, in a picture of ``size`` (width, height).

    Raises ``BadEntry``.
    """
    width, height = size
    if width is None or height is None or width * height > MOST_PIXELS:
        raise BadEntry(Reason.SIZE_UNKNOWN, "the file does not say how large the picture is")
    part = decode()
    if left < 0 or top < 0 or left + part.shape[1] > width or top + part.shape[0] > height:
        raise BadEntry(Reason.BAD_GEOMETRY, "the mask reaches beyond the picture")
    pixels = np.zeros((height, width), bool)
    pixels[top : top + part.shape[0], left : left + part.shape[1]] = part
    return mask_of(pixels)


def picture_in_text(text: Any) -> npt.NDArray[np.bool_]:
    """Where the base64 picture ``text`` is not black, (height, width). Raises ``BadEntry``."""
    if not isinstance(text, str):
        raise BadEntry(Reason.NO_GEOMETRY, "it has no mask")
    try:
        values = decoded_picture(base64.b64decode(text.partition("base64,")[2] or text))
    except (binascii.Error, ValueError, BrokenFile) as problem:
        raise BadEntry(Reason.BAD_GEOMETRY, f"its mask cannot be decoded: {problem}") from None
    return np.asarray(values.any(axis=2) if values.ndim == 3 else values != 0, np.bool_)
