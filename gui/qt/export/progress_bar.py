"""The bar of a running export: accent while it moves, grey while it waits."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QProgressBar, QSizePolicy

from gui.qt.theme.theme import Theme

_HEIGHT = 10
_STEPS = 1000


class ProgressBar(QProgressBar):
    """A progress bar for screen readers too, drawn as a rounded track."""

    def __init__(self, theme: Theme) -> None:
        """Empty."""
        super().__init__()
        self._theme = theme
        self._moves = True
        self.setAccessibleName("Export progress")
        self.setRange(0, _STEPS)
        self.setTextVisible(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_fraction(self, fraction: float, *, moves: bool) -> None:
        """Fill 0..1 of the track; grey unless it ``moves``."""
        self._moves = moves
        self.setValue(round(fraction * _STEPS))
        self.update()

    def sizeHint(self) -> QSize:
        """As long as its layout makes it."""
        return QSize(200, _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """Still to be seen."""
        return QSize(80, _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The track, then the part that is done."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        radius = _HEIGHT / 2
        area = QRectF(0, (self.height() - _HEIGHT) / 2, self.width(), _HEIGHT)
        painter.setBrush(self._theme.color("sunken"))
        painter.drawRoundedRect(area, radius, radius)
        if self.value() > 0:
            area.setWidth(max(area.width() * self.value() / _STEPS, _HEIGHT))
            painter.setBrush(self._theme.color("accent" if self._moves else "control"))
            painter.drawRoundedRect(area, radius, radius)
