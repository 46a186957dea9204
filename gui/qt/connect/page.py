"""The Connect page: one way in, the demo beside it; what goes wrong is said where it went wrong."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from gui.domain.steps import Step
from gui.errors import ExpectedFailure, Sentence
from gui.protocol.events import SignedIn
from gui.qt.connect.failure_places import FailurePlaces
from gui.qt.connect.forgetting import sign_out_and_forget
from gui.qt.connect.key_part import KeyPart
from gui.qt.connect.key_source import KeySource, read_key_file
from gui.qt.connect.network_part import NetworkPart
from gui.qt.connect.project_part import ProjectPart
from gui.qt.connect.region_part import RegionPart
from gui.qt.connect.side import Side
from gui.qt.connect.signing_in import SigningIn
from gui.qt.connect.words import accepted, heading
from gui.qt.dialogs import choose_file
from gui.qt.session.jobs import Job
from gui.qt.session.memory import Memory
from gui.qt.session.remembered import KEY, PASSPHRASE, PROXY_PASSWORD, Remembered
from gui.qt.session.session import Session
from gui.qt.tasks import Tasks
from gui.qt.theme.fonts import Type
from gui.qt.theme.theme import Theme
from gui.qt.widgets.hairline import Hairline
from gui.qt.widgets.label import Label
from gui.qt.widgets.notice import Notice

_FORM_WIDTH = 720
_SIDE_WIDTH = 296
_NARROW_SIDE = 232
_WIDEST_SIDE = 440
_AROUND = 84
"""Pixels of margins around form and side."""
_WIDE_PAGE = 980


class ConnectPage(QWidget):
    """Key, region and project at the left; demo and explanation at the right."""

    def __init__(self, session: Session, theme: Theme, tasks: Tasks, memory: Memory, remembered: Remembered) -> None:
        """A key that was used the last time is offered, not read."""
        super().__init__()
        self._session = session
        self._theme = theme
        self._tasks = tasks
        self._memory = memory
        self._remembered = remembered
        self._signing_in = SigningIn(session, tasks, memory, remembered, self)
        self._shown_account: SignedIn | None = None
        self._key = KeyPart(theme, remembered)
        self._region = RegionPart(theme, memory.settings.domain)
        self._network = NetworkPart(theme, memory, remembered)
        self._project = ProjectPart(theme)
        parts = self._key, self._region, self._network, self._project
        self._failures = FailurePlaces(session, theme, parts, self._sign_in)
        self._forgotten = Notice(theme)
        self._side = Side(theme)
        self._lay_out()
        self._connect()
        self.setFocusProxy(self._key)
        self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow window takes from the side first, a wide one gives to it."""
        super().resizeEvent(event)
        left = self.width() - _FORM_WIDTH - _AROUND
        usual = _SIDE_WIDTH if self.width() >= _WIDE_PAGE else _NARROW_SIDE
        self._side.setFixedWidth(min(max(left, usual), _WIDEST_SIDE))

    def use_key(self, source: KeySource) -> None:
        """Sign in with this key at the chosen region."""
        self._key.hide_passphrase()
        self._signing_in.take(source)
        self._sign_in()

    def use_file(self, path: Path) -> None:
        """Sign in with the key in a file."""
        try:
            self.use_key(read_key_file(path))
        except ExpectedFailure as failure:
            self._session.fail(Step.CONNECT, failure.sentence)

    def show_paste(self) -> None:
        """Offer the place to paste a key into."""
        self._key.show_paste()

    def choose_domain(self, domain: str) -> None:
        """Choose a region, or a server of one's own, by its address."""
        self._region.set_domain(domain)

    def _lay_out(self) -> None:
        self._title = Label(self._theme, "", Type.TITLE, wraps=True)
        self._subtitle = Label(self._theme, "", Type.BODY, "muted", wraps=True)
        form = QWidget()
        form.setMaximumWidth(_FORM_WIDTH)
        column = QVBoxLayout(form)
        column.setContentsMargins(32, 26, 28, 20)
        column.setSpacing(0)
        column.addWidget(self._title)
        column.addSpacing(4)
        column.addWidget(self._subtitle)
        for space, part in (
            (22, self._key),
            (10, self._failures.at_key),
            (0, self._forgotten),
            (18, self._region),
            (6, self._network),
            (10, self._failures.at_region),
            (18, self._project),
            (10, self._failures.at_project),
        ):
            column.addSpacing(space)
            column.addWidget(part)
        column.addStretch(1)
        area = self._area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(form)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 28, 0)
        layout.setSpacing(0)
        area.setMaximumWidth(_FORM_WIDTH)
        layout.addWidget(area, 1)
        right = QHBoxLayout()
        right.setContentsMargins(0, 28, 0, 20)
        right.setSpacing(28)
        right.addWidget(Hairline(self._theme, Qt.Orientation.Vertical))
        right.addWidget(self._side)
        layout.addLayout(right)
        layout.addStretch(0)

    def _connect(self) -> None:
        self._key.file_wanted.connect(lambda: self._tasks.start(self._choose_file()))
        self._key.file_dropped.connect(self.use_file)
        self._key.pasted.connect(self.use_key)
        self._key.sign_in_wanted.connect(self._sign_in)
        self._key.stop_wanted.connect(self._session.cancel)
        self._key.change_wanted.connect(self._change_key)
        self._key.forget_wanted.connect(lambda: self._tasks.start(self._forget()))
        self._region.changed.connect(self._sign_in_elsewhere)
        self._network.sign_in_wanted.connect(self._sign_in)
        # Once the layout has given it its height.
        self._network.grown.connect(lambda: QTimer.singleShot(0, self, self._bring_network_into_sight))
        self._project.chosen.connect(self._session.open_project)
        self._side.demo_wanted.connect(self._session.try_demo)
        self._session.changed.connect(self._show)
        self._session.failed.connect(self._show_failure)

    async def _choose_file(self) -> None:
        folder = Path(self._memory.settings.key_path).parent if self._memory.settings.key_path else Path.home()
        path = await choose_file(self, "Choose your Encord key", "Keys (*.txt *.pem *.key id_*);;All files (*)", folder)
        if path is not None:
            self.use_file(path)

    def _sign_in(self) -> None:
        domain = self._region.domain()
        if domain is None:
            self._show()
            return
        if self._key.passphrase is not None:
            self._remembered.use(PASSPHRASE, self._key.passphrase)
        self._signing_in.start(domain, self._network.proxy)

    def _sign_in_elsewhere(self) -> None:
        if self._signing_in.source is not None and not self._session.wants_passphrase:
            self._sign_in()

    def _change_key(self) -> None:
        self._signing_in.drop()
        self._session.sign_out()
        self._key.show_zone()
        self._key.setFocus(Qt.FocusReason.OtherFocusReason)

    async def _forget(self) -> None:
        self._signing_in.let_go()
        self._key.forget_ticks()
        self._network.remember.untick()
        said = await sign_out_and_forget(self._session, self._memory, self._remembered)
        self._region.set_domain(self._memory.settings.domain)
        self._network.show_settings()
        self._forgotten.say(said, tone="good" if said.code == "forgotten" else "warn")
        self._show()
        self._key.setFocus(Qt.FocusReason.OtherFocusReason)

    def _bring_network_into_sight(self) -> None:
        self._area.ensureWidgetVisible(self._network, 0, 12)

    def _show(self) -> None:
        """Everything from the session's state; called at every change of it."""
        session = self._session
        failure = session.failures.get(Step.CONNECT)
        title, subtitle = heading(session, failure, has_key=self._signing_in.has_key)
        self._title.setText(title)
        self._subtitle.setText(subtitle)
        self._show_key()
        is_busy = session.is_running(Job.SIGN_IN)
        self._side.show_busy(is_busy and session.is_demo)
        self._region.setVisible(not session.is_demo)
        self._network.setVisible(not session.is_demo)
        self._show_projects()
        if is_busy:
            self._forgotten.clear()
        if failure is None:
            self._failures.clear()

    def _show_key(self) -> None:
        session, source = self._session, self._signing_in.source
        self._key.offer_forgetting(self._signing_in.has_key and not session.is_demo and not session.exporting)
        is_busy = session.is_running(Job.SIGN_IN) or session.is_running(Job.OPEN)
        account = session.account
        if session.is_demo:
            detail = "Made for this demo, thrown away when the window closes"
            sign = "check" if account else "key"
            self._key.show_key("Demo key", detail, sign=sign, can_sign_in=False, is_busy=is_busy)
        elif source is not None:
            detail = (
                accepted(account, self._remembered, self._signing_in.not_remembered) if account else "Not accepted yet"
            )
            waits = session.situation().opening_waits
            if session.is_running(Job.SIGN_IN):
                detail = waits or "Signing in…"
            elif session.is_running(Job.OPEN):
                detail = waits or "Opening the project…"
            sign = "check" if account else "key"
            # After a failure the remedy signs in again: one filled button is enough.
            is_needed = Step.CONNECT not in session.failures or self._key.asks_passphrase
            can_sign_in = not account and not is_busy and is_needed
            self._key.show_key(source.name, detail, sign=sign, can_sign_in=can_sign_in, is_busy=is_busy)
            if account:
                self._key.hide_passphrase()
        elif self._signing_in.offered_name:
            name = self._signing_in.offered_name
            self._key.show_key(name, "Used the last time", sign="key", can_sign_in=True, is_busy=False)
        elif self._key.shows_key:
            self._key.show_zone()

    def _show_projects(self) -> None:
        account = self._session.account
        if account is None:
            self._shown_account = None
            self._project.show_waiting()
            return
        if account is not self._shown_account:
            self._shown_account = account
            self._project.show_projects(account.projects, self._memory.settings.project_hash)
            self._remember()
            if self.isVisible() and not self._session.is_demo:
                self._project.focus_list()
        if self._session.project is not None:
            self._project.select(self._session.project.project_hash)

    def _remember(self) -> None:
        if self._session.is_demo or self._signing_in.source is None:
            return
        self._signing_in.remember(
            {
                KEY: self._key.remember_key.is_ticked and self._signing_in.source.path is None,
                PASSPHRASE: self._key.remember_passphrase.is_ticked,
                PROXY_PASSWORD: self._network.remember.is_ticked and self._network.is_manual,
            }
        )

    def _show_failure(self, step: str, sentence: Sentence) -> None:
        if step != "connect":
            return
        if sentence.code == "passphrase":
            self._key.ask_passphrase()
            return
        if sentence.code == "key" and "passphrase" in sentence.what:
            self._key.ask_passphrase(f"{sentence.what} {sentence.remedy}")
            return
        self._key.hide_passphrase()
        notice = self._failures.say(sentence, has_key=self._signing_in.has_key)
        if self.isVisible():
            notice.focus_remedy()
