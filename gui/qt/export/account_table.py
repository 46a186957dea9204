"""A reconciliation as a small table: what there was, what was taken away and why, what is left."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from gui.qt.theme.fonts import Type
from gui.qt.theme.theme import Theme
from gui.qt.widgets.hairline import Hairline
from gui.qt.widgets.icon_label import IconLabel
from gui.qt.widgets.label import Label

_PAD = 8


class AccountTable(QWidget):
    """Lines of words and counts; the first says what there was, the last, with a check mark, what is written."""

    def __init__(self, theme: Theme, head: tuple[str, str]) -> None:
        """``head`` names the two columns."""
        super().__init__()
        self._theme = theme
        self._head = head
        self._lines: list[tuple[Label, Label]] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(0)
        self._grid.setColumnStretch(0, 1)

    def show_lines(self, lines: Sequence[tuple[str, str]], written: tuple[str, str]) -> None:
        """``lines`` and ``written``: words and a count."""
        self._clear()
        self._add(self._head, Type.TABLE_HEAD, "muted", 5)
        for place, line in enumerate(lines):
            self._add(line, Type.BODY, "muted" if place else "text", 7)
        self._add(written, Type.STRONG, "text", 7, icon="check")

    def texts(self) -> list[tuple[str, str]]:
        """The lines as they are shown, without the head."""
        return [(words.text(), count.text()) for words, count in self._lines[1:]]

    def _add(self, line: tuple[str, str], kind: Type, color: str, pad: int, icon: str = "") -> None:
        row = 2 * len(self._lines)
        words = Label(self._theme, line[0], kind, color, wraps=True)
        words.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        count = Label(self._theme, line[1], kind, color)
        count.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        for column, label in ((0, words), (1, count)):
            cell = QWidget()
            inside = QHBoxLayout(cell)
            inside.setContentsMargins(_PAD, pad, _PAD, pad)
            inside.setSpacing(6)
            if icon and column == 0:
                inside.addWidget(IconLabel(self._theme, icon, "good"), 0, Qt.AlignmentFlag.AlignTop)
            inside.addWidget(label, 1)
            self._grid.addWidget(cell, row, column)
        self._grid.addWidget(Hairline(self._theme), row + 1, 0, 1, 2)
        self._lines.append((words, count))

    def _clear(self) -> None:
        self._lines = []
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
