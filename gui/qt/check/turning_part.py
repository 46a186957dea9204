"""The question what becomes of predictions for pictures that lie on their side in Encord."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gui.domain.comparison_view import ComparisonView
from gui.qt.theme.fonts import Type
from gui.qt.theme.theme import Theme
from gui.qt.widgets.combo import Combo
from gui.qt.widgets.compare_part import ComparePart
from gui.qt.widgets.label import Label

_WAYS = (
    ("", "Leave them out"),
    ("90", "Turn them by 90° clockwise"),
    ("270", "Turn them by 270° clockwise"),
    ("none", "Take their numbers as they are"),
)


class TurningPart(QWidget):
    """Emits the way that was chosen: ``90``, ``270``, ``none``, or empty for leaving them out."""

    rotate_wanted = Signal(str)
    compare_wanted = Signal()
    stop_wanted = Signal()
    """Labels of the project are to be looked at, or no longer."""

    def __init__(self, theme: Theme) -> None:
        """Hidden until it matters."""
        super().__init__()
        self.combo = Combo(theme, small=True)
        for value, words in _WAYS:
            self.combo.addItem(words, value)
        label = Label(theme, "Pictures on their side", Type.BODY)
        label.setBuddy(self.combo)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(label)
        row.addWidget(self.combo)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 6)
        layout.setSpacing(2)
        layout.addLayout(row)
        why = "The file has width and height swapped against Encord. A picture on Predictions shows which way is right."
        layout.addWidget(Label(theme, why, Type.SECONDARY, "muted", wraps=True))
        self._comparison = ComparePart(theme)
        layout.addSpacing(6)
        layout.addWidget(self._comparison)
        self._comparison.compare_wanted.connect(self.compare_wanted)
        self._comparison.stop_wanted.connect(self.stop_wanted)
        self.combo.activated.connect(lambda: self.rotate_wanted.emit(str(self.combo.currentData())))
        self.hide()

    def show_comparison(self, view: ComparisonView) -> None:
        """What is offered or said of a comparison with labels of the project."""
        had_keys = self._comparison.button.hasFocus()
        self._comparison.show_view(view)
        if had_keys and not view.action:
            self.combo.setFocus(Qt.FocusReason.OtherFocusReason)  # the choice it was about

    def show_state(self, rotate: str, *, is_shown: bool) -> None:
        """The way that holds; tells nobody."""
        self.combo.setCurrentIndex(max(0, self.combo.findData(rotate)))
        self.setVisible(is_shown)
