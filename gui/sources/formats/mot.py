"""MOT Challenge: one text file a video, a box a line: frame, track, left, top, width, height, confidence and more.

The format: https://motchallenge.net/instructions/. Frames and pixels count from 1. Results and detections have ten
columns, the last three -1; some trackers write the class as the eighth. Truth has nine: the seventh is 0 for what does
not count, the eighth the class, the ninth how much is visible. A confidence of -1 is none. A track is one object over
its frames. The video is called as the file is, or as the folder around ``gt/gt.txt`` and ``det/det.txt``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

import msgspec

from gui.domain.prediction import Prediction
from gui.domain.reading_ways import Reading
from gui.domain.reasons import Reason
from gui.sources import shapes
from gui.sources.common_settings import CLASS, CLASSES, FIRST_FRAME, FIRST_PIXEL
from gui.sources.entries import BadEntry, confidence, number, shown
from gui.sources.intake.files import Intake, SourceFile
from gui.sources.raw_scores import SCORE, plain_scores, score_readings, taken_score
from gui.sources.read_settings import ReadSettings, Setting
from gui.sources.readers.each_file import beginning
from gui.sources.readers.text_lines import streamed_lines, text_lines
from gui.sources.readers.text_sample import numbers_in
from gui.sources.source import Recognition, Strength
from gui.sources.spool_writer import SpoolWriter

FORMAT = "mot"
TITLE = "MOT Challenge"
OBJECT = msgspec.structs.replace(CLASS, default="object")
FROM_1 = msgspec.structs.replace(FIRST_FRAME, default="1")
CONTENT = Setting(
    "content",
    "what the columns after the box are",
    (
        ("results", "the confidence"),
        ("class", "the confidence and the class"),
        ("truth", "1 or 0 for what counts or not, the class, how much is visible"),
    ),
    default="results",
)
VIDEO = Setting("video", "the name of the video, where the file is called otherwise", kind="text")
SETTINGS: tuple[Setting, ...] = (CONTENT, SCORE, OBJECT, CLASSES, VIDEO, FROM_1, FIRST_PIXEL)

_LOOK_AT = 20
_ENOUGH = 0.9
_SPLIT = re.compile(r"[,;\s]\s*")
_COMMON = frozenset({"gt", "det", "dets", "test", "train", "result", "results", "output", "tracks", "mot"})
"""Names of files and folders that do not name a video."""


def recognise(files: Intake) -> Recognition | None:
    """Text files whose lines are 7 to 10 numbers: a frame, a track and a box first."""
    for file in files.with_suffix(".txt", ".csv")[:_LOOK_AT]:
        rows = _sample(file)
        fitting = [row for row in rows if _is_mot(row)]
        if fitting and len(fitting) >= _ENOUGH * len(rows):
            tracks = len({row[1] for row in fitting} - {"-1"})
            what = f"{tracks} tracks" if tracks else "detections"
            return Recognition(f"lines of frame, track and box as in MOT ({what} in the first lines)", Strength.LIKELY)
    return None


def readings(files: Intake, settings: ReadSettings) -> list[Reading]:
    """Results or truth, by the columns after the box; and how to take scores that are not from 0 to 1."""
    rows = [row for file in _candidates(files)[:_LOOK_AT] for row in _sample(file) if _is_mot(row)]
    if not rows:
        return []
    kinds = [Reading({CONTENT.name: said}, 1.0, "you said so") for said in [settings.values.get(CONTENT.name)] if said]
    zero = any(row[0] in ("0", "0.0") for row in rows)
    first = {FROM_1.name: settings.values.get(FROM_1.name, "0" if zero else "1")}
    why = "there is a frame 0" if zero else "MOT's frames count from 1"
    found = []
    for kind in kinds or _column_readings(rows):
        scores = plain_scores([row[6] for row in rows]) if kind.values[CONTENT.name] != "truth" else []
        ways = score_readings([score for score in scores if score != -1], settings)
        for way in ways or [Reading({SCORE.name: settings.value(SCORE)}, 1.0, "")]:
            evidence = "; ".join(filter(None, (kind.evidence, way.evidence, why)))
            found.append(Reading(kind.values | way.values | first, kind.score * way.score, evidence))
    return found


def read(files: Intake, sink: SpoolWriter, settings: ReadSettings) -> str:
    """Read every line; ``where`` is ``line 3``, from 1."""
    settings.check()
    for file in _candidates(files):
        reader = _LineReader(file, sink, settings)
        with file.open() as stream:
            for place, line in enumerate(streamed_lines(stream), 1):
                if place % 4096 == 0:
                    settings.check()
                if line is None or line.strip():
                    reader.take(line, file.place(f"line {place}"))
    return TITLE


class _LineReader:
    """Takes the lines of one file into ``sink``."""

    def __init__(self, file: SourceFile, sink: SpoolWriter, settings: ReadSettings) -> None:
        self._file = file
        self._sink = sink
        self._settings = settings
        self._video = settings.value(VIDEO) or _video_name(file)
        self._columns = settings.value(CONTENT)
        self._first_frame = int(settings.value(FROM_1))
        self._first_pixel = int(settings.value(FIRST_PIXEL))

    def take(self, line: str | None, where: str) -> None:
        """Take one line; None is one that is too long."""
        row = [] if line is None or len(line) > 1000 else _words(line)
        picture: int | None = None
        name: str | None = None
        try:
            if len(row) < 6:
                raise BadEntry(Reason.BAD_ENTRY, "it is not a frame, a track and a box")
            picture = self._picture(row[0])
            name = self._class_name(row)
            if self._columns == "truth" and number(row[6] if len(row) > 6 else "1", "the seventh number") == 0:
                raise BadEntry(Reason.BAD_ENTRY, "it is marked as one that does not count (0 in the seventh column)")
            x, y, w, h = (number(text, "a number of the box") for text in row[2:6])
            geometry = shapes.box(x - self._first_pixel, y - self._first_pixel, w, h)
            score = self._score(row)
        except BadEntry as problem:
            self._sink.drop(problem.reason, where, picture, name, problem.detail)
            return
        is_track = numbers_in(list(row[1:2])) not in (None, [-1.0])
        track = self._file.place(f"track {row[1]}") if is_track else None
        self._sink.add(picture, self._sink.class_number(name), score, Prediction(geometry, where, track))

    def _picture(self, text: str) -> int:
        frame = number(text, "the frame")
        if frame != int(frame) or not self._first_frame <= frame < 1e9:
            raise BadEntry(Reason.BAD_ENTRY, f"its frame is {shown(text)}")
        return self._sink.picture(f"{self._video}/{int(frame) - self._first_frame}.jpg")

    def _class_name(self, row: Sequence[str]) -> str:
        if self._columns == "results" or len(row) < 8:
            return self._settings.value(OBJECT)
        value = number(row[7], "the class")
        if value != int(value) or abs(value) > 1e9:
            raise BadEntry(Reason.BAD_ENTRY, f"its class is {shown(row[7])}")
        return self._settings.value(OBJECT) if value < 0 else self._settings.class_name(int(value))

    def _score(self, row: Sequence[str]) -> float | None:
        if self._columns == "truth" or len(row) < 7 or numbers_in(list(row[6:7])) == [-1.0]:
            return None
        return confidence(taken_score(row[6], self._settings), self._settings.value(SCORE))


def _candidates(files: Intake) -> list[SourceFile]:
    """MOT's files, without the ``seqinfo.ini`` and lists of names beside them."""
    found = files.with_suffix(".txt", ".csv")
    return found if len(found) < 2 else [file for file in found if any(map(_is_mot, _sample(file)))]


