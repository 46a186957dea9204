"""Matches the pictures of one file with the rows, anew only when other rows are chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from gui.domain.label_row import ListedRow
from gui.domain.prediction import Picture
from gui.domain.reasons import Reason
from gui.matching.near_names import near_places
from gui.matching.row_index import Place
from gui.matching.rows import PictureMatch, match_pictures


@dataclass(frozen=True)
class Matched:
    """The row of every picture; ``near``: for pictures that no row fits, the one place with nearly their name."""

    pictures: PictureMatch
    near: dict[int, Place]


class Matcher:
    """Remembers the newest match: thresholds and classes change far more often than the choice of rows."""

    def __init__(self, pictures: Sequence[Picture], rows: Sequence[ListedRow]) -> None:
        """Nothing is matched yet."""
        self._pictures = pictures
        self._rows = rows
        self._newest: tuple[bytes, bool, Matched] | None = None

    def match(self, chosen: npt.NDArray[np.bool_], *, near_names: bool) -> Matched:
        """The match among the ``chosen`` rows; with ``near_names`` the near places are taken."""
        key = chosen.tobytes()
        if self._newest is None or self._newest[:2] != (key, near_names):
            self._newest = key, near_names, self._match(chosen, near_names)
        return self._newest[2]

    def _match(self, chosen: npt.NDArray[np.bool_], near_names: bool) -> Matched:
        match = match_pictures(self._pictures, self._rows, chosen)
        unmatched = [picture for picture, reason in match.reason.items() if reason is Reason.NO_ROW]
        near = near_places(self._pictures, unmatched, self._rows, chosen) if unmatched else {}
        if near_names:
            match.take(near)
        return Matched(match, near)
