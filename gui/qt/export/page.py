"""The Export page: how far the export is, then what was written and how it is uploaded."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QStackedWidget, QVBoxLayout, QWidget

from gui.domain.steps import Step
from gui.errors import Sentence
from gui.protocol.events import ExportDone
from gui.qt.dialogs import choose_target
from gui.qt.export.done import DoneView
from gui.qt.export.running import RunningView
from gui.qt.session.session import Session
from gui.qt.tasks import Tasks
from gui.qt.theme.theme import Theme
from gui.qt.widgets.empty_state import EmptyState
from gui.qt.widgets.notice import Remedy

_SETTLED_ON_CONNECT = {"key_refused": "Use another key", "proxy": "Connection settings"}
"""Failures whose cause lies with what was set on the Connect page, and the button that leads there."""


class ExportPage(QWidget):
    """One of three: nothing yet, running (or ended without a file), done."""

    def __init__(self, session: Session, theme: Theme, tasks: Tasks) -> None:
        """Follows the session from here on."""
        super().__init__()
        self._session = session
        self._tasks = tasks
        self._shown: ExportDone | None = None
        self.running = RunningView(session, theme, tasks)
        self.done = DoneView(session, theme, tasks)
        self.empty = EmptyState(theme, "", icon="export")
        self._stack = QStackedWidget()
        for view in (self.empty, self.running, self.done):
            self._stack.addWidget(view)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)
        session.changed.connect(self._show)
        session.export_progress.connect(self.running.take)
        session.failed.connect(self._show_failure)
        self.empty.chosen.connect(self._go_where_it_starts)
        self._show()

    def _show(self) -> None:
        """Everything from the session's state; called at every change of it."""
        session = self._session
        failed = Step.EXPORT in session.failures
        if not failed:
            self._clear_notice()
        if session.done is not None:
            self._show_done(session.done)
        elif session.exporting or session.export_waits or failed or session.was_stopped:
            self.running.refresh()
            self._turn_to(self.running, self.running.first)
        else:
            self._show_empty()

    def _clear_notice(self) -> None:
        """The keys stay on this page when the remedy that had them is gone."""
        focused = QApplication.focusWidget()
        had_focus = focused is not None and self.running.notice.isAncestorOf(focused)
        self.running.notice.clear()
        if had_focus:
            self.running.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_done(self, done: ExportDone) -> None:
        if done is not self._shown:
            self._shown = done
            self.done.show_done(done, self.running.choices)
        self.done.show_change()
        self.done.show_active()
        self._turn_to(self.done, self.done.first)

    def _show_empty(self) -> None:
        if self._session.plan is not None:
            self.empty.say("Nothing is written yet. Look over what will be, then export it.", "Go to check")
        elif self._session.project is not None:
            self.empty.say("Nothing is written yet. It starts with the file your model wrote.", "Go to predictions")
        else:
            self.empty.say("Nothing is written yet. It starts with a project.", "Go to connect")
        self._turn_to(self.empty, self.empty)

    def _turn_to(self, view: QWidget, first: QWidget) -> None:
        """Show a view; the keys go to its first control."""
        self.setFocusProxy(first)
        if self._stack.currentWidget() is not view:
            focused = QApplication.focusWidget()
            had_focus = focused is not None and self.isAncestorOf(focused)
            self._stack.setCurrentWidget(view)
            if had_focus and self.isVisible():
                first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _go_where_it_starts(self) -> None:
        session = self._session
        step = Step.CONNECT if session.project is None else Step.PREDICTIONS if session.plan is None else Step.CHECK
        session.go_to(step)

    def _show_failure(self, step: str, sentence: Sentence) -> None:
        if step != "export":
            return
        self.running.notice.say(sentence, self._remedies(sentence))
        self._show()
        if self.isVisible():
            self.running.notice.focus_remedy()

    def _remedies(self, sentence: Sentence) -> list[Remedy]:
        back: Remedy = ("Back to check", lambda: self._session.go_to(Step.CHECK))
        again: Remedy = ("Try again", self._session.start_export)
        if sentence.code == "output":
            return [("Choose another place…", lambda: self._tasks.start(self._choose_output())), again]
        if sentence.code == "branch":
            return [("Choose another branch", lambda: self._session.go_to(Step.CHECK)), again]
        if sentence.code in _SETTLED_ON_CONNECT:
            return [again, (_SETTLED_ON_CONNECT[sentence.code], lambda: self._session.go_to(Step.CONNECT))]
        return [again, back]

    async def _choose_output(self) -> None:
        path: Path | None = await choose_target(self, "Save the predictions", self._session.output)
        if path is not None:
            self._session.start_export(path)
