"""The large check mark beside the title of a finished export."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from gui.qt.theme.theme import Theme

_SIZE = 44
_ICON = 20


class DoneMark(QWidget):
    """Ornament: the title says the same."""

    def __init__(self, theme: Theme) -> None:
        """Always the same."""
        super().__init__()
        self._theme = theme
        self.setFixedSize(_SIZE, _SIZE)
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A disc with a check mark."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("good_ground"))
        painter.drawEllipse(self.rect())
        inset = (_SIZE - _ICON) / 2
        self._theme.draw_icon(painter, "check", "good", inset, inset, _ICON)
