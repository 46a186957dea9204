"""What the project's listing says about pictures by the names that a file gives them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np

from gui.domain.label_row import ListedRow
from gui.matching.row_index import Place, RowIndex
from gui.matching.rows import places_of


class ProjectRows:
    """Answers readers that weigh how a file is to be read; the index is made when the first one asks."""

    def __init__(self, rows: Sequence[ListedRow]) -> None:
        """Know the listing."""
        self._rows = rows

    def size_of(self, name: str) -> tuple[int, int] | None:
        """Width and height in pixels; None when no single row fits or its size is unknown."""
        place = self._place(name)
        return self._rows[place.row].size_at(place.frame or 0) if place else None

    def frames_of(self, name: str) -> int | None:
        """How many frames the row has; None when no single row fits."""
        place = self._place(name)
        return max(1, self._rows[place.row].frames) if place else None

    def place_of(self, name: str) -> Place | None:
        """The row and frame of a picture; None when no single row fits, or none of its frames."""
        place = self._place(name)
        if place is None or place.frame is None:
            return None
        row = self._rows[place.row]
        return place if place.frame < max(row.frames, len(row.images), 1) else None

    def _place(self, name: str) -> Place | None:
        places = places_of(name, self._index)
        return next(iter(places)) if isinstance(places, set) and len(places) == 1 else None

    @cached_property
    def _index(self) -> RowIndex:
        return RowIndex(self._rows, np.ones(len(self._rows), np.bool_))
