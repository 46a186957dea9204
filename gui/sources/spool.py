"""Predictions read once: a file of records on disk, and columns in memory to count, match and plan on."""

from __future__ import annotations

import contextlib
import hashlib
import threading
from array import array
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import BinaryIO, TypeVar

import msgspec
import numpy as np
import numpy.typing as npt

from gui.domain.geometry import KINDS, Box
from gui.domain.losses import Lost
from gui.domain.prediction import Picture, Prediction
from gui.domain.reading_ways import SourceWays
from gui.domain.reasons import Reason
from gui.errors import OutputProblem
from gui.sources.envelopes import envelope
from gui.sources.plain_text import whole_characters

RECORDS_FILE = "predictions.spool"
MAX_EXAMPLES = 10
MAX_NOTES = 1000
MAX_LOST = 1000
"""Entries of each reason that are named one by one."""
UNSCORED_NOTE = "has no confidence, unlike others in the file; it counts as 1.0"

_KIND_NUMBERS = {kind: number for number, kind in enumerate(KINDS)}
_FLUSH_BYTES = 1 << 20
_MOST_AT_ONCE = 256
"""Records that are read at once."""
_Number = TypeVar("_Number", bound=np.generic)


class DroppedAtReading(msgspec.Struct):
    """The entries left out for one reason: how many, a few of them in words, on which pictures and classes."""

    count: int = 0
    examples: list[str] = []
    pictures: set[int] = set()
    by_class: dict[str, int] = {}


class Spool:
    """All predictions of a file; the columns have one element for each prediction, in the file's order.

    ``envelope`` is left, top, right, bottom in what the picture's coordinates are counted in (``Picture.fractions``),
    NaN where there is no place. ``confidence``
    is 1.0 where ``scored`` is False. ``read`` counts the predictions here and all of ``dropped``.
    """

    def __init__(self, writer: SpoolWriter, format: str, summary: str, sources: Sequence[SourceWays] = ()) -> None:
        """Take over the columns and the records file of a finished ``writer``."""
        self.format = format
        self.summary = summary
        self.sources = list(sources)
        self.pictures = writer.pictures
        self.classes = writer.classes
        self.picture = _column(writer.picture_column, np.int32)
        self.class_number = _column(writer.class_column, np.int32)
        self.confidence = _column(writer.confidence_column, np.float64)
        self.scored = _column(writer.scored_column, np.bool_)
        self.kind = _column(writer.kind_column, np.uint8)
        self.envelope = _column(writer.envelope_column, np.float32).reshape(-1, 4)
        self.dropped = writer.dropped
        self.lost = writer.lost
        self.notes = writer.notes
        self.read = len(self.picture) + sum(loss.count for loss in self.dropped.values())
        self._offset = _column(writer.offset_column, np.uint64)
        self._path = writer.path
        self._file: BinaryIO | None = None
        self._reading = threading.Lock()

    def records(self, indexes: Sequence[int] | npt.NDArray[np.integer]) -> Iterator[Prediction]:
        """The predictions at ``indexes``, in that order; what lies together is read at once.

        Threads may call it at the same time.
        """
        decode = msgspec.msgpack.Decoder(Prediction).decode
        for first, beyond in _runs(list(map(int, indexes))):
            borders = self._offset[first : beyond + 1].tolist()
            piece = memoryview(self._read(borders[0], borders[-1]))
            for start, end in pairwise(borders):
                yield decode(piece[start - borders[0] : end - borders[0]])

    def _read(self, start: int, end: int) -> bytes:
        """Much is read at once from a file that stays open: every call of the system lets other threads take over."""
        with self._reading:
            if self._file is None:
                self._file = self._path.open("rb", buffering=_FLUSH_BYTES)
            self._file.seek(start)
            return self._file.read(end - start)

    def digest(self) -> str:
        """A digest of everything that was read: the same for the same predictions on the same pictures."""
        read = hashlib.blake2b(msgspec.msgpack.encode((self.classes, self.pictures)), digest_size=16)
        for column in (self.picture, self.class_number, self.confidence):
            read.update(column.tobytes())
        with self._path.open("rb") as file:
            while piece := file.read(_FLUSH_BYTES):
                read.update(piece)
        return read.hexdigest()

    def close(self) -> None:
        """Remove the records file; columns stay usable, ``records`` does not."""
        with self._reading:
            if self._file is not None:
                self._file.close()
            self._file = None
        self._path.unlink(missing_ok=True)


