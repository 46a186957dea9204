"""Predictions that were read once: a file of records on disk, and columns in memory to count, match and plan on."""

from __future__ import annotations

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

from gui.domain.losses import Lost
from gui.domain.prediction import Picture, Prediction
from gui.domain.reading_ways import SourceWays
from gui.domain.reasons import Reason

_PIECE = 1 << 20
"""Bytes of the file of records that are held at once."""
_MOST_AT_ONCE = 256
"""Records that are read at once."""
_Number = TypeVar("_Number", bound=np.generic)

_decode = msgspec.msgpack.Decoder(Prediction).decode


class DroppedAtReading(msgspec.Struct):
    """The entries left out for one reason: how many, a few of them in words, on which pictures and classes."""

    count: int = 0
    examples: list[str] = []
    pictures: set[int] = set()
    by_class: dict[str, int] = {}


class SpoolContents:
    """What stays in memory of predictions while they are read; the columns grow by one element for each prediction.

    ``envelope`` grows by four, ``offset`` begins with 0: where each record ends in the file of records.
    ``point_names_number`` has one element for each pose (``Keypoints``) alone: what ``point_names`` its points have, or
    -1 where there are too many different ones.
    """

    def __init__(self) -> None:
        """Nothing has been read yet."""
        self.pictures: list[Picture] = []
        self.classes: list[str] = []
        self.picture = array("i")
        self.class_number = array("i")
        self.confidence = array("d")
        self.scored = bytearray()
        self.kind = bytearray()
        self.envelope = array("f")
        self.point_names_number = array("i")
        self.point_names: list[tuple[str, ...]] = []
        self.offset = array("Q", [0])
        self.dropped: dict[Reason, DroppedAtReading] = {}
        self.lost: list[Lost] = []
        self.notes: list[tuple[str, str]] = []


class Spool:
    """All predictions of a file; the columns have one element for each prediction, in the file's order.

    ``envelope`` is left, top, right, bottom in what the picture's coordinates are counted in (``Picture.fractions``),
    NaN where there is no place. ``confidence``
    is 1.0 where ``scored`` is False. ``read`` counts the predictions here and all of ``dropped``.
    ``point_names_number`` has one element for each pose alone, see ``SpoolContents``.
    """

    def __init__(
        self, path: Path, contents: SpoolContents, format: str, summary: str, sources: Sequence[SourceWays] = ()
    ) -> None:
        """Take over ``contents`` and the finished file of records at ``path``."""
        self.format = format
        self.summary = summary
        self.sources = list(sources)
        self.pictures = contents.pictures
        self.classes = contents.classes
        self.picture = _column(contents.picture, np.int32)
        self.class_number = _column(contents.class_number, np.int32)
        self.confidence = _column(contents.confidence, np.float64)
        self.scored = _column(contents.scored, np.bool_)
        self.kind = _column(contents.kind, np.uint8)
        self.envelope = _column(contents.envelope, np.float32).reshape(-1, 4)
        self.point_names = contents.point_names
        self.point_names_number = _column(contents.point_names_number, np.int32)
        self.dropped = contents.dropped
        self.lost = contents.lost
        self.notes = contents.notes
        self.read = len(self.picture) + sum(loss.count for loss in self.dropped.values())
        self._offset = _column(contents.offset, np.uint64)
        self._path = path
        self._file: BinaryIO | None = None
        self._reading = threading.Lock()

    def records(self, indexes: Sequence[int] | npt.NDArray[np.integer]) -> Iterator[Prediction]:
        """The predictions at ``indexes``, in that order; what lies together is read at once.

        Threads may call it at the same time.
        """
        for first, beyond in _runs(list(map(int, indexes))):
            borders = self._offset[first : beyond + 1].tolist()
            piece = memoryview(self._read(borders[0], borders[-1]))
            for start, end in pairwise(borders):
                yield _decode(piece[start - borders[0] : end - borders[0]])

    def _read(self, start: int, end: int) -> bytes:
        """Much is read at once from a file that stays open: every call of the system lets other threads take over."""
        with self._reading:
            if self._file is None:
                self._file = self._path.open("rb", buffering=_PIECE)
            self._file.seek(start)
            return self._file.read(end - start)

    def digest(self) -> str:
        """A digest of everything that was read: the same for the same predictions on the same pictures."""
        read = hashlib.blake2b(msgspec.msgpack.encode((self.classes, self.pictures)), digest_size=16)
        for column in (self.picture, self.class_number, self.confidence):
            read.update(column.tobytes())
        with self._path.open("rb") as file:
            while piece := file.read(_PIECE):
                read.update(piece)
        return read.hexdigest()

    def close(self) -> None:
        """Remove the records file; columns stay usable, ``records`` does not."""
        with self._reading:
            if self._file is not None:
                self._file.close()
            self._file = None
        self._path.unlink(missing_ok=True)


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
