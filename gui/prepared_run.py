"""A run that is ready to go, and the report that is made of it whatever happens."""

from __future__ import annotations

import logging
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path

from gui.domain.branch_forecast import BranchForecast
from gui.domain.stages import passed
from gui.errors import Cancelled, OutputProblem, Sentence
from gui.export import report as reports
from gui.export.recording import end_record
from gui.export.report import Report, RowCounts, prediction_counts
from gui.export.run import Outcome, Run
from gui.publish.publishing import Publishing

log = logging.getLogger(__name__)


@dataclass
class PreparedRun:
    """A run and what its report says about its origin."""

    run: Run
    project: dict[str, str]
    source: dict[str, str]
    notes: list[str]
    publishing: Publishing | None = None
    """The branch it goes to,"""
    forecast: BranchForecast | None = None
    """and what it will do there."""
    resumption: str = ""
    """What became of an earlier export to the same file that was cut short, in a sentence."""
    report: Report | None = None
    report_problem: OutputProblem | None = None
    """Why the report could not be saved."""
    warning: Sentence | None = None
    """What the user should hear although the file was written."""
    around: AbstractContextManager[object] = field(default_factory=nullcontext)
    """What must stand while it runs, such as the script's process."""

    def execute(self, report_path: Path | None = None) -> Outcome:
        """Run it; the report is made and saved whatever happens. Raises what ``Run.execute`` raises."""
        try:
            with self.around:
                outcome = self.run.execute()
        except BaseException as error:  # a fault of our own is reported, too
            self.run.stop.heard()
            if self.run.bytes_written is None:
                self.run.filling.tally.give_up()
            self.report = self._make(
                "cancelled" if isinstance(error, Cancelled) else "failed", self.run.rows_in_file, 0.0
            )
            self._save(report_path)
            self._record(self.report, report_path)
            raise
        self.report = self._make("written", outcome.rows_exported, outcome.seconds)
        self._save(report_path)
        self._record(self.report, report_path)
        return outcome

    def _save(self, path: Path | None) -> None:
        """A report that cannot be saved changes nothing about what became of the export itself."""
        if path is None or self.report is None:
            return
        try:
            reports.save(self.report, path)
        except OutputProblem as problem:
            self.report_problem = problem
            log.warning("the report was not saved: %s", problem.sentence.detail)

    def _record(self, report: Report, path: Path | None) -> None:
        """What was written goes into the history."""
        has_begun = self.publishing is not None and self.publishing.has_begun
        if self.run.token and (has_begun or self.run.bytes_written is not None):
            saved = path if self.report_problem is None else None
            end_record(self.run.token, self.run.header, report, self.run.bytes_written is not None, saved)

    def _make(self, outcome: str, exported: int, seconds: float) -> Report:
        run = self.run
        tally = run.filling.tally
        return Report(
            rows=RowCounts(len(run.listing.rows), exported, run.failed, dict(run.skipped)),
            predictions=prediction_counts(tally),
            stages={stage.value: count for stage, count in passed(tally.read, tally.left_out).items()},
            problems=tally.all_problems(),
            lost=tally.lost,
            notes=[*self.notes, *(tally.notes_of_changes() if outcome == "written" else ())],
            project=self.project,
            source=self.source,
            output=str(run.output or ""),
            branch=self.publishing.account.report() if self.publishing else None,
            outcome=outcome,
            seconds=round(seconds, 3),
        )
