"""The ways to read other tools' text files, each weighed by how many lines make sense that way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise, product
from typing import NamedTuple

from gui.domain.reading_ways import Reading
from gui.sources.common_settings import BOX, CONFIDENCE, CONFIDENCE_COLUMN, FIRST_CLASS, UNITS
from gui.sources.entries import BadEntry
from gui.sources.formats.text.layout import TextLayout, is_number
from gui.sources.formats.ultralytics.txt_layout import is_count
from gui.sources.formats.ultralytics.txt_ways import NOTEWORTHY, STRICTNESS, evidence
from gui.sources.read_settings import Setting
from gui.sources.readers.text_sample import Words

SHAPE = Setting(
    "shape",
    "what the coordinates of a line are",
    (
        ("box", "four numbers of a box, after the class"),
        ("corners", "x and y of four corners, before the class (DOTA)"),
        ("none", "there are none: the class is said of the whole picture (files of a class each)"),
    ),
)

MOST_WAYS = 4
ENOUGH_LINES = 4
"""So many lines whose numbers look like corners are no chance any more."""

_LIKE_CORNERS, _LIKE_DIFFICULTY, _UNSORTED = 0.6, 0.6, 0.75
"""What remains of the score of a way under which the lines would be unusual, though not impossible."""


class Lines(NamedTuple):
    """The sampled lines of one file, and the size of its picture where the project knows it."""

    words: list[Words]
    size: tuple[int, int] | None = None


def layout_of(values: Mapping[str, str]) -> TextLayout:
    """The layout that the settings say."""
    return TextLayout(
        values.get(SHAPE.name, "box"),
        values.get(CONFIDENCE_COLUMN.name, "none"),
        values.get(BOX.name, "xywh"),
        values.get(UNITS.name, "pixels"),
        values.get(CONFIDENCE.name, "unit"),
    )


def ways(sample: Sequence[Lines], values: Mapping[str, str], class_names: Mapping[int, str]) -> list[Reading]:
    """The ways that fit at least a few of the lines, the best first; the first few if none does.

    ``values`` are what the user said already. Confidences in percent are tried where none from 0 to 1 fit.
    """
    if not sample:
        return []
    scale = values.get(CONFIDENCE.name)
    found = [_reading(layout, sample) for layout in _layouts(values, scale or "unit")]
    if scale is None and not any(reading.score for reading in found):
        found = [_reading(layout, sample) for layout in _layouts(values, "percent")] or found
    found = [reading for reading in found if reading.score >= NOTEWORTHY] or found
    best = sorted(found, key=lambda reading: -reading.score)[:MOST_WAYS]
    return [way for reading in best for way in _by_first_class(reading, sample, values, class_names)]


def _layouts(values: Mapping[str, str], scale: str) -> Iterator[TextLayout]:
    percent = ("percent",) if values.get(UNITS.name) == "percent" else ()  # nobody writes it, so nobody is asked
    units = ("pixels", "fraction", *percent)
    boxes = product(("box",), ("second", "last", "none"), ("xywh", "xyxy", "cxcywh"), units)
    corners = product(("corners",), ("none", "last"), ("xywh",), units)
    for shape, column, box, unit in (*boxes, *corners):
        layout = TextLayout(shape, column, box, unit, scale)
        said = _values(layout)
        if (scale == "unit" or column != "none") and all(values.get(name, said[name]) == said[name] for name in said):
            yield layout


def _values(layout: TextLayout) -> dict[str, str]:
    values = {SHAPE.name: layout.shape, UNITS.name: layout.units, CONFIDENCE_COLUMN.name: layout.confidence_column}
    if layout.shape == "box":
        values[BOX.name] = layout.box
    return values | ({CONFIDENCE.name: layout.scale} if layout.scale == "percent" else {})


def _reading(layout: TextLayout, sample: Sequence[Lines]) -> Reading:
    lines = sum(len(file.words) for file in sample)
    misfits = Counter(why for file in sample for words in file.words if (why := layout.misfit(words, file.size)))
    score = (1 - misfits.total() / lines) ** STRICTNESS
    left, doubt = _doubt(layout, sample) if score else (1.0, "")
    return Reading(_values(layout), score * left, evidence(layout.words(), lines, misfits) + doubt)


def _doubt(layout: TextLayout, sample: Sequence[Lines]) -> tuple[float, str]:
    """What remains of the score, and why not all of it."""
    columns = [_columns(layout, file) for file in sample]
    if layout.shape == "corners":
        numbers = [confidence for confidences, _ in columns for confidence in confidences]
        is_whole = all(number in (0, 1) for number in numbers) and layout.confidence_column == "last"
        return (_LIKE_DIFFICULTY, ", but it is 0 or 1 everywhere, as a difficulty is") if is_whole else (1.0, "")
    boxes = [numbers for _, coordinates in columns for numbers in coordinates]
    if layout.box != "xyxy" and len(boxes) >= ENOUGH_LINES and all(c > a and d > b for a, b, c, d in boxes):
        return _LIKE_CORNERS, ", but on every line the last two numbers exceed the first two, as corners do"
    if layout.units == "fraction" and any(
        first < second for confidences, _ in columns for first, second in pairwise(confidences)
    ):
        return _UNSORTED, ", but the confidences are not in order"
    return 1.0, ""


def _columns(layout: TextLayout, file: Lines) -> tuple[list[float], list[list[float]]]:
    """The confidences and the coordinates of the lines that can be read."""
    confidences, coordinates = [], []
    for words in file.words:
        try:
            _, confidence, numbers = layout.parts(words)
        except BadEntry:
            continue
        coordinates.append(numbers)
        if confidence is not None:
            confidences.append(confidence)
    return confidences, coordinates


def _by_first_class(
    reading: Reading, sample: Sequence[Lines], values: Mapping[str, str], class_names: Mapping[int, str]
) -> list[Reading]:
    """The reading with each number that the first class may have, where numbers have names at all."""
    layout = layout_of(reading.values)
    words = {name for file in sample for line in file.words if (name := _class_of(layout, line))}
    if FIRST_CLASS.name in values or not class_names or not words or not all(map(_is_class_number, words)):
        return [reading]
    numbers = sorted(int(float(word)) for word in words)
    may_be_0 = numbers[-1] <= max(class_names)
    may_be_1 = numbers[0] > 0 and numbers[-1] <= max(class_names) + 1
    told = f"{reading.evidence}; classes go from {numbers[0]} to {numbers[-1]}, names are {max(class_names) + 1}"
    return [
        Reading(reading.values | {FIRST_CLASS.name: first}, reading.score, told)
        for first, may_be in (("0", may_be_0 or not may_be_1), ("1", may_be_1))
        if may_be
    ]


def _is_class_number(word: str) -> bool:
    return is_number(word) and is_count(float(word))


def _class_of(layout: TextLayout, words: Words) -> str:
    try:
        return layout.parts(words)[0]
    except BadEntry:
        return ""
