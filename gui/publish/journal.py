"""The journal of a branch: which rows were sent and which are saved, so that a run that was killed saves each once.

A line of JSON for each bundle, before it is sent and once it is saved; a broken last line is cut off.
"""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO, Literal

import msgspec

from gui.export.assemble import saying_why

EMPTIED = 0
"""The checksum of a row that is to hold nothing."""


class Content(msgspec.Struct, frozen=True, array_like=True):
    """A row and what it is to hold: the checksum of its finished line, or `EMPTIED`."""

    data_hash: str
    checksum: int


class _Line(msgspec.Struct, frozen=True, array_like=True):
    kind: Literal["sent", "saved"]
    rows: list[Content]


_decoder = msgspec.json.Decoder(_Line)
_encoder = msgspec.json.Encoder()


class Journal:
    """What became of the rows of one run. Safe to use from several threads."""

    def __init__(self, path: Path) -> None:
        """Go on with the journal at ``path``, or begin one. Raises ``OutputProblem``."""
        self.path = path
        self.sent: set[Content] = set()
        self.saved: set[Content] = set()
        self._lock = threading.Lock()
        with saying_why(path):
            end = self._read_lines() if path.exists() else 0
            self._file: BinaryIO = path.open("ab")
            self._file.truncate(end)

    def _read_lines(self) -> int:
        """Take in every whole line; returns where they end."""
        end = 0
        with self.path.open("rb") as file:
            for written in file:
                try:
                    line = _decoder.decode(written)
                except (msgspec.DecodeError, UnicodeDecodeError):
                    break
                if not written.endswith(b"\n"):
                    break
                self._take(line)
                end += len(written)
        return end

    def _take(self, line: _Line) -> None:
        (self.sent if line.kind == "sent" else self.saved).update(line.rows)

    def note_sent(self, rows: Sequence[Content]) -> None:
        """These rows are about to be saved. Raises ``OutputProblem``."""
        self._note(_Line("sent", list(rows)))

    def note_saved(self, rows: Sequence[Content]) -> None:
        """Encord has said that these rows are saved. Raises ``OutputProblem``."""
        self._note(_Line("saved", list(rows)))

    def _note(self, line: _Line) -> None:
        with self._lock, saying_why(self.path):
            self._file.write(_encoder.encode(line) + b"\n")
            self._file.flush()
            os.fsync(self._file.fileno())
            self._take(line)

    def is_doubtful(self, row: Content) -> bool:
        """Whether the row was sent and nobody knows what became of it."""
        return row in self.sent and row not in self.saved

    def close(self) -> None:
        """Close the file; it stays. Nothing can be noted any more, and ``sent`` and ``saved`` stay as they are."""
        with self._lock, contextlib.suppress(OSError):
            self._file.close()


def count_saved(path: Path) -> int:
    """How many rows the journal at ``path`` says are saved; 0 when there is none. Raises ``OutputProblem``."""
    if not path.exists():
        return 0
    journal = Journal(path)
    journal.close()
    return len(journal.saved)
