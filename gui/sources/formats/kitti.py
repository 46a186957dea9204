"""KITTI: one text file a picture, 15 columns a line, and the score as the 16th; boxes in pixels from 0.

The format: https://www.cvlibs.net/datasets/kitti/eval_object.php (type, truncated, occluded, alpha, left, top, right,
bottom, then height, width, length, place and angle in space, which are not taken). ``DontCare`` marks a region in
which nothing counts. The class may have spaces here, as some tools write it.
"""

from __future__ import annotations

from gui.domain.prediction import Prediction
from gui.domain.reading_ways import Reading
from gui.domain.reasons import Reason
from gui.sources import shapes
from gui.sources.common_settings import ENCODING
from gui.sources.entries import BadEntry, confidence, number
from gui.sources.intake.files import Intake, SourceFile
from gui.sources.raw_scores import SCORE, plain_scores, score_readings, taken_score
from gui.sources.read_settings import ReadSettings, Setting
from gui.sources.readers.each_file import BrokenFile, read_each
from gui.sources.readers.text_lines import text_lines
from gui.sources.readers.text_sample import Words, numbers_in, sampled_lines, text_files
from gui.sources.source import Recognition, Strength
from gui.sources.spool_writer import SpoolWriter

FORMAT = "kitti"
TITLE = "KITTI"
SETTINGS: tuple[Setting, ...] = (SCORE, ENCODING)

_WITHOUT_SCORE, _WITH_SCORE = 14, 15
"""Numbers after the class."""
_GLANCE, _SAMPLE = 12, 60
_ENOUGH = 0.8


def recognise(files: Intake) -> Recognition | None:
    """Text files whose lines are a class and 14 or 15 numbers, the first three as KITTI has them."""
    found = text_files(files)
    lines = [words for _, lines in sampled_lines(found, _GLANCE) for words in lines]
    fitting = [words for words in lines if _is_kitti(words)]
    if not fitting or len(fitting) < _ENOUGH * len(lines):
        return None
    what = f"{len(found):,} text files" if len(found) > 1 else "a text file"
    with_score = sum(len(words) - _class_words(words) == _WITH_SCORE for words in fitting)
    has = "a score in the 16th" if with_score else "no score"
    return Recognition(f"{what} with the 15 columns of KITTI and {has}", Strength.CERTAIN)


def readings(files: Intake, settings: ReadSettings) -> list[Reading]:
    """How to take scores that are not from 0 to 1."""
    sample = sampled_lines(text_files(files), _SAMPLE, settings.value(ENCODING))
    lines = [words for _, lines in sample for words in lines if _is_kitti(words)]
    scored = [words[-1] for words in lines if len(words) - _class_words(words) == _WITH_SCORE]
    return score_readings(plain_scores(scored), settings)


def read(files: Intake, sink: SpoolWriter, settings: ReadSettings) -> str:
    """Read every line; ``where`` is ``000012.txt line 3``, from 1."""
    read_each(text_files(files), sink, settings, lambda file, data: _read_file(file, data, sink, settings))
    return TITLE


def _read_file(file: SourceFile, data: bytes, sink: SpoolWriter, settings: ReadSettings) -> None:
    lines = [line.split() for line in text_lines(data, settings.value(ENCODING))]
    if any(lines) and not any(_class_words(words) for words in lines):
        raise BrokenFile("no line is a class and 14 or 15 numbers")
    picture = sink.picture(file.stem)
    for place, words in enumerate(lines, 1):
        if not words:
            continue
        where = file.place(f"line {place}")
        class_words = _class_words(words)
        name = " ".join(words[:class_words]) or None
        try:
            if name is None:
                raise BadEntry(Reason.BAD_ENTRY, "it is not a class and 14 or 15 numbers")
            if name == "DontCare":
                raise BadEntry(Reason.BAD_ENTRY, "it marks a region in which nothing counts (DontCare)")
            numbers = words[class_words:]
            left, top, right, bottom = (number(text, "a side of the box") for text in numbers[3:7])
            text = taken_score("".join(numbers[_WITHOUT_SCORE:]), settings)
            score = confidence(text, settings.value(SCORE))
            prediction = Prediction(shapes.box(left, top, right - left, bottom - top), where)
        except BadEntry as problem:
            sink.drop(problem.reason, where, picture, name, problem.detail)
            continue
        sink.add(picture, sink.class_number(name), score, prediction)


def _class_words(words: Words) -> int:
    """How many words are the class; 0 when the rest is not 14 or 15 numbers."""
    for count in (_WITH_SCORE, _WITHOUT_SCORE):
        before = words[: -count or None]
        if before and len(words) > count and numbers_in(words[-count:]) and numbers_in(before[-1:]) is None:
            return len(before)
    return 0


def _is_kitti(words: Words) -> bool:
    """Whether truncated, occluded and the box are what KITTI allows; NaN is not."""
    class_words = _class_words(words)
    numbers = numbers_in(words[class_words:]) if class_words else None
    if not numbers:
        return False
    truncated, occluded, alpha, left, top, right, bottom = numbers[:7]
    fits = -1 <= truncated <= 2 and occluded in (-1, 0, 1, 2, 3) and -10 <= alpha <= 10
    return fits and left <= right and top <= bottom
