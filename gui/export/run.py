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
from gui.errors import ExportProblem
from gui.export.assemble import assemble, check_target
from gui.export.filled_labels import FilledLabels, RowFailure
from gui.export.rows_file import RowsFile
from gui.export.tally import Tally
from gui.export.verify import verify


class Filling(Protocol):
    """Where the content of a row comes from: a plan over a spool, or a script."""

    tally: Tally

    def total(self) -> int:
        """Predictions that are planned; 0 when nobody can know before."""

    def fill(self, fetched: Fetched) -> FilledLabels:
        """The content of one fetched row. Raises ``RowFailure`` when the row fails as a whole."""

    def row_lost(self, number: int, reason: Reason) -> None:
        """The row with this number was not exported: account for its predictions."""


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

    output: Path
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
    output: Path
    folder: Path
    stop: Stop
    on_progress: Callable[[Progress], None]
    failed: int = 0
    _done: int = 0
    _written: int = 0
    _phase: str = "rows"
    _newest: list[tuple[str, int, str]] = field(default_factory=list)

    def execute(self) -> Outcome:
        """Run it. Raises ``Cancelled``, or an ``ExpectedFailure``; then nothing was written."""
        started = time.monotonic()
        if not self.numbers:
            raise ExportProblem(*_no_rows(len(self.listing.rows), self.skipped))
        check_target(self.output)
        rows = RowsFile(self.folder)
        try:
            for fetched in Fetcher(self.listing, self.stop, self._tell).fetch(self.numbers):
                self.stop.check()
                self._take(fetched, rows)
            if not rows.entries:
                raise self._every_row_failed()
            self._phase = "checking"
            self._tell()
            size = assemble(
                self.output,
                rows.lines(),
                lambda part: verify(part, rows.entries, self.stop.check),
                self.stop.check,
            )
        finally:
            rows.close()
        return Outcome(
            output=self.output,
            bytes=size,
            rows_total=len(self.listing.rows),
            rows_exported=len(rows.entries),
            rows_failed=self.failed,
            rows_skipped=self.skipped,
            tally=self.filling.tally,
            seconds=time.monotonic() - started,
        )

    def _take(self, fetched: Fetched, rows: RowsFile) -> None:
        number = fetched.number
        title = self.listing.rows[number].title
        try:
            if fetched.row is None:
                raise RowFailure(fetched.failure)
            filled = self.filling.fill(fetched)
            rows.add(number, filled)
        except RowFailure as failure:
            self.failed += 1
            self.filling.row_lost(number, Reason.ROW_GONE if fetched.gone else Reason.ROW_FAILED)
            self.filling.tally.name(title, str(failure))
            self._newest.append((title, 0, str(failure)))
        else:
            self._written += filled.predictions
            self.filling.tally.exported += filled.predictions
            self._newest.append((title, filled.predictions, filled.note))
        self._done += 1
        del self._newest[:-50]
        self._tell()

    def _tell(self, waiting: str = "") -> None:
        self.on_progress(
            Progress(
                self._done,
                len(self.numbers),
                self._written,
                self.filling.total(),
                self._phase,
                waiting,
                tuple(self._newest),
            )
        )

    def _every_row_failed(self) -> ExportProblem:
        problems = self.filling.tally.problems
        return ExportProblem(
            "Every row failed, so nothing was written.",
            f"The first one: {problems[-1].reason if problems else 'unknown'}",
            "See the report for each row, then try again.",
        )


def _no_rows(total: int, skipped: dict[str, int]) -> tuple[str, str, str]:
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
            "Allow that with “create missing rows” (--create-missing-rows), or open the rows in Encord first.",
        )
    return (
        "No row is left to export.",
        f"None of the project's {total} rows is chosen.",
        "Tick at least one row.",
    )
