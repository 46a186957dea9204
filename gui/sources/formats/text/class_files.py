"""Text files that hold a class each, on any picture, as VOC's and DOTA's tools take them.

VOC (``comp4_det_test_aeroplane.txt``, http://host.robots.ox.ac.uk/pascal/VOC/voc2012/htmldoc/ section 4; Darknet and
Detectron write the same): picture, confidence, left, top, right and bottom in pixels from 1; for ``cls`` nothing after
the confidence. DOTA (``Task1_plane.txt``, https://captain-whu.github.io/DOTA/tasks.html): picture, confidence and x and
y of four corners, or in ``Task2`` left, top, right and bottom.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import msgspec

from gui.domain.geometry import Box, ClassScore, Corners, Geometry
from gui.domain.prediction import Prediction
from gui.domain.reading_ways import Reading
from gui.domain.reasons import Reason
from gui.sources import entries, shapes
from gui.sources.common_settings import BOX, CONFIDENCE, CONFIDENCE_COLUMN, ENCODING, FIRST_PIXEL, UNITS
from gui.sources.entries import BadEntry
from gui.sources.formats.text.layout import BOXES, UNIT_WORDS, class_of_word
from gui.sources.formats.text.ways import SHAPE
from gui.sources.formats.ultralytics.txt_layout import is_turned_box
from gui.sources.formats.ultralytics.txt_ways import STRICTNESS, evidence
from gui.sources.intake.files import SourceFile, is_picture_name
from gui.sources.plain_text import shown_name
from gui.sources.read_settings import ProjectKnowledge, ReadSettings, Setting
from gui.sources.readers.text_lines import streamed_lines
from gui.sources.readers.text_sample import Words
from gui.sources.spool_writer import SpoolWriter

FILES = Setting(
    "files",
    "what each file holds",
    (
        ("picture", "the predictions of one picture or frame"),
        ("class", "those of one class, as its name says, and the picture on each line: Task1_plane.txt"),
    ),
)
FIRST_OF_PIXELS = msgspec.structs.replace(FIRST_PIXEL, default="0")

_VOC = re.compile(r"comp\d+_(?:.+_)?(?:det|cls)_[^_]+_(.+)", re.IGNORECASE)
_DOTA = re.compile(r"task\d+_(.+)", re.IGNORECASE)
_NUMBERS = {"box": 4, "corners": 8, "none": 0}
_ASK_EVERY = 4096


class ClassLayout(msgspec.Struct, frozen=True):
    """One way to read the lines; the fields have the values of the settings with their names."""

    shape: str = "box"
    units: str = "pixels"
    box: str = "xyxy"
    first_pixel: int = 0

    def parts(self, words: Words, scale: str) -> tuple[str, float | None, Geometry]:
        """The picture, the confidence, which ``scale`` counts, and the geometry. Raises ``BadEntry``."""
        count = _NUMBERS[self.shape]
        if len(words) < count + 2:
            raise BadEntry(Reason.BAD_ENTRY, f"{len(words)} words are too few for {self.words()}")
        place = len(words) - count
        numbers = [entries.number(word, "a coordinate") for word in words[place:]]
        return " ".join(words[: place - 1]), entries.confidence(words[place - 1], scale), self._geometry(numbers)

    def words(self) -> str:
        """What stands on a line, for people."""
        units = UNIT_WORDS[self.units] + (" from 1" if self.first_pixel and self.units == "pixels" else "")
        if self.shape == "none":
            return "a picture and a confidence"
        what = "four corners" if self.shape == "corners" else BOXES[self.box]
        return f"a picture, a confidence and {what} in {units}"

    def misfit(self, words: Words, scale: str) -> str:
        """Why a line makes no sense this way, as the end of a sentence; empty when it does."""
        if len(words) != _NUMBERS[self.shape] + 2:
            return f"there are {len(words)} words"
        try:
            _, _, geometry = self.parts(words, scale)
        except BadEntry as problem:
            return problem.detail
        if isinstance(geometry, Corners) and not is_turned_box(geometry):
            return "the corners are not those of a turned box"
        return "the numbers are too small for pixels" if self.units == "pixels" and _is_tiny(geometry) else ""

    def _geometry(self, numbers: Sequence[float]) -> Geometry:
        """Pixels count from 0 here; where a file counts from 1, the last pixel belongs to the box (as in VOC)."""
        if self.shape == "none":
            return ClassScore()
        first = self.first_pixel if self.units == "pixels" else 0
        scale = 100 if self.units == "percent" else 1
        if self.shape == "corners":
            return shapes.corners([(number - first) / scale for number in numbers])
        a, b, c, d = (number / scale for number in numbers)
        return shapes.box_of((a - first, b - first, c, d), self.box)


def _is_tiny(geometry: Geometry) -> bool:
    """Whether it fits into a single pixel."""
    match geometry:
        case Box(x, y, w, h):
            return max(abs(x), abs(y), w, h) <= 1
        case Corners(points):
            return max(map(abs, points)) <= 1
    return False


class ClassFile(NamedTuple):
    """The sampled lines of one file."""

    file: SourceFile
    lines: list[Words]


def class_in_name(file: SourceFile) -> str | None:
    """The class that the name of ``file`` says in the way of VOC or DOTA; None when it says none."""
    found = _VOC.fullmatch(file.stem) or _DOTA.fullmatch(file.stem)
    return found[1] if found else None


def class_ways(sample: Sequence[ClassFile], values: Mapping[str, str], project: ProjectKnowledge) -> list[Reading]:
    """The ways to read ``sample`` as files of a class each; empty when nothing speaks for it.

    Their names do, names of pictures on the lines, rows of the project, corners in a place where nobody else writes
    them, or the user: ``values`` are what was said already.
    """
    if not sample or values.get(FILES.name, "class") != "class":
        return []
    because = _why(sample, project)
    lines = [words for file in sample for words in file.lines]
    usual = Counter(map(len, lines)).most_common(1)[0][0]
    readings = []
    for shape, count in _NUMBERS.items():
        layout = _layout({SHAPE.name: shape} | dict(values), sample)
        if layout.shape != shape or count + 2 != usual:
            continue
        if not because and shape != "corners" and FILES.name not in values:
            continue
        misfits = Counter(why for words in lines if (why := layout.misfit(words, values.get(CONFIDENCE.name, "unit"))))
        score = (1 - misfits.total() / len(lines)) ** STRICTNESS
        readings.append(Reading(_values(layout), score, evidence(layout.words(), len(lines), misfits) + because))
    return readings


def read_class_files(found: Sequence[SourceFile], sink: SpoolWriter, settings: ReadSettings) -> str:
    """Read every line of every file; ``where`` is ``Task1_plane.txt line 3``. Raises ``OSError`` and ``Cancelled``."""
    layout = layout_of(settings.values)
    scale = settings.value(CONFIDENCE)
    for file in found:
        name = class_of_word(class_in_name(file) or file.stem, settings)
        class_number = sink.class_number(name)
        with file.open() as stream:
            for place, line in enumerate(streamed_lines(stream, settings.value(ENCODING)), 1):
                if place % _ASK_EVERY == 1:
                    settings.check()
                if line is not None and not line.strip():
                    continue
                where = file.place(f"line {place}")
                try:
                    if line is None:
                        raise BadEntry(Reason.BAD_ENTRY, "the line is too long")
                    picture, confidence, geometry = layout.parts(line.split(), scale)
                except BadEntry as problem:
                    sink.drop(problem.reason, where, class_name=name, detail=problem.detail)
                    continue
                number = sink.picture(picture, fractions=layout.units != "pixels" and layout.shape != "none")
                sink.add(number, class_number, confidence, Prediction(geometry, where))
    return f"Text files of a class each ({layout.words()})"


def layout_of(values: Mapping[str, str]) -> ClassLayout:
    """The layout that the settings say."""
    return ClassLayout(
        values.get(SHAPE.name, "box"),
        values.get(UNITS.name, "pixels"),
        values.get(BOX.name, "xyxy"),
        int(values.get(FIRST_OF_PIXELS.name, "0")),
    )


def _layout(values: Mapping[str, str], sample: Sequence[ClassFile]) -> ClassLayout:
    """The layout of what the user said, and of what the names of the files say besides."""
    is_voc = all(_VOC.fullmatch(file.file.stem) for file in sample)
    return layout_of({FIRST_OF_PIXELS.name: "1" if is_voc else "0"} | dict(values))


def _values(layout: ClassLayout) -> dict[str, str]:
    values = {
        FILES.name: "class",
        SHAPE.name: layout.shape,
        UNITS.name: layout.units,
        CONFIDENCE_COLUMN.name: "second",
    }
    of_boxes = {BOX.name: layout.box, FIRST_OF_PIXELS.name: str(layout.first_pixel)}
    return values | (of_boxes if layout.shape == "box" else {})


def _why(sample: Sequence[ClassFile], project: ProjectKnowledge) -> str:
    """What speaks for files of a class each, as the end of a sentence; empty where nothing does."""
    named = [name for file in sample if (name := class_in_name(file.file))]
    if len(named) == len(sample):
        classes = ", ".join(f"“{shown_name(name)}”" for name in named[:3]) + (", …" if len(named) > 3 else "")
        return f", each of the class that the name of its file says: {classes}"
    pictures = list({words[0]: None for file in sample for words in file.lines})
    if all(map(is_picture_name, pictures)):
        return ", as each begins with the name of a picture; the class is what the file is called"
    rows = sum(project.frames_of(name) is not None for name in pictures)
    if 2 * rows > len(pictures) and not any(project.frames_of(file.file.stem) for file in sample):
        return f", as {rows:,} of {len(pictures):,} first words are rows of the project and no file's name is"
    return ""
