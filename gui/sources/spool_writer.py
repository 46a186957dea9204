"""Takes predictions as they are read, each as a record of the spool or as a counted loss."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt

from gui.domain.geometry import KINDS, Box, Keypoints
from gui.domain.losses import Lost
from gui.domain.prediction import Picture, Prediction
from gui.domain.reading_ways import SourceWays
from gui.domain.reasons import Reason
from gui.errors import OutputProblem
from gui.sources.envelopes import envelope
from gui.sources.plain_text import whole_characters
from gui.sources.spool import DroppedAtReading, Spool, SpoolContents

RECORDS_FILE = "predictions.spool"
MAX_EXAMPLES = 10
MAX_NOTES = 1000
MAX_POINT_NAMES = 1000
"""Different lists of keypoint names that are known apart; a model has one for each class at most."""
MAX_LOST = 1000
"""Entries of each reason that are named one by one."""
UNSCORED_NOTE = "has no confidence, unlike others in the file; it counts as 1.0"

_KIND_NUMBERS = {kind: number for number, kind in enumerate(KINDS)}
_FLUSH_BYTES = 1 << 20


class SpoolWriter:
    """Takes predictions one by one and keeps each either as a record or as a counted loss."""

    def __init__(self, folder: Path) -> None:
        """Open the records file inside ``folder``, which is made if need be. Raises ``OutputProblem``."""
        self.path = folder / RECORDS_FILE
        self.contents = SpoolContents()
        self.pictures = self.contents.pictures
        self.classes = self.contents.classes
        self._unlisted_notes = 0
        self._unscored: list[str] = []
        self._picture_numbers: dict[tuple[int, str, bool], int] = {}
        self._other_sizes: dict[tuple[int, int, int], int] = {}
        """The first picture of a name, and another size that the file gives it → the picture of that size."""
        self._source = 0
        self._class_numbers: dict[str, int] = {}
        self._point_names_numbers: dict[tuple[str, ...], int] = {}
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
        return len(self.contents.picture) + sum(loss.count for loss in self.contents.dropped.values())

    def picture(
        self, name: str, width: int | None = None, height: int | None = None, *, fractions: bool = False
    ) -> int:
        """The number of the picture called ``name``; a size that comes later is added to it.

        Where a file gives one name two sizes, those are two pictures, so that each keeps the size it was made for.
        ``fractions``: the coordinates of what is added to it are fractions 0..1 of its width and height.
        """
        key = (self._source, name, fractions)
        number = self._picture_numbers.get(key)
        if number is None:
            number = self._picture_numbers[key] = len(self.pictures)
            self.pictures.append(Picture(whole_characters(name), width, height, fractions, self._source))
        elif width and height and self.pictures[number].width is None:
            self.pictures[number] = msgspec.structs.replace(self.pictures[number], width=width, height=height)
        elif width and height and (width, height) != (self.pictures[number].width, self.pictures[number].height):
            return self._picture_of_another_size(number, width, height)
        return number

    def _picture_of_another_size(self, number: int, width: int, height: int) -> int:
        first, key = self.pictures[number], (number, width, height)
        other = self._other_sizes.get(key)
        if other is None:
            other = self._other_sizes[key] = len(self.pictures)
            self.pictures.append(msgspec.structs.replace(first, width=width, height=height))
        return other

    def class_number(self, name: str) -> int:
        """The number of the model class called ``name``."""
        number = self._class_numbers.get(name)
        if number is None:
            number = self._class_numbers[name] = len(self.classes)
            self.classes.append(whole_characters(name))
        return number

    def add(self, picture: int, class_number: int, confidence: float | None, prediction: Prediction) -> None:
        """Keep one prediction; ``confidence`` is None when the file gives none. Raises ``OutputProblem``."""
        contents = self.contents
        contents.envelope.extend(envelope(prediction.geometry))
        contents.picture.append(picture)
        contents.class_number.append(class_number)
        contents.confidence.append(1.0 if confidence is None else confidence)
        contents.scored.append(confidence is not None)
        contents.kind.append(_KIND_NUMBERS[type(prediction.geometry)])
        if type(prediction.geometry) is Keypoints:
            contents.point_names_number.append(self._point_names(prediction.geometry))
        if confidence is None and len(self._unscored) < MAX_NOTES:
            self._unscored.append(prediction.where)
        buffer = self._buffer
        self._encode_into(prediction, buffer, -1)
        contents.offset.append(self._written + len(buffer))
        if len(buffer) >= _FLUSH_BYTES:
            self._flush()

    def _point_names(self, pose: Keypoints) -> int:
        names = tuple(point.name for point in pose.points)
        number = self._point_names_numbers.get(names, -1)
        if number < 0 and len(self._point_names_numbers) < MAX_POINT_NAMES:
            number = self._point_names_numbers[names] = len(self.contents.point_names)
            self.contents.point_names.append(names)
        return number

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
        contents = self.contents
        contents.picture.extend(pictures)
        contents.class_number.extend(class_numbers)
        contents.confidence.frombytes((np.ones(len(boxes)) if confidences is None else confidences).tobytes())
        contents.scored.extend(bytes([confidences is not None]) * len(boxes))
        contents.kind.extend(bytes([_KIND_NUMBERS[Box]]) * len(boxes))
        sides = np.column_stack((boxes[:, :2], boxes[:, :2] + boxes[:, 2:]))
        contents.envelope.frombytes(sides.astype(np.float32).tobytes())
        if confidences is None:
            self._unscored.extend(places[: MAX_NOTES - len(self._unscored)])
        buffer, encode_into, offsets = self._buffer, self._encode_into, contents.offset
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
        loss = self.contents.dropped.setdefault(reason, DroppedAtReading())
        loss.count += 1
        if loss.count <= MAX_LOST:
            name = self.pictures[picture].name if picture is not None else ""
            words = (where, name, class_name or "", detail)
            self.contents.lost.append(Lost(reason.value, *(whole_characters(word) for word in words)))
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
        if len(self.contents.notes) < MAX_NOTES:
            self.contents.notes.append((whole_characters(where), whole_characters(text)))
        else:
            self._unlisted_notes += 1

    def finish(self, format: str, summary: str, sources: Sequence[SourceWays] = ()) -> Spool:
        """Close the records file and hand everything over. Raises ``OutputProblem`` when the disk is full."""
        unscored = self.contents.scored.count(0)
        if unscored < len(self.contents.scored):
            for where in self._unscored:
                self.note(where, UNSCORED_NOTE)
            self._unlisted_notes += unscored - len(self._unscored)
        if self._unlisted_notes:
            self.contents.notes.append(("more", f"{self._unlisted_notes:,} further notes are not listed"))
        self._flush()
        self._file.close()
        return Spool(self.path, self.contents, format, summary, sources)

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


def _no_working_copy(problem: OSError) -> OutputProblem:
    return OutputProblem(
        "The predictions cannot be unpacked.",
        f"The working copy of the file could not be written: {problem.strerror or problem}.",
        "Make room on the disk, or set the temporary folder to another one, then try again.",
    )
