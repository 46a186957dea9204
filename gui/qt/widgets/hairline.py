"""A line of one pixel that parts groups; the only kind of frame pages use."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from gui.qt.theme.theme import Theme


class Hairline(QWidget):
    """Horizontal unless asked otherwise."""

    def __init__(
        self,
        theme: Theme,
        orientation: Qt.Orientation = Qt.Orientation.Horizontal,
        parent: QWidget | None = None,
    ) -> None:
        """It takes the length its layout gives it."""
        super().__init__(parent)
        self._theme = theme
        if orientation == Qt.Orientation.Horizontal:
            self.setFixedHeight(1)
        else:
            self.setFixedWidth(1)
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        """One colour."""
        QPainter(self).fillRect(self.rect(), self._theme.color("line"))
