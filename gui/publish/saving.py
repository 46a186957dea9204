"""Saves the finished rows of a run on its branch, each once, and empties other rows of a branch that is replaced."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import orjson

from gui.encord_api.branch import Branch
from gui.encord_api.branch_writing import BranchWriter, Meant, Saved
from gui.encord_api.bundle_size import weight_of
from gui.encord_api.bundles import Answered, Bundles
from gui.encord_api.patience import Stop
from gui.errors import ServerProblem
from gui.export.rows_file import RowsFile
from gui.export.run import OnBranchProgress
from gui.publish.branch_account import BranchAccount
from gui.publish.journal import EMPTIED, Content, Journal
from gui.publish.row_mark import mark_of
from gui.publish.saved_rows import SavedRow, SavedRows

BYTES_PER_WEIGHT = 20_000
"""Bytes of a finished row that weigh as much in a request as a picture."""

MOST_FAILED_IN_A_ROW = 20
"""Rows that fail one after the other before it is the server that is at fault, not they."""


class Saving:
    """One pass over the rows of a run. The ``account`` is kept up to date."""

    def __init__(
        self,
        branch: Branch,
        rows: RowsFile,
        journal: Journal,
        saved_rows: SavedRows,
        account: BranchAccount,
        stop: Stop,
        on_progress: OnBranchProgress,
        on_failed: Callable[[int, str], None],
        empties: bool,
    ) -> None:
        """``empties``: the branch is replaced; else only rows that this run itself has sent before are emptied."""
        self._branch, self._rows, self._journal, self._saved_rows = branch, rows, journal, saved_rows
        self._account, self._stop = account, stop
        self._on_progress, self._on_failed = on_progress, on_failed
        self._failed_in_a_row = 0
        self._wanted: dict[int, Content] = {}
        self._lengths: dict[int, int] = {}
        for number, entry in zip(rows.numbers(), rows.entries(), strict=True):
            self._wanted[number] = Content(entry.data_hash, entry.checksum)
            self._lengths[number] = entry.length
        ours = {content.data_hash for content in journal.sent}
        for number in sorted(branch.label_hashes.keys() - self._lengths.keys()):
            data_hash = branch.main.rows[number].data_hash
            if empties or data_hash in ours:
                self._wanted[number] = Content(data_hash, EMPTIED)

    def run(self) -> None:
        """Save what is not saved yet. Raises ``Cancelled`` and the failures that concern every row."""
        doubtful = [number for number, content in self._wanted.items() if self._journal.is_doubtful(content)]
        writer = BranchWriter(self._branch, self._meant, self, self._stop, doubtful)
        left = []
        for number, content in self._wanted.items():
            if content in self._journal.saved:
                self._count(number)
            else:
                left.append(number)
        self._tell("")
        bundles = Bundles(self._branch.project, writer.request, self._weigh, self._stop, self._tell)
        for answered in bundles.send(left):
            self._take(answered)

    def sent(self, rows: Sequence[Meant]) -> None:
        """These rows are about to be saved."""
        hashes = self._branch.label_hashes
        self._saved_rows.note(
            [SavedRow(hashes[row.number], mark_of(orjson.loads(row.line))) for row in rows if row.line is not None]
        )
        self._journal.note_sent([self._wanted[each.number] for each in rows])

    def saved(self, rows: Sequence[Meant]) -> None:
        """These rows hold what is meant."""
        self._journal.note_saved([self._wanted[each.number] for each in rows])

    def _meant(self, numbers: Sequence[int]) -> list[Meant]:
        lines = {entry.data_hash: line for entry, line in self._rows.read(n for n in numbers if n in self._lengths)}
        hashes = [(number, self._wanted[number].data_hash) for number in numbers]
        return [Meant(number, data_hash, lines.get(data_hash)) for number, data_hash in hashes]

    def _weigh(self, number: int) -> int:
        weight = weight_of(self._branch.main.rows[number])
        return max(weight, self._lengths.get(number, 0) // BYTES_PER_WEIGHT)

    def _take(self, answered: Answered[Saved]) -> None:
        if answered.value is None:
            self._account.failed_rows.add(answered.number)
            self._on_failed(answered.number, answered.failure)
            self._failed_in_a_row += not answered.gone
            if self._failed_in_a_row >= MOST_FAILED_IN_A_ROW:
                raise ServerProblem(
                    "Encord saves no row any more.",
                    "One row after the other was refused.",
                    "Try again in some minutes.",
                    detail=answered.failure,
                )
        else:
            self._failed_in_a_row = 0
            self._account.created += answered.value.was_created
            self._count(answered.number)
        self._tell("")

    def _count(self, number: int) -> None:
        if number in self._lengths:
            self._account.saved += 1
        else:
            self._account.emptied += 1

    def _tell(self, waiting: str) -> None:
        done = self._account.saved + self._account.emptied + len(self._account.failed_rows)
        self._on_progress("saving", done, len(self._wanted), waiting)
