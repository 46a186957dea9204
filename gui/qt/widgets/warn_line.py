"""A sentence with a triangle before it, and a link behind it where something can be done."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from gui.qt.theme.fonts import Type
from gui.qt.theme.theme import Theme
from gui.qt.widgets.button import Button, Kind
from gui.qt.widgets.icon_label import IconLabel
from gui.qt.widgets.label import Label


class WarnLine(QWidget):
    """Hidden until it is given something to say; emits when the link is followed."""

    chosen = Signal()

    def __init__(self, theme: Theme, link: str = "") -> None:
        """Without ``link`` there is nothing to press."""
        super().__init__()
        # With a link the sentence is a short one, and the link belongs right behind it.
        self._words = Label(theme, "", Type.BODY, "warn", wraps=not link)
        self.link = Button(theme, link, Kind.LINK)
        self.link.setVisible(bool(link))
        self.link.clicked.connect(self.chosen)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 4, 0, 0)
        row.setSpacing(8)
        row.addWidget(
            IconLabel(theme, "triangle", "warn"),
            0,
            Qt.AlignmentFlag.AlignVCenter if link else Qt.AlignmentFlag.AlignTop,
        )
        row.addWidget(self._words, 0 if link else 1)
        row.addWidget(self.link, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1 if link else 0)
        self.hide()

    def say(self, sentence: str) -> None:
        """Another sentence; an empty one hides the line."""
        self._words.setText(sentence)
        self.setVisible(bool(sentence))

    @property
    def sentence(self) -> str:
        """What it says."""
        return self._words.text()
