"""A run's prediction branch from the look at what is there to the proof of what was written."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from gui.domain.branch_choice import BranchChoice
from gui.domain.branch_forecast import BranchForecast
from gui.domain.branch_name import checked_branch_name
from gui.domain.branch_words import what_stands
from gui.encord_api.active import ask_active
from gui.encord_api.branch import Branch, branch_names, list_branch
from gui.encord_api.listing import Listing
from gui.encord_api.patience import Stop
from gui.errors import BranchProblem, ExpectedFailure, ProofProblem
from gui.export.recording import begin_record
from gui.export.rows_file import RowsFile
from gui.export.run import OnBranchProgress
from gui.export.run_header import RunHeader
from gui.export.unfinished import Unfinished, is_written_by_another
from gui.publish.branch_account import BranchAccount
from gui.publish.journal import Journal
from gui.publish.read_back import ReadBack
from gui.publish.saved_rows import SavedRows
from gui.publish.saving import Saving
from gui.run_folders import journal_path, run_token


@dataclass
class Publishing:
    """A branch to be written. The main branch's ``listing`` says which rows there are."""

    choice: BranchChoice
    listing: Listing
    folder: Path
    stop: Stop
    has_begun: bool = False
    """Whether this run has already begun to save: the branch that exists is its own."""
    account: BranchAccount = field(init=False)

    def __post_init__(self) -> None:
        self.account = BranchAccount(checked_branch_name(self.choice.name))

    @property
    def name(self) -> str:
        """The branch's name."""
        return self.choice.name

    def forecast(
        self, numbers: Sequence[int], predictions: int, names: Collection[str] | None = None
    ) -> BranchForecast:
        """What publishing these rows will do; only reads. ``names``: the project's branches, if they are known.

        Raises ``BranchProblem`` and failures of the requests.
        """
        known = names if names is not None else branch_names(self.listing.project, self.stop)
        existing = set(self._listed(lambda _: None).label_hashes) if self.name in known else set()
        here = set(numbers)
        return BranchForecast(
            self.name,
            to_create=len(here - existing),
            to_replace=len(here & existing),
            to_empty=len(existing - here) if self.choice.replace else 0,
            predictions=predictions,
        )

    def deliver(
        self,
        rows: RowsFile,
        header: RunHeader,
        on_progress: OnBranchProgress,
        on_failed: Callable[[int, str], None],
    ) -> None:
        """Save every finished row on the branch, empty its other rows when replacing, and read all back.

        Raises ``BranchProblem``, ``Cancelled`` and the failures of requests; what is saved by then stays, and
        ``account`` says how far it came.
        """
        _check_alone(header)
        branch = self._listed(lambda why: on_progress("saving", 0, len(rows), why))
        begin_record(run_token(rows.path), header)
        self.has_begun = True
        try:
            self._save_and_prove(branch, rows, on_progress, on_failed)
        except ExpectedFailure as failure:
            if not isinstance(failure, ProofProblem):
                failure.sentence = msgspec.structs.replace(failure.sentence, why=self.what_stands())
            raise

    def _save_and_prove(
        self, branch: Branch, rows: RowsFile, on_progress: OnBranchProgress, on_failed: Callable[[int, str], None]
    ) -> None:
        rows.flush()
        self.account = BranchAccount(self.name)  # rows that an earlier start saved are counted again
        journal, saved = Journal(journal_path(rows.path)), SavedRows(run_token(rows.path))
        try:
            empties = self.choice.replace
            Saving(branch, rows, journal, saved, self.account, self.stop, on_progress, on_failed, empties).run()
            self._read_back(rows, on_progress)
            self._ask_active()
        finally:
            journal.close()  # requests that were left behind note nothing more
            saved.close()
            if not self.account.verified:
                self.account.cut_short(journal.saved, len(journal.sent - journal.saved))

    def what_stands(self) -> str:
        """What is on the branch however the run ended, in a sentence or two."""
        return what_stands(self.account.report(), "", f"the branch “{self.name}”")

    def _listed(self, on_wait: Callable[[str], None]) -> Branch:
        """The branch as it is now. Raises ``BranchProblem`` when it exists and may not be replaced."""
        may_exist = self.choice.replace or self.has_begun
        if not may_exist and self.name in branch_names(self.listing.project, self.stop, on_wait):
            raise BranchProblem(
                f"The branch “{self.name}” exists already.",
                "It may hold another model's predictions. Nothing was written to it.",
                "Choose another name, or replace its predictions.",
            )
        branch = list_branch(self.name, self.listing, self.folder, self.stop, on_wait)
        if branch.label_hashes and not may_exist:
            raise BranchProblem(
                f"The branch “{self.name}” came into being just now.",
                "Somebody else may be working on it. Nothing was written to it.",
                "Choose another name.",
            )
        return branch

    def _read_back(self, rows: RowsFile, on_progress: OnBranchProgress) -> None:
        started = time.monotonic()
        branch = list_branch(self.name, self.listing, self.folder, self.stop)
        reading = ReadBack(branch, rows, self.account.failed_rows)
        reading.run(self.stop, lambda done, all, why: on_progress("reading back", done, all, why))
        self.account.predictions, self.account.verified = reading.predictions, True
        self.account.read_back_seconds = time.monotonic() - started

    def _ask_active(self) -> None:
        """The branch is done whatever Active says: a failure is only told."""
        if not self.choice.active:
            return
        try:
            ask_active(self.listing.project, self.choice.active, self.stop)
        except ExpectedFailure as failure:
            self.account.active_failure = failure.sentence
            self.account.active = f"failed: {failure.sentence.what}"
        else:
            self.account.active = f"asked: {self.choice.active}"


def _check_alone(header: RunHeader) -> None:
    """Two that write to one branch at once would mix their predictions. Raises ``BranchProblem``."""
    if is_written_by_another(header):
        raise BranchProblem(
            f"Another export writes to the branch “{header.branch}” just now.",
            "Both at once would mix their predictions, so nothing was written to it.",
            "Wait until that one has ended, or choose another name.",
        )


def prepare_publishing(
    choice: BranchChoice, header: RunHeader, main: Listing, folder: Path, stop: Stop, before: Unfinished | None
) -> Publishing:
    """The branch of the run that ``header`` describes; ``before`` is the same run, cut short.

    Raises ``BranchProblem`` for a name that is not allowed, and for choices that a branch cannot have.
    """
    if header.create_missing_rows or header.frame_classifications:
        raise BranchProblem(
            "These choices do not go with a branch.",
            "Rows never labelled would be created on the main branch; classifications per frame are for files.",
            "Untick both, or write a file alone.",
        )
    _check_alone(header)
    if before is None or not before.reached_the_branch:
        return Publishing(choice, main, folder, stop)
    replaces = choice.replace or before.header.replaces_branch  # that was agreed to when the run began
    publishing = Publishing(msgspec.structs.replace(choice, replace=replaces), main, folder, stop, has_begun=True)
    journal = Journal(journal_path(before.path))
    journal.close()
    publishing.account.cut_short(journal.saved, len(journal.sent - journal.saved))
    return publishing
