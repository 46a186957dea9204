"""Compares the ways to read a source with a few labels of the project: reads both, and says what came of it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from gui.agreement.label_boxes import label_boxes
from gui.agreement.predicted_boxes import Places, predicted_boxes, rows_to_compare
from gui.agreement.scores import BoxesByPlace, agreement
from gui.agreement.weighing import weighed
from gui.domain.counting import counted
from gui.domain.labelled_box import LabelledBox
from gui.domain.reading_ways import SourceWays
from gui.encord_api.label_reading import read_labels
from gui.encord_api.listing import Listing
from gui.encord_api.patience import Stop
from gui.matching.project_rows import ProjectRows
from gui.sources.deciding import fitting_readings
from gui.sources.read_settings import ReadAs

MOST_READINGS = 8
"""Readings that are compared, the best first."""

LabelsByPlace = dict[tuple[int, int], list[LabelledBox]]


class LabelComparison:
    """A `Comparison` with the labels of the open project. They are only read, and forgotten with this object."""

    def __init__(
        self, listing: Listing, rows: ProjectRows, folder: Path, stop: Stop, on_wait: Callable[[str], None]
    ) -> None:
        """``folder`` takes the samples while they are compared; ``on_wait`` as for `read_labels`."""
        self._listing = listing
        self._rows = rows
        self._folder = folder
        self._stop = stop
        self._on_wait = on_wait
        self._known: list[tuple[SourceWays, SourceWays]] = []

    def weighed(self, source: SourceWays, read_as: ReadAs) -> SourceWays:
        """``source`` with its readings as the labels weigh them, and what came of it in a sentence.

        A source that was weighed before is answered from memory. Raises ``Cancelled`` and the failures of requests.
        """
        for before, after in self._known:
            if before == source:
                return after
        readings = fitting_readings(source)
        compared, rest = readings[:MOST_READINGS], readings[MOST_READINGS:]
        rows, boxes, why_not = self._sampled([source.values | reading.values for reading in compared], read_as)
        labels, lost = self._labels(rows, boxes) if rows else ({}, 0)
        found = weighed(compared, [agreement(each, labels) for each in boxes])
        sentence = _sentence(found.verdict, labels, len(rows), lost) if rows else _nothing(why_not)
        after = msgspec.structs.replace(source, readings=[*found.readings, *rest], compared=sentence)
        self._known.append((source, after))
        return after

    def _sampled(self, ways: Sequence[dict[str, str]], read_as: ReadAs) -> tuple[list[int], list[BoxesByPlace], str]:
        """The rows to compare on, the boxes of every way there, and why there are no rows if there are none."""
        listed = self._listing.rows
        rows: list[int] = []
        boxes: list[BoxesByPlace] = []
        is_found = False
        for values in ways:
            with tempfile.TemporaryDirectory(prefix="sample-", dir=self._folder) as folder:
                spool = read_as(values, Path(folder))
                try:
                    places: Places = [self._rows.place_of(picture.name) for picture in spool.pictures]
                    is_found = is_found or any(places)
                    rows = rows or rows_to_compare(places, listed)
                    boxes.append(predicted_boxes(spool, places, listed, set(rows)))
                finally:
                    spool.close()
            self._stop.check()
        if is_found:
            return rows, boxes, "no row of its pictures was ever labelled"
        return rows, boxes, "no picture of the file is in the project"

    def _labels(self, rows: Sequence[int], boxes: Sequence[BoxesByPlace]) -> tuple[LabelsByPlace, int]:
        """The labels on places that have predictions, and how many rows could not be read."""
        wanted = {place for each in boxes for place in each}
        labels: LabelsByPlace = {}
        lost = 0
        for answered in read_labels(self._listing, rows, self._stop, self._on_wait):
            if answered.value is None:
                lost += 1
                continue
            for frame, there in label_boxes(answered.value, self._stop.check).items():
                if (answered.number, frame) in wanted:
                    labels[answered.number, frame] = there
        return labels, lost


def _sentence(verdict: str, labels: LabelsByPlace, rows: int, lost: int) -> str:
    missing = f" {counted(lost, 'row')} could not be read." if lost else ""
    if not verdict:
        looked_at = counted(rows - lost, "row was", "rows were")
        return f"{_nothing(f'{looked_at} looked at, and no label is on a picture with predictions')}{missing}"
    number = counted(sum(map(len, labels.values())), "label")
    return f"Compared with {number} on {counted(len(labels), 'picture')} of the project: {verdict}.{missing}"


def _nothing(why: str) -> str:
    return f"There is nothing to compare with: {why}."
