"""Which rows of a branch a run has saved, and the mark of what it saved there: how undo knows its own work.

It lies in the history of runs, beside the run's record, and outlives the rows file and the journal.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from gui.errors import BranchProblem
from gui.history import rows_of
from gui.publish.kept_lines import KeptLines, read_lines


class SavedRow(msgspec.Struct, frozen=True, array_like=True):
    """A row of the branch, and what it was to hold (`gui.publish.row_mark.mark_of`)."""

    label_hash: str
    mark: str


Marks = dict[str, set[str]]
"""Label hash → the marks of everything the run may have saved there: a run that goes on may fill a row afresh."""


class SavedRows:
    """The rows of one run, noted before they are sent. Safe to use from several threads."""

    def __init__(self, token: str) -> None:
        """Go on with the list of the run of this name, or begin one. Raises ``OutputProblem``."""
        self._lines = KeptLines(rows_of(token), list[SavedRow], lambda line: None)

    def note(self, rows: Sequence[SavedRow]) -> None:
        """These rows are about to be saved. Raises ``OutputProblem``."""
        if rows:
            self._lines.add(list(rows))

    def close(self) -> None:
        """Close the list; it stays."""
        self._lines.close()


def saved_rows(token: str) -> Marks:
    """What the run of this name may have saved. Raises ``BranchProblem`` when that is no longer known."""
    marks: Marks = {}

    def take(line: list[SavedRow]) -> None:
        for row in line:
            marks.setdefault(row.label_hash, set()).add(row.mark)

    try:
        read_lines(rows_of(token), list[SavedRow], take)
    except OSError as error:
        raise BranchProblem(
            "What this run published is no longer known.",
            "The list of its rows cannot be read, and without it nothing is removed.",
            "Publish in its place (--replace), or empty the rows in Encord.",
            detail=error.strerror or "",
        ) from None
    return marks
