"""Reads a branch back, a bundle at a time, and compares it with what was meant."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any

from gui.encord_api.branch import Branch
from gui.encord_api.branch_writing import holds, read_rows
from gui.encord_api.bundle_size import weight_of
from gui.encord_api.bundles import Bundles
from gui.encord_api.patience import Stop
from gui.errors import ProofProblem
from gui.export.row_contents import contents
from gui.export.rows_file import RowsFile, digest_of


class ReadBack:
    """Compares rows of a branch with the finished rows of a run; a row without one must hold nothing.

    Compared are the rows there are, the objects and answers by their hashes, and their classes and confidences by
    the digest that the plan gave each row (`digest_of`).
    """

    def __init__(self, branch: Branch, rows: RowsFile, failed: Collection[int]) -> None:
        """``failed``: rows that may be on the branch or not, and are not compared."""
        self._branch, self._rows, self._failed = branch, rows, failed
        self.predictions = 0
        """Frame annotations and answers found so far."""

    def run(self, stop: Stop, on_progress: Callable[[int, int, str], None]) -> None:
        """Read all; told how many rows are read, of how many, and why nothing moves.

        Raises ``ProofProblem`` for the first difference, and the failures of requests.
        """
        there = self._branch.label_hashes.keys() - set(self._failed)
        missing = set(self._rows.numbers()) - there - set(self._failed)
        if missing:
            raise self._difference(min(missing), "it is not there")
        rows, done = self._branch.main.rows, 0
        bundles = Bundles(
            self._branch.project,
            lambda numbers, _: _Reading(self._branch, numbers),
            lambda number: weight_of(rows[number]),
            stop,
            lambda why: on_progress(done, len(there), why),
        )
        for answered in bundles.send(sorted(there)):
            if answered.value is None:
                raise self._difference(answered.number, answered.failure)
            self._compare(answered.number, answered.value)
            done += 1
            on_progress(done, len(there), "")

    def _compare(self, number: int, labels: dict[str, Any]) -> None:
        found = list(contents(labels))
        self.predictions += len(found)
        if number not in self._rows:
            if found:
                raise self._difference(number, "it was to hold nothing")
            return
        ((entry, line),) = self._rows.read([number])
        if not holds(labels, line) or digest_of(found) != entry.digest:
            raise self._difference(number, "it does not hold the planned predictions")

    def _difference(self, number: int, what: str) -> ProofProblem:
        return ProofProblem(
            f"The branch “{self._branch.name}” is not what was planned.",
            f"Row “{self._branch.main.rows[number].title}”: {what}. Somebody may have worked on the branch meanwhile.",
            "Publish again, and replace its predictions.",
            detail=f"label row {self._branch.label_hashes.get(number)}",
        )


class _Reading:
    """One request for rows with all their labels."""

    def __init__(self, branch: Branch, numbers: Sequence[int]) -> None:
        self._branch = branch
        self.numbers = numbers

    def send(self) -> list[dict[str, Any] | None]:
        """The rows, in the order of ``numbers``."""
        hashes = [self._branch.label_hashes[number] for number in self.numbers]
        found = {labels["label_hash"]: labels for labels in read_rows(self._branch, hashes)}
        for labels in found.values():
            self._branch.fence.check(labels)
        return [found.get(label_hash) for label_hash in hashes]
