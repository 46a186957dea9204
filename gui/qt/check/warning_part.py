"""What must not be overlooked: little or nothing fits, with the names of both sides next to each other."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gui.domain.plan_summary import PlanSummary
from gui.errors import Sentence
from gui.qt.check.names_part import NamesPart
from gui.qt.theme.theme import Theme
from gui.qt.widgets.button import Button, Kind
from gui.qt.widgets.notice import Notice


class WarningPart(QWidget):
    """Hidden while there is nothing to warn of."""

    project_wanted = Signal()
    file_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        """Nothing to warn of."""
        super().__init__()
        self._notice = Notice(theme)
        self.names = NamesPart(theme, can_close=False)
        self._file = Button(theme, "Choose another file", Kind.LINK)
        self._project = Button(theme, "Open another project", Kind.LINK)
        links = QHBoxLayout()
        links.setSpacing(20)
        links.addWidget(self._file)
        links.addWidget(self._project)
        links.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self._notice)
        layout.addWidget(self.names)
        layout.addLayout(links)
        self._file.clicked.connect(self.file_wanted)
        self._project.clicked.connect(self.project_wanted)
        self.hide()

    def show_warnings(self, plan: PlanSummary, project: str) -> None:
        """The rehearsal's warnings; names are there when under half found a row, or no class fits."""
        if not plan.warnings:
            self.hide()
            return
        first, *others = plan.warnings
        self._notice.say_once(Sentence("warning", first, " ".join(others), ""), tone="warn")
        if plan.names_file:
            self.names.compare("Do these belong together?", plan.names_file, plan.names_project, project)
        elif plan.classes_file:
            self.names.compare("Which class is which?", plan.classes_file, plan.classes_project, project)
        else:
            self.names.hide()
        self._project.setVisible(bool(plan.names_file))
        self.show()
