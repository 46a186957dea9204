"""Counts what became of every prediction: read = exported + left out, by reason, with examples."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from gui.domain.counting import counted
from gui.domain.losses import Loss, Lost, Problem
from gui.domain.reasons import Reason
from gui.export.filled_labels import Change, RowAccount

EXAMPLES = 5
"""Examples kept of each reason."""
MOST_OF_A_REASON = 1000
"""Predictions named for each reason; what goes beyond is counted."""
MOST_PROBLEMS = 10_000
"""Lines of the report's list of problems; what goes beyond is counted in a last line."""

BY_CHOICE = frozenset(
    {
        Reason.LOW_CONFIDENCE,
        Reason.IGNORED_CLASS,
        Reason.NOT_TICKED,
        Reason.TOO_SMALL,
        Reason.OVERLAPS,
        Reason.OVER_CAP,
    }
)
"""Reasons the user asked for."""


@dataclass
class Tally:
    """The reconciliation of one run (or of its rehearsal)."""

    read: int = 0
    exported: int = 0
    left_out: Counter[str] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)
    lost: list[Lost] = field(default_factory=list)
    """Predictions that are left out, named one by one."""
    changes: Counter[str] = field(default_factory=Counter)
    """`Change` → predictions that are written with it."""
    _named: Counter[str] = field(default_factory=Counter)
    _examples: dict[str, list[str]] = field(default_factory=dict)
    _pictures: dict[str, set[int]] = field(default_factory=dict)
    _classes: dict[str, Counter[str]] = field(default_factory=dict)
    _class_pictures: dict[str, dict[str, int]] = field(default_factory=dict)
    _unlisted: int = 0

    def drop(
        self,
        reason: Reason,
        count: int = 1,
        *,
        example: str = "",
        picture: int | None = None,
        class_name: str = "",
    ) -> None:
        """Leave out ``count`` predictions for ``reason``."""
        self.left_out[reason] += count
        examples = self._examples.setdefault(reason, [])
        if example and len(examples) < EXAMPLES:
            examples.append(example)
        if picture is not None:
            self._pictures.setdefault(reason, set()).add(picture)
        if class_name:
            self._classes.setdefault(reason, Counter())[class_name] += count

    def take(self, account: RowAccount) -> None:
        """Count one finished row."""
        self.read += account.read
        self.exported += account.written
        self.changes.update(account.changes)
        for drop in account.drops:
            self.drop(drop.reason, example=drop.example, picture=drop.picture, class_name=drop.class_name)
            self.lose(Lost(drop.reason, drop.example, drop.picture_name, drop.class_name, drop.detail))
        for problem in account.problems:
            self.name(problem.where, problem.reason)

    def take_back(self, account: RowAccount, reason: Reason) -> None:
        """A row that was counted as finished went nowhere in the end."""
        self.exported -= account.written
        self.changes.subtract(account.changes)
        self.drop(reason, account.written)

    def lose(self, lost: Lost) -> None:
        """Name one prediction that is left out; it is counted elsewhere. Of each reason a bounded number is kept."""
        self._named[lost.reason] += 1
        if self._named[lost.reason] <= MOST_OF_A_REASON:
            self.lost.append(lost)

    def give_up(self) -> None:
        """The run ended without a file: nothing was exported, and what was planned is left out for that."""
        self.exported = 0
        self.left_out[Reason.NOT_WRITTEN] += self.read - self.left_out.total()

    def name(self, where: str, reason: str) -> None:
        """Name a problem in the report."""
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(Problem(where, reason))
        else:
            self._unlisted += 1

    def all_problems(self) -> list[Problem]:
        """The problems, with a last line that counts those beyond the list."""
        if not self._unlisted:
            return self.problems
        return [*self.problems, Problem("", f"{self._unlisted} more problems are not listed here")]

    def losses(self, causes: dict[str, str] | None = None) -> list[Loss]:
        """Every reason with its count, the largest first."""
        return [
            Loss(
                reason=reason,
                count=count,
                pictures=len(self._pictures.get(reason, ())),
                examples=self._examples.get(reason, []),
                by_choice=reason in BY_CHOICE,
                cause=(causes or {}).get(reason, ""),
                by_class=dict(self._classes.get(reason, {})),
                pictures_by_class=dict(self._class_pictures.get(reason, {})),
            )
            for reason, count in self.left_out.most_common()
            if count
        ]

    def notes_of_changes(self) -> list[str]:
        """What was done to predictions that are written, in sentences."""
        cut, keypoints = self.changes[Change.CUT], self.changes[Change.KEYPOINTS]
        notes = []
        if cut:
            reach = counted(cut, "prediction reaches", "predictions reach")
            notes.append(f"{reach} beyond the picture: the part outside was left out.")
        if keypoints:
            have = counted(keypoints, "pose has", "poses have")
            notes.append(f"{have} keypoints that the skeleton lacks: those were left out.")
        return notes

    @property
    def balances(self) -> bool:
        """Whether read = exported + left out."""
        return self.read == self.exported + self.left_out.total()
