"""Which columns of the table of rows are shown and how wide: what was chosen, and what gives way to the title."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QFontMetrics

from gui.qt.rows.cell_delegate import PAD
from gui.qt.rows.columns import COLUMNS, TICK, TITLE, Column

TICK_WIDTH = 36
_LEAST_TITLE = 140
_MOST_TEXT = 160
"""Longer texts are shortened; the tooltip and the preview have the whole."""


class ColumnChoice:
    """Every column but tick and title can be hidden, by the user or for want of room."""

    def __init__(self, asked: dict[str, bool], widths: dict[str, int]) -> None:
        """What was chosen in an earlier session: column → whether it is shown, column → pixels."""
        self.asked = {column.key: asked[column.key] for column in COLUMNS if column.key in asked}
        """Columns that somebody chose or put away; those chosen give way after those that nobody asked for."""
        self.widths = dict(widths)
        """Widths that somebody gave to columns with the mouse."""
        self.texts: dict[str, Sequence[str]] = {}
        """The texts that the listing has for a column."""
        self.has_counts = False
        """Whether there is a rehearsal, without which nothing is known of predictions."""

    def is_chosen(self, column: Column) -> bool:
        """Whether a column is wanted (it may still have given way)."""
        return self.asked.get(column.key, column.shown_first)

    def fit(self, room: int, metrics: QFontMetrics) -> dict[int, int]:
        """Place → width of the columns that have room beside tick and title, of ``room`` pixels in all."""
        others = [
            place
            for place, column in enumerate(COLUMNS)
            if place not in (TICK, TITLE) and self.is_chosen(column) and (self.has_counts or not column.is_counted)
        ]
        leaving = sorted(
            (place for place in others if COLUMNS[place].gives_way),
            key=lambda place: (self.asked.get(COLUMNS[place].key, False), COLUMNS[place].gives_way),
        )
        room -= TICK_WIDTH + _LEAST_TITLE
        widths = {place: self._width(place, metrics, self.texts.get(COLUMNS[place].key, ())) for place in others}
        if sum(widths.values()) > room:
            widths = {place: self._width(place, metrics, ()) for place in others}
        for place in leaving:
            if sum(widths.values()) <= room:
                break
            widths.pop(place)
        return widths

    def _width(self, place: int, metrics: QFontMetrics, texts: Sequence[str]) -> int:
        column = COLUMNS[place]
        if column.key in self.widths:
            return self.widths[column.key]
        longest = max(metrics.horizontalAdvance(text) for text in (column.sample, column.title, *texts))
        return min(longest, _MOST_TEXT) + (22 if column.has_icon else 0) + 2 * PAD + 4
