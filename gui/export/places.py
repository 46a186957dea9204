"""Which predictions of a plan have no place in their picture: outside it, or made for one of another shape."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from gui.convert.frame_of_reference import Size, frame_of
from gui.convert.outcome import CannotConvert
from gui.convert.turning import is_turned
from gui.domain.geometry import KINDS, Box, ClassScore, Mask
from gui.domain.label_row import ListedRow
from gui.domain.ontology import OntologyObject
from gui.domain.prediction import Picture
from gui.domain.reasons import Reason
from gui.export.status import refuse
from gui.matching.classes import ClassTarget
from gui.matching.rows import PictureMatch
from gui.sources.spool import Spool

_UNKNOWN = (np.inf, np.inf)


def refuse_places(
    status: npt.NDArray[np.uint8],
    spool: Spool,
    match: PictureMatch,
    rows: Sequence[ListedRow],
    targets: Sequence[ClassTarget],
    rotate: str,
) -> npt.NDArray[np.float64]:
    """Leave out what lies outside its picture, or was made for a picture of another shape or on its side.

    Returns where the coordinates of every picture end (two columns; infinite where nobody knows). Pictures whose size
    is unknown so far stay: the size may come with the row itself.
    """
    drawn = np.array([isinstance(target.target, OntologyObject) for target in targets] or [False], dtype=bool)
    size = np.full((len(spool.pictures), 2), np.inf)
    misfits = {reason: np.zeros(len(spool.pictures), dtype=bool) for reason in (Reason.OTHER_ASPECT, Reason.TURNED)}
    for number, picture in enumerate(spool.pictures):
        if match.row[number] < 0:
            continue
        limits = _limits(picture, rows[match.row[number]].size_at(int(match.frame[number])), rotate)
        if isinstance(limits, Reason):
            misfits[limits][number] = True
        else:
            size[number] = limits
    # a mask brings its own size, and a class score has no place at all
    placed = ~np.isin(spool.kind, [KINDS.index(Mask), KINDS.index(ClassScore)])
    for reason, pictures in misfits.items():
        refuse(status, placed & drawn[spool.class_number] & pictures[spool.picture], reason)
    limit = size[spool.picture]
    x0, y0, x1, y1 = spool.envelope.T
    with np.errstate(invalid="ignore"):
        outside = (x0 >= limit[:, 0]) | (y0 >= limit[:, 1]) | (x1 <= 0) | (y1 <= 0)
    refuse(status, (spool.kind == KINDS.index(Box)) & drawn[spool.class_number] & outside, Reason.OUTSIDE)
    return size


def scales(
    spool: Spool, match: PictureMatch, rows: Sequence[ListedRow], limits: npt.NDArray[np.float64]
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """What coordinates of every picture are to be multiplied by: to be fractions of it, and pixels of its row.

    ``limits`` is where they end. Two columns, one entry a picture; NaN where a size is unknown.
    """
    pixels = np.full(limits.shape, np.nan)
    for number in np.flatnonzero(match.row >= 0):
        size = rows[match.row[number]].size_at(int(match.frame[number]))
        picture = spool.pictures[number]
        if size is None and picture.width and picture.height:
            size = picture.width, picture.height
        if size is not None:
            pixels[number] = size
    known = np.where(np.isfinite(limits), limits, np.nan)
    return 1 / known, pixels / known


def _limits(picture: Picture, row_size: Size | None, rotate: str) -> tuple[float, float] | Reason:
    """Where the coordinates of ``picture`` end, in what they are counted in, or why they fit nothing."""
    file_size = (picture.width, picture.height) if picture.width and picture.height else None
    if rotate and file_size and is_turned(file_size, row_size):
        limits: tuple[float, float] = (row_size or file_size) if rotate == "none" else file_size
    else:
        try:
            frame = frame_of(file_size, row_size)
            limits = frame.width, frame.height
        except CannotConvert as stopped:
            if stopped.dropped.reason in (Reason.OTHER_ASPECT, Reason.TURNED):
                return stopped.dropped.reason
            limits = _UNKNOWN
    return (1.0, 1.0) if picture.fractions else limits
