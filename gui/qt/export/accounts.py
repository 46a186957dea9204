"""Every prediction and every row accounted for, and the report to be saved or copied."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui.domain.choices import Choices
from gui.domain.counting import number
from gui.protocol.events import ExportDone
from gui.qt.export.account_table import AccountTable
from gui.qt.export.report_buttons import ReportButtons
from gui.qt.export.words import prediction_lines, row_lines
from gui.qt.tasks import Tasks
from gui.qt.theme.fonts import Type
from gui.qt.theme.theme import Theme
from gui.qt.widgets.label import Label


class Accounts(QWidget):
    """Two tables whose counts add up, then what can be done with the report."""

    def __init__(self, theme: Theme, tasks: Tasks) -> None:
        """Empty until ``show_report``."""
        super().__init__()
        self.predictions = AccountTable(theme, ("Where they went", "Predictions"))
        self.rows = AccountTable(theme, ("And the rows", "Rows"))
        self.report = ReportButtons(theme, tasks)
        self._lay_out(theme)

    def show_report(
        self, done: ExportDone, choices: Choices, source: Path | None, by_script: bool, beside: Path
    ) -> None:
        """``choices`` are those of the export, ``source`` is what the predictions were made from.

        ``beside`` is the file beside which the report belongs, whether or not there is one.
        """
        report = self.report.show_report(done.report_json, beside)
        lines = prediction_lines(done, choices, report.predictions.read, source, by_script)
        self.predictions.show_lines(lines, ("Written", number(done.predictions)))
        self.rows.show_lines(row_lines(report), ("Written", number(done.rows)))

    def _lay_out(self, theme: Theme) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Label(theme, "Every prediction, accounted for", Type.SECTION))
        column.addSpacing(4)
        column.addWidget(self.predictions)
        column.addSpacing(12)
        column.addWidget(self.rows)
        column.addSpacing(14)
        column.addWidget(self.report)
        column.addStretch(1)
