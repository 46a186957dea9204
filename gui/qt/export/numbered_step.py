"""One step of what is to be done in Encord: a number in a ring, its words, and what is at hand for it below."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from gui.qt.theme.fonts import Type
from gui.qt.theme.theme import Theme
from gui.qt.widgets.label import Label


def numbered_step(theme: Theme, digit: int, words: Label, *below: QWidget) -> QGridLayout:
    """The step as a layout; hidden widgets ``below`` take no room."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(6)
    grid.setColumnStretch(1, 1)
    words.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    words.setMinimumHeight(_Digit.SIZE)
    grid.addWidget(_Digit(theme, digit), 0, 0, Qt.AlignmentFlag.AlignTop)
    grid.addWidget(words, 0, 1, Qt.AlignmentFlag.AlignVCenter)
    for line, widget in enumerate(below, start=1):
        is_wide = widget.sizePolicy().horizontalPolicy() is QSizePolicy.Policy.Expanding
        grid.addWidget(widget, line, 1, Qt.AlignmentFlag(0) if is_wide else Qt.AlignmentFlag.AlignLeft)
    return grid


def shortened(text: str, most: int = 32) -> str:
    """A name cut in its middle, so that a link stays on its line; ampersands stay ampersands."""
    half = (most - 1) // 2
    cut = text if len(text) <= most else f"{text[:half]}…{text[-half:]}"
    return cut.replace("&", "&&")


class _Digit(QWidget):
    """A number in a ring."""

    SIZE = 24

    def __init__(self, theme: Theme, digit: int) -> None:
        super().__init__()
        self._theme = theme
        self._digit = digit
        self.setFixedSize(self.SIZE, self.SIZE)
        self.setAccessibleName(f"Step {digit}")
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.color("control"), 1.2))
        painter.drawEllipse(QRectF(self.rect()).adjusted(1, 1, -1, -1))
        painter.setPen(self._theme.color("text"))
        painter.setFont(self._theme.font(Type.LABEL))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, str(self._digit))
