"""The offer to let labels of the project tell which way to read a file is right, its progress and what came of it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from gui.domain.comparison_view import Action, ComparisonView
from gui.qt.theme.fonts import Type
from gui.qt.theme.theme import Theme
from gui.qt.widgets.button import Button
from gui.qt.widgets.icon_label import IconLabel
from gui.qt.widgets.label import Label

_TEXTS: dict[Action, str] = {"compare": "Compare with labels", "stop": "Stop", "again": "Try it again"}


class ComparePart(QWidget):
    """One button that changes its meaning, and the words beside it."""

    compare_wanted = Signal()
    stop_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        """Shows nothing yet."""
        super().__init__()
        self._view = ComparisonView("")
        self.button = Button(theme, "", small=True)
        self._sign = IconLabel(theme, "octagon", "bad")
        self._words = Label(theme, "", Type.BODY, "muted", wraps=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._words, 1)
        self.button.clicked.connect(self._act)

    def show_view(self, view: ComparisonView) -> None:
        """What is offered or said now."""
        if view == self._view:
            return
        self._view = view
        self._words.setText(view.words)
        self._words.set_color(view.tone)
        self._sign.setVisible(view.tone == "bad")
        self.button.setText(_TEXTS.get(view.action, ""))
        self.button.setAccessibleDescription(view.words)
        self.button.setEnabled(view.can_act)
        self.button.setVisible(bool(view.action))
        self.button.updateGeometry()

    def _act(self) -> None:
        if self._view.action == "stop":
            self.stop_wanted.emit()
        else:
            self.compare_wanted.emit()
