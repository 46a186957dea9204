"""The ways to read a table's numbers, each weighed by how many rows make sense that way."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from gui.domain.counting import percent
from gui.domain.reading_ways import Reading
from gui.sources.common_settings import BOX, CONFIDENCE, FIRST_CLASS, UNITS
from gui.sources.formats.tables.columns import Columns
from gui.sources.formats.tables.layout import plain_number
from gui.sources.read_settings import ReadSettings, Setting

STRICTNESS = 5
"""A way's score is the chance that five rows picked at random make sense: a wrong way often fits most of them."""
_BELIEVED = 0.05
"""The score under which a way is not even shown."""
_USUALLY_A_CORNER, _NO_CHANCE, _RARE = 0.7, 0.5, 0.6
"""What remains of the score of a way that fits, though files are rarely written so."""
_SLACK = 0.02
_MANY = 5
_INTEGER = re.compile(r"-?[0-9]{1,9}(\.0*)?")

Numbers = tuple[float, ...]


class Way(NamedTuple):
    """One value of one setting, its score from 0 to 1, and the evidence in words."""

    value: str
    score: float
    evidence: str


def ways(rows: Sequence[Sequence[str]], columns: Columns, settings: ReadSettings) -> list[Reading]:
    """The readings of ``rows``, the best first; every one says the columns, and box and units where there are boxes."""
    boxed = [
        (row, numbers) for row in rows if (numbers := box_numbers(row, columns)) and not any(map(math.isnan, numbers))
    ]
    boxes = [numbers for _, numbers in boxed]
    sizes = [_size(row, columns, settings) for row, _ in boxed]
    scores = _numbers(rows, columns, "confidence")
    classes = [int(value) for value in _numbers(rows, columns, "class", whole=True)]
    parts: list[tuple[Setting, list[Way]]] = [
        (BOX, _box_ways(boxes, sizes, columns) if columns.has_box else []),
        (UNITS, _unit_ways(boxes) if columns.has_box else []),
        (CONFIDENCE, _confidence_ways(scores)),
        (FIRST_CLASS, _first_class_ways(classes, len(settings.class_names))),
    ]
    said = {"columns": settings.values.get("columns", columns.value)}
    open_parts = [(setting.name, _kept(found, settings.values.get(setting.name))) for setting, found in parts if found]
    readings = []
    for combined in itertools.product(*(found for _, found in open_parts)):
        values = {name: way.value for (name, _), way in zip(open_parts, combined, strict=True)}
        evidence = "; ".join(dict.fromkeys(way.evidence for way in combined if way.evidence))
        score = math.prod(way.score for way in combined)
        readings.append(Reading(said | values, score, evidence or "nothing else fits"))
    return sorted(readings, key=lambda reading: -reading.score)


def box_numbers(row: Sequence[str], columns: Columns) -> Numbers | None:
    """The four numbers of the box in the order x, y, w, h; None where one is missing or no number."""
    roles = columns.roles
    if "box" in roles:
        cells = re.findall(r"[-+.0-9eE]+", row[roles["box"]]) if roles["box"] < len(row) else []
    else:
        cells = [row[number] for role in "xywh" if (number := roles.get(role)) is not None and number < len(row)]
    numbers = [value for cell in cells if (value := plain_number(cell)) is not None]
    return tuple(numbers) if len(numbers) == len(cells) == 4 else None


def whole_number(text: str) -> int | None:
    """``text`` as a whole number, such as the number of a class or a frame, also ``3.0``; else None."""
    return int(float(text)) if _INTEGER.fullmatch(text) else None


def _kept(found: list[Way], said: str | None) -> list[Way]:
    """The ways worth showing; the one that the user said is the only one."""
    if said is not None:
        return [way._replace(score=1.0) for way in found if way.value == said] or [Way(said, 1.0, "you said so")]
    best = max(found, key=lambda way: way.score)
    return [way for way in found if way is best or way.score >= _BELIEVED]


