"""The Check page: the rehearsal as people read it, each loss with its mend, and where the file goes."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from gui.domain.check_view import CHECKING, FROM_BEFORE
from gui.domain.loss_lines import LossLine, Mend
from gui.domain.row_view import Has
from gui.domain.steps import Step, has_input
from gui.errors import ExpectedFailure, Sentence
from gui.export.losses_table import save_losses
from gui.qt.check.questions import ask_csv, ask_output, ask_to_create_rows
from gui.qt.check.rehearsal_view import RehearsalView
from gui.qt.session.session import Session
from gui.qt.tasks import Tasks
from gui.qt.theme.theme import Theme
from gui.qt.widgets.empty_state import EmptyState

_PATIENCE = 300
"""Milliseconds before the page says that it is checking again: most rehearsals are over by then."""


class CheckPage(QWidget):
    """Follows the session; what mends a loss on another page is asked for by a signal, after going there."""

    threshold_wanted = Signal()
    classes_wanted = Signal()
    rows_wanted = Signal(object, str)
    """``Has.LOST`` and a reason for the rows with predictions lost for it, ``Has.ANY`` for all of them."""

    def __init__(self, session: Session, theme: Theme, tasks: Tasks) -> None:
        """An empty state until there is a rehearsal."""
        super().__init__()
        self._session = session
        self._theme = theme
        self._tasks = tasks
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_PATIENCE)
        self._patience.timeout.connect(self._say_stale)
        self._empty = EmptyState(theme, "", icon="clock")
        self.view = RehearsalView(theme)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self._empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)
        self._connect()
        self._show_plan()

    def _connect(self) -> None:
        session, view = self._session, self.view
        session.changed.connect(self._show_state)
        session.plan_changed.connect(self._show_plan)
        session.choices_changed.connect(self._show_choices)
        session.failed.connect(self._show_failure)
        session.export_done.connect(self._show_plan)
        view.mend_wanted.connect(self._mend)
        view.datasets.datasets_wanted.connect(session.set_datasets)
        view.options.convert_wanted.connect(session.set_convert)
        view.options.create_rows_wanted.connect(self._want_rows)
        view.options.near_names_wanted.connect(session.set_near_names)
        view.options.thinning_wanted.connect(session.set_thinning)
        view.options.rotate_wanted.connect(session.set_rotate)
        view.options.turning.compare_wanted.connect(session.comparing.begin)
        view.options.turning.stop_wanted.connect(session.cancel)
        view.options.frame_classifications_wanted.connect(session.set_frame_classifications)
        view.goal.goal_wanted.connect(session.where_to.set_goal)
        view.branch.name_wanted.connect(session.where_to.set_branch)
        view.branch.replace_wanted.connect(session.where_to.set_replace)
        view.save.output_wanted.connect(session.set_output)
        view.save.choose_wanted.connect(lambda: self._tasks.start(self._choose_output()))
        view.csv_wanted.connect(lambda: self._tasks.start(self._save_losses()))
        view.again_wanted.connect(session.ask_plan)
        view.project_wanted.connect(lambda: session.go_to(Step.CONNECT))
        view.file_wanted.connect(lambda: session.go_to(Step.PREDICTIONS))
        self._empty.chosen.connect(self._leave_empty)

    def _show_plan(self) -> None:
        """Another rehearsal, or one that is out of date by now."""
        session = self._session
        if session.plan is not None and not session.plan_is_stale:
            self._patience.stop()
            self.view.show_plan(session, session.plan)
        elif session.plan is None:
            self._patience.stop()
            self.view.forget_plan()
        elif session.plan_is_stale and not self._patience.isActive():
            self._patience.start()
        self._show_state()

    def _show_choices(self) -> None:
        self.view.show_choices(self._session)

    def _show_state(self) -> None:
        """The rehearsal, or what stands in its place; a failure above it."""
        session = self._session
        self.view.show_failure(session.failures.get(Step.CHECK))
        self.view.show_destination(session)
        self.view.options.turning.show_comparison(session.comparing.view())
        is_there = session.plan is not None or Step.CHECK in session.failures
        self._stack.setCurrentIndex(0 if is_there else 1)
        self.setFocusProxy(self.view if is_there else self._empty)
        if is_there:
            if Step.CHECK in session.failures and session.plan is not None:
                self._patience.stop()
                self.view.say(FROM_BEFORE)
            return
        now = session.situation()
        if not has_input(now):
            self._empty.say("Choose the predictions first. The check then runs by itself.", "Go to Predictions")
        elif not session.listing_done:
            self._empty.say("The rows are still being listed. The check runs as soon as all are there.")
        else:
            self._empty.say("Rehearsing the export…")

    def _say_stale(self) -> None:
        if self._session.plan_is_stale and self._session.plan is not None:
            self.view.say(CHECKING)

    def _show_failure(self, step: str, sentence: object) -> None:
        self._show_state()
        if step == "check" and self.isVisible():
            self.view.notice.focus_remedy()

    def _leave_empty(self) -> None:
        self._session.go_to(Step.PREDICTIONS)

    def _mend(self, line: LossLine) -> None:
        """To the control that mends the loss: on this page, or on the one where it lives."""
        session, view = self._session, self.view
        match line.mend:
            case Mend.THRESHOLD:
                session.go_to(Step.PREDICTIONS)
                self.threshold_wanted.emit()
            case Mend.CLASSES:
                session.go_to(Step.PREDICTIONS)
                self.classes_wanted.emit()
            case Mend.LOST_ROWS | Mend.TICKS:
                session.go_to(Step.ROWS)
                wanted = (Has.LOST, line.reason) if line.mend is Mend.LOST_ROWS else (Has.ANY, "")
                self.rows_wanted.emit(*wanted)
            case Mend.DATASETS:
                view.open_datasets(session)
            case Mend.NAMES | Mend.EXAMPLES:
                view.open_names(session, line)
            case Mend.CONVERT:
                session.set_convert(True)
            case Mend.CREATE_ROWS:
                self._want_rows(True)

    def _want_rows(self, wanted: bool) -> None:
        """Taking the permission back needs no question; giving it does, because it writes to Encord."""
        if wanted:
            self._show_choices()  # the box shows what is so, not what is only asked for
            self._tasks.start(self._ask_for_rows())
        else:
            self._session.set_create_missing_rows(False)

    async def _ask_for_rows(self) -> None:
        if await ask_to_create_rows(self, self._theme, self.view.never_labelled):
            self._session.set_create_missing_rows(True)

    async def _choose_output(self) -> None:
        chosen: Path | None = await ask_output(self, self._session.output)
        if chosen is not None:
            self._session.set_output(chosen)

    async def _save_losses(self) -> None:
        output, lines = self._session.output, self.view.lines
        path = await ask_csv(self, output.with_name(f"{output.stem} left out.csv"))
        if path is None:
            return
        try:
            save_losses(lines, path)
        except ExpectedFailure as failure:
            again = ("Choose another place…", self.view.csv_wanted.emit)
            self.view.saved.say(failure.sentence, [again])
            self.view.saved.focus_remedy()
        else:
            self.view.saved.say(
                Sentence("saved", f"{path.name} is saved.", f"It is in {path.parent}.", ""), tone="good"
            )
