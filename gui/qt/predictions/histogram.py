"""The histogram of confidences with a handle: what lies left of it is hatched, because it is left out."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QSlider, QWidget

from gui.domain.threshold import bars
from gui.domain.words import confidence
from gui.qt.theme.fonts import Type
from gui.qt.theme.theme import Theme
from gui.qt.widgets.focus_ring import OWN_RING
from gui.qt.widgets.hatch import hatch

STEPS = 100
"""The slider's value is the threshold times this."""

_LEAST = 0.012
"""The lowest a bar with something in it is drawn, as a share of the highest."""


class Histogram(QSlider):
    """A slider for a screen reader: arrows 0.01, Page keys 0.10, Home and End; or drag, or click."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Empty, at 0."""
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme = theme
        self._bars: list[int] = []
        metrics = QFontMetrics(theme.font(Type.LABEL))
        self._side = metrics.horizontalAdvance("0.0") + 4.0
        self._axis = metrics.height() + 8.0
        self._flag = metrics.height() + 4.0
        self.setRange(0, STEPS)
        self.setSingleStep(1)
        self.setPageStep(10)
        self.setAccessibleName("Keep from confidence")
        self.setProperty(OWN_RING, True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMouseTracking(True)
        theme.changed.connect(self.update)

    def show_counts(self, histogram: list[int]) -> None:
        """The counts of confidences in equal bins over 0..1."""
        self._bars = bars(histogram)
        self.update()

    def sizeHint(self) -> QSize:
        """As high as the page allows."""
        return QSize(400, 150)

    def minimumSizeHint(self) -> QSize:
        """Still readable."""
        return QSize(240, 116)

    def handle_area(self) -> QRectF:
        """Where the flag with the number is."""
        x = self._x_of(self.value() / STEPS)
        width = QFontMetrics(self._theme.font(Type.LABEL)).horizontalAdvance("0.00") + 16.0
        left = min(max(x - width / 2, 0.0), self.width() - width)
        return QRectF(left, 5, width, self._flag)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The handle jumps to where it is wanted."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.setSliderDown(True)
            self._follow(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag."""
        is_over = self.handle_area().contains(event.position())
        self.setCursor(Qt.CursorShape.SizeHorCursor if is_over or self.isSliderDown() else Qt.CursorShape.ArrowCursor)
        if self.isSliderDown():
            self._follow(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        self.setSliderDown(False)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The page scrolls; nobody means to move the threshold."""
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Bars, axis, handle."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_bars(painter)
        self._paint_axis(painter)
        self._paint_handle(painter)

    def _paint_bars(self, painter: QPainter) -> None:
        highest = max(self._bars, default=0)
        if not highest:
            return
        base, top = self._base(), self._flag + 12
        step = (self._x_of(1) - self._x_of(0)) / len(self._bars)
        cut = self._x_of(self.value() / STEPS)
        left_out = hatch(self._theme, self.devicePixelRatioF())
        painter.setPen(Qt.PenStyle.NoPen)
        for place, count in enumerate(self._bars):
            if not count:
                continue
            height = (base - top) * max(count / highest, _LEAST)
            bar = QRectF(self._x_of(0) + place * step + 1, base - height, max(step - 2, 1), height)
            for is_kept in (False, True):
                part = QRectF(bar)
                if is_kept:
                    part.setLeft(max(bar.left(), cut))
                else:
                    part.setRight(min(bar.right(), cut))
                if part.width() > 0:
                    painter.setBrush(self._theme.color("bar") if is_kept else left_out)
                    painter.drawRect(part)

    def _paint_axis(self, painter: QPainter) -> None:
        base = self._base()
        painter.setPen(QPen(self._theme.color("control"), 1))
        painter.drawLine(QPointF(self._x_of(0) - 2, base + 0.5), QPointF(self._x_of(1) + 2, base + 0.5))
        font = self._theme.font(Type.LABEL)
        font.setWeight(QFont.Weight.Normal)
        painter.setFont(font)
        painter.setPen(self._theme.color("muted"))
        for tenth in range(0, 11, 2):
            area = QRectF(self._x_of(tenth / 10) - 20, base + 3, 40, self._axis - 3)
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, f"{tenth / 10:.1f}")

    def _paint_handle(self, painter: QPainter) -> None:
        x, flag = self._x_of(self.value() / STEPS), self.handle_area()
        accent = self._theme.color("accent" if self.isEnabled() else "control")
        painter.setPen(QPen(accent, 2))
        painter.drawLine(QPointF(x, flag.bottom()), QPointF(x, self._base()))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(accent)
        painter.drawRoundedRect(flag, 4, 4)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(accent, 2))
            painter.drawRoundedRect(flag.adjusted(-3, -3, 3, 3), 7, 7)
        painter.setFont(self._theme.font(Type.LABEL))
        painter.setPen(self._theme.color("on_accent"))
        painter.drawText(flag, Qt.AlignmentFlag.AlignCenter, confidence(self.value() / STEPS))

    def _follow(self, event: QMouseEvent) -> None:
        share = (event.position().x() - self._x_of(0)) / max(self._x_of(1) - self._x_of(0), 1)
        self.setValue(round(min(max(share, 0.0), 1.0) * STEPS))

    def _x_of(self, share: float) -> float:
        return self._side / 2 + share * (self.width() - self._side)

    def _base(self) -> float:
        return self.height() - self._axis
