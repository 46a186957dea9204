"""What the user decides about an export: matches, threshold, ticks, options, and where the file goes."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QObject

from gui.qt.session.facts import Facts
from gui.qt.session.memory import Memory
from gui.qt.session.state import State


class Decisions(Facts):
    """Each decision is told to the pages at once, and another rehearsal is asked for; ``Session`` does the rest."""

    def __init__(self, state: State, memory: Memory, parent: QObject | None = None) -> None:
        """Matches are kept in ``memory`` for the next start."""
        super().__init__(state, parent)
        self._memory = memory

    def ask_plan(self) -> None:
        """Rehearse the export with what is decided now."""
        raise NotImplementedError

    def set_mapping(self, class_name: str, feature_hash: str | None) -> None:
        """Match a class of the file to an item of the ontology, or leave it out with None."""
        self._chosen.mapping[class_name] = feature_hash
        self._keep_mapping()

    def unset_mapping(self, class_name: str) -> None:
        """Take the user's match back: the class is matched by its name again."""
        self._chosen.mapping.pop(class_name, None)
        self._keep_mapping()

    def set_min_confidence(self, value: float) -> None:
        """Keep predictions of this confidence (0..1) or more."""
        self._chosen.min_confidence = value
        self._chose()

    def set_ticked(self, row_numbers: Iterable[int], ticked: bool) -> None:
        """Tick rows for the export, or take their tick away."""
        self._chosen.set_ticked(row_numbers, ticked)
        self._chose()

    def undo_ticks(self) -> None:
        """Take the newest change of ticks back."""
        self._chosen.undo_ticks()
        self._chose()

    def set_convert(self, allowed: bool) -> None:
        """Allow conversions that change the shape."""
        self._chosen.convert = allowed
        self._chose()

    def set_datasets(self, dataset_hashes: Iterable[str]) -> None:
        """Say which datasets the file belongs to; none = all."""
        self._chosen.datasets = list(dataset_hashes)
        self._chose()

    def set_create_missing_rows(self, allowed: bool) -> None:
        """Allow that label rows are created in Encord for rows never labelled."""
        self._chosen.create_missing_rows = allowed
        self._chose()

    def set_near_names(self, wanted: bool) -> None:
        """Whether pictures that no row fits go to the row with nearly their name."""
        self._chosen.near_names = wanted
        self._chose()

    def set_rotate(self, rotate: str) -> None:
        """What becomes of pictures that lie on their side in Encord: ``90``, ``270``, ``none``, or empty."""
        self._chosen.rotate = rotate
        self._chose()

    def set_thinning(self, min_size: float, nms: float | None, most_per_picture: int) -> None:
        """What is left out besides: the small (pixels), the overlapping (None: off), too many on a picture (0: all)."""
        self._chosen.thinning = min_size, nms, most_per_picture
        self._chose()

    def set_frame_classifications(self, wanted: bool) -> None:
        """Also write classifications per frame, as older SDKs did."""
        self._chosen.frame_classifications = wanted
        self._chose()

    def await_consent(self, waits: bool) -> None:
        """A script was chosen and its text is shown: the user has to say whether it may run."""
        self._state.asks_script = waits
        self.changed.emit()

    def set_output(self, output: Path) -> None:
        """Say where the file goes."""
        self._state.output = output
        self.changed.emit()

    def _chose(self) -> None:
        self._chosen.touch()
        self._state.changed_since_done = self._state.done is not None
        self._state.plan_again = self.exporting
        self.choices_changed.emit()
        self.ask_plan()

    def _keep_mapping(self) -> None:
        if self._state.project is not None and not self._state.is_demo:
            self._memory.keep_mapping(self._state.project.project_hash, self._chosen.mapping)
        self._chose()
