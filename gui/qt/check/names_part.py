"""Names of the file next to names of the project: what shows at a glance why little or nothing fits."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from gui.qt.theme.fonts import Type
from gui.qt.theme.theme import Theme
from gui.qt.widgets.button import Button, Kind
from gui.qt.widgets.elided_label import ElidedLabel
from gui.qt.widgets.label import Label

MOST = 8
"""Names of either side."""


class NamesPart(QWidget):
    """Two lists side by side, or the file's alone."""

    closed = Signal()

    def __init__(self, theme: Theme, *, can_close: bool) -> None:
        """Hidden until there is something to compare."""
        super().__init__()
        self._title = Label(theme, "", Type.SECTION)
        self.close_link = Button(theme, "Close", Kind.LINK, name="Close the names")
        self.close_link.setVisible(can_close)
        self._heads = [Label(theme, "", Type.TABLE_HEAD, "muted") for _ in range(2)]
        self._names = [[ElidedLabel(theme) for _ in range(MOST)] for _ in range(2)]
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self.close_link)
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(3)
        for side in range(2):
            grid.setColumnStretch(side, 1)
            grid.addWidget(self._heads[side], 0, side)
            for place, label in enumerate(self._names[side]):
                grid.addWidget(label, place + 1, side)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(head)
        layout.addLayout(grid)
        self.close_link.clicked.connect(self.closed)
        self.setFocusProxy(self.close_link)
        self.hide()

    def compare(self, title: str, from_file: Sequence[str], from_project: Sequence[str], project: str) -> None:
        """Show both sides; an empty side is left away."""
        self._title.setText(title)
        self._fill(0, "In your file", from_file)
        self._fill(1, f"In {project}" if from_project else "", from_project)
        told = [f"In your file: {', '.join(from_file[:MOST])}"]
        if from_project:
            told.append(f"In {project}: {', '.join(from_project[:MOST])}")
        self.setAccessibleName(title)
        self.setAccessibleDescription(". ".join(told))
        self.show()

    def _fill(self, side: int, head: str, names: Sequence[str]) -> None:
        self._heads[side].setText(head)
        for place, label in enumerate(self._names[side]):
            label.setText(names[place] if place < len(names) else "")
            label.setVisible(place < len(names))
