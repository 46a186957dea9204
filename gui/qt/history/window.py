"""The history in a window of its own: what was written, when and where to; and the way to take it back."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QCloseEvent, QDesktopServices, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QStackedWidget, QVBoxLayout, QWidget

from gui.domain.past_run import Removal
from gui.domain.past_run_words import nothing_to_remove, question
from gui.history import page_of
from gui.qt.dialogs import ask_typed
from gui.qt.export.file_manager import FileManager
from gui.qt.history.entries import Entry, read_entries
from gui.qt.history.run_details import RunDetails
from gui.qt.history.run_model import RunModel
from gui.qt.history.run_table import RunTable
from gui.qt.session.session import Session
from gui.qt.tasks import Tasks, in_thread
from gui.qt.theme.fonts import Type
from gui.qt.theme.theme import Theme
from gui.qt.widgets.empty_state import EmptyState
from gui.qt.widgets.focus_ring import FocusRing
from gui.qt.widgets.hairline import Hairline
from gui.qt.widgets.label import Label

_SIZE = (960, 620)
_LEAST_SIZE = (760, 440)
_ABOUT = "What this program has written, the newest first. The list is kept on this computer alone."


class HistoryWindow(QWidget):
    """Stays beside the main window; Esc closes it."""

    def __init__(self, session: Session, theme: Theme, tasks: Tasks, app: QApplication, parent: QWidget) -> None:
        """Follows the session from here on; the runs are read when it is opened."""
        super().__init__(parent, Qt.WindowType.Window)
        self._session = session
        self._theme = theme
        self._tasks = tasks
        self._file_manager = FileManager(self)
        self._model = RunModel(self)
        self.table = RunTable(theme, self._model)
        self.details = RunDetails(theme, session)
        self.empty = EmptyState(theme, "Nothing has been written yet. Every export is listed here.", icon="clock")
        self._stack = QStackedWidget()
        self._ring = FocusRing(theme, app, self)
        self.setWindowTitle("History")
        self.resize(*_SIZE)
        self.setMinimumSize(*_LEAST_SIZE)
        self._lay_out()
        self._connect()

    @property
    def entry(self) -> Entry | None:
        """The chosen run."""
        row = self.table.currentIndex().row()
        return self._model.entries[row] if 0 <= row < len(self._model.entries) else None

    def open(self) -> None:
        """Come to the front with the runs as they are now."""
        self.show()
        self.raise_()
        self.activateWindow()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self.read()

    def read(self) -> None:
        """Read the history again."""
        self._tasks.start(self._read())

    def showEvent(self, event: QShowEvent) -> None:
        """The native window exists from here on."""
        super().showEvent(event)
        self._ring.watch_input()

    def closeEvent(self, event: QCloseEvent) -> None:
        """A removal goes on; a look would ask something that nobody sees."""
        if self._session.removing.is_looking:
            self._session.removing.stop()
        super().closeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def _connect(self) -> None:
        session, removing, details = self._session, self._session.removing, self.details
        self.table.chosen.connect(self._show_chosen)
        session.changed.connect(self._show_chosen)
        session.export_done.connect(self._read_if_shown)
        session.stopped.connect(self._read_if_shown)
        removing.changed.connect(self._show_chosen)
        removing.removed.connect(self._read_if_shown)
        removing.foretold.connect(lambda removal: self._tasks.start(self._ask(removal)))
        details.show_file.clicked.connect(self._show_file)
        details.show_report.clicked.connect(self._show_report)
        details.remove.clicked.connect(self._look)

    def _lay_out(self) -> None:
        head = QWidget()
        above = QVBoxLayout(head)
        above.setContentsMargins(0, 0, 0, 12)
        above.setSpacing(2)
        above.addWidget(Label(self._theme, "History", Type.TITLE))
        above.addWidget(Label(self._theme, _ABOUT, Type.BODY, "muted", wraps=True))
        runs = QWidget()
        column = QVBoxLayout(runs)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addWidget(self.table, 1)
        column.addWidget(Hairline(self._theme))
        column.addWidget(self.details)
        self._stack.addWidget(runs)
        self._stack.addWidget(self.empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(28, 24, 28, 24)
        layout.setSpacing(0)
        layout.addWidget(head)
        layout.addWidget(self._stack, 1)

    async def _read(self) -> None:
        entries = await in_thread(read_entries)
        chosen = self.entry
        self._model.show_entries(entries)
        self._stack.setCurrentIndex(0 if entries else 1)
        names = [entry.run.run for entry in entries]
        if entries and (self.entry is None or chosen is None or self.entry.run.run != chosen.run.run):
            self.table.choose(names.index(chosen.run.run) if chosen and chosen.run.run in names else 0)
        self._show_chosen()

    def _read_if_shown(self) -> None:
        if self.isVisible():
            self.read()

    def _show_chosen(self) -> None:
        if self.isVisible():
            self.details.show_entry(self.entry)

    def _show_file(self) -> None:
        if self.entry is not None:
            path = self.entry.run.output
            self._file_manager.show_file(
                Path(path), lambda: self.details.say_where("No program here shows folders.", path)
            )

    def _show_report(self) -> None:
        if self.entry is not None:
            page = str(page_of(self.entry.run.run))
            if not QDesktopServices.openUrl(QUrl.fromLocalFile(page)):
                self.details.say_where("No program here shows web pages.", page)

    def _look(self) -> None:
        if self.entry is not None:
            self._session.removing.look(self.entry.run)

    async def _ask(self, removal: Removal) -> None:
        """The look is done: the branch's name is typed before anything is removed."""
        run = self._session.removing.run
        if run is None:
            return
        if not removal.emptied:
            self.details.notice.say(nothing_to_remove(run, removal), tone="warn")
            return
        said = question(run, removal)
        if await ask_typed(self, self._theme, said.what, said.why, run.branch, said.remedy):
            self._session.removing.remove(run)
            self.details.stop.setFocus(Qt.FocusReason.OtherFocusReason)  # the button that led here cannot be pressed
