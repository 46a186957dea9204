"""Opens resources as the window does: drawings, pictures, translations; what does not open raises ValueError."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QTranslator
from PySide6.QtGui import QImageReader
from PySide6.QtSvg import QSvgRenderer


def draw(path: Path) -> None:
    """An SVG."""
    if not QSvgRenderer(str(path)).isValid():
        raise ValueError(f"{path.name} is no drawing")


def read_picture(path: Path) -> None:
    """A picture of any kind."""
    reader = QImageReader(str(path))
    if reader.read().isNull():
        raise ValueError(f"{path.name} does not decode: {reader.errorString()}")


def load_translation(path: Path) -> None:
    """A compiled translation."""
    if not QTranslator().load(str(path)):
        raise ValueError(f"{path.name} is no translation")
