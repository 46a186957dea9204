"""One of our icons on its own: ornament beside a sentence that says the same in words."""

from __future__ import annotations

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from gui.qt.theme.theme import Theme


class IconLabel(QWidget):
    """Paints an icon in a token's colour; it has no name for a screen reader because it says nothing new."""

    def __init__(
        self, theme: Theme, icon: str, color: str = "text", size: int = 16, parent: QWidget | None = None
    ) -> None:
        """``size`` in logical pixels."""
        super().__init__(parent)
        self._theme = theme
        self._icon = icon
        self._color = color
        self._size = size
        self.setFixedSize(size, size)
        theme.changed.connect(self.update)

    def show_icon(self, icon: str, color: str) -> None:
        """Another icon; empty for none."""
        self._icon = icon
        self._color = color
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        if self._icon:
            self._theme.draw_icon(QPainter(self), self._icon, self._color, 0, 0, self._size)
