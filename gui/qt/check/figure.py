"""One figure of the funnel: its name, the number, a bar measured against what was read, and what was lost."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from gui.domain.check_view import NOTHING_LEFT_OUT, Figure
from gui.domain.counting import number
from gui.qt.theme.fonts import Type
from gui.qt.theme.theme import Theme
from gui.qt.widgets.elided_label import ElidedLabel
from gui.qt.widgets.hatch import hatch
from gui.qt.widgets.icon_label import IconLabel
from gui.qt.widgets.label import Label

BAR = 9
_LEAST = 3
"""Pixels that a share takes at least, so that a small loss is not invisible."""


class FigureView(QWidget):
    """Read out by a screen reader as one sentence."""

    def __init__(self, theme: Theme, *, is_first: bool = False, is_last: bool = False) -> None:
        """The first says where the predictions come from; the last is what counts and is drawn so."""
        super().__init__()
        self._is_first = is_first
        self._is_last = is_last
        self._name = Label(theme, "", Type.SECONDARY, "muted")
        self._value = Label(theme, "", Type.FIGURE)
        self._sign = IconLabel(theme, "", "good")
        self._bar = _Bar(theme, "good" if is_last else "bar")
        # A file's name is shortened, what was lost is not.
        self._line = (
            ElidedLabel(theme, "", Type.SECONDARY) if is_first else Label(theme, "", Type.SECONDARY, wraps=True)
        )
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._value)
        row.addWidget(self._sign)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._name)
        layout.addSpacing(2)
        layout.addLayout(row)
        layout.addSpacing(6)
        layout.addWidget(self._bar)
        layout.addSpacing(8)
        layout.addWidget(self._line)
        layout.addStretch(1)

    def bar_middle(self) -> int:
        """How far below the top the middle of the bar lies, in pixels."""
        return self._bar.mapTo(self, QPoint(0, 0)).y() + BAR // 2

    def show_figure(self, figure: Figure) -> None:
        """Another number."""
        self._name.setText(figure.name)
        self._value.setText(number(figure.value))
        self._sign.show_icon("check" if self._is_last and figure.value else "", "good")
        self._bar.show_shares(figure.kept, figure.lost)
        self._line.setText(figure.line)
        is_quiet = self._is_first or figure.line == NOTHING_LEFT_OUT
        self._line.set_color("muted" if is_quiet else "text")
        self.setAccessibleName(f"{figure.name}: {number(figure.value)}, {figure.line}")


class _Bar(QWidget):
    """What is kept, then what was lost so far, hatched."""

    def __init__(self, theme: Theme, role: str) -> None:
        super().__init__()
        self._theme = theme
        self._role = role
        self._kept = 0.0
        self._lost = 0.0
        self.setFixedHeight(BAR)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_shares(self, kept: float, lost: float) -> None:
        self._kept, self._lost = kept, lost
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        outline = QPainterPath()
        outline.addRoundedRect(QRectF(self.rect()), 2, 2)
        painter.setClipPath(outline)
        painter.fillRect(self.rect(), self._theme.color("sunken"))
        kept = self._kept * self.width()
        if self._lost > 0:
            kept = min(kept, self.width() - _LEAST)
            painter.fillRect(self.rect(), hatch(self._theme, self.devicePixelRatioF()))
        if self._kept > 0:
            kept = max(kept, _LEAST)
            painter.fillRect(QRectF(0, 0, kept, self.height()), self._theme.color(self._role))
