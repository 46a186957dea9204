"""The report of an export, to be saved or copied."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gui.errors import ExpectedFailure
from gui.export import report as reports
from gui.export.report import Report
from gui.qt.dialogs import choose_target
from gui.qt.export.copy_button import CopyButton
from gui.qt.tasks import Tasks
from gui.qt.theme.fonts import Type
from gui.qt.theme.theme import Theme
from gui.qt.widgets.button import Button
from gui.qt.widgets.label import Label
from gui.qt.widgets.notice import Notice

_KINDS = "Web page (*.html);;Table (*.csv);;JSON (*.json)"


class ReportButtons(QWidget):
    """Two buttons, and below them what came of saving."""

    def __init__(self, theme: Theme, tasks: Tasks) -> None:
        """Without a report yet."""
        super().__init__()
        self._tasks = tasks
        self._report: Report | None = None
        self._beside = Path()
        self.save = Button(theme, "Save report…", icon="save")
        self.copy = CopyButton(theme, "Copy report")
        self.saved = Label(theme, "", Type.SECONDARY, "muted", wraps=True)
        self.notice = Notice(theme)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.save)
        buttons.addWidget(self.copy)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(buttons)
        column.addWidget(self.saved)
        column.addWidget(self.notice)
        self.save.clicked.connect(lambda: self._tasks.start(self._choose_target()))
        QShortcut(QKeySequence(QKeySequence.StandardKey.Save), self).activated.connect(self.save.click)

    def show_report(self, report_json: str, beside: Path) -> Report:
        """Another report; it is offered to be saved ``beside`` that file, and under its name. Returns it."""
        self._report, self._beside = reports.from_json(report_json), beside
        self.copy.show_content("Copy report", report_json)
        self.saved.hide()
        self.notice.clear()
        return self._report

    def save_report(self, path: Path) -> None:
        """Write the report; the ending of ``path`` says in which form."""
        if self._report is None:
            return
        self.saved.hide()
        self.notice.clear()
        try:
            reports.save(self._report, path)
        except ExpectedFailure as failure:
            self.notice.say(failure.sentence, [("Choose another place…", self.save.click)])
            self.notice.focus_remedy()
            return
        is_beside = path.parent == self._beside.parent and bool(self._report.output)
        where = "beside the predictions" if is_beside else f"in {path.parent.name}"
        self.saved.setText(f"{path.name} is saved {where}.")
        self.saved.show()

    async def _choose_target(self) -> None:
        suggestion = self._beside.with_name(f"{self._beside.stem} report.html")
        path = await choose_target(self, "Save the report", suggestion, _KINDS)
        if path is not None:
            self.save_report(path)
