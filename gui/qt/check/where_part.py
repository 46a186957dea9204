"""Where to: a file, a prediction branch of the project, or both; below it what belongs to the choice."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui.domain.destination import Goal
from gui.qt.check.branch_part import BranchPart
from gui.qt.check.save_part import SavePart
from gui.qt.session import Session
from gui.qt.theme.fonts import Type
from gui.qt.theme.theme import Theme
from gui.qt.widgets.label import Label
from gui.qt.widgets.segmented import Segmented

_GOALS = (Goal.FILE, Goal.BRANCH, Goal.BOTH)
_WORDS = {
    Goal.FILE: "A file that you upload in Encord Active.",
    Goal.BRANCH: "Straight into the project, beside your labels. They stay as they are.",
    Goal.BOTH: "The file, and the same predictions on a branch of the project. Your labels stay as they are.",
}


class WherePart(QWidget):
    """A file is the choice to begin with, and then nothing about branches is in the way."""

    goal_wanted = Signal(object)
    """A ``Goal``."""

    def __init__(self, theme: Theme) -> None:
        """A file."""
        super().__init__()
        self.goal = Segmented(theme, "Where to?", ["File", "Branch", "Both"], least_width=88)
        self._words = Label(theme, "", Type.SECONDARY, "muted", wraps=True)
        self.save = SavePart(theme)
        self.branch = BranchPart(theme)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(Label(theme, "Where to?", Type.SECTION))
        layout.addWidget(self.goal)
        layout.addWidget(self._words)
        layout.addSpacing(4)
        layout.addWidget(self.branch)
        layout.addWidget(self.save)
        self.goal.chosen.connect(lambda place: self.goal_wanted.emit(_GOALS[place]))

    @property
    def first(self) -> QWidget:
        """What is most often changed: the file's path, or the branch's name."""
        return self.branch.edit if self.save.isHidden() else self.save.edit

    def show_destination(self, session: Session) -> None:
        """The goal, where the file goes, and how the branch stands."""
        destination, standing = session.where_to.destination, session.branch_standing()
        self.goal.set_current(_GOALS.index(destination.goal))
        self._words.setText(_WORDS[destination.goal])
        self.save.setVisible(destination.has_file)
        self.save.show_output(session.output)
        self.branch.setVisible(standing is not None)
        if standing is not None:
            self.branch.show_branch(destination, standing, session.where_to.names)
