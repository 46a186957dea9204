"""What is told of the chosen run, what can be done with it, and how far a removal is."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from gui.domain.past_run_words import account, details, progress_line, why_not_offered
from gui.errors import Sentence
from gui.protocol.events import RemovalProgress
from gui.qt.export.progress_bar import ProgressBar
from gui.qt.history.entries import Entry
from gui.qt.session.removing import Removing
from gui.qt.session.session import Session
from gui.qt.theme.fonts import Type
from gui.qt.theme.theme import Theme
from gui.qt.widgets.button import Button
from gui.qt.widgets.elided_label import ElidedLabel
from gui.qt.widgets.label import Label
from gui.qt.widgets.notice import Notice

_MOST_LINES = 5
_STOPPED = Sentence("stopped", "Stopped.", "Rows that were emptied are empty; the others are as they were.", "")


class RunDetails(QWidget):
    """Lines, buttons, and below them why something cannot be done, or what is being done."""

    def __init__(self, theme: Theme, session: Session) -> None:
        """No run yet."""
        super().__init__()
        self._session = session
        self._lines = [
            (Label(theme, "", Type.BODY, "muted"), ElidedLabel(theme, "", mode=Qt.TextElideMode.ElideMiddle))
            for _ in range(_MOST_LINES)
        ]
        self.show_file = Button(theme, "Show in folder", icon="folder")
        self.show_report = Button(theme, "Show report", icon="open")
        self.remove = Button(theme, "Remove what this run published…")
        self.reason = Label(theme, "", Type.SECONDARY, "muted", wraps=True)
        self.stop = Button(theme, "Stop", small=True)
        self._bar = ProgressBar(theme)
        self._bar.setAccessibleName("Removal progress")
        self._doing = Label(theme, "", Type.SECONDARY, "muted")
        self._progress = QWidget()
        self.notice = Notice(theme)
        self._lay_out()
        self.stop.clicked.connect(session.removing.stop)

    def show_entry(self, entry: Entry | None) -> None:
        """Everything of one run; nothing without one."""
        self.setVisible(entry is not None)
        if entry is None:
            return
        focused: QWidget | None = self.window().focusWidget()
        told = details(entry.run, entry.has_file)
        for place, (name, text) in enumerate(self._lines):
            is_told = place < len(told)
            name.setVisible(is_told)
            text.setVisible(is_told)
            if is_told:
                name.setText(told[place][0])
                text.setText(told[place][1])
                text.setToolTip(told[place][1])
        self.show_file.setVisible(bool(entry.run.output))
        self.show_file.setEnabled(entry.has_file)
        self.show_report.setEnabled(entry.has_page)
        self._show_removal(entry)
        if focused is not None and self.isAncestorOf(focused):
            self._keep_keys(focused)

    def say_where(self, what: str, path: str) -> None:
        """Something cannot be shown here: where it lies, to be opened by hand."""
        self.notice.say(Sentence("desktop", what, f"It lies at {path}", ""), tone="warn")

    def _keep_keys(self, focused: QWidget) -> None:
        """A button that had the keys may be gone by now, or cannot be pressed: they go where something can be done."""
        if focused.isEnabled() and focused.isVisible():
            return
        for button in (self.stop, self.remove, self.show_report, self.show_file):
            if button.isVisible() and button.isEnabled():
                button.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def _show_removal(self, entry: Entry) -> None:
        removing = self._session.removing
        is_about_this = removing.run is not None and removing.run.run == entry.run.run
        is_under_way = is_about_this and removing.is_running
        why_not = self._why_not(entry)
        self.remove.setVisible(bool(entry.run.branch))
        self.remove.setEnabled(not why_not and not removing.is_running)
        self.remove.setAccessibleDescription(why_not)
        self.reason.setText(why_not)
        is_just_done = is_about_this and removing.removal is not None
        self.reason.setVisible(bool(why_not) and bool(entry.run.branch) and not is_under_way and not is_just_done)
        self._progress.setVisible(is_under_way)
        if is_under_way:
            self._show_progress(removing)
        self._show_end(entry, removing if is_about_this and not is_under_way else None)

    def _why_not(self, entry: Entry) -> str:
        session, now = self._session, self._session.situation()
        return why_not_offered(
            entry.run,
            session.account.domain if session.account else "",
            session.project.project_hash if session.project else "",
            is_running=entry.is_running,
            is_busy=now.exporting or now.restoring or not now.listing_done,
        )

    def _show_progress(self, removing: Removing) -> None:
        progress = removing.progress or RemovalProgress(job=0, phase="looking", rows_done=0, rows_total=0)
        fraction = progress.rows_done / progress.rows_total if progress.rows_total else 0.0
        self._bar.show_fraction(fraction, moves=not progress.waiting)
        words = progress_line(progress.phase, progress.rows_done, progress.rows_total, progress.waiting)
        self._doing.setText(words)
        self.stop.setText("Stopping…" if removing.is_stopping else "Stop")
        self.stop.setEnabled(not removing.is_stopping)

    def _show_end(self, entry: Entry, removing: Removing | None) -> None:
        """What became of a removal stands here until another one, or another run is chosen."""
        if removing is None:
            self.notice.clear()
        elif removing.failure is not None:
            self.notice.say_once(removing.failure)
        elif removing.was_stopped:
            self.notice.say_once(_STOPPED, tone="warn")
        elif removing.removal is not None:
            is_all = not removing.removal.changed and not removing.removal.failed
            self.notice.say_once(account(entry.run, removing.removal), tone="good" if is_all else "warn")

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        for place, (name, text) in enumerate(self._lines):
            grid.addWidget(name, place, 0)
            grid.addWidget(text, place, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.show_file, self.show_report, self.remove):
            button.setAutoDefault(False)
            buttons.addWidget(button)
        buttons.addStretch(1)
        row = QHBoxLayout(self._progress)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self._bar, 1)
        row.addWidget(self._doing)
        row.addWidget(self.stop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addLayout(grid)
        layout.addLayout(buttons)
        layout.addWidget(self.reason)
        layout.addWidget(self._progress)
        layout.addWidget(self.notice)
