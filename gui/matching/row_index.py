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

_FRAME = "\0"
"""Stands for a frame's file name: a video is also indexed as ``clip.mp4/`` + this."""
_MAX_TAIL = 16
_MAX_TWINS = 50


class Place(NamedTuple):
    """Where a picture may belong; ``frame`` is None when the name does not say which of several."""

    row: int
    frame: int | None


class RowIndex:
    """Finds the places that a path may mean, one level of likeness at a time; made once, then only read.

    Every level returns at most ``_MAX_TWINS`` places inside the candidates and one outside them: enough to tell
    one from several, and to list twins, without letting a title that all rows share cost a search.
    """

    def __init__(self, rows: Sequence[ListedRow], candidates: npt.NDArray[np.bool_]) -> None:
        """Index all ``rows`` and the images of their groups; ``candidates`` has one element a row."""
        self._rows = rows
        self._inside = candidates.tolist()
        self._hashes: dict[str, list[Place]] = {}
        self._titles: dict[str, list[Place]] = {}
        self._tails: dict[str, list[Place]] = {}
        self._stems: dict[str, list[Place]] = {}
        self._numbers: dict[str, list[Place]] = {}
        for number, row in enumerate(rows):
            self._add_row(number, row)

    def is_candidate(self, place: Place) -> bool:
        """Whether the row of ``place`` is among the candidates."""
        return bool(self._inside[place.row])

    def by_hash(self, path: Path) -> list[Place]:
        """By the last component that is a data hash or a label hash, with or without an extension."""
        for position in range(len(path) - 1, -1, -1):
            part = path[position]
            if found := self._hashes.get(part) or self._hashes.get(stem(part)):
                return [self._step_into(place, path[position + 1 :]) for place in found]
        return []

    def by_title(self, path: Path) -> list[Place]:
        """By the whole title; for a frame, by the video's whole title with the frame after it."""
        found = self._titles.get("/".join(path), [])
        frame = _frame_of(path)
        if frame is None:
            return found
        return found + _at(frame, self._titles.get("/".join((*path[:-1], _FRAME))))

    def by_tail(self, path: Path) -> list[Place]:
        """By the longest run of components, from the end, that the path shares with a title."""
        frame = _frame_of(path)
        for tail in _tails(path):
            found = self._tails.get("/".join(tail), [])
            if frame is not None and len(tail) > 1:
                found = found + _at(frame, self._tails.get("/".join((*tail[:-1], _FRAME))))
            if found:
                return found
        return []

    def by_stem(self, path: Path) -> list[Place]:
        """Like ``by_tail``, without the extension of titles first (ids have none), then of neither."""
        for tail in _tails(path):
            if found := self._stems.get("/".join(tail)):
                return found
        for tail in _tails((*path[:-1], stem(path[-1]))):
            key = "/".join(tail)
            if found := self._stems.get(key) or self._tails.get(key):
                return found
        return []

    def by_number(self, path: Path) -> list[Place]:
        """By the number that the file name is, whatever its leading zeros."""
        number = number_of(path[-1])
        return self._numbers.get(number, []) if number else []

    def _add_row(self, number: int, row: ListedRow) -> None:
        several = row.frames > 1 or len(row.images) > 1
        place = Place(number, None if several else 0)
        for known in (row.data_hash, row.label_hash):
            if known:
                self._put(self._hashes, known.casefold(), place)
        title = components(row.title)
        if title:
            self._put(self._titles, "/".join(title), place)
            self._add_tails(self._tails, title, place)
            if not several:
                self._add_loose(title, place)
        if row.data_type in SEQUENCE_TYPES and title:
            self._add_frames(title, Place(number, None))
        for frame, image in enumerate(row.images):
            self._add_image(title, image, Place(number, frame))

    def _add_loose(self, title: Path, place: Place) -> None:
        self._add_tails(self._stems, (*title[:-1], stem(title[-1])), place)
        if number := number_of(title[-1]):
            self._put(self._numbers, number, place)

    def _add_frames(self, title: Path, place: Place) -> None:
        """The folder that holds a video's frames is called after it, with or without the extension."""
        for name in {title[-1], stem(title[-1])}:
            path = (*title[:-1], name, _FRAME)
            self._put(self._titles, "/".join(path), place)
            self._add_tails(self._tails, path, place, shortest=2)

    def _add_image(self, group: Path, image: GroupImage, place: Place) -> None:
        if image.data_hash:
            self._put(self._hashes, image.data_hash.casefold(), place)
        title = components(image.title)
        if not title:
            return
        for whole in (title, (*group, *title)):
            self._put(self._titles, "/".join(whole), place)
        self._add_tails(self._tails, (*group, *title), place)
        self._add_loose((*group, *title), place)

    def _add_tails(self, table: dict[str, list[Place]], path: Path, place: Place, shortest: int = 1) -> None:
        for tail in _tails(path):
            if len(tail) >= shortest:
                self._put(table, "/".join(tail), place)

    def _put(self, table: dict[str, list[Place]], key: str, place: Place) -> None:
        known = table.setdefault(key, [])
        if not known:
            known.append(place)
        elif self.is_candidate(place):
            if len(known) < _MAX_TWINS and place not in known:
                known.append(place)
        elif all(self.is_candidate(other) for other in known):
            known.append(place)

    def _step_into(self, place: Place, rest: Path) -> Place:
        """``place`` with the frame that the components after the row's hash name."""
        row = self._rows[place.row]
        if place.frame is not None:
            return place
        if row.data_type in SEQUENCE_TYPES:
            number = number_of(rest[0]) if len(rest) == 1 else None
            return place if number is None else Place(place.row, _frame(number))
        if not rest:
            return place
        titles = [components(image.title) for image in row.images]
        frames = [frame for frame, title in enumerate(titles) if title == rest]
        frames = frames or [frame for frame, title in enumerate(titles) if title and stem(title[-1]) == stem(rest[-1])]
        return Place(place.row, frames[0]) if len(frames) == 1 else place


def _tails(path: Path) -> list[Path]:
    """The ends of ``path``, the longest first."""
    return [path[-length:] for length in range(min(len(path), _MAX_TAIL), 0, -1)]


def _frame_of(path: Path) -> int | None:
    number = number_of(path[-1]) if len(path) > 1 else None
    return None if number is None else _frame(number)


def _frame(number: str) -> int:
    """The frame with this number; one too long to be a frame is beyond every video."""
    return int(number) if len(number) < 10 else 2**31 - 1


def _at(frame: int, places: list[Place] | None) -> list[Place]:
    return [Place(place.row, frame) for place in places or []]
