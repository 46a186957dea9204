"""The finished export: the file first, the upload at the left, every prediction accounted for at the right."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from gui.domain.choices import Choices
from gui.domain.counting import counted, duration, file_size
from gui.domain.steps import Step
from gui.protocol import ExportDone
from gui.qt.export.accounts import Accounts
from gui.qt.export.copy_button import CopyButton
from gui.qt.export.done_mark import DoneMark
from gui.qt.export.file_manager import FileManager
from gui.qt.export.upload_steps import UploadSteps
from gui.qt.export.words import name_proposal, shown_path
from gui.qt.session import Session
from gui.qt.tasks import Tasks
from gui.qt.theme.fonts import Type
from gui.qt.theme.theme import Theme
from gui.qt.widgets.button import Button
from gui.qt.widgets.elided_label import ElidedLabel
from gui.qt.widgets.hairline import Hairline
from gui.qt.widgets.icon_label import IconLabel
from gui.qt.widgets.label import Label
from gui.qt.widgets.warn_line import WarnLine

_IN_THE_DEMO = "The demo has no Encord to upload to. With a project of your own it goes like this."
_NO_FOLDERS = "No program here shows folders. Copy the path instead."


_MOST_WIDTH = 1360
"""Pixels: in a wider window words and their numbers would stand too far apart."""


class DoneView(QWidget):
    """Shows one ``ExportDone``; scrolls as a whole where the window is small."""

    def __init__(self, session: Session, theme: Theme, tasks: Tasks) -> None:
        """Empty until ``show_done``."""
        super().__init__()
        self._session = session
        self._theme = theme
        self._output = Path()
        self._file_manager = FileManager(self)
        self.title = Label(theme, "", Type.TITLE, wraps=True)
        self.subtitle = Label(theme, "", Type.BODY, "muted", wraps=True)
        self.failed_rows = WarnLine(theme)
        self.changed_since = WarnLine(theme, "Go to check")
        self.file_name = ElidedLabel(theme, "", Type.STRONG)
        self.file_detail = Label(theme, "", Type.SECONDARY, "muted", wraps=True)
        self.show_folder = Button(theme, "Show in folder", icon="folder")
        self.copy_path = CopyButton(theme, "Copy path")
        self.steps = UploadSteps(theme)
        self.accounts = Accounts(theme, tasks)
        self._lay_out()
        self.show_folder.clicked.connect(self._open_folder)
        self.changed_since.chosen.connect(lambda: session.go_to(Step.CHECK))

    def show_done(self, done: ExportDone, choices: Choices) -> None:
        """Another finished export; ``choices`` are those it was made with."""
        session, self._output = self._session, Path(done.output)
        name = self._output.name
        self.title.setText(f"{name} is ready")
        what = f"{counted(done.predictions, 'prediction')} for {counted(done.rows, 'row')}"
        span = duration(done.seconds) if done.seconds >= 1 else "less than a second"
        self.subtitle.setText(f"{what}, written and checked in {span}.")
        self.file_name.setText(shown_path(self._output))
        self.file_detail.setText(f"{file_size(done.bytes)}, complete: every row was read back and compared")
        self.copy_path.show_content("Copy path", done.output)
        source, by_script = self._source()
        self.steps.show_file(
            path=done.output,
            file_name=name,
            name=name_proposal(source, date.today()),
            project=session.project.title if session.project else "the project",
            url=done.project_url,
            note=_IN_THE_DEMO if session.is_demo else "",
        )
        self.failed_rows.say(_failed_words(done.failed_rows) if done.failed_rows else "")
        self.accounts.show_report(done, choices, source, by_script)
        self.show_change()

    def show_change(self) -> None:
        """Say when the file is older than the choices."""
        now = self._session.situation()
        self.changed_since.say(
            f"Something has changed after {now.done_at}. This file is from before." if now.changed_since_done else ""
        )

    def _source(self) -> tuple[Path | None, bool]:
        """What the predictions were made from, and whether that is a script."""
        session = self._session
        if session.script is not None:
            return Path(session.script.path), True
        return (Path(session.predictions.path) if session.predictions else None), False

    def _open_folder(self) -> None:
        self._file_manager.show_file(self._output, lambda: self.file_detail.setText(_NO_FOLDERS))

    def _lay_out(self) -> None:
        content = QWidget()
        content.setMaximumWidth(_MOST_WIDTH)
        column = QVBoxLayout(content)
        column.setContentsMargins(28, 24, 28, 20)
        column.setSpacing(0)
        column.addLayout(self._head())
        column.addSpacing(16)
        column.addWidget(Hairline(self._theme))
        column.addSpacing(12)
        column.addLayout(self._file_line())
        column.addSpacing(12)
        column.addWidget(Hairline(self._theme))
        column.addSpacing(20)
        columns = QHBoxLayout()
        columns.setSpacing(28)
        columns.addWidget(self.steps, 1)
        columns.addWidget(Hairline(self._theme, Qt.Orientation.Vertical))
        columns.addWidget(self.accounts, 1)
        column.addLayout(columns, 1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(content)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(area)

    def _head(self) -> QHBoxLayout:
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.title)
        words.addWidget(self.subtitle)
        words.addWidget(self.failed_rows)
        words.addWidget(self.changed_since)
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addWidget(DoneMark(self._theme), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        return row

    def _file_line(self) -> QHBoxLayout:
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(self.file_name)
        words.addWidget(self.file_detail)
        row = QHBoxLayout()
        row.setContentsMargins(2, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(IconLabel(self._theme, "file", "link", 20))
        row.addLayout(words, 1)
        row.addWidget(self.show_folder)
        row.addWidget(self.copy_path)
        return row


def _failed_words(count: int) -> str:
    left_out = "is not in the file. The report says why." if count == 1 else "are not in the file. The report says why."
    return f"{counted(count, 'row')} failed and {left_out}"
