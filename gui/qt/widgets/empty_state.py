"""What stands where nothing is yet: what would be here, and the one thing to do, as a button in place."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui.qt.theme.fonts import Type
from gui.qt.theme.theme import Theme
from gui.qt.widgets.button import Button, Kind
from gui.qt.widgets.icon_label import IconLabel
from gui.qt.widgets.label import Label


class EmptyState(QWidget):
    """An icon, a sentence and at most one button; emits when that is pressed."""

    chosen = Signal()

    def __init__(
        self, theme: Theme, sentence: str, button: str = "", *, icon: str = "", parent: QWidget | None = None
    ) -> None:
        """Without ``button`` there is nothing to do here."""
        super().__init__(parent)
        layout = QVBoxLayout(self)
        layout.setSpacing(10)
        layout.addStretch(1)
        if icon:
            layout.addWidget(IconLabel(theme, icon, "muted", 24), 0, Qt.AlignmentFlag.AlignHCenter)
        self._sentence = Label(theme, sentence, Type.BODY, "muted", wraps=True)
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(self._sentence)
        self._button = Button(theme, button, Kind.PLAIN)
        self._button.setVisible(bool(button))
        self._button.clicked.connect(self.chosen)
        layout.addWidget(self._button, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(1)
        self.setFocusProxy(self._button)

    def say(self, sentence: str, button: str = "") -> None:
        """Another sentence, another button."""
        self._sentence.setText(sentence)
        self._button.setText(button)
        self._button.setVisible(bool(button))
