"""Finds the label row, and the frame in it, for every picture that a prediction file names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec
import numpy as np
import numpy.typing as npt

from gui.domain.label_row import PICTURE_TYPES, ListedRow
from gui.domain.plan_summary import Twins
from gui.domain.prediction import Picture
from gui.domain.reasons import Reason
from gui.matching.names import components
from gui.matching.row_index import Place, RowIndex


class PictureMatch(msgspec.Struct):
    """For every picture its row (-1 when it has none) and frame; for those without a row the reason.

    ``twins`` are the titles of several rows that kept pictures of the file from being placed.
    """

    row: npt.NDArray[np.int32]
    frame: npt.NDArray[np.int32]
    reason: dict[int, Reason]
    twins: list[Twins]

    def take(self, places: Mapping[int, Place]) -> None:
        """Place these pictures, which no row fitted, where the user lets them go."""
        for picture, place in places.items():
            self.row[picture], self.frame[picture] = place.row, place.frame or 0
            self.reason.pop(picture, None)


def match_pictures(
    pictures: Sequence[Picture], rows: Sequence[ListedRow], candidates: npt.NDArray[np.bool_] | None
) -> PictureMatch:
    """Match by hash, then whole title, then longest common tail of the path, then stem, then number.

    The first level that fits one candidate decides; one that fits several makes the picture ambiguous, and
    nothing looser is tried. ``candidates`` has one element a row; None means all rows.
    """
    index = RowIndex(rows, np.ones(len(rows), np.bool_) if candidates is None else candidates)
    match = PictureMatch(np.full(len(pictures), -1, np.int32), np.zeros(len(pictures), np.int32), reason={}, twins=[])
    twins: dict[tuple[str, tuple[str, ...]], None] = {}
    for number, picture in enumerate(pictures):
        places = places_of(picture.name, index)
        if isinstance(places, Reason):
            match.reason[number] = places
        elif len(places) > 1:
            match.reason[number] = Reason.AMBIGUOUS_ROW
            twins[_twins(picture.name, places, rows)] = None
        else:
            (place,) = places
            row = rows[place.row]
            if row.data_type not in PICTURE_TYPES:  # what can carry no shape has no frames to miss
                match.row[number] = place.row
            elif place.frame is None or place.frame >= max(row.frames, len(row.images), 1):
                match.reason[number] = Reason.FRAME_MISSING
            else:
                match.row[number], match.frame[number] = place.row, place.frame
    match.twins = [Twins(title, list(datasets)) for title, datasets in twins]
    return match


def places_of(name: str, index: RowIndex) -> set[Place] | Reason:
    """The candidates of the strictest level that fits any row, or why there are none.

    A level that fits only rows outside the candidates ends the search, as a looser likeness would be a guess;
    except the whole title: a row with a longer title that ends in the very same name is no looser.
    """
    path = components(name)
    if not path:
        return Reason.NO_ROW
    reason = Reason.NO_ROW
    for level in (index.by_hash, index.by_title, index.by_tail, index.by_stem, index.by_number):
        found = level(path)
        inside = {place for place in found if index.is_candidate(place)}
        if inside:
            return inside
        if found:
            reason = Reason.NOT_TICKED
            if level != index.by_title:
                break
    return reason


def _twins(name: str, places: Iterable[Place], rows: Sequence[ListedRow]) -> tuple[str, tuple[str, ...]]:
    """The title that the rows share, or else the picture's name, with the datasets of the rows."""
    titles = {_title(place, rows) for place in places}
    datasets = sorted({rows[place.row].dataset_title for place in places})
    return (titles.pop() if len(titles) == 1 else name), tuple(datasets)


def _title(place: Place, rows: Sequence[ListedRow]) -> str:
    row = rows[place.row]
    return row.images[place.frame].title if row.images and place.frame is not None else row.title
