"""The finished export: what was written first, the way into Active at the left, the accounts at the right."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from gui.domain.choices import Choices
from gui.domain.counting import file_size
from gui.domain.past_run import Removal
from gui.domain.steps import Step
from gui.protocol.events import ExportDone
from gui.qt.export.accounts import Accounts
from gui.qt.export.active_steps import ActiveSteps
from gui.qt.export.copy_button import CopyButton
from gui.qt.export.done_mark import DoneMark
from gui.qt.export.file_manager import FileManager
from gui.qt.export.upload_steps import UploadSteps
from gui.qt.export.words import (
    branch_detail,
    done_subtitle,
    done_title,
    failed_words,
    name_proposal,
    removed_detail,
    removed_title,
    shown_path,
)
from gui.qt.session.session import Session
from gui.qt.tasks import Tasks
from gui.qt.theme.fonts import Type
from gui.qt.theme.theme import Theme
from gui.qt.widgets.button import Button
from gui.qt.widgets.elided_label import ElidedLabel
from gui.qt.widgets.hairline import Hairline
from gui.qt.widgets.icon_label import IconLabel
from gui.qt.widgets.label import Label
from gui.qt.widgets.segmented import Segmented
from gui.qt.widgets.warn_line import WarnLine

_IN_THE_DEMO = "The demo has no Encord to upload to. With a project of your own it goes like this."
_NO_ACTIVE_IN_THE_DEMO = (
    "The demo has no Active: it only notes what it is asked. With a project of your own it goes like this."
)
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
        self.discarded = WarnLine(theme)
        self.changed_since = WarnLine(theme, "Go to check")
        self.file_name = ElidedLabel(theme, "", Type.STRONG)
        self.file_detail = Label(theme, "", Type.SECONDARY, "muted", wraps=True)
        self.show_folder = Button(theme, "Show in folder", icon="folder")
        self.copy_path = CopyButton(theme, "Copy path")
        self.branch_name = ElidedLabel(theme, "", Type.STRONG)
        self.branch_detail = Label(theme, "", Type.SECONDARY, "muted", wraps=True)
        self.copy_branch = CopyButton(theme, "Copy name")
        self.ways = Segmented(theme, "Bring it into Active", ["With the branch", "With the file"])
        self.active = ActiveSteps(theme)
        self.steps = UploadSteps(theme)
        self.accounts = Accounts(theme, tasks)
        self._file_part = self._line("file", self.file_name, self.file_detail, self.show_folder, self.copy_path)
        self._branch_part = self._line("tag", self.branch_name, self.branch_detail, self.copy_branch)
        self._lay_out()
        self.ways.chosen.connect(self._choose_way)
        self.active.wanted.connect(session.active.ask)
        self.show_folder.clicked.connect(self._open_folder)
        self.changed_since.chosen.connect(lambda: session.go_to(Step.CHECK))

    def show_done(self, done: ExportDone, choices: Choices) -> None:
        """Another finished export; ``choices`` are those it was made with."""
        session, self._output = self._session, Path(done.output)
        self.title.setText(done_title(done))
        self.subtitle.setText(done_subtitle(done))
        source, by_script = self._source()
        self._show_file(done, source)
        self._show_branch(done)
        self.ways.setVisible(bool(done.output) and done.branch is not None)
        self._choose_way(0 if done.branch is not None else 1)
        self.failed_rows.say(failed_words(done))
        self.discarded.say(session.discarded)
        beside = (
            self._output if done.output or done.branch is None else session.output.with_name(f"{done.branch.name}.json")
        )
        self.accounts.show_report(done, choices, source, by_script, beside)
        self.show_change()
        self.show_active()

    @property
    def first(self) -> QWidget:
        """What takes the keys first."""
        return self.show_folder if not self._file_part.isHidden() else self.copy_branch

    def show_active(self) -> None:
        """What came of asking Active."""
        self.active.show_active(self._session.active)

    def _show_file(self, done: ExportDone, source: Path | None) -> None:
        session = self._session
        self._file_part.setVisible(bool(done.output))
        self.file_name.setText(shown_path(self._output))
        self.file_detail.setText(f"{file_size(done.bytes)}, complete: every row was read back and compared")
        self.copy_path.show_content("Copy path", done.output)
        self.steps.show_file(
            path=done.output,
            file_name=self._output.name,
            name=name_proposal(source, date.today()),
            project=session.project.title if session.project else "the project",
            url=done.project_url,
            note=_IN_THE_DEMO if session.is_demo else "",
        )

    def _show_branch(self, done: ExportDone) -> None:
        self._branch_part.setVisible(done.branch is not None)
        if done.branch is None:
            return
        session, name = self._session, done.branch.name
        self.branch_name.setText(f"Branch {name}")
        self.branch_detail.setText(branch_detail(done.branch))
        self.copy_branch.show_content("Copy name", name)
        project = session.project.title if session.project else "the project"
        note = _NO_ACTIVE_IN_THE_DEMO if session.is_demo else ""
        self.active.show_branch(name, project, done.project_url, note)

    def _choose_way(self, place: int) -> None:
        """The steps with the branch, or those with the file."""
        self.ways.set_current(place)
        self.active.setVisible(place == 0)
        self.steps.setVisible(place == 1)

    def show_change(self) -> None:
        """Say when the file is older than the choices, and when what was published was removed again."""
        now, done = self._session.situation(), self._session.done
        removal = self._session.removing.removal_of(done.run) if done is not None else None
        if done is not None and removal is not None:
            self._show_removal(done, removal)
        self.changed_since.say(
            f"Something has changed after {now.done_at}. This is from before." if now.changed_since_done else ""
        )

    def _show_removal(self, done: ExportDone, removal: Removal) -> None:
        """Nothing of it is on the branch for Active to look at; a file that was written as well is still there."""
        self.title.setText(removed_title(done))
        self.branch_detail.setText(removed_detail(removal))
        self.ways.hide()
        self.active.hide()
        self.steps.setVisible(bool(done.output))

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
        column.addWidget(self._branch_part)
        column.addWidget(self._file_part)
        column.addWidget(Hairline(self._theme))
        column.addSpacing(20)
        left = QVBoxLayout()
        left.setSpacing(0)
        self.ways.setContentsMargins(0, 0, 0, 16)
        left.addWidget(self.ways)
        left.addWidget(self.active)
        left.addWidget(self.steps)
        left.addStretch(1)
        columns = QHBoxLayout()
        columns.setSpacing(28)
        columns.addLayout(left, 1)
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
        words.addWidget(self.discarded)
        words.addWidget(self.changed_since)
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addWidget(DoneMark(self._theme), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        return row

    def _line(self, icon: str, name: ElidedLabel, detail: Label, *buttons: Button) -> QWidget:
        """What was written: its name, what is in it, and what can be done with it."""
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(name)
        words.addWidget(detail)
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(2, 0, 0, 12)
        row.setSpacing(10)
        row.addWidget(IconLabel(self._theme, icon, "link", 20))
        row.addLayout(words, 1)
        for button in buttons:
            row.addWidget(button)
        return line
