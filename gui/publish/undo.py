"""Undo: takes from a branch what one run has saved there, and nothing else; it may be done again at any time."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from gui import history
from gui.domain.past_run import PastRun, Removal
from gui.domain.past_run_words import done, why_not_removable
from gui.encord_api.branch import Branch, list_branch
from gui.encord_api.branch_emptying import BranchEmptier, Found
from gui.encord_api.branch_writing import Labels, holds
from gui.encord_api.bundle_size import weight_of
from gui.encord_api.bundles import Answered, Bundles, MakeRequest
from gui.encord_api.listing import Listing
from gui.encord_api.patience import Stop
from gui.errors import BranchProblem, ExpectedFailure, ProofProblem, ServerProblem
from gui.export.recording import now
from gui.export.row_contents import contents
from gui.export.run import OnBranchProgress
from gui.publish.row_mark import mark_of
from gui.publish.saved_rows import Marks, saved_rows
from gui.publish.saving import MOST_FAILED_IN_A_ROW
from gui.run_folders import discard_rows_file, is_worked_on

log = logging.getLogger(__name__)

CHANGED = "Somebody has changed it since."


class Undo:
    """What one run saved on its branch, looked at or taken away; ``removal`` says how far it came."""

    def __init__(self, run: PastRun, main: Listing, folder: Path, stop: Stop, on_progress: OnBranchProgress) -> None:
        """``main`` is the listing of the main branch, ``folder`` takes that of the run's branch.

        Raises ``BranchProblem`` for a run of which nothing can be removed here.
        """
        project = main.project
        why_not = why_not_removable(run, project.domain, project.project_hash, is_worked_on(run.run))
        if why_not:
            raise BranchProblem("Nothing is removed.", why_not, "Look at the history again.")
        self.run = run
        self.removal = Removal()
        self._main, self._folder, self._stop, self._on_progress = main, folder, stop, on_progress
        self._marks = saved_rows(run.run)
        self.has_begun = False
        """Whether rows may have been emptied."""
        self._failed_in_a_row = 0

    def look(self) -> Removal:
        """A dry run: what would become of the rows. Raises ``Cancelled`` and the failures of requests."""
        branch = self._listed()
        emptier = BranchEmptier(branch, self._judge, self._stop)
        self._go_through(branch, emptier.looking, "looking")
        return self.removal

    def remove(self) -> Removal:
        """Empty the rows that still hold what the run saved, and read them back; the history notes how far it came.

        Raises ``Cancelled``, the failures of requests, and ``ProofProblem`` when a row is not empty after all.
        """
        branch = self._listed()
        discard_rows_file(self.run.run)  # a run that goes on would take the rows for saved
        emptier = BranchEmptier(branch, self._judge, self._stop)
        self.has_begun = True
        try:
            emptied = self._go_through(branch, emptier.emptying, "removing")
            self._prove(emptied)
            self.removal.is_whole = True
        except ExpectedFailure as failure:
            if not isinstance(failure, ProofProblem):
                failure.sentence = msgspec.structs.replace(failure.sentence, why=self.what_stands())
            raise
        finally:
            self.removal.at = now()
            if self.removal.is_whole or self.removal.emptied:
                self._keep()
        return self.removal

    def what_stands(self) -> str:
        """What is so however it ended, in a sentence or two."""
        return f"{done(self.removal)} The others are as they were." if self.has_begun else "Nothing was removed."

    def _listed(self) -> Branch:
        self._on_progress("looking", 0, len(self._marks), "")
        return list_branch(
            self.run.branch,
            self._main,
            self._folder,
            self._stop,
            lambda why: self._on_progress("looking", 0, len(self._marks), why),
        )

    def _judge(self, labels: Labels) -> Found:
        if holds(labels, None) and not any(contents(labels)):
            return Found.NOTHING
        return Found.OURS if mark_of(labels) in self._marks.get(labels["label_hash"], ()) else Found.OTHER

    def _go_through(self, branch: Branch, make: MakeRequest[Found], phase: str) -> list[int]:
        """Settle every row that the run may have saved; returns those that hold nothing now."""
        removal = self.removal
        numbers = _ours(branch, self._marks)
        removal.gone = len(self._marks) - len(numbers)
        nothing_there: list[int] = []

        def tell(waiting: str = "") -> None:
            self._on_progress(phase, removal.done, len(self._marks), waiting)

        tell()
        for answered in self._bundles(make, tell).send(numbers):
            self._settle(answered)
            if answered.value in (Found.OURS, Found.NOTHING):
                nothing_there.append(answered.number)
            tell()
        return nothing_there

    def _settle(self, answered: Answered[Found]) -> None:
        removal, title = self.removal, self._main.rows[answered.number].title
        self._failed_in_a_row = 0 if answered.value or answered.gone else self._failed_in_a_row + 1
        match answered.value:
            case Found.OURS:
                removal.emptied += 1
            case Found.NOTHING:
                removal.already_empty += 1
            case Found.OTHER:
                removal.changed += 1
                removal.leave(title, CHANGED)
            case None if answered.gone:
                removal.gone += 1
            case None:
                removal.failed += 1
                removal.leave(title, answered.failure)
        if self._failed_in_a_row >= MOST_FAILED_IN_A_ROW:
            raise ServerProblem(
                "Encord empties no row any more.",
                "One row after the other failed.",
                "Try again in some minutes.",
                answered.failure,
            )

    def _prove(self, numbers: Sequence[int]) -> None:
        """Read back the rows that are to hold nothing."""
        branch = self._listed()
        there = [number for number in numbers if number in branch.label_hashes]
        read = 0

        def tell(waiting: str = "") -> None:
            self._on_progress("reading back", read, len(there), waiting)

        tell()
        emptier = BranchEmptier(branch, self._judge, self._stop)
        for answered in self._bundles(emptier.looking, tell).send(there):
            if not answered.gone and answered.value is not Found.NOTHING:
                raise ProofProblem(
                    f"The branch “{self.run.branch}” is not as it should be.",
                    f"Row “{self._main.rows[answered.number].title}” is not empty. Somebody may be working on it.",
                    "Try again, and the rows that still hold what this run saved are emptied.",
                    detail=answered.failure or f"label row {branch.label_hashes[answered.number]}",
                )
            read += 1
            tell()

    def _bundles(self, make: MakeRequest[Found], on_wait: Callable[[str], None]) -> Bundles[Found]:
        rows = self._main.rows
        return Bundles(self._main.project, make, lambda number: weight_of(rows[number]), self._stop, on_wait)

    def _keep(self) -> None:
        """What became of it goes into the history, unless that was forgotten meanwhile.

        If it cannot, that is logged: doing it again does no harm.
        """
        try:
            if history.known_run(self.run.run) is not None:
                history.keep(msgspec.structs.replace(self.run, removal=self.removal))
        except OSError as error:
            log.warning("The removal is not in the history: %s", error)


def _ours(branch: Branch, marks: Marks) -> list[int]:
    """The numbers of the rows of the branch that a run may have saved."""
    return sorted(number for number, label_hash in branch.label_hashes.items() if label_hash in marks)
