"""Masks and corners as plain pixels and numbers, for writers that spell them in their own ways."""

from __future__ import annotations

import base64
import io
import math

import numpy as np
import numpy.typing as npt
from PIL import Image
from pycocotools import mask as coco

from gui.domain.geometry import Mask, RotatedBox

Pixels = npt.NDArray[np.bool_]


def blank(size: tuple[int, int]) -> Pixels:
    """An empty mask of (width, height)."""
    return np.zeros((size[1], size[0]), np.bool_)


def pixels_of(mask: Mask) -> Pixels:
    """Its pixels, (height, width)."""
    decoded: Pixels = coco.decode({"size": [mask.height, mask.width], "counts": mask.counts}).astype(np.bool_)
    return decoded


def corners(box: RotatedBox) -> list[tuple[float, float]]:
    """The corners of a box turned clockwise on screen: first the one that is top-left when it is upright."""
    angle = math.radians(box.theta)
    right, down = (math.cos(angle), math.sin(angle)), (-math.sin(angle), math.cos(angle))
    return [
        (
            box.cx + along * box.w / 2 * right[0] + across * box.h / 2 * down[0],
            box.cy + along * box.w / 2 * right[1] + across * box.h / 2 * down[1],
        )
        for along, across in ((-1, -1), (1, -1), (1, 1), (-1, 1))
    ]


def runs(pixels: npt.NDArray[np.bool_]) -> list[int]:
    """Run lengths row by row, background first."""
    flat = pixels.ravel()
    ends = np.flatnonzero(np.diff(flat)) + 1
    lengths: list[int] = np.diff([0, *ends, flat.size]).tolist()
    return [0, *lengths] if flat[0] else lengths


def png(values: npt.NDArray[np.generic]) -> bytes:
    """A PNG of greys (height, width) or colours (height, width, 3)."""
    file = io.BytesIO()
    Image.fromarray(values.astype(np.uint8)).save(file, "PNG")
    return file.getvalue()


def png_text(pixels: Pixels) -> str:
    """A black-and-white PNG in base64."""
    return base64.b64encode(png(pixels * np.uint8(255))).decode()


def brush(pixels: Pixels) -> list[int]:
    """Label Studio's code: blocks of equal bytes alone, each four times a pixel (red, green, blue, alpha)."""
    bits = f"{pixels.size * 4:032b}" + f"{7:05b}" + f"{15:04b}" * 4
    for place, length in enumerate(runs(pixels)):
        for start in range(0, length * 4, 1 << 16):
            block = min(length * 4 - start, 1 << 16)
            bits += f"1{0:02b}{block - 1:016b}{255 * (place % 2):08b}"
    bits += "0" * (-len(bits) % 8)
    return [int(bits[at : at + 8], 2) for at in range(0, len(bits), 8)]