def _box_ways(boxes: Sequence[Numbers], sizes: Sequence[tuple[float, float] | None], columns: Columns) -> list[Way]:
    if columns.box:
        return [Way(columns.box, 1.0, "")]
    knows_sizes = any(sizes) or _share(boxes, _is_fraction) > 0.9
    found = []
    for kind, words in (("xywh", "sizes"), ("xyxy", "corners"), ("cxcywh", "centres and sizes")):
        fits = [_is_inside(kind, box, size) for box, size in zip(boxes, sizes, strict=True)]
        share = sum(fits) / len(fits) if fits else 0.0
        where = "inside their pictures" if knows_sizes else "right of and below the picture's corner"
        found.append(Way(kind, share**STRICTNESS, f"as {words}, {sum(fits):,} of {len(fits):,} boxes lie {where}"))
    xywh, xyxy, cxcywh = found
    if "w" in columns.evidence and columns.evidence["w"].startswith("it is called"):
        return [xywh, cxcywh._replace(score=cxcywh.score * (1 if knows_sizes else _USUALLY_A_CORNER))]
    if xyxy.score == 1 and len(boxes) >= _MANY:  # by chance, some width would be smaller than its left
        return [xyxy, *(way._replace(score=way.score * _NO_CHANCE) for way in (xywh, cxcywh))]
    return found if knows_sizes else [xywh, xyxy, cxcywh._replace(score=cxcywh.score * _USUALLY_A_CORNER)]


def _is_inside(kind: str, box: Numbers, size: tuple[float, float] | None) -> bool:
    a, b, c, d = box
    if kind == "xyxy":
        c, d = c - a, d - b
    elif kind == "cxcywh":
        a, b = a - c / 2, b - d / 2
    width, height = size or ((1.0, 1.0) if _is_fraction(box) else (math.inf, math.inf))
    across = max(_SLACK * width, 1.0) if width not in (1.0, math.inf) else _SLACK
    return c > 0 and d > 0 and a >= -across and b >= -across and a + c <= width + across and b + d <= height + across


def _unit_ways(boxes: Sequence[Numbers]) -> list[Way]:
    if not boxes:
        return [Way("pixels", 1.0, "no box was found to tell")]
    share = _share(boxes, _is_fraction)
    small = f"the numbers of {percent(share)} of the boxes are from 0 to 1"
    found = [
        Way("pixels", (1 - share) ** STRICTNESS, "the numbers are larger than 1" if share == 0 else small),
        Way("fraction", share**STRICTNESS, small),
    ]
    if share < _NO_CHANCE and all(-1 <= value <= 101 for box in boxes for value in box):
        found.append(Way("percent", found[0].score * _RARE, "no number is larger than 100"))
    return found


def _confidence_ways(scores: Sequence[float]) -> list[Way]:
    """Open only where some are above 1: up to 100 they may be percent."""
    above = [score for score in scores if score > 1]
    if not above:
        return []
    in_unit = _share(scores, lambda score: 0 <= score <= 1)
    in_percent = _share(scores, lambda score: score == 0 or 1 < score <= 100)
    evidence = f"{len(above):,} of {len(scores):,} confidences are above 1, the highest is {max(above):g}"
    return [Way("unit", in_unit**STRICTNESS, evidence), Way("percent", in_percent**STRICTNESS, evidence)]


def _first_class_ways(numbers: Sequence[int], names: int) -> list[Way]:
    """Open where classes are numbers and names are known: which name is the first?"""
    if not numbers or not names:
        return []
    evidence = f"classes from {min(numbers)} to {max(numbers)} for {names:,} names"
    return [
        Way(str(first), _share(numbers, range(first, names + first).__contains__) ** STRICTNESS, evidence)
        for first in (0, 1)
    ]


def _is_fraction(box: Numbers) -> bool:
    return all(-0.1 <= value <= 1.1 for value in box)


def _share(values: Sequence[Any], fits: Callable[[Any], bool]) -> float:
    return sum(map(fits, values)) / len(values) if values else 0.0


def _numbers(rows: Sequence[Sequence[str]], columns: Columns, role: str, *, whole: bool = False) -> list[float]:
    return list(_found_numbers(rows, columns.roles.get(role), whole))


def _found_numbers(rows: Sequence[Sequence[str]], column: int | None, whole: bool) -> Iterator[float]:
    for row in rows:
        if column is not None and column < len(row):
            value = whole_number(row[column].strip()) if whole else plain_number(row[column])
            if value is not None and not math.isnan(value):
                yield value


def _size(row: Sequence[str], columns: Columns, settings: ReadSettings) -> tuple[float, float] | None:
    """Width and height of the row's picture: from its own columns, else from the project."""
    sides = [_found_numbers([row], columns.roles.get(role), True) for role in ("picture_width", "picture_height")]
    width, height = (next(side, 0.0) for side in sides)
    if width > 1 and height > 1:
        return width, height
    picture = columns.roles.get("picture")
    return settings.project.size_of(row[picture].strip()) if picture is not None and picture < len(row) else None
