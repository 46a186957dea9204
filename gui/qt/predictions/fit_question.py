"""The question that finds wrong picture sizes before they are exported."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui.qt.theme.fonts import Type
from gui.qt.theme.theme import Theme
from gui.qt.widgets.button import Button, Kind
from gui.qt.widgets.hairline import Hairline
from gui.qt.widgets.label import Label


class FitQuestion(QWidget):
    """Stands below the picture; where a dataset file can help, it can be added here."""

    dataset_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        """With the button."""
        super().__init__()
        self._dataset = Button(theme, "Add the dataset file, which knows it…", Kind.LINK)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 8)
        layout.setSpacing(4)
        layout.addWidget(Hairline(theme))
        layout.addSpacing(6)
        layout.addWidget(Label(theme, "Are the boxes where they should be?", Type.SECTION, wraps=True))
        why = "If they are shifted or too large, the file was probably made for another picture size."
        layout.addWidget(Label(theme, why, Type.SECONDARY, "muted", wraps=True))
        layout.addWidget(self._dataset)
        layout.addSpacing(6)
        layout.addWidget(Hairline(theme))
        self._dataset.clicked.connect(self.dataset_wanted)

    def show_remedy(self, can_add: bool) -> None:
        """Whether a dataset file can be added."""
        self._dataset.setVisible(can_add)
