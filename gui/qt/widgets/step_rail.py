"""The rail at the left: the five steps, always all of them, and below who is signed in."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gui.domain.steps import Step, StepState
from gui.qt.theme.fonts import Type
from gui.qt.theme.theme import Theme
from gui.qt.widgets.elided_label import ElidedLabel
from gui.qt.widgets.icon_label import IconLabel
from gui.qt.widgets.step_button import StepButton

WIDTH = 216


class StepRail(QWidget):
    """Emits the step that was asked for; up and down move between the steps, Tab leaves the rail."""

    step_chosen = Signal(object)

    def __init__(self, theme: Theme, states: Sequence[StepState], parent: QWidget | None = None) -> None:
        """``states`` has one entry for each step, in order."""
        super().__init__(parent)
        self._theme = theme
        self.setFixedWidth(WIDTH)
        self.setAccessibleName("Steps")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 10, 0, 12)
        layout.setSpacing(0)
        self._buttons: list[StepButton] = []
        for place, state in enumerate(states):
            button = StepButton(theme, state, place == 0, place == len(states) - 1, self)
            button.clicked.connect(lambda _=False, step=state.step: self.step_chosen.emit(step))
            self._buttons.append(button)
            layout.addWidget(button)
        layout.addStretch(1)
        layout.addLayout(self._account_lines())
        theme.changed.connect(self.update)

    def show_states(self, states: Sequence[StepState], current: Step) -> None:
        """Redraw every step."""
        for button, state in zip(self._buttons, states, strict=True):
            button.show_state(state, state.step is current)

    def show_account(self, who: str, detail: str) -> None:
        """The two lines below: who is signed in, and one thing about it."""
        self._who.setText(who)
        self._detail.setText(detail)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down go to the next step that can be reached."""
        way = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        focused = next((place for place, each in enumerate(self._buttons) if each.hasFocus()), None)
        if way is None or focused is None:
            super().keyPressEvent(event)
            return
        place = focused + way
        while 0 <= place < len(self._buttons):
            if self._buttons[place].isEnabled():
                self._buttons[place].setFocus(Qt.FocusReason.TabFocusReason)
                return
            place += way

    def paintEvent(self, event: QPaintEvent) -> None:
        """The rail's own ground, and the hairline that parts it from the page."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("window"))
        painter.fillRect(self.width() - 1, 0, 1, self.height(), self._theme.color("line"))

    def _account_lines(self) -> QHBoxLayout:
        self._who = ElidedLabel(self._theme, "", Type.SECONDARY, "muted")
        self._detail = ElidedLabel(self._theme, "", Type.SECONDARY, "muted")
        lines = QVBoxLayout()
        lines.setSpacing(0)
        lines.addWidget(self._who)
        lines.addWidget(self._detail)
        row = QHBoxLayout()
        row.setContentsMargins(18, 0, 12, 0)
        row.setSpacing(10)
        row.addWidget(IconLabel(self._theme, "key", "muted"))
        row.addLayout(lines, 1)
        return row
