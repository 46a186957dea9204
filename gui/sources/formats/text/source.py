"""Text files of other tools than Ultralytics: one file a picture, one prediction a line; see ``layout.py``."""

from __future__ import annotations

from gui.domain.prediction import Prediction
from gui.domain.reading_ways import Reading
from gui.sources.common_settings import BOX, CLASSES, CONFIDENCE, CONFIDENCE_COLUMN, ENCODING, FIRST_CLASS, UNITS
from gui.sources.entries import BadEntry
from gui.sources.formats.text.layout import HEADERS, is_number
from gui.sources.formats.text.ways import SHAPE, Lines, layout_of, ways
from gui.sources.formats.ultralytics.txt_layout import is_count
from gui.sources.intake.files import Intake, SourceFile
from gui.sources.read_settings import ReadSettings, Setting
from gui.sources.readers.each_file import read_each
from gui.sources.readers.frame_names import FIRST_FRAME_IS_1, MEDIA, FrameNames
from gui.sources.readers.text_lines import text_lines
from gui.sources.readers.text_sample import sampled_lines, text_files
from gui.sources.source import Recognition, Strength
from gui.sources.spool_writer import SpoolWriter

FORMAT = "txt"
TITLE = "Other text files (Darknet, mAP tools, DOTA)"
SETTINGS: tuple[Setting, ...] = (
    SHAPE,
    UNITS,
    BOX,
    CONFIDENCE_COLUMN,
    CONFIDENCE,
    FIRST_CLASS,
    CLASSES,
    MEDIA,
    FIRST_FRAME_IS_1,
    ENCODING,
)

_GLANCE, _SAMPLE = (6, 10), (60, 40)
"""Files and lines of each that are looked at to recognise them, and to weigh how they are to be read."""
_PERHAPS, _SURE = 0.1, 0.5


def recognise(files: Intake) -> Recognition | None:
    """Text files whose lines make sense as a class and a box, with or without a confidence, or as DOTA's corners."""
    found = text_files(files)
    sample = _sample(found, ReadSettings(), _GLANCE)
    best = next(iter(ways(sample, {}, {})), None)
    if best is None or best.score < _PERHAPS:
        return None
    names = any(not is_number(words[0]) for lines in sample for words in lines.words)
    what = f"{len(found):,} text files" if len(found) > 1 else "a text file"
    strength = Strength.LIKELY if best.score >= _SURE and names else Strength.POSSIBLE
    return Recognition(f"{what} with a class and the numbers of a shape on each line", strength)


def readings(files: Intake, settings: ReadSettings) -> list[Reading]:
    """Units, what the numbers of a box are, and where the confidence stands, as a sample of the lines allows."""
    return ways(_sample(text_files(files), settings, _SAMPLE), settings.values, settings.class_names)


def read(files: Intake, sink: SpoolWriter, settings: ReadSettings) -> str:
    """Read every line; ``where`` is ``labels/a.txt line 3``, from 1."""
    found = text_files(files)
    layout = layout_of(settings.values)
    names = FrameNames(found, settings)

    def read_file(file: SourceFile, data: bytes) -> None:
        picture = sink.picture(names.name(file), fractions=layout.units != "pixels")
        for place, line in enumerate(text_lines(data, settings.value(ENCODING)), 1):
            words = line.split()
            if not words or line.startswith(HEADERS):
                continue
            where = file.place(f"line {place}")
            try:
                word, score, numbers = layout.parts(words)
                prediction = Prediction(layout.geometry(numbers), where)
            except BadEntry as problem:
                sink.drop(problem.reason, where, picture, detail=problem.detail)
                continue
            sink.add(picture, sink.class_number(_class_name(word, settings)), score, prediction)

    read_each(found, sink, settings, read_file)
    return f"Text files ({layout.words()})"


def _sample(found: list[SourceFile], settings: ReadSettings, most: tuple[int, int]) -> list[Lines]:
    names = FrameNames(found, settings)
    sample = []
    for file, lines in sampled_lines(found, most[0], settings.value(ENCODING), most[1]):
        if words := [line for line in lines if not line[0].startswith(HEADERS)]:
            sample.append(Lines(words, settings.project.size_of(names.name(file))))
    return sample


def _class_name(word: str, settings: ReadSettings) -> str:
    """The name of a class given by number; a name stays as it is."""
    if is_number(word) and is_count(float(word)):
        return settings.class_name(int(float(word)))
    return word
