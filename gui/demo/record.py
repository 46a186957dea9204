"""The record of everything a client wrote: what the tests ask to prove that nothing was written."""

from __future__ import annotations

import threading
from typing import Literal

import msgspec

WriteKind = Literal["create", "save", "workflow", "priority", "active", "unknown"]


class Write(msgspec.Struct, frozen=True):
    """One write, as one row was concerned (or as it was asked for, where no row is named).

    ``objects`` and ``classifications`` count what a save left on the row; ``detail`` names the request.
    """

    kind: WriteKind
    project: str
    detail: str
    branch: str = ""
    data_hash: str = ""
    label_hash: str = ""
    objects: int = 0
    classifications: int = 0


class Record:
    """The writes so far, in order. Safe to use from several threads."""

    def __init__(self) -> None:
        """Nothing written."""
        self._lock = threading.Lock()
        self._writes: list[Write] = []

    def add(self, write: Write) -> None:
        """Note one write."""
        with self._lock:
            self._writes.append(write)

    def all(self) -> list[Write]:
        """Every write so far."""
        with self._lock:
            return list(self._writes)

    def clear(self) -> None:
        """Forget what was written, for a test that prepares something first."""
        with self._lock:
            self._writes.clear()
