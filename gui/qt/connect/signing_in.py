"""Brings key and passphrase to the session: from the user, from the file used the last time, from the key store."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import QObject

from gui.domain.steps import Step
from gui.errors import ExpectedFailure
from gui.qt.connect.key_source import KeySource, pasted_key, read_key_file
from gui.qt.session.memory import Memory
from gui.qt.session.remembered import KEY, PASSPHRASE, Remembered
from gui.qt.session.session import Session
from gui.qt.tasks import Tasks


class SigningIn(QObject):
    """Holds the key that is in use; what fails before a request stands on the Connect page."""

    def __init__(
        self, session: Session, tasks: Tasks, memory: Memory, remembered: Remembered, parent: QObject | None = None
    ) -> None:
        """A key of the last time is offered; neither its file nor the key store is read yet."""
        super().__init__(parent)
        self._session = session
        self._tasks = tasks
        self._memory = memory
        self._remembered = remembered
        self.source: KeySource | None = None
        self.not_remembered = ""
        """Why the key store did not take what it was given; empty when it did."""

    @property
    def offered_name(self) -> str:
        """The name of the key of the last time; empty when there is none."""
        if self._memory.settings.key_path:
            return Path(self._memory.settings.key_path).name
        return "Pasted key" if self._remembered.is_kept(KEY) else ""

    @property
    def has_key(self) -> bool:
        """Whether there is a key, in use or offered."""
        return self.source is not None or bool(self.offered_name)

    def take(self, source: KeySource) -> None:
        """From now on this key is used; an earlier key's passphrase is not its."""
        path = str(source.path) if source.path else ""
        if self.source != source and not (path and path == self._memory.settings.key_path):
            self._remembered.discard(PASSPHRASE)
        self.source = source
        if source.path:
            self._remembered.discard(KEY)
        else:
            self._remembered.use(KEY, source.text)
        self._memory.settings.key_path = path
        self._memory.keep()

    def start(self, domain: str, proxy: Callable[[], str | None]) -> None:
        """Sign in at ``domain``; what the key store remembers is fetched first, if that was not done yet.

        ``proxy`` is asked after that, for its password may be among it; None = not yet, something is wrong with it.
        """
        if self._remembered.must_ask:
            self._tasks.start(self._recall_and_start(domain, proxy))
        else:
            self._start(domain, proxy)

    def remember(self, wanted: Mapping[str, bool]) -> None:
        """The server took the key: have the key store keep the entries that are wanted, and no others."""
        if any(wanted.values()) or self._memory.settings.kept:
            self._tasks.start(self._keep(wanted))

    def let_go(self) -> None:
        """No key is in use any more; what is remembered of it is somebody else's business."""
        self.source = None
        self.not_remembered = ""

    def drop(self) -> None:
        """Another key is wanted: this one is forgotten."""
        self.let_go()
        for entry in (KEY, PASSPHRASE):
            self._remembered.discard(entry)
        self._memory.settings.key_path = ""
        self._memory.keep()

    def _start(self, domain: str, proxy: Callable[[], str | None]) -> None:
        try:
            self.source = self.source or self._offered()
        except ExpectedFailure as failure:
            self._session.fail(Step.CONNECT, failure.sentence)
            return
        through = proxy()
        if self.source is None or through is None:
            self._session.changed.emit()
            return
        self._session.sign_in(self.source.text, self._remembered.secret(PASSPHRASE), domain, through)

    def _offered(self) -> KeySource | None:
        if self._memory.settings.key_path:
            return read_key_file(Path(self._memory.settings.key_path))
        text = self._remembered.secret(KEY)
        return pasted_key(text) if text else None

    async def _recall_and_start(self, domain: str, proxy: Callable[[], str | None]) -> None:
        try:
            await self._remembered.recall()
        except ExpectedFailure as failure:
            self._session.fail(Step.CONNECT, failure.sentence)
            return
        self._start(domain, proxy)

    async def _keep(self, wanted: Mapping[str, bool]) -> None:
        self.not_remembered = ""
        try:
            await self._remembered.keep(wanted)
        except ExpectedFailure as failure:
            self.not_remembered = f"Not remembered: {failure.sentence.what}"
        self._session.changed.emit()
