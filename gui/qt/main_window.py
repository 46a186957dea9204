"""The window: head, rail, the stack of pages, foot; and the keys that work everywhere."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import QCloseEvent, QDesktopServices, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from gui import paths
from gui.bug_report import whole_report
from gui.domain.account_line import account_line
from gui.domain.foot import FootAction, foot_state
from gui.domain.regions import name_of
from gui.domain.steps import Situation, Step, step_states
from gui.qt.bug_box import BugBox
from gui.qt.dialogs import ask
from gui.qt.export.offer import OfferBar
from gui.qt.export.replacing import ask_to_replace
from gui.qt.help_window import HelpWindow
from gui.qt.history.window import HistoryWindow
from gui.qt.keys_stay import KeysStay
from gui.qt.session.memory import Memory
from gui.qt.session.session import Session
from gui.qt.tasks import Tasks
from gui.qt.theme.theme import Theme
from gui.qt.widgets.focus_ring import FocusRing
from gui.qt.widgets.foot_bar import FootBar
from gui.qt.widgets.head_bar import HeadBar
from gui.qt.widgets.step_rail import StepRail
from gui.settings import WindowPlace

TITLE = "Encord Prediction Exporter"
_ON_CLOSING = {
    False: "Nothing is written unless the export comes to its end. A file that was there before stays as it is. "
    "Rows that are done are kept: at the next start the export can go on.",
    True: "Rows that are saved stay on the branch. At the next start the export can go on, and saves no row twice.",
}
"""What becomes of an export that runs, by whether it goes to a branch."""
_FIRST_SIZE = (1280, 800)
_LEAST_SIZE = (1024, 640)


class MainWindow(QMainWindow):
    """Shows the session's step; everything the window can do is a method of the session."""

    def __init__(
        self,
        app: QApplication,
        session: Session,
        theme: Theme,
        tasks: Tasks,
        memory: Memory,
        pages: Mapping[Step, QWidget],
    ) -> None:
        """``pages`` has one widget for each step."""
        super().__init__()
        self._session = session
        self._theme = theme
        self._tasks = tasks
        self._memory = memory
        self._pages = pages
        self._may_close = False
        self._asking = False
        self.setWindowTitle(TITLE)
        # A large scale on a small screen leaves less room than the pages like: they scroll then.
        self.setMinimumSize(QSize(*_LEAST_SIZE).boundedTo(self.screen().availableSize()))
        self._head = HeadBar(theme)
        self._rail = StepRail(theme, step_states(session.situation()))
        self._foot = FootBar(theme)
        self._stack = QStackedWidget()
        self._bug_box = BugBox(theme, self)
        self._help: HelpWindow | None = None
        self._app = app
        self._history: HistoryWindow | None = None
        self._ring = FocusRing(theme, app, self)
        self._keys_stay = KeysStay(app, self._stack)
        self._lay_out()
        self._connect()
        self._add_keys()
        self._restore_place()
        self._show_step()

    def report_bug(self, report: str) -> None:
        """Show the box with what happened (a traceback), and what else a report needs."""
        self._bug_box.add(whole_report(report))

    @property
    def bug_report(self) -> str:
        """The report in the box, empty while none is shown."""
        return self._bug_box.report if self._bug_box.isVisible() else ""

    def showEvent(self, event: QShowEvent) -> None:
        """The native window exists from here on."""
        super().showEvent(event)
        self._ring.watch_input()
        self._pages[self._session.step].setFocus(Qt.FocusReason.OtherFocusReason)

    def closeEvent(self, event: QCloseEvent) -> None:
        """While an export runs, ask first; remember where the window stood."""
        if self._session.exporting and not self._may_close:
            event.ignore()
            if not self._asking:
                self._asking = True
                self._tasks.start(self._ask_to_close())
            return
        self._keep_place()
        super().closeEvent(event)

    def _lay_out(self) -> None:
        for step in Step:
            self._stack.addWidget(self._pages[step])
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(OfferBar(self._session, self._theme))
        right.addWidget(self._stack, 1)
        right.addWidget(self._foot)
        below = QHBoxLayout()
        below.setSpacing(0)
        below.addWidget(self._rail)
        below.addLayout(right, 1)
        middle = QWidget()
        layout = QVBoxLayout(middle)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._head)
        layout.addLayout(below, 1)
        self.setCentralWidget(middle)

    def _connect(self) -> None:
        self._session.changed.connect(self._show_state)
        self._session.step_changed.connect(self._show_step)
        self._session.stopped.connect(self._after_stop)
        self._session.bug.connect(self.report_bug)
        self._session.replacement_wanted.connect(lambda: self._tasks.start(self._ask_to_replace()))
        self._rail.step_chosen.connect(self._session.go_to)
        self._foot.action_chosen.connect(self._act)
        self._foot.back_chosen.connect(self._go_back)
        self._head.theme_switched.connect(self._switch_theme)
        self._head.help_wanted.connect(self._open_help)
        self._head.history_wanted.connect(self.open_history)

    def _add_keys(self) -> None:
        for step in Step:
            shortcut = QShortcut(QKeySequence(f"Alt+{step + 1}"), self)
            shortcut.activated.connect(lambda step=step: self._session.go_to(step))
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self._foot.main_button.click)
        QShortcut(QKeySequence(QKeySequence.StandardKey.HelpContents), self).activated.connect(self._open_help)
        QShortcut(QKeySequence("Ctrl+Shift+H"), self).activated.connect(self.open_history)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Back), self).activated.connect(self._go_back)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Quit), self).activated.connect(self.close)

    def _show_state(self) -> None:
        now, session = self._session.situation(), self._session
        self._rail.show_states(step_states(now), session.step)
        self._foot.show_state(foot_state(now, session.step))
        title = session.project.title if session.project else ""
        self._head.show_project(title, self._place_name() if title else "")
        self._rail.show_account(*self._account(now))

    def _show_step(self) -> None:
        page = self._pages[self._session.step]
        self._stack.setCurrentWidget(page)
        self._show_state()
        if self.isVisible():
            page.setFocus(Qt.FocusReason.OtherFocusReason)

    def _place_name(self) -> str:
        if self._session.is_demo:
            return "Demo, on this computer"
        account = self._session.account
        return name_of(account.domain) if account else ""

    def _account(self, now: Situation) -> tuple[str, str]:
        session = self._session
        failure = session.failures.get(Step.CONNECT)
        return account_line(
            now,
            is_demo=session.is_demo,
            fingerprint=session.account.fingerprint if session.account else "",
            failure=failure.code if failure else "",
        )

    def _act(self, action: FootAction) -> None:
        session = self._session
        match action:
            case FootAction.CONTINUE:
                session.go_to(Step(session.step + 1))
            case FootAction.EXPORT:
                session.start_export(session.output)
            case FootAction.CHECK:
                session.go_to(Step.CHECK)
            case FootAction.STOP:
                session.cancel()
            case FootAction.EXPORT_ANOTHER:
                session.go_to(Step.PREDICTIONS)
            case FootAction.GO_ON:
                session.going_on.go_on()
            case FootAction.DISCARD:
                session.going_on.discard()
            case FootAction.OPEN_IN_ENCORD:
                if session.done is not None and session.done.project_url:
                    QDesktopServices.openUrl(QUrl(session.done.project_url))

    def _go_back(self) -> None:
        if self._session.step is not Step.CONNECT:
            self._session.go_to(Step(self._session.step - 1))

    def _after_stop(self) -> None:
        """The button that stopped the export is gone; the keys go to the one that stands in its place."""
        if self._session.was_stopped and self._session.step is Step.EXPORT:
            self._show_state()
            self._foot.main_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open_help(self) -> None:
        if self._help is None:
            self._help = HelpWindow(self._theme, paths.guide_path(), self)
        self._help.open_at(self._session.step)

    def open_history(self) -> None:
        """Show what was written, in a window of its own."""
        if self._history is None:
            self._history = HistoryWindow(self._session, self._theme, self._tasks, self._app, self)
        self._history.open()

    def _switch_theme(self) -> None:
        self._memory.settings.theme = self._theme.switch()
        self._memory.keep()

    async def _ask_to_replace(self) -> None:
        if await ask_to_replace(self, self._theme, self._session):
            self._session.starting.confirm_replacement()

    async def _ask_to_close(self) -> None:
        answer = await ask(
            self,
            self._theme,
            "Stop the export and close?",
            _ON_CLOSING[self._session.export_destination.has_branch],
            ["Go on exporting", "Stop and close"],
        )
        self._asking = False
        if answer == 1:
            self._may_close = True
            self.close()

    def _restore_place(self) -> None:
        place = self._memory.settings.window
        self.resize(*_FIRST_SIZE)
        if place is None:
            return
        self.setGeometry(place.x, place.y, place.width, place.height)
        if self.screen() is None or not self.screen().availableGeometry().intersects(self.geometry()):
            self.move(0, 0)
        if place.maximized:
            self.setWindowState(Qt.WindowState.WindowMaximized)

    def _keep_place(self) -> None:
        area = self.normalGeometry()
        self._memory.settings.window = WindowPlace(
            x=area.x(), y=area.y(), width=area.width(), height=area.height(), maximized=self.isMaximized()
        )
        self._memory.keep()
