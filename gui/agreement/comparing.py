"""Compares the ways to read a source with a few labels of the project: reads both, and says what came of it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from gui.agreement.label_boxes import label_boxes
from gui.agreement.predicted_boxes import Places, predicted_boxes, rows_to_compare, turned_pictures
from gui.agreement.scores import BoxesByPlace, agreement
from gui.agreement.weighing import weighed
from gui.domain.counting import counted
from gui.domain.labelled_box import LabelledBox
from gui.domain.reading_ways import Reading, SourceWays
from gui.encord_api.label_reading import read_labels
from gui.encord_api.listing import Listing
from gui.encord_api.patience import Stop
from gui.matching.project_rows import ProjectRows
from gui.sources.common_settings import ROTATE
from gui.sources.deciding import fitting_readings, is_clear
from gui.sources.read_settings import ReadAs
from gui.sources.spool import Spool

MOST_READINGS = 8
"""Readings that are compared, the best first."""

_NEVER_LABELLED = "no row of its pictures was ever labelled"

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
        found, sentence = self._weighed(compared, rows, boxes, why_not)
        after = msgspec.structs.replace(source, readings=[*found, *rest], compared=sentence)
        self._known.append((source, after))
        return after

    def turning(self, spool: Spool) -> SourceWays | None:
        """What to do with predictions for pictures that lie on their side in Encord; None where none does.

        The readings are those of ``ROTATE``, as the labels weigh them, with the clearly best as ``values``. Raises as
        ``weighed``.
        """
        listed = self._listing.rows
        everywhere: Places = [self._rows.place_of(picture.name) for picture in spool.pictures]
        places = turned_pictures(spool, everywhere, listed)
        number = sum(place is not None for place in places)
        if not number:
            return None
        readings = [Reading({ROTATE.name: value}, 1.0, "") for value, _ in ROTATE.choices]
        rows = rows_to_compare(places, listed)
        boxes = [predicted_boxes(spool, places, listed, set(rows), value) for value, _ in ROTATE.choices]
        found, sentence = self._weighed(readings, rows, boxes, _NEVER_LABELLED)
        reason = f"{counted(number, 'picture has', 'pictures have')} width and height swapped"
        values = dict(found[0].values) if is_clear(found) else {}
        return SourceWays("Pictures on their side", "", reason, [ROTATE], found, values, compared=sentence)

    def _weighed(
        self, readings: Sequence[Reading], rows: Sequence[int], boxes: Sequence[BoxesByPlace], why_not: str
    ) -> tuple[list[Reading], str]:
        """``readings`` as the labels on ``rows`` weigh them by their ``boxes``, and what came of it."""
        labels, lost = self._labels(rows, boxes) if rows else ({}, 0)
        found = weighed(readings, [agreement(each, labels) for each in boxes])
        return found.readings, _sentence(found.verdict, labels, len(rows), lost) if rows else _nothing(why_not)

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
            return rows, boxes, _NEVER_LABELLED
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
