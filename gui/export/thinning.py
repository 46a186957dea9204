"""What the user may have left out of a plan besides: the small, the overlapping, and too many on a picture."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from gui.domain.choices import Choices
from gui.domain.geometry import KINDS, ClassScore
from gui.domain.reasons import Reason
from gui.export.status import code, refuse
from gui.matching.classes import ClassTarget
from gui.sources.spool import Spool

ROUNDING = 1e-3
"""Pixels by which a side may miss the size asked for: the columns are single precision."""

Ints = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float64]


def thin_out(
    status: npt.NDArray[np.uint8],
    spool: Spool,
    row: Ints,
    frame: Ints,
    targets: Sequence[ClassTarget],
    scale: tuple[Floats, Floats],
    choices: Choices,
) -> None:
    """Leave out by ``min_size``, then ``nms``, then ``most_per_picture``, each where it is asked for.

    ``scale`` turns the coordinates of every picture (two columns, one entry a picture) into fractions of it, and into
    pixels of its row; NaN where a size is unknown, which leaves all there as they are.
    """
    to_fractions, to_pixels = scale
    if choices.min_size > 0:
        sides = _sides(spool) * to_pixels[spool.picture]
        with np.errstate(invalid="ignore"):
            is_small = sides < choices.min_size - ROUNDING
        refuse(status, is_small[:, 0] | is_small[:, 1], Reason.TOO_SMALL)
    if choices.nms is not None:
        _suppress(status, spool, row, frame, _target_numbers(spool, targets), to_fractions, choices.nms)
    if choices.most_per_picture > 0:
        _cap(status, spool, row, frame, choices.most_per_picture)


def _sides(spool: Spool) -> Floats:
    """Width and height of what lies around each prediction, NaN where it has no place."""
    sides: Floats = spool.envelope[:, 2:].astype(np.float64) - spool.envelope[:, :2]
    return sides


def _target_numbers(spool: Spool, targets: Sequence[ClassTarget]) -> Ints:
    """The same number for all classes that lead to the same item of the ontology, whatever the models call it."""
    known: dict[str, int] = {}
    of_class = [known.setdefault(repr(target.target), len(known)) for target in targets]
    return np.array(of_class or [0], dtype=np.int32)[spool.class_number]


def _suppress(
    status: npt.NDArray[np.uint8],
    spool: Spool,
    row: Ints,
    frame: Ints,
    target: Ints,
    to_fractions: Floats,
    overlap: float,
) -> None:
    """Non-maximum suppression: of two of a class that overlap by more than ``overlap`` the more confident stays.

    Overlap is the intersection over union of the upright boxes around them; stretching both sides of a picture does
    not change it, so fractions and pixels can be compared. OpenCV's NMSBoxes does it, group by group.
    """
    where = np.flatnonzero((status == 0) & (spool.kind != KINDS.index(ClassScore)) & ~np.isnan(spool.envelope[:, 0]))
    if not len(where):
        return
    where = where[np.lexsort((-spool.confidence[where], target[where], frame[where], row[where]))]
    groups = np.column_stack((row[where], frame[where], target[where]))
    starts = np.flatnonzero(np.append(True, (groups[1:] != groups[:-1]).any(axis=1)))
    scale = to_fractions[spool.picture[where]]
    scale = np.where(np.isnan(scale), 1.0, scale)
    corner, sides = spool.envelope[where, :2] * scale, _sides(spool)[where] * scale
    boxes = np.column_stack((corner, sides))
    for start, end in zip(starts, np.append(starts[1:], len(where)), strict=True):
        if end - start > 1:
            members = where[start:end]
            # Ranks for confidences: only their order counts, and one of 0 would not be above the threshold.
            ranks = list(range(len(members), 0, -1))
            kept = cv2.dnn.NMSBoxes(boxes[start:end].tolist(), ranks, 0.0, overlap)
            loses = np.ones(len(members), dtype=bool)
            loses[np.asarray(kept, dtype=np.intp).ravel()] = False
            status[members[loses]] = code(Reason.OVERLAPS)


def _cap(status: npt.NDArray[np.uint8], spool: Spool, row: Ints, frame: Ints, most: int) -> None:
    """Keep the ``most`` confident predictions of every picture; of equals the first in the file."""
    where = np.flatnonzero(status == 0)
    where = where[np.lexsort((-spool.confidence[where], frame[where], row[where]))]
    if not len(where):
        return
    places = np.column_stack((row[where], frame[where]))
    is_first = np.append(True, (places[1:] != places[:-1]).any(axis=1))
    rank = np.arange(len(where)) - np.flatnonzero(is_first)[np.cumsum(is_first) - 1]
    status[where[rank >= most]] = code(Reason.OVER_CAP)
