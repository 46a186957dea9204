"""Empties rows of a prediction branch, each only if it still holds what is to be taken away; creates none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import Enum, auto

from gui.encord_api.branch import Branch, BranchRow
from gui.encord_api.branch_writing import Labels, emptied, read_rows, save_rows
from gui.encord_api.patience import Stop


class Found(Enum):
    """What a row holds."""

    OURS = auto()
    """What is to be taken away."""
    NOTHING = auto()
    OTHER = auto()
    """Anything else: it stays."""


Judge = Callable[[Labels], Found]
"""Says of a row with its labels what it holds; called from several threads."""


class BranchEmptier:
    """Looks at rows of one branch and empties them. Its requests run in several threads."""

    def __init__(self, branch: Branch, judge: Judge, stop: Stop) -> None:
        """After a ``stop`` no request that saves begins any more."""
        self._branch = branch
        self._judge = judge
        self._stop = stop
        self._sent: set[int] = set()

    def looking(self, numbers: Sequence[int], asked_before: bool = False) -> EmptyRequest:
        """A request that only reads."""
        return EmptyRequest(self, numbers, saves=False)

    def emptying(self, numbers: Sequence[int], asked_before: bool = False) -> EmptyRequest:
        """A request that empties what it finds; it may be sent again."""
        return EmptyRequest(self, numbers, saves=True)

    def look(self, numbers: Sequence[int]) -> dict[int, tuple[BranchRow, Found]]:
        """The rows that are there, with what they hold. Raises what the SDK raises, and ``BranchProblem``."""
        hashes = {self._branch.label_hashes[number]: number for number in numbers}
        rows = [BranchRow(labels, self._branch.fence) for labels in read_rows(self._branch, list(hashes))]
        return {hashes[row.label_hash]: (row, self._judge(row.labels)) for row in rows if row.label_hash in hashes}

    def empty(self, numbers: Sequence[int]) -> dict[int, Found]:
        """Empty the rows that hold what is to be taken away, at once after they were read; what each held."""
        seen = self.look(numbers)
        ours = [(number, row) for number, (row, found) in seen.items() if found is Found.OURS]
        if ours:
            self._stop.check()
            self._sent.update(number for number, _ in ours)
            save_rows(self._branch, [row for _, row in ours], [emptied(self._branch, row) for _, row in ours])
        return {number: self._held(number, found) for number, (_, found) in seen.items()}

    def _held(self, number: int, found: Found) -> Found:
        """A row that holds nothing because an earlier request, whose answer was lost, has emptied it, was ours."""
        return Found.OURS if found is Found.NOTHING and number in self._sent else found


class EmptyRequest:
    """One request for some rows; it may be sent again, since rows are read before they are emptied."""

    def __init__(self, emptier: BranchEmptier, numbers: Sequence[int], saves: bool) -> None:
        self._emptier, self._saves = emptier, saves
        self.numbers = numbers

    def send(self) -> list[Found | None]:
        """What each row held, in the order of ``numbers``; None for a row that Encord no longer has."""
        if self._saves:
            found = self._emptier.empty(self.numbers)
        else:
            found = {number: held for number, (_, held) in self._emptier.look(self.numbers).items()}
        return [found.get(number) for number in self.numbers]
