"""An index of label rows by hash, title, tail of the title, stem and number."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from gui.domain.label_row import GroupImage, ListedRow
from gui.matching.names import Path, components, number_of, stem

SEQUENCE_TYPES = frozenset({"video", "dicom", "nifti"})
"""Data types whose pictures are the frames of one file, named by their number."""

_FRAME = "FRAME"
"""Stands for a frame's file name: a video is also indexed as ``clip.mp4/`` + this.

In capitals, which no name has once its case is folded.
"""
_MAX_TAIL = 16
_MAX_TWINS = 50


class Place(NamedTuple):
    """Where a picture may belong; ``frame`` is None when the name does not say which of several."""

    row: int
    frame: int | None


_Table = dict[str, int | list[int]]
"""From a name to the number of its place, or to those of several."""


class RowIndex:
    """Finds the places that a path may mean, one level of likeness at a time; made once, then only read.

    Every level returns at most ``_MAX_TWINS`` places inside the candidates and one outside them: enough to tell
    one from several, and to list twins, without letting a title that all rows share cost a search.
    """

    def __init__(self, rows: Sequence[ListedRow], candidates: npt.NDArray[np.bool_]) -> None:
        """Index all ``rows`` and the images of their groups; ``candidates`` has one element a row."""
        self._rows = rows
        self._inside: list[bool] = candidates.tolist()
        self._places: list[Place] = []
        self._hashes: _Table = {}
        self._titles: _Table = {}
        self._tails: _Table = {}
        self._stems: _Table = {}
        self._numbers: _Table = {}
        for number, row in enumerate(rows):
            self._add_row(number, row)

    def is_candidate(self, place: Place) -> bool:
        """Whether the row of ``place`` is among the candidates."""
        return self._inside[place.row]

    def by_hash(self, path: Path) -> list[Place]:
        """By the last component that is a data hash or a label hash, with or without an extension."""
        for position in range(len(path) - 1, -1, -1):
            part = path[position]
            if found := self._get(self._hashes, part) or self._get(self._hashes, stem(part)):
                return [self._step_into(place, path[position + 1 :]) for place in found]
        return []

    def by_title(self, path: Path) -> list[Place]:
        """By the whole title; for a frame, by the video's whole title with the frame after it."""
        return self._get(self._titles, "/".join(path)) + self._get_frames(self._titles, "/".join(path))

    def by_tail(self, path: Path) -> list[Place]:
        """By the longest run of components, from the end, that the path shares with a title."""
        for tail in _tails(path):
            if found := self._get(self._tails, tail) + self._get_frames(self._tails, tail):
                return found
        return []

    def by_stem(self, path: Path) -> list[Place]:
        """Like ``by_tail``, without the extension of titles first (ids have none), then of neither."""
        for tail in _tails(path):
            if found := self._get(self._stems, tail):
                return found
        for tail in _tails((*path[:-1], stem(path[-1]))):
            if found := self._get(self._stems, tail) + self._get(self._tails, tail):
                return found
        return []

    def by_number(self, path: Path) -> list[Place]:
        """By the number that the file name is, whatever its leading zeros."""
        number = number_of(path[-1])
        return self._get(self._numbers, number) if number else []

    def _add_row(self, number: int, row: ListedRow) -> None:
        several = row.frames > 1 or len(row.images) > 1
        place = self._new_place(number, None if several else 0)
        for known in (row.data_hash, row.label_hash):
            if known:
                self._put(self._hashes, known.casefold(), place)
        title = components(row.title)
        if title:
            self._put(self._titles, "/".join(title), place)
            self._put_tails(self._tails, title, place)
            if not several:
                self._add_loose(title, place)
            if row.data_type in SEQUENCE_TYPES:
                self._add_frames(title, self._new_place(number, None))
        for frame, image in enumerate(row.images):
            self._add_image(title, image, self._new_place(number, frame))

    def _new_place(self, row: int, frame: int | None) -> int:
        self._places.append(Place(row, frame))
        return len(self._places) - 1

    def _add_loose(self, title: Path, place: int) -> None:
        self._put_tails(self._stems, (*title[:-1], stem(title[-1])), place)
        if number := number_of(title[-1]):
            self._put(self._numbers, number, place)

    def _add_frames(self, title: Path, place: int) -> None:
        """The folder that holds a video's frames is called after it, with or without the extension."""
        for name in {title[-1], stem(title[-1])}:
            path = (*title[:-1], name, _FRAME)
            self._put(self._titles, "/".join(path), place)
            self._put_tails(self._tails, path, place)

    def _add_image(self, group: Path, image: GroupImage, place: int) -> None:
        if image.data_hash:
            self._put(self._hashes, image.data_hash.casefold(), place)
        title = components(image.title)
        if not title:
            return
        for whole in (title, (*group, *title)):
            self._put(self._titles, "/".join(whole), place)
        self._put_tails(self._tails, (*group, *title), place)
        self._add_loose((*group, *title), place)

    def _put_tails(self, table: _Table, path: Path, place: int) -> None:
        for tail in _tails(path):
            self._put(table, tail, place)

    def _put(self, table: _Table, key: str, place: int) -> None:
        known = table.setdefault(key, place)
        if known == place:
            return
        several = table[key] = [known] if isinstance(known, int) else known
        if self.is_candidate(self._places[place]):
            if len(several) < _MAX_TWINS and place not in several:
                several.append(place)
        elif all(self.is_candidate(self._places[other]) for other in several):
            several.append(place)

    def _get(self, table: _Table, key: str) -> list[Place]:
        found = table.get(key)
        if found is None:
            return []
        return [self._places[found]] if isinstance(found, int) else [self._places[each] for each in found]

    def _get_frames(self, table: _Table, tail: str) -> list[Place]:
        """The videos whose frame ``tail`` is, when its last component is a number after another component."""
        folder, slash, name = tail.rpartition("/")
        number = number_of(name) if slash else None
        if number is None:
            return []
        return [Place(video.row, _frame(number)) for video in self._get(table, f"{folder}/{_FRAME}")]

    def _step_into(self, place: Place, rest: Path) -> Place:
        """``place`` with the frame that the components after the row's hash name."""
        row = self._rows[place.row]
        if row.data_type in SEQUENCE_TYPES:
            number = number_of(rest[0]) if len(rest) == 1 else None
            return place if number is None else Place(place.row, _frame(number))
        if place.frame is not None or not rest:
            return place
        titles = [components(image.title) for image in row.images]
        frames = [frame for frame, title in enumerate(titles) if title == rest]
        if not frames:
            frames = [frame for frame, title in enumerate(titles) if title and stem(title[-1]) == stem(rest[-1])]
        return Place(place.row, frames[0]) if len(frames) == 1 else place


def _tails(path: Path) -> list[str]:
    """The ends of ``path``, the longest first."""
    tail = "/".join(path[-_MAX_TAIL:])
    tails = [tail]
    while (slash := tail.find("/")) >= 0:
        tail = tail[slash + 1 :]
        tails.append(tail)
    return tails


def _frame(number: str) -> int:
    """The frame with this number; one too long to be a frame is beyond every video."""
    return int(number) if len(number) < 10 else 2**31 - 1
