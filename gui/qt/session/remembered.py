"""Secrets the window holds for this session, and those the user lets the system's key store remember."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from gui import logs
from gui.errors import KeyStoreProblem
from gui.qt.session.memory import Memory
from gui.qt.tasks import Tasks, in_thread

if TYPE_CHECKING:
    from gui.key_store import KeyStore

log = logging.getLogger(__name__)

KEY = "key"
PASSPHRASE = "passphrase"
PROXY_PASSWORD = "proxy password"
ENTRIES = (KEY, PASSPHRASE, PROXY_PASSWORD)


class Remembered(QObject):
    """The key store is looked for when it is first needed, and asked in a thread: it may wait for the user."""

    changed = Signal()
    """The key store's name is known, or what it keeps is something else."""

    def __init__(self, tasks: Tasks, memory: Memory, parent: QObject | None = None) -> None:
        """``memory`` knows which entries there are, so that nothing needs to be unlocked at the start."""
        super().__init__(parent)
        self._tasks = tasks
        self._memory = memory
        self._store: KeyStore | None = None
        self._looking = False
        self._turn = asyncio.Lock()  # what is asked of the key store happens in the order it was asked
        self._secrets: dict[str, str] = {}

    @property
    def store_name(self) -> str | None:
        """What people call the key store; empty when there is none, None while that is not known."""
        return self._store.name if self._store is not None else None

    def is_kept(self, entry: str) -> bool:
        """Whether the key store has this entry."""
        return entry in self._memory.settings.kept

    @property
    def must_ask(self) -> bool:
        """Whether the key store has something that this session has not got yet."""
        return any(entry not in self._secrets for entry in self._memory.settings.kept)

    def look(self) -> None:
        """Find out which key store there is, unless that is known; ``changed`` tells."""
        if self._store is None and not self._looking:
            self._looking = True
            self._tasks.start(self._look())

    def secret(self, entry: str) -> str | None:
        """What this session knows."""
        return self._secrets.get(entry)

    def use(self, entry: str, secret: str | None) -> None:
        """Hold a secret for this session, or let go of it with None; the key store is not asked."""
        if secret is None:
            self._secrets.pop(entry, None)
            return
        if entry != KEY:  # keys are known to the log by their look
            logs.hide(secret)
        self._secrets[entry] = secret

    def discard(self, entry: str) -> None:
        """Let go of a secret here and in the key store; a store that is locked is left with it."""
        self.use(entry, None)
        if self.is_kept(entry):
            self._note(entry, is_kept=False)
            self._tasks.start(self._remove(entry))

    async def recall(self) -> None:
        """Fetch what is kept and not known yet. Raises ``KeyStoreProblem``, also for an entry that is gone."""
        async with self._turn:
            store = await self._found()
            for entry in [each for each in self._memory.settings.kept if each not in self._secrets]:
                secret = await in_thread(partial(store.get, entry))
                if secret is None:
                    self._note(entry, is_kept=False)
                    raise _gone(entry, store.name)
                self.use(entry, secret)

    async def keep(self, wanted: Mapping[str, bool]) -> None:
        """Keep the entries that are wanted and known, remove the others. Raises ``KeyStoreProblem``."""
        async with self._turn:
            store = await self._found()
            for entry, is_wanted in wanted.items():
                secret = self._secrets.get(entry)
                if is_wanted and secret is not None:
                    await in_thread(partial(store.set, entry, secret))
                    self._note(entry, is_kept=bool(store.name))
                elif self.is_kept(entry):
                    await in_thread(partial(store.remove, entry))
                    self._note(entry, is_kept=False)

    async def forget_all(self) -> list[str]:
        """Remove every entry there may be; the names of those there were. Raises ``KeyStoreProblem``."""
        self._secrets.clear()
        removed = []
        async with self._turn:
            store = await self._found()
            for entry in ENTRIES:
                if await in_thread(partial(store.remove, entry)):
                    removed.append(entry)
                self._note(entry, is_kept=False)
        return removed

    def _note(self, entry: str, *, is_kept: bool) -> None:
        others = [each for each in self._memory.settings.kept if each != entry]
        self._memory.settings.kept = [*others, entry] if is_kept else others
        self._memory.keep()
        self.changed.emit()

    async def _remove(self, entry: str) -> None:
        async with self._turn:
            store = await self._found()
            try:
                await in_thread(partial(store.remove, entry))
            except KeyStoreProblem as problem:
                log.warning("The %s stays in %s: %s", entry, store.name, problem.sentence.detail)

    async def _look(self) -> None:
        await self._found()

    async def _found(self) -> KeyStore:
        if self._store is None:
            self._store = await in_thread(_find)
            self.changed.emit()
        return self._store


def _find() -> KeyStore:
    # Here and not at the top: the library takes its time, and most starts do without it.
    from gui.key_store import find_key_store

    return find_key_store()


def _gone(entry: str, name: str) -> KeyStoreProblem:
    where = name or "This computer's key store, which is not there now,"
    return KeyStoreProblem(
        f"The remembered {entry} is gone.",
        f"{where} no longer holds it.",
        "Choose the key file, or paste the key again." if entry == KEY else "Type it again.",
    )
