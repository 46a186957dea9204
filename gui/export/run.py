"""The export itself: fetch the rows, write the planned predictions into each, prove the file, put it in place."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from gui.domain.reasons import Reason
from gui.encord_api.fetching import Fetched, Fetcher
from gui.encord_api.listing import Listing
from gui.encord_api.patience import Stop
from gui.errors import ExportProblem, ProofProblem
from gui.export.assemble import assemble, check_target
from gui.export.filled_labels import FilledLabels, RowFailure
from gui.export.rows_file import RowEntry, RowsFile
from gui.export.run_header import RunHeader, encoded
from gui.export.tally import Tally
from gui.export.unfinished import Resumption
from gui.export.verify import verify
from gui.run_folders import leave_rows_file, new_rows_path, run_token

TELL_EVERY_S = 0.05
"""Progress is told at most this often."""
NEWEST = 50
"""Rows told with the progress."""


class Filling(Protocol):
    """Where the content of a row comes from: a plan over a spool, or a script."""

    tally: Tally

    def total(self) -> int:
        """Predictions that are planned; 0 when nobody can know before."""

    def fill(self, fetched: Fetched) -> FilledLabels:
        """The content of one fetched row. Raises ``RowFailure`` when the row fails as a whole."""

    def row_lost(self, number: int, reason: Reason) -> None:
        """The row with this number was not exported: account for its predictions."""


class Branch(Protocol):
    """Where finished rows go besides a file, or instead of one."""

    def deliver(
        self,
        rows: RowsFile,
        header: RunHeader,
        on_progress: OnBranchProgress,
        on_failed: Callable[[int, str], None],
    ) -> None:
        """Save the finished rows of the run that ``header`` describes; told the number of each that fails, and why.

        Raises what `Run.execute` raises.
        """


OnBranchProgress = Callable[[str, int, int, str], None]
"""Told the phase (``saving``, ``reading back``), rows done, all rows, and why nothing moves."""


@dataclass(frozen=True)
class Progress:
    """How far a run is."""

    rows_done: int
    rows_total: int
    predictions_done: int
    predictions_total: int
    phase: str = "rows"
    waiting: str = ""
    newest: tuple[tuple[str, int, str], ...] = ()


@dataclass
class Outcome:
    """What a run ended with."""

    output: Path | None
    bytes: int
    rows_total: int
    rows_exported: int
    rows_failed: int
    rows_skipped: dict[str, int]
    tally: Tally
    seconds: float


@dataclass
class Run:
    """One export from the first request to the file in place."""

    listing: Listing
    numbers: Sequence[int]
    skipped: dict[str, int]
    filling: Filling
    header: RunHeader
    resumption: Resumption
    """The same export, cut short before: its rows need not be written again."""
    output: Path | None
    """The file to write; None: the rows go to a branch alone."""
    stop: Stop
    on_progress: Callable[[Progress], None]
    branch: Branch | None = None
    failed: int = 0
    bytes_written: int | None = None
    """The size of the file, once it is in place,"""
    rows_in_file: int = 0
    """and how many rows it holds."""
    token: str = ""
    """What names the run in the history, once it has begun."""
    rows_kept: int = 0
    """After a run that was cut short: rows that are done, with which it can go on."""
    _done: int = 0
    _phase: str = "rows"
    _first_failure: str = ""
    _newest: list[tuple[str, int, str]] = field(default_factory=list)
    _told_at: float = 0.0

    def execute(self) -> Outcome:
        """Run it. Raises ``Cancelled``, or an ``ExpectedFailure``; then nothing was written."""
        started = time.monotonic()
        if not self.numbers:
            raise ExportProblem(*_no_rows(len(self.listing.rows), self.skipped, self.branch is None))
        if self.output is not None:
            check_target(self.output)
        rows = self._opened()
        self.token = run_token(rows.path)
        try:
            self._write(rows)
        except BaseException as error:
            self._leave(rows, error)
            raise
        rows.remove()
        return Outcome(
            output=self.output,
            bytes=self.bytes_written or 0,
            rows_total=len(self.listing.rows),
            rows_exported=len(rows),
            rows_failed=self.failed,
            rows_skipped=self.skipped,
            tally=self.filling.tally,
            seconds=time.monotonic() - started,
        )

    def _opened(self) -> RowsFile:
        for each in self.resumption.given_up:
            each.discard()
        if self.resumption.unfinished is None:
            return RowsFile(new_rows_path(), len(self.listing.rows), encoded(self.header))
        return RowsFile.reopen(self.resumption.unfinished.take_over(), len(self.listing.rows), self._still_done())

    def _still_done(self) -> Callable[[RowEntry], int | None]:
        """Says for a row finished before where it stands now: nowhere if it is gone, not wanted, or was edited."""
        listed = self.listing.rows
        wanted = {listed[number].label_hash: number for number in self.numbers}

        def number_of(entry: RowEntry) -> int | None:
            number = wanted.get(entry.label_hash) if entry.label_hash else None
            return number if number is not None and listed[number].last_edited == entry.last_edited else None

        return number_of

    def _write(self, rows: RowsFile) -> None:
        """Fetch, fill and keep every row that is not done, then put the file in place and save the branch."""
        for entry in rows.entries():
            self.filling.tally.take(entry.account)
        self._done = len(rows)
        self._tell()
        missing = [number for number in self.numbers if number not in rows]
        for fetched in Fetcher(self.listing, self.stop, self._tell).fetch(missing):
            self.stop.check()
            self._take(fetched, rows)
        if not len(rows):
            raise self._every_row_failed()
        if self.output is not None:
            self._phase = "checking"
            self._tell()
            self.bytes_written = assemble(
                self.output,
                rows.lines(),
                lambda part: verify(part, rows.entries(), len(rows), self.stop.check),
                self.stop.check,
            )
            self.rows_in_file = len(rows)
        if self.branch is not None:
            self.branch.deliver(
                rows, self.header, self._tell_of_branch, lambda number, why: self._failed_there(rows, number, why)
            )

    def _failed_there(self, rows: RowsFile, number: int, why: str) -> None:
        """A row could not be saved on the branch: unless they are in a file, its predictions are nowhere."""
        self.filling.tally.name(self.listing.rows[number].title, why)
        if number in rows and self.output is None:
            ((entry, _),) = rows.read([number])
            self.filling.tally.take_back(entry.account, Reason.ROW_FAILED)

    def _leave(self, rows: RowsFile, error: BaseException) -> None:
        """Keep what is done, unless there is nothing, or it is itself at fault."""
        if len(rows) and not isinstance(error, ProofProblem):
            rows.keep()
            leave_rows_file(rows.path)
            self.rows_kept = len(rows)
        else:
            rows.remove()

    def _take(self, fetched: Fetched, rows: RowsFile) -> None:
        number = fetched.number
        listed = self.listing.rows[number]
        try:
            if fetched.row is None:
                raise RowFailure(fetched.failure)
            filled = self.filling.fill(fetched)
        except RowFailure as failure:
            self.failed += 1
            self._first_failure = self._first_failure or str(failure)
            self.filling.row_lost(number, Reason.ROW_GONE if fetched.gone else Reason.ROW_FAILED)
            self.filling.tally.name(listed.title, str(failure))
            self._newest.append((listed.title, 0, str(failure)))
        else:
            rows.add(number, filled, listed.last_edited if listed.is_labelled else fetched.row.last_edited)
            self.filling.tally.take(filled.account)
            left_out = len(filled.account.drops)
            self._newest.append((listed.title, filled.account.written, f"{left_out} left out" if left_out else ""))
        self._done += 1
        if time.monotonic() - self._told_at >= TELL_EVERY_S:
            del self._newest[:-NEWEST]
            self._tell()

    def _tell(self, waiting: str = "") -> None:
        self._told_at = time.monotonic()
        self.on_progress(
            Progress(
                self._done,
                len(self.numbers),
                self.filling.tally.exported,
                self.filling.total(),
                self._phase,
                waiting,
                tuple(self._newest),
            )
        )

    def _tell_of_branch(self, phase: str, done: int, total: int, waiting: str) -> None:
        if waiting or phase != self._phase or time.monotonic() - self._told_at >= TELL_EVERY_S:
            self._told_at, self._phase = time.monotonic(), phase
            exported, planned = self.filling.tally.exported, self.filling.total()
            self.on_progress(Progress(done, total, exported, planned, phase, waiting))

    def _every_row_failed(self) -> ExportProblem:
        return ExportProblem(
            "Every row failed, so nothing was written.",
            f"The first one: {self._first_failure}",
            "See the report for each row, then try again.",
        )


def _no_rows(total: int, skipped: dict[str, int], may_create: bool) -> tuple[str, str, str]:
    if not total:
        return (
            "The project has no rows.",
            "There is nothing to write predictions to.",
            "Choose another project.",
        )
    never = skipped.get("row_never_labelled", 0)
    if never:
        return (
            "No row is left to export.",
            f"{never} of the project's {total} rows were never labelled, and writing to them would create label rows.",
            "Allow that with “create missing rows” (--create-missing-rows), or open the rows in Encord first."
            if may_create
            else "Open the rows in Encord first.",
        )
    return (
        "No row is left to export.",
        f"None of the project's {total} rows is chosen.",
        "Tick at least one row, or name one that the project has (--rows, --dataset).",
    )
