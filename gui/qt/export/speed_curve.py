"""The curve of an export's speed: as long as the bar above it, so that the room at its right is what is left."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.qt.theme.theme import Theme

_HEIGHT = 48
_MOST_POINTS = 240
_WARM_UP = 2.0
"""Seconds in which a speed is not yet one: left out of the highest and the lowest."""

Samples = list[tuple[float, float]]
"""(seconds since the start, rows a second)."""


class SpeedCurve(QWidget):
    """Draws a history of speeds; a picture of what the figures say, so it takes no keys."""

    def __init__(self, theme: Theme) -> None:
        """Nothing to draw."""
        super().__init__()
        self._theme = theme
        self._points: Samples = []
        self._fraction = 0.0
        self._moves = True
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Rows per second since the start")
        theme.changed.connect(self.update)

    def show_history(self, history: Samples, fraction: float, *, moves: bool) -> None:
        """Draw ``history`` over the first ``fraction`` (0..1) of the width; grey unless it ``moves``."""
        self._points = thinned(history)
        self._fraction = fraction
        self._moves = moves
        self.update()

    def sizeHint(self) -> QSize:
        """One height, any width."""
        return QSize(200, _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """One height, any width."""
        return QSize(80, _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The ground line, the area, the line, and a dot where it is now."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(QRectF(0, self.height() - 1, self.width(), 1), self._theme.color("line"))
        curve = self._curve()
        if len(curve) < 2:
            return
        color = self._theme.color("accent" if self._moves else "control")
        line = QPainterPath(curve[0])
        for point in curve[1:]:
            line.lineTo(point)
        area = QPainterPath(line)
        area.lineTo(curve[-1].x(), self.height() - 1)
        area.lineTo(curve[0].x(), self.height() - 1)
        painter.fillPath(area, self._theme.color("selection" if self._moves else "sunken"))
        painter.setPen(QPen(color, 1.6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(line)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        painter.drawEllipse(curve[-1], 3, 3)

    def _curve(self) -> list[QPointF]:
        top = max((speed for _, speed in self._points), default=0.0)
        if top <= 0:
            return []
        first, last = self._points[0][0], self._points[-1][0]
        width = max(self._fraction * self.width() - 3, 0.0)
        height = self.height() - 5
        seconds = max(last - first, 1e-9)
        return [
            QPointF((moment - first) / seconds * width, self.height() - 1 - speed / top * height)
            for moment, speed in self._points
        ]


def thinned(history: Samples) -> Samples:
    """At most about ``_MOST_POINTS`` of the samples, the last one among them."""
    step = len(history) // _MOST_POINTS + 1
    points = history[::step]
    return points if not history or points[-1] == history[-1] else [*points, history[-1]]


def extremes(history: Samples) -> tuple[float, float] | None:
    """The highest and the lowest speed once it had settled; None while there is none."""
    settled = [speed for moment, speed in history if moment >= _WARM_UP]
    return (max(settled), min(settled)) if settled else None
