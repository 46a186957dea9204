"""Ultralytics' text files (YOLO): one file a picture or frame, one prediction a line, in fractions of the picture.

What a line holds is told in ``txt_layout.py``. ``save_txt`` appends to what is there, so a second run repeats
every line: lines that repeat are left out. A picture without predictions has no file. Class names are not in the
folder of labels, but in data.yaml beside it.
"""

from __future__ import annotations

from collections.abc import Sequence

from gui.domain.counting import counted
from gui.domain.geometry import ClassScore
from gui.domain.prediction import Prediction
from gui.domain.reading_ways import Reading
from gui.domain.reasons import Reason
from gui.sources.common_settings import CLASSES, CONFIDENCE_COLUMN, ENCODING
from gui.sources.entries import BadEntry, exact
from gui.sources.entries import confidence as checked_confidence
from gui.sources.formats.ultralytics.box_tables import boxes_in
from gui.sources.formats.ultralytics.keypoint_shape import KPT_SHAPE, keypoint_shape
from gui.sources.formats.ultralytics.number_rows import number_rows
from gui.sources.formats.ultralytics.txt_layout import Layout, Row, is_count
from gui.sources.formats.ultralytics.txt_ways import TASK, TRACK_ID, layout_of, ways
from gui.sources.intake.files import Intake, SourceFile
from gui.sources.plain_text import shown_name
from gui.sources.read_settings import ReadSettings, Setting
from gui.sources.readers.each_file import read_each
from gui.sources.readers.frame_names import FIRST_FRAME_IS_1, MEDIA, FrameNames
from gui.sources.readers.text_lines import text_lines
from gui.sources.readers.text_sample import sampled_lines, text_files
from gui.sources.source import Recognition, Strength
from gui.sources.spool_writer import SpoolWriter

FORMAT = "ultralytics-txt"
TITLE = "Ultralytics text (YOLO)"
SETTINGS: tuple[Setting, ...] = (
    TASK,
    CONFIDENCE_COLUMN,
    TRACK_ID,
    KPT_SHAPE,
    CLASSES,
    MEDIA,
    FIRST_FRAME_IS_1,
    ENCODING,
)

_GLANCE, _SAMPLE = 12, 60
_PERHAPS, _SURE = 0.1, 0.5
_TOGETHER = 1 << 16
"""Bytes of files that are read together."""


def recognise(files: Intake) -> Recognition | None:
    """Text files whose lines make sense in one of the ways of Ultralytics."""
    found = text_files(files)
    sample = sampled_lines(found, _GLANCE)
    if not sample:
        return None
    best = ways([lines for _, lines in sample], {}, keypoint_shape(files, ReadSettings()))
    own = [way for way in best if way.values[CONFIDENCE_COLUMN.name] != "second" and way.score >= _PERHAPS]
    if not own:
        return None
    is_named = own[0].values[TASK.name] == "classify"
    what = f"{len(found):,} text files" if len(found) > 1 else "a text file"
    holds = "probabilities and names" if is_named else "numbers that fit labels in fractions of the picture"
    return Recognition(
        f"{what} with {holds}", Strength.LIKELY if own[0].score >= _SURE and not is_named else Strength.POSSIBLE
    )


def readings(files: Intake, settings: ReadSettings) -> list[Reading]:
    """The tasks, with and without confidence and track, that a sample of the lines fits."""
    sample = sampled_lines(text_files(files), _SAMPLE, settings.value(ENCODING))
    return ways([lines for _, lines in sample], settings.values, keypoint_shape(files, settings))


def read(files: Intake, sink: SpoolWriter, settings: ReadSettings) -> str:
    """Read every line; ``where`` is ``labels/a.txt line 3``, from 1."""
    found = text_files(files)
    layout = layout_of(settings.values, keypoint_shape(files, settings))
    reader = _Reader(layout, FrameNames(found, settings), sink, settings)
    read_each(found, sink, settings, reader.read_file)
    reader.finish()
    reader.say_what_was_special(files.title)
    return f"Ultralytics text ({layout.task})"


