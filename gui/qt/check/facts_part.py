"""A few sentences under a title: what is worth knowing although nothing is lost by it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gui.domain.check_view import Fact
from gui.qt.theme.fonts import Type
from gui.qt.theme.theme import Theme
from gui.qt.widgets.icon_label import IconLabel
from gui.qt.widgets.label import Label


class FactsPart(QWidget):
    """Each sentence with its icon."""

    def __init__(self, theme: Theme) -> None:
        """Hidden until there is something to tell."""
        super().__init__()
        self._theme = theme
        self._shown: list[Fact] = []
        self._lines = QVBoxLayout()
        self._lines.setSpacing(6)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        self._title = Label(theme, "", Type.SECTION, wraps=True)
        layout.addWidget(self._title)
        layout.addLayout(self._lines)
        self.hide()

    def show_facts(self, title: str, facts: Sequence[Fact]) -> None:
        """Other sentences; hidden when there are none."""
        self._title.setText(title)
        if list(facts) == self._shown:
            return
        self._shown = list(facts)
        while (item := self._lines.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for fact in facts:
            line = _FactLine(self._theme, fact)
            self._lines.addWidget(line)
            line.show()  # at once, so that the page does not flicker
        self.setVisible(bool(facts))


class _FactLine(QWidget):
    def __init__(self, theme: Theme, fact: Fact) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(IconLabel(theme, fact.icon, "muted"), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(Label(theme, fact.text, Type.BODY, wraps=True), 1)
