"""The frame of a choice painted in a table's cell, which looks like a combo box until one is opened over it."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from gui.qt.theme.theme import Theme

_HEIGHT = 26
_CHEVRON = 26
"""Room at the right for the arrow."""


def choice_area(cell: QRectF) -> QRectF:
    """The frame inside its cell."""
    top = round(cell.center().y() - _HEIGHT / 2)
    return QRectF(QRect(round(cell.left()), top, round(cell.width() - 8), _HEIGHT))


def draw_choice(
    painter: QPainter, theme: Theme, cell: QRectF, *, edge: str, is_hovered: bool, is_ringed: bool
) -> QRectF:
    """Paint frame, arrow and, for the cell that takes the keys, the ring; returns the room for what is chosen."""
    frame = choice_area(cell)
    painter.setPen(QPen(theme.color(edge), 1))
    painter.setBrush(theme.color("hover" if is_hovered else "surface"))
    painter.drawRoundedRect(frame.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
    if is_ringed:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.color("accent"), 2))
        painter.drawRoundedRect(frame.adjusted(-2, -2, 2, 2), 8, 8)
    top = frame.top() + (frame.height() - 12) / 2
    theme.draw_icon(painter, "chevron-down", "muted", frame.right() - 22, top - 1, 14)
    return frame.adjusted(0, 0, -_CHEVRON, 0)