class _Reader:
    """Reads files of one layout into one sink."""

    def __init__(self, layout: Layout, names: FrameNames, sink: SpoolWriter, settings: ReadSettings) -> None:
        self._layout = layout
        self._names = names
        self._sink = sink
        self._settings = settings
        self._encoding = settings.value(ENCODING)
        self._classes: dict[float, int] = {}
        self._repeated = 0
        self._waits = layout.task == "detect" and not layout.track and not self._encoding
        self._waiting: list[tuple[SourceFile, bytes]] = []
        self._waiting_bytes = 0

    def read_file(self, file: SourceFile, data: bytes) -> None:
        """Read one file, or let it wait to be read together with others."""
        if not self._waits:
            self._read_lines(file, data)
            return
        self._waiting.append((file, data))
        self._waiting_bytes += len(data)
        if self._waiting_bytes >= _TOGETHER:
            self.finish()

    def finish(self) -> None:
        """Read the files that wait: all at once where every line is in order, else line by line."""
        waiting, self._waiting, self._waiting_bytes = self._waiting, [], 0
        table = boxes_in([data for _, data in waiting], self._layout)
        if table is None:
            for file, data in waiting:
                self._read_lines(file, data)
            return
        pictures: list[int] = []
        places: list[str] = []
        for (file, _), count in zip(waiting, table.counts, strict=True):
            pictures += [self._picture(file)] * count
            line = file.place("line ")
            places += [f"{line}{number}" for number in range(1, count + 1)]
        found = table.classes.tolist()
        numbers = {value: self._class_number(value) for value in dict.fromkeys(found)}
        classes = [numbers[value] for value in found]
        self._sink.add_boxes(pictures, classes, table.confidences, table.boxes, places)

    def _picture(self, file: SourceFile) -> int:
        return self._sink.picture(self._names.name(file), fractions=self._layout.task != "classify")

    def _read_lines(self, file: SourceFile, data: bytes) -> None:
        picture = self._picture(file)
        if self._layout.task == "classify":
            self._read_scores(file, picture, text_lines(data, self._encoding))
            return
        rows: Sequence[Row | str] | None = None if self._encoding else number_rows(data)
        if rows is not None:
            self._read_rows(file, picture, rows, repeated(data.split(b"\n")))
        else:
            lines = text_lines(data, self._encoding)
            self._read_rows(file, picture, [_row(line) for line in lines], repeated(lines))

    def say_what_was_special(self, title: str) -> None:
        """Note what was left out or taken for something else than it seems."""
        if self._repeated:
            lines = counted(self._repeated, "line repeats another", "lines repeat others")
            self._sink.note(title, f"{lines} of the same file, as after a second run with save_txt; each is read once")
        if self._classes and not self._settings.class_names:
            missing = "no list of class names (data.yaml, names.txt) is beside the files, so classes are numbers"
            self._sink.note(title, f"{missing}; the setting classes names them")
        for video, files in self._names.frames.most_common(10):
            self._sink.note(title, f"{counted(files, 'file')} read as frames of the video {video}")

    def _read_rows(self, file: SourceFile, picture: int, rows: Sequence[Row | str], repeated: frozenset[int]) -> None:
        line = file.place("line ")
        for place, row in enumerate(rows):
            if not row:
                continue
            where = f"{line}{place + 1}"
            try:
                if place in repeated:
                    self._repeated += 1
                    raise BadEntry(Reason.REPEATED, "")
                class_number, confidence, prediction = self._prediction(row, where)
            except BadEntry as problem:
                self._sink.drop(problem.reason, where, picture, detail=problem.detail)
                continue
            self._sink.add(picture, class_number, confidence, prediction)

    def _prediction(self, row: Row | str, where: str) -> tuple[int, float | None, Prediction]:
        layout = self._layout
        if isinstance(row, str):
            raise BadEntry(Reason.BAD_ENTRY, f"“{shown_name(row)}” is not a line of numbers")
        if not layout.fits(len(row)):
            raise BadEntry(Reason.BAD_ENTRY, f"{counted(len(row), 'number')} cannot be {layout.words()}")
        coordinates, confidence, track = layout.parts(row)
        if confidence is not None and not 0 <= confidence <= 1:
            raise BadEntry(Reason.BAD_CONFIDENCE, f"the confidence is {exact(confidence)}")
        if track is not None and not is_count(track):
            raise BadEntry(Reason.BAD_ENTRY, f"the track is {track:g}")
        class_number = self._classes.get(row[0])
        if class_number is None:
            class_number = self._class_number(row[0])
        identity = None if track is None else str(int(track))
        return class_number, confidence, Prediction(layout.geometry(coordinates), where, identity)

    def _class_number(self, value: float) -> int:
        if not is_count(value):
            raise BadEntry(Reason.BAD_ENTRY, f"the class is {value:g}")
        number = self._classes[value] = self._sink.class_number(self._settings.class_name(int(value)))
        return number

    def _read_scores(self, file: SourceFile, picture: int, lines: Sequence[str]) -> None:
        """Lines of a probability and the name of a class, the surest first."""
        skipped = repeated(lines)
        for place, text in enumerate(lines):
            words = text.split(None, 1)
            if not words:
                continue
            where = file.place(f"line {place + 1}")
            if place in skipped:
                self._repeated += 1
                self._sink.drop(Reason.REPEATED, where, picture)
            elif len(words) < 2:
                self._sink.drop(Reason.BAD_ENTRY, where, picture, detail="it has no name after the probability")
            else:
                self._add_score(picture, words[1].strip(), words[0], where)

    def _add_score(self, picture: int, name: str, probability: str, where: str) -> None:
        try:
            score = checked_confidence(probability)
        except BadEntry as problem:
            self._sink.drop(problem.reason, where, picture, name, problem.detail)
            return
        self._sink.add(picture, self._sink.class_number(name), score, Prediction(ClassScore(), where))


def repeated(lines: Sequence[str] | Sequence[bytes]) -> frozenset[int]:
    """The places, from 0, of lines that stand before in the same file; those of empty lines among them."""
    if len(set(lines)) == len(lines):
        return frozenset()
    seen: set[object] = set()
    found = []
    for place, line in enumerate(lines):
        if line in seen:
            found.append(place)
        seen.add(line)
    return frozenset(found)


def _row(line: str) -> Row | str:
    try:
        return [float(word) for word in line.split()]
    except ValueError:
        return line
