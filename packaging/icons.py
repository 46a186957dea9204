"""Every icon of the program in every form a system wants, painted from the one drawing."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from built_app import ROOT

DRAWING = ROOT / "resources" / "icons" / "app.svg"
HICOLOR_SIZES = (16, 22, 24, 32, 48, 64, 128, 256, 512)
"""Pixels, as the hicolor theme names its folders."""
ICO_SIZES = (16, 20, 24, 32, 40, 48, 64, 96, 128, 256)
ICNS_SIZES = (32, 64, 128, 256, 512, 1024)  # those that Pillow writes


def png(size: int) -> bytes:
    """The icon as a PNG of ``size`` by ``size`` pixels, painted at that size and not scaled."""
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    QSvgRenderer(str(DRAWING)).render(painter)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stubs want bytes here, Qt takes the name
    return bytes(buffer.data().data())


def write_hicolor(folder: Path, name: str) -> None:
    """Fill ``folder``, a hicolor theme, with ``name`` in every size and the drawing itself."""
    for size in HICOLOR_SIZES:
        place = folder / f"{size}x{size}" / "apps" / f"{name}.png"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(png(size))
    scalable = folder / "scalable" / "apps" / f"{name}.svg"
    scalable.parent.mkdir(parents=True, exist_ok=True)
    scalable.write_bytes(DRAWING.read_bytes())


def write_ico(path: Path) -> None:
    """Windows: every size in one file."""
    _write_many(path, ICO_SIZES)


def write_icns(path: Path) -> None:
    """macOS: every size in one file."""
    _write_many(path, ICNS_SIZES)


def _write_many(path: Path, sizes: tuple[int, ...]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    images = [_image(size) for size in sorted(sizes, reverse=True)]
    images[0].save(path, append_images=images[1:], sizes=[(size, size) for size in sizes])


def _image(size: int) -> Image.Image:
    return Image.open(BytesIO(png(size)))
