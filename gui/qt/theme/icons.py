"""The line icons of ``resources/icons``: 16 × 16, one stroke colour, tinted when they are drawn."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from gui import paths


def draw_icon(painter: QPainter, name: str, color: str, target: QRectF) -> None:
    """Paint the icon ``name`` in ``color`` (``#RRGGBB``) into ``target``, sharp at any scale.

    Raises FileNotFoundError when there is no such icon: a mistake of ours or a broken installation.
    """
    _renderer(name, color).render(painter, target)


def icon_pixmap(name: str, color: str, size: int, scale: float) -> QPixmap:
    """The icon as a pixmap of ``size`` logical pixels for a screen of device pixel ratio ``scale``."""
    pixmap = QPixmap(round(size * scale), round(size * scale))
    pixmap.setDevicePixelRatio(scale)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    draw_icon(painter, name, color, QRectF(0, 0, size, size))
    painter.end()
    return pixmap


@cache
def _renderer(name: str, color: str) -> QSvgRenderer:
    drawing = paths.resource_path(f"icons/{name}.svg").read_text(encoding="utf-8")
    return QSvgRenderer(QByteArray(drawing.replace("currentColor", color).encode()))
