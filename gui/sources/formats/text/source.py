"""Text files of other tools than Ultralytics: one file a picture, one prediction a line; see ``layout.py``.

Or a file for each class, with the picture on each line: ``class_files.py``.
"""

from __future__ import annotations

from gui.domain.prediction import Prediction
from gui.domain.reading_ways import Reading
from gui.sources.common_settings import BOX, CLASSES, CONFIDENCE, CONFIDENCE_COLUMN, ENCODING, FIRST_CLASS, UNITS
from gui.sources.entries import BadEntry
from gui.sources.formats.text.class_files import FILES, FIRST_OF_PIXELS, ClassFile, class_ways, read_class_files
from gui.sources.formats.text.layout import HEADERS, class_of_word, is_number
from gui.sources.formats.text.ways import SHAPE, Lines, layout_of, ways
from gui.sources.formats.ultralytics.txt_ways import NOTEWORTHY
from gui.sources.intake.files import Intake, SourceFile
from gui.sources.read_settings import ReadSettings, Setting
from gui.sources.readers.each_file import read_each
from gui.sources.readers.frame_names import FIRST_FRAME_IS_1, MEDIA, FrameNames
from gui.sources.readers.text_lines import text_lines
from gui.sources.readers.text_sample import sampled_lines, text_files
from gui.sources.source import Recognition, Strength
from gui.sources.spool_writer import SpoolWriter

FORMAT = "txt"
TITLE = "Other text files (Darknet, mAP tools, VOC results, DOTA)"
SETTINGS: tuple[Setting, ...] = (
    FILES,
    SHAPE,
    UNITS,
    BOX,
    CONFIDENCE_COLUMN,
    CONFIDENCE,
    FIRST_CLASS,
    FIRST_OF_PIXELS,
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
    best = next(iter(_ways(found, ReadSettings(), _GLANCE)), None)
    if best is None or best.score < _PERHAPS:
        return None
    what = f"{len(found):,} text files" if len(found) > 1 else "a text file"
    if best.values.get(FILES.name) == "class":
        strength = Strength.LIKELY if best.score >= _SURE else Strength.POSSIBLE
        return Recognition(f"{what} with a picture and a confidence on each line, and the class in the name", strength)
    names = any(
        not is_number(words[0])
        for _, lines in sampled_lines(found, _GLANCE[0], most_lines=_GLANCE[1])
        for words in lines
    )
    strength = Strength.LIKELY if best.score >= _SURE and names else Strength.POSSIBLE
    return Recognition(f"{what} with a class and the numbers of a shape on each line", strength)


def readings(files: Intake, settings: ReadSettings) -> list[Reading]:
    """What a file holds, units, what the numbers of a box are, where the confidence stands, as a sample allows."""
    return _ways(text_files(files), settings, _SAMPLE)


def read(files: Intake, sink: SpoolWriter, settings: ReadSettings) -> str:
    """Read every line; ``where`` is ``labels/a.txt line 3``, from 1."""
    found = text_files(files)
    if settings.value(FILES) == "class":
        return read_class_files(found, sink, settings)
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
            sink.add(picture, sink.class_number(class_of_word(word, settings)), score, prediction)

    read_each(found, sink, settings, read_file)
    return f"Text files ({layout.words()})"


def _ways(found: list[SourceFile], settings: ReadSettings, most: tuple[int, int]) -> list[Reading]:
    """The ways to read ``found``, the best first: as files of a picture each and, if that makes sense, of a class."""
    names = FrameNames(found, settings)
    by_picture, by_class = [], []
    for file, lines in sampled_lines(found, most[0], settings.value(ENCODING), most[1]):
        if words := [line for line in lines if not line[0].startswith(HEADERS)]:
            by_picture.append(Lines(words, settings.project.size_of(names.name(file))))
            by_class.append(ClassFile(file, words))
    of_classes = class_ways(by_class, settings.values, settings.project)
    if settings.value(FILES) == "class":
        return of_classes
    of_pictures = ways(by_picture, settings.values, settings.class_names)
    likely = max((reading.score for reading in of_classes), default=0.0)
    if likely < NOTEWORTHY:
        return of_pictures
    of_pictures = [
        Reading({FILES.name: "picture"} | one.values, one.score * (1 - likely / 2), one.evidence)
        for one in of_pictures
        if one.score >= NOTEWORTHY
    ]
    return sorted(of_classes + of_pictures, key=lambda reading: -reading.score)
