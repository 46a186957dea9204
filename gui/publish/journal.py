"""The journal of a branch: which rows were sent and which are saved, so that a run that was killed saves each once.

A line for each bundle, before it is sent and once it is saved.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import msgspec

from gui.publish.kept_lines import KeptLines

EMPTIED = 0
"""The checksum of a row that is to hold nothing."""


class Content(msgspec.Struct, frozen=True, array_like=True):
    """A row and what it is to hold: the checksum of its finished line, or `EMPTIED`."""

    data_hash: str
    checksum: int


class _Line(msgspec.Struct, frozen=True, array_like=True):
    kind: Literal["sent", "saved"]
    rows: list[Content]


class Journal:
    """What became of the rows of one run. Safe to use from several threads."""

    def __init__(self, path: Path) -> None:
        """Go on with the journal at ``path``, or begin one. Raises ``OutputProblem``."""
        self.sent: set[Content] = set()
        self.saved: set[Content] = set()
        self._lines = KeptLines(path, _Line, self._take)

    def _take(self, line: _Line) -> None:
        (self.sent if line.kind == "sent" else self.saved).update(line.rows)

    def note_sent(self, rows: Sequence[Content]) -> None:
        """These rows are about to be saved. Raises ``OutputProblem``."""
        self._lines.add(_Line("sent", list(rows)))

    def note_saved(self, rows: Sequence[Content]) -> None:
        """Encord has said that these rows are saved. Raises ``OutputProblem``."""
        self._lines.add(_Line("saved", list(rows)))

    def is_doubtful(self, row: Content) -> bool:
        """Whether the row was sent and nobody knows what became of it."""
        return row in self.sent and row not in self.saved

    def close(self) -> None:
        """Close the file; it stays. Nothing can be noted any more, and ``sent`` and ``saved`` stay as they are."""
        self._lines.close()


def count_saved(path: Path) -> int:
    """How many rows the journal at ``path`` says are saved; 0 when there is none. Raises ``OutputProblem``."""
    if not path.exists():
        return 0
    journal = Journal(path)
    journal.close()
    return len(journal.saved)
