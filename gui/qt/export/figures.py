"""The four figures of a running export, side by side with hairlines between them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gui.qt.export.running_words import FigureWords
from gui.qt.theme.fonts import Type
from gui.qt.theme.theme import Theme
from gui.qt.widgets.elided_label import ElidedLabel
from gui.qt.widgets.hairline import Hairline
from gui.qt.widgets.label import Label


class Figure(QWidget):
    """What it is, the figure, and a line about it."""

    def __init__(self, theme: Theme, caption: str) -> None:
        """``caption`` never changes."""
        super().__init__()
        self._value = Label(theme, "", Type.FIGURE)
        self._detail = ElidedLabel(theme, "", Type.SECONDARY, "muted", mode=Qt.TextElideMode.ElideRight)
        self._caption = caption
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Label(theme, caption, Type.SECONDARY, "muted"))
        column.addWidget(self._value)
        column.addWidget(self._detail)

    def show_value(self, value: str, detail: str) -> None:
        """Another figure."""
        self._value.setText(value)
        self._detail.setText(detail)
        self.setAccessibleName(f"{self._caption}: {value}, {detail}" if detail else f"{self._caption}: {value}")

    @property
    def value(self) -> str:
        """The figure as it is shown."""
        return self._value.text()

    @property
    def detail(self) -> str:
        """The line below it."""
        return self._detail.text()


class Figures(QWidget):
    """Predictions, rows, speed and time left."""

    def __init__(self, theme: Theme) -> None:
        """Without values yet."""
        super().__init__()
        self.predictions = Figure(theme, "Predictions")
        self.rows = Figure(theme, "Rows")
        self.speed = Figure(theme, "Speed")
        self.time_left = Figure(theme, "Time left")
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(20)
        for place, figure in enumerate((self.predictions, self.rows, self.speed, self.time_left)):
            if place:
                line.addWidget(Hairline(theme, Qt.Orientation.Vertical))
            line.addWidget(figure, 1)

    def show_values(self, words: FigureWords) -> None:
        """Say all four anew."""
        self.predictions.show_value(*words.predictions)
        self.rows.show_value(*words.rows)
        self.speed.show_value(*words.speed)
        self.time_left.show_value(*words.time_left)