def _sample(file: SourceFile) -> list[list[str]]:
    head = beginning(file, 1 << 14)
    lines = text_lines(head[: head.rfind(b"\n") + 1] if len(head) == 1 << 14 else head)
    return [_words(line) for line in lines if line.strip()]


def _words(line: str) -> list[str]:
    return [word.strip() for word in _SPLIT.split(line.strip().rstrip(",;"))]


def _is_mot(row: Sequence[str]) -> bool:
    """Whether the line can be one of MOT: a whole frame and track, and a box with a size."""
    numbers = numbers_in(list(row))
    if not numbers or not 7 <= len(numbers) <= 10 or not all(abs(value) < 1e9 for value in numbers):
        return False
    frame, track, _, _, w, h = numbers[:6]
    is_counted = frame >= 0 and frame == int(frame) and track >= -1 and track == int(track)
    return is_counted and w >= 0 and h >= 0 and max(w, h) > 1 and (len(numbers) > 8 or max(numbers[2:6]) > 1.5)


def _column_readings(rows: Sequence[Sequence[str]]) -> list[Reading]:
    """What stands after the box: the eighth column is a class where it has whole numbers, few of them different."""
    after = [numbers for row in rows if (numbers := numbers_in(list(row[6:])))]
    eighth = [row[1] for row in after if len(row) > 1]
    has_class = len(eighth) == len(after) and all(value == int(value) and value >= 0 for value in eighth)
    if not has_class or len(set(eighth)) > 100:
        return [Reading({CONTENT.name: "results"}, 1.0, "the eighth column is no class")]
    is_truth = all(len(row) == 3 and row[0] in (0, 1) and 0 <= row[2] <= 1 for row in after)
    evidence = f"the eighth column has {len(set(eighth))} different whole numbers"
    found = [Reading({CONTENT.name: "class"}, 0.5 if is_truth else 1.0, evidence)]
    if is_truth:
        evidence += ", the seventh is 0 or 1, the ninth from 0 to 1"
        found.insert(0, Reading({CONTENT.name: "truth"}, 1.0, evidence))
    return [*found, Reading({CONTENT.name: "results"}, 0.3, evidence)]


def _video_name(file: SourceFile) -> str:
    """The file's name, or that of the innermost folder around it that says something."""
    parts: Iterator[str] = (part for part in [file.stem, *reversed(PurePosixPath(file.name).parts[:-1])])
    return next((part for part in parts if part.lower() not in _COMMON), file.stem)
