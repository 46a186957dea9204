"""Where to: a file, a prediction branch of the project, or both."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from gui.domain.destination import Goal
from gui.qt.theme.fonts import Type
from gui.qt.theme.theme import Theme
from gui.qt.widgets.label import Label
from gui.qt.widgets.segmented import Segmented

_GOALS = {
    Goal.FILE: ("File", "A file that you upload in Encord Active"),
    Goal.BRANCH: ("Branch", "Straight into the project, on a branch beside your labels"),
    Goal.BOTH: ("Both", "The file, and the same predictions on a branch of the project"),
}


class GoalPart(QWidget):
    """One line; a file is the choice to begin with."""

    goal_wanted = Signal(object)
    """A ``Goal``."""

    def __init__(self, theme: Theme) -> None:
        """A file."""
        super().__init__()
        self.goal = Segmented(theme, "Where to?", [name for name, _ in _GOALS.values()], least_width=88)
        self.goal.describe([words for _, words in _GOALS.values()])
        self.setFocusProxy(self.goal)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(Label(theme, "Where to?", Type.BODY, "muted"))
        row.addWidget(self.goal)
        self.goal.chosen.connect(lambda place: self.goal_wanted.emit(list(_GOALS)[place]))

    @property
    def segments(self) -> Sequence[QWidget]:
        """What takes the keys, in order."""
        return self.goal.segments

    def show_goal(self, goal: Goal) -> None:
        """What is chosen."""
        self.goal.set_current(list(_GOALS).index(goal))
