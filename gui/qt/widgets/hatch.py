"""The hatch that stands for what is left out: fine lines that need no colour to be told apart."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QPainter, QPen, QPixmap

from gui.qt.theme.theme import Theme

_STEP = 6


def hatch(theme: Theme, scale: float = 1.0) -> QBrush:
    """A brush of slanted lines; ``scale`` is the widget's ``devicePixelRatioF()``."""
    pixmap = QPixmap(round(_STEP * scale), round(_STEP * scale))
    pixmap.setDevicePixelRatio(scale)
    ground = theme.color("bar_left_out")
    ground.setAlpha(110)
    pixmap.fill(ground)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.color("bar_left_out"), 1.6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
    for shift in (-_STEP, 0, _STEP):
        painter.drawLine(shift - 1, _STEP + 1, shift + _STEP + 1, -1)
    painter.end()
    return QBrush(pixmap)