class SpoolWriter:
    """Takes predictions one by one and keeps each either as a record or as a counted loss."""

    def __init__(self, folder: Path) -> None:
        """Open the records file inside ``folder``, which is made if need be. Raises ``OutputProblem``."""
        self.path = folder / RECORDS_FILE
        self.pictures: list[Picture] = []
        self.classes: list[str] = []
        self.picture_column = array("i")
        self.class_column = array("i")
        self.confidence_column = array("d")
        self.scored_column = bytearray()
        self.kind_column = bytearray()
        self.envelope_column = array("f")
        self.offset_column = array("Q", [0])
        self.dropped: dict[Reason, DroppedAtReading] = {}
        self.lost: list[Lost] = []
        self.notes: list[tuple[str, str]] = []
        self._unlisted_notes = 0
        self._unscored: list[str] = []
        self._picture_numbers: dict[tuple[int, str, bool], int] = {}
        self._source = 0
        self._class_numbers: dict[str, int] = {}
        self._encode_into = msgspec.msgpack.Encoder().encode_into
        self._buffer = bytearray()
        self._written = 0
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._file = self.path.open("wb")
        except OSError as problem:
            raise _no_working_copy(problem) from problem

    def begin_source(self, number: int) -> None:
        """What follows comes from the source with this number, from 0; its pictures are its own."""
        self._source = number

    @property
    def read(self) -> int:
        """How many entries were read so far, kept or dropped."""
        return len(self.picture_column) + sum(loss.count for loss in self.dropped.values())

    def picture(
        self, name: str, width: int | None = None, height: int | None = None, *, fractions: bool = False
    ) -> int:
        """The number of the picture called ``name``; a size that comes later is added to it.

        ``fractions``: the coordinates of what is added to it are fractions 0..1 of its width and height.
        """
        key = (self._source, name, fractions)
        number = self._picture_numbers.get(key)
        if number is None:
            number = self._picture_numbers[key] = len(self.pictures)
            self.pictures.append(Picture(whole_characters(name), width, height, fractions, self._source))
        elif width and height and self.pictures[number].width is None:
            self.pictures[number] = msgspec.structs.replace(self.pictures[number], width=width, height=height)
        return number

    def class_number(self, name: str) -> int:
        """The number of the model class called ``name``."""
        number = self._class_numbers.get(name)
        if number is None:
            number = self._class_numbers[name] = len(self.classes)
            self.classes.append(whole_characters(name))
        return number

    def add(self, picture: int, class_number: int, confidence: float | None, prediction: Prediction) -> None:
        """Keep one prediction; ``confidence`` is None when the file gives none. Raises ``OutputProblem``."""
        self.envelope_column.extend(envelope(prediction.geometry))
        self.picture_column.append(picture)
        self.class_column.append(class_number)
        self.confidence_column.append(1.0 if confidence is None else confidence)
        self.scored_column.append(confidence is not None)
        self.kind_column.append(_KIND_NUMBERS[type(prediction.geometry)])
        if confidence is None and len(self._unscored) < MAX_NOTES:
            self._unscored.append(prediction.where)
        buffer = self._buffer
        self._encode_into(prediction, buffer, -1)
        self.offset_column.append(self._written + len(buffer))
        if len(buffer) >= _FLUSH_BYTES:
            self._flush()

    def add_boxes(
        self,
        pictures: Sequence[int],
        class_numbers: Sequence[int],
        confidences: npt.NDArray[np.float64] | None,
        boxes: npt.NDArray[np.float64],
        places: Sequence[str],
    ) -> None:
        """Keep many boxes at once, as ``add`` does one by one. Raises ``OutputProblem``.

        All have one element or row for each; ``boxes`` are left, top, width and height. ``confidences`` is None when
        no box has one.
        """
        self.picture_column.extend(pictures)
        self.class_column.extend(class_numbers)
        self.confidence_column.frombytes((np.ones(len(boxes)) if confidences is None else confidences).tobytes())
        self.scored_column.extend(bytes([confidences is not None]) * len(boxes))
        self.kind_column.extend(bytes([_KIND_NUMBERS[Box]]) * len(boxes))
        sides = np.column_stack((boxes[:, :2], boxes[:, :2] + boxes[:, 2:]))
        self.envelope_column.frombytes(sides.astype(np.float32).tobytes())
        if confidences is None:
            self._unscored.extend(places[: MAX_NOTES - len(self._unscored)])
        buffer, encode_into, offsets = self._buffer, self._encode_into, self.offset_column
        for x, y, w, h, place in zip(*boxes.T.tolist(), places, strict=True):
            encode_into(Prediction(Box(x, y, w, h), place), buffer, -1)
            offsets.append(self._written + len(buffer))
        if len(buffer) >= _FLUSH_BYTES:
            self._flush()

    def drop(
        self,
        reason: Reason,
        where: str,
        picture: int | None = None,
        class_name: str | None = None,
        detail: str = "",
    ) -> None:
        """Count one entry of the file that is left out."""
        loss = self.dropped.setdefault(reason, DroppedAtReading())
        loss.count += 1
        if loss.count <= MAX_LOST:
            name = self.pictures[picture].name if picture is not None else ""
            words = (where, name, class_name or "", detail)
            self.lost.append(Lost(reason.value, *(whole_characters(word) for word in words)))
        if picture is not None:
            loss.pictures.add(picture)
        if class_name is not None:
            class_name = whole_characters(class_name)
            loss.by_class[class_name] = loss.by_class.get(class_name, 0) + 1
        if len(loss.examples) < MAX_EXAMPLES:
            place = where if picture is None else f"{where} ({self.pictures[picture].name})"
            loss.examples.append(whole_characters(f"{place}: {detail}" if detail else place))

    def note(self, where: str, text: str) -> None:
        """Keep one line for the report's problems; beyond a thousand they are only counted."""
        if len(self.notes) < MAX_NOTES:
            self.notes.append((whole_characters(where), whole_characters(text)))
        else:
            self._unlisted_notes += 1

    def finish(self, format: str, summary: str, sources: Sequence[SourceWays] = ()) -> Spool:
        """Close the records file and hand everything over. Raises ``OutputProblem`` when the disk is full."""
        unscored = self.scored_column.count(0)
        if unscored < len(self.scored_column):
            for where in self._unscored:
                self.note(where, UNSCORED_NOTE)
            self._unlisted_notes += unscored - len(self._unscored)
        if self._unlisted_notes:
            self.notes.append(("more", f"{self._unlisted_notes:,} further notes are not listed"))
        self._flush()
        self._file.close()
        return Spool(self, format, summary, sources)

    def discard(self) -> None:
        """Give up: close and remove the records file."""
        with contextlib.suppress(OSError):  # a full disk is what may have led here
            self._file.close()
        self.path.unlink(missing_ok=True)

    def _flush(self) -> None:
        try:
            self._file.write(self._buffer)
            self._file.flush()
        except OSError as problem:
            raise _no_working_copy(problem) from problem
        self._written += len(self._buffer)
        self._buffer = bytearray()


def _runs(indexes: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Stretches of indexes that follow one another, as the first and the one beyond the last."""
    if not indexes:
        return
    first = last = indexes[0]
    for index in indexes[1:]:
        if index != last + 1 or index - first == _MOST_AT_ONCE:
            yield first, last + 1
            first = index
        last = index
    yield first, last + 1


def _column(values: array[float] | array[int] | bytearray, kind: type[_Number]) -> npt.NDArray[_Number]:
    """``values`` as a numpy column over the same memory."""
    return np.frombuffer(values, kind) if len(values) else np.empty(0, kind)


def _no_working_copy(problem: OSError) -> OutputProblem:
    return OutputProblem(
        "The predictions cannot be unpacked.",
        f"The working copy of the file could not be written: {problem.strerror or problem}.",
        "Make room on the disk, or set the temporary folder to another one, then try again.",
    )
