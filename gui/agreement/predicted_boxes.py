"""Where the predictions of a sample lie on rows of the project, and which of these rows to compare them on."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

import numpy as np

from gui.agreement.scores import BoxesByPlace
from gui.convert.convert import placed
from gui.convert.outcome import CannotConvert
from gui.convert.turning import is_turned
from gui.domain.geometry import Box
from gui.domain.label_row import PICTURE_TYPES, ListedRow
from gui.domain.labelled_box import LabelledBox
from gui.domain.prediction import Picture
from gui.encord_api.bundle_size import weight_of
from gui.matching.row_index import Place
from gui.sources.spool import Spool

MOST_ROWS = 50
"""Rows whose labels are looked at."""
MOST_WEIGHT = 100
"""What they may weigh together, as bundles are weighed: four long videos, or fifty pictures."""
MOST_BOXES = 20_000
"""Predictions of one reading that are compared."""

_NOT_BEGUN, _BEGUN = "NOT_LABELLED", "LABEL_IN_PROGRESS"

Places = Sequence[Place | None]
"""The place of each picture of a spool."""


def rows_to_compare(places: Places, rows: Sequence[ListedRow]) -> list[int]:
    """Numbers of rows that have labels, or may have: finished ones first, spread over all that fit.

    A row without a label hash is never among them: reading its labels would create them.
    """
    fitting = sorted({place.row for place in places if place is not None and _has_labels(rows[place.row])})
    finished = [number for number in fitting if rows[number].status not in (_NOT_BEGUN, _BEGUN)]
    begun = [number for number in fitting if rows[number].status == _BEGUN]
    empty = [number for number in fitting if rows[number].status == _NOT_BEGUN]
    chosen: list[int] = []
    weight = 0
    for number in [*_spread(finished), *_spread(begun), *_spread(empty)][:MOST_ROWS]:
        weight += weight_of(rows[number])
        if chosen and weight > MOST_WEIGHT:
            break
        chosen.append(number)
    return sorted(chosen)


def _has_labels(row: ListedRow) -> bool:
    return row.is_labelled and row.data_type in PICTURE_TYPES


def _spread(numbers: Sequence[int]) -> Iterable[int]:
    """At most as many as are wanted, evenly over all of them."""
    step = max(1, -(-len(numbers) // MOST_ROWS))
    return numbers[::step]


def predicted_boxes(
    spool: Spool, places: Places, rows: Sequence[ListedRow], wanted: Collection[int], rotate: str = ""
) -> BoxesByPlace:
    """The boxes around the predictions on the ``wanted`` rows, the surest of each place first.

    Sides are fractions 0..1 of the picture; ``rotate`` is the setting for pictures that lie on their side. Left out is
    what has no area, or lies on a picture of unknown size or, without ``rotate``, on its side.
    """
    is_wanted = np.array([place is not None and place.row in wanted for place in places], np.bool_)
    indexes = np.flatnonzero(is_wanted[spool.picture])[:MOST_BOXES] if len(places) else np.empty(0, np.int64)
    surest = indexes[np.argsort(-spool.confidence[indexes], kind="stable")]
    found: dict[Place, list[LabelledBox]] = {}
    for index in surest:
        picture = int(spool.picture[index])
        place = places[picture]
        assert place is not None
        sides = _sides(spool.envelope[index].tolist(), spool.pictures[picture], rows[place.row], place, rotate)
        if sides is not None:
            name = spool.classes[int(spool.class_number[index])]
            found.setdefault(place, []).append(LabelledBox(name, *sides))
    return {(place.row, place.frame or 0): boxes for place, boxes in found.items()}


def _sides(
    around: Sequence[float], picture: Picture, row: ListedRow, place: Place, rotate: str
) -> tuple[float, float, float, float] | None:
    """Left, top, right and bottom of ``around`` as fractions of the row's picture; None where it has no place there."""
    left, top, right, bottom = around
    if not (left < right and top < bottom):  # NaN, where there is no place, is neither
        return None
    if picture.fractions:
        return left, top, right, bottom
    around_it = Box(left, top, right - left, bottom - top)
    try:
        box, frame = placed(around_it, _size(picture), row.size_at(place.frame or 0), False, rotate)
    except CannotConvert:
        return None
    assert isinstance(box, Box)
    w, h = frame.width, frame.height
    return box.x / w, box.y / h, (box.x + box.w) / w, (box.y + box.h) / h


def turned_pictures(spool: Spool, places: Places, rows: Sequence[ListedRow]) -> Places:
    """The places of those pictures alone that have width and height swapped against their rows."""
    return [
        place if place is not None and is_turned(_size(picture), rows[place.row].size_at(place.frame or 0)) else None
        for picture, place in zip(spool.pictures, places, strict=True)
    ]


def _size(picture: Picture) -> tuple[int, int] | None:
    return (picture.width, picture.height) if picture.width and picture.height else None
