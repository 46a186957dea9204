"""The bar below: one sentence with its sign, Back, and the one filled button, which names its result."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from gui.domain.foot import FootAction, FootButton, FootState
from gui.qt.theme.fonts import Type
from gui.qt.theme.theme import Theme
from gui.qt.widgets.button import Button, Kind
from gui.qt.widgets.elided_label import ElidedLabel
from gui.qt.widgets.icon_label import IconLabel

HEIGHT = 60
_COLORS = {"check": "good", "triangle": "warn", "octagon": "bad"}
_ICONS = {FootAction.OPEN_IN_ENCORD: "open"}


class FootBar(QWidget):
    """Emits what was asked for: an action, or to go back."""

    action_chosen = Signal(object)
    back_chosen = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Empty until a state is shown."""
        super().__init__(parent)
        self._theme = theme
        self.setFixedHeight(HEIGHT)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(24, 1, 20, 0)
        layout.setSpacing(10)
        self._sign = IconLabel(theme, "", "muted")
        self._sentence = ElidedLabel(theme, "", Type.BODY, mode=Qt.TextElideMode.ElideRight)
        self._sentence.setAccessibleDescription("What is missing, or what will happen")
        self._back = Button(theme, "Back")
        self._other = Button(theme, "")
        self._main = Button(theme, "", Kind.FILLED)
        layout.addWidget(self._sign)
        layout.addWidget(self._sentence, 1)
        layout.addSpacing(6)
        for button in (self._back, self._other, self._main):
            layout.addWidget(button)
        self._state = FootState(sentence="")
        self._back.clicked.connect(self.back_chosen)
        self._other.clicked.connect(lambda: self._choose(self._state.other))
        self._main.clicked.connect(lambda: self._choose(self._state.main))
        theme.changed.connect(self.update)
        self.show_state(self._state)

    def show_state(self, state: FootState) -> None:
        """Another sentence, other buttons."""
        self._state = state
        self._sentence.setText(state.sentence)
        self._sign.show_icon(state.sign, _COLORS.get(state.sign, "muted"))
        self._back.setVisible(state.has_back)
        for button, wanted in ((self._other, state.other), (self._main, state.main)):
            button.setVisible(wanted is not None)
            if wanted is not None:
                button.setText(wanted.text)
                button.set_icon(_ICONS.get(wanted.action, ""))
                button.setEnabled(wanted.enabled)
                # Why it cannot be pressed stands beside it; a screen reader hears it at the button.
                button.setAccessibleDescription("" if wanted.enabled else state.sentence)

    @property
    def main_button(self) -> Button:
        """The filled one, for the window's shortcut and for the focus."""
        return self._main

    def paintEvent(self, event: QPaintEvent) -> None:
        """The page's ground, and the hairline above."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("surface"))
        painter.fillRect(0, 0, self.width(), 1, self._theme.color("line"))

    def _choose(self, button: FootButton | None) -> None:
        if button is not None:
            self.action_chosen.emit(button.action)
