"""The user's choices while they are being made; they outlive an engine that has to be started again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set

from gui.domain.choices import Choices
from gui.domain.label_row import ListedRow

MOST_UNDONE = 50
"""Changes of ticks that can be taken back."""


class Chosen:
    """Mutable choices; ``as_choices`` gives the frozen ones the protocol carries."""

    def __init__(self) -> None:
        """Nothing decided."""
        self._cached: Choices | None = None
        self.reset()

    def reset(self) -> None:
        """Back to nothing decided: every row, every class by its name, every confidence."""
        self.mapping: dict[str, str | None] = {}
        self.min_confidence = 0.0
        self.convert = False
        self.unticked: set[int] = set()
        self.datasets: list[str] = []
        self.create_missing_rows = False
        self.frame_classifications = False
        self.near_names = False
        self.rotate = ""
        self.thinning: tuple[float, float | None, int] = (0.0, None, 0)
        """Least size in pixels, overlap (None: off) and most predictions on a picture (0: all)."""
        self._tickings: list[tuple[set[int], bool]] = []
        self._cached = None

    def as_choices(self) -> Choices:
        """The choices as one frozen value; made once until something changes."""
        if self._cached is None:
            self._cached = Choices(
                mapping=dict(self.mapping),
                min_confidence=self.min_confidence,
                convert=self.convert,
                unticked=sorted(self.unticked),
                datasets=list(self.datasets),
                create_missing_rows=self.create_missing_rows,
                frame_classifications=self.frame_classifications,
                near_names=self.near_names,
                rotate=self.rotate,
                min_size=self.thinning[0],
                nms=self.thinning[1],
                most_per_picture=self.thinning[2],
            )
        return self._cached

    def touch(self) -> None:
        """Something changed: the frozen value is made anew."""
        self._cached = None

    def set_ticked(self, rows: Iterable[int], ticked: bool) -> None:
        """Tick rows, or take their tick away, by their numbers in the listing."""
        changed = {number for number in rows if (number in self.unticked) == ticked}
        if changed:
            self._tickings = [*self._tickings[-MOST_UNDONE + 1 :], (changed, ticked)]
        self._tick(changed, ticked)

    @property
    def can_undo_ticks(self) -> bool:
        """Whether ticks were set or taken away since the rows were listed."""
        return bool(self._tickings)

    def undo_ticks(self) -> None:
        """Take the newest change of ticks back; nothing when there is none."""
        if self._tickings:
            changed, ticked = self._tickings.pop()
            self._tick(changed, not ticked)

    def _tick(self, rows: set[int], ticked: bool) -> None:
        if ticked:
            self.unticked -= rows
        else:
            self.unticked |= rows
        self.touch()

    def bring_back(self, choices: Choices, targets: Set[str], unticked: Set[int]) -> None:
        """Choices made earlier for this project; matches hold as far as the ontology still has their ``targets``."""
        self.mapping = {name: target for name, target in choices.mapping.items() if target is None or target in targets}
        self.min_confidence = choices.min_confidence
        self.convert = choices.convert
        self.datasets = list(choices.datasets)
        self.create_missing_rows = choices.create_missing_rows
        self.frame_classifications = choices.frame_classifications
        self.near_names, self.rotate = choices.near_names, choices.rotate
        self.thinning = choices.min_size, choices.nms, choices.most_per_picture
        self.unticked |= unticked
        self._tickings.clear()
        self.touch()

    def move_ticks(self, before: Sequence[ListedRow], after: Sequence[ListedRow]) -> None:
        """The listing was made anew and differs: the same pictures stay unticked, with their new numbers."""
        data = {before[number].data_hash for number in self.unticked if number < len(before)}
        self.unticked = {number for number, row in enumerate(after) if row.data_hash in data}
        self._tickings.clear()
        self.touch()
