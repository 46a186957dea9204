"""Every prediction and every row accounted for, and the report to be saved or copied."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gui.domain.choices import Choices
from gui.domain.counting import number
from gui.errors import ExpectedFailure
from gui.export import report as reports
from gui.export.report import Report
from gui.protocol import ExportDone
from gui.qt.dialogs import choose_target
from gui.qt.export.account_table import AccountTable
from gui.qt.export.copy_button import CopyButton
from gui.qt.export.words import prediction_lines, row_lines
from gui.qt.tasks import Tasks
from gui.qt.theme.fonts import Type
from gui.qt.theme.theme import Theme
from gui.qt.widgets.button import Button
from gui.qt.widgets.label import Label
from gui.qt.widgets.notice import Notice

_KINDS = "Web page (*.html);;Table (*.csv);;JSON (*.json)"


class Accounts(QWidget):
    """Two tables whose counts add up, then what can be done with the report."""

    def __init__(self, theme: Theme, tasks: Tasks) -> None:
        """Empty until ``show_report``."""
        super().__init__()
        self._tasks = tasks
        self._report: Report | None = None
        self._output = Path()
        self.predictions = AccountTable(theme, ("Where they went", "Predictions"))
        self.rows = AccountTable(theme, ("And the rows", "Rows"))
        self.save = Button(theme, "Save report…", icon="save")
        self.copy = CopyButton(theme, "Copy report")
        self.saved = Label(theme, "", Type.SECONDARY, "muted", wraps=True)
        self.notice = Notice(theme)
        self._lay_out(theme)
        self.save.clicked.connect(lambda: self._tasks.start(self._choose_target()))
        QShortcut(QKeySequence(QKeySequence.StandardKey.Save), self).activated.connect(self.save.click)

    def show_report(self, done: ExportDone, choices: Choices, source: Path | None, by_script: bool) -> None:
        """``choices`` are those of the export, ``source`` is what the predictions were made from."""
        self._report, self._output = reports.from_json(done.report_json), Path(done.output)
        lines = prediction_lines(done, choices, self._report.predictions.read, source, by_script)
        self.predictions.show_lines(lines, ("Written", number(done.predictions)))
        self.rows.show_lines(row_lines(self._report), ("Written", number(done.rows)))
        self.copy.show_content("Copy report", done.report_json)
        self.saved.hide()
        self.notice.clear()

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
        self.saved.setText(
            f"{path.name} is saved beside the predictions."
            if path.parent == self._output.parent
            else f"{path.name} is saved in {path.parent.name}."
        )
        self.saved.show()

    async def _choose_target(self) -> None:
        suggestion = self._output.with_name(f"{self._output.stem} report.html")
        path = await choose_target(self, "Save the report", suggestion, _KINDS)
        if path is not None:
            self.save_report(path)

    def _lay_out(self, theme: Theme) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.save)
        buttons.addWidget(self.copy)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Label(theme, "Every prediction, accounted for", Type.SECTION))
        column.addSpacing(4)
        column.addWidget(self.predictions)
        column.addSpacing(12)
        column.addWidget(self.rows)
        column.addSpacing(14)
        column.addLayout(buttons)
        column.addSpacing(8)
        column.addWidget(self.saved)
        column.addWidget(self.notice)
        column.addStretch(1)
