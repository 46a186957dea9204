"""The ways to read entries of COCO's shape whose numbers are not as COCO has them: weighed on the first of each file.

COCO means left, top, width and height in pixels, and confidences from 0 to 1. People write corners instead of sizes,
fractions instead of pixels, percent, or scores of any size. Nothing is open as long as nothing speaks against COCO.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence

import msgspec

from gui.domain.reading_ways import Reading
from gui.sources.common_settings import BOX, UNITS
from gui.sources.formats.coco.entry import ENTRIES, Entry, id_text, typed_entry
from gui.sources.formats.coco.names import DatasetNames, read_names
from gui.sources.intake.files import SourceFile
from gui.sources.raw_scores import SCORE, score_readings
from gui.sources.read_settings import ReadSettings
from gui.sources.readers.json_stream import JsonStream
from gui.sources.readers.json_values import BrokenJson, Loose

COCO_BOX = msgspec.structs.replace(BOX, default="xywh")
COCO_UNITS = msgspec.structs.replace(UNITS, choices=UNITS.choices[:2], default="pixels")
"""The settings ``box`` and ``units`` with what COCO means by itself."""
ENTRY_SETTINGS = (COCO_BOX, COCO_UNITS, SCORE)

Numbers = tuple[float, float, float, float]

_MOST_FILES, _MOST_ENTRIES = 20, 1000
_STRICTNESS = 5
"""A way's score is the chance that five boxes picked at random make sense."""
_CORNERS_FROM, _FEW, _ENOUGH = 0.95, 5, 20
"""Corners are thought of when so large a share could be some, of so many boxes on pictures of known size, or of any."""
_NOT_COCOS = 0.7
"""The score of what COCO does not mean, where nothing but the numbers' order speaks for it."""
_SLACK = 0.01


def entry_ways(files: Sequence[SourceFile], settings: ReadSettings, others: Sequence[Reading] = ()) -> list[Reading]:
    """The readings of these files, the best first, each with each of ``others``; empty where nothing is open.

    Raises ``SourceProblem`` for a broken dataset JSON, ``OSError`` and ``Cancelled``.
    """
    entries = [
        entry
        for file in files[:_MOST_FILES]
        for entry in itertools.islice(_first_entries(file, settings), _MOST_ENTRIES)
    ]
    boxes = [(entry, entry.bbox) for entry in entries if entry.bbox is not None]
    units = [] if UNITS.name in settings.values else _unit_ways([box for _, box in boxes])
    in_fractions = settings.values.get(UNITS.name) == "fraction" or bool(units)
    kinds = [] if BOX.name in settings.values else _box_ways(boxes, in_fractions, settings)
    told = [entry.score for entry in entries if entry.score is not None and math.isfinite(entry.score)]
    odd = sum(not 0 <= score <= 1 for score in told)
    scores = score_readings(told, settings) if 2 * odd > len(told) else []  # a few are losses, named one by one
    parts = [part for part in (others, kinds, units, scores) if part]
    combined = itertools.product(*parts) if parts else ()
    return sorted(map(_joined, combined), key=lambda reading: -reading.score)


def _joined(parts: Sequence[Reading]) -> Reading:
    score = 1.0
    values: dict[str, str] = {}
    for part in parts:
        score *= part.score
        values |= part.values
    return Reading(values, score, "; ".join(dict.fromkeys(part.evidence for part in parts)))


def _unit_ways(boxes: Sequence[Numbers]) -> list[Reading]:
    """Open where no number of any box is above 1: no picture is that small."""
    numbers = [number for box in boxes for number in box]
    if not numbers or not all(abs(number) <= 1 for number in numbers) or all(map(float.is_integer, numbers)):
        return []
    evidence = f"no number of {len(boxes):,} boxes is above 1"
    return [Reading({UNITS.name: "fraction"}, 1.0, evidence), Reading({UNITS.name: "pixels"}, 0.0, evidence)]


def _box_ways(boxes: Sequence[tuple[Entry, Numbers]], in_fractions: bool, settings: ReadSettings) -> list[Reading]:
    """Open where nearly all boxes could be two corners, and more of them lie inside their pictures so.

    Where no size is known, COCO is believed, and many such boxes are remarked.
    """
    corners = sum(c > a and d > b for _, (a, b, c, d) in boxes)
    if not boxes or corners < _CORNERS_FROM * len(boxes):
        return []
    sizes = [(1.0, 1.0)] * len(boxes) if in_fractions else _sizes([entry for entry, _ in boxes], settings)
    known = [(box, size) for (_, box), size in zip(boxes, sizes, strict=True) if size is not None]
    if len(known) < _FEW:
        if known or len(boxes) < _ENOUGH:
            return []
        words = f"of {corners:,} of {len(boxes):,} boxes the last two numbers exceed the first two, as corners do"
        return [
            Reading({BOX.name: "xywh"}, 1.0, f"{words}, but COCO means sizes"),
            Reading({BOX.name: "xyxy"}, _NOT_COCOS, words),
        ]
    inside_of = {kind: sum(_is_inside(kind, box, size) for box, size in known) for kind in ("xywh", "xyxy")}
    found = []
    for kind, words in (("xywh", "sizes"), ("xyxy", "corners")):
        inside = inside_of[kind]
        words = f"as {words}, {inside:,} of {len(known):,} boxes lie inside their pictures"
        found.append(Reading({BOX.name: kind}, (inside / len(known)) ** _STRICTNESS, words))
    return found if inside_of["xyxy"] > inside_of["xywh"] else []


def _is_inside(kind: str, box: Numbers, size: tuple[float, float]) -> bool:
    left, top, right, bottom = box
    if kind == "xywh":
        right, bottom = left + right, top + bottom
    across, down = _SLACK * size[0], _SLACK * size[1]
    return left >= -across and top >= -down and right <= size[0] + across and bottom <= size[1] + down


def _sizes(entries: Sequence[Entry], settings: ReadSettings) -> list[tuple[float, float] | None]:
    """Width and height of each entry's picture in pixels, from the dataset JSON or the project."""
    names = DatasetNames()
    if settings.dataset_json:
        read_names(settings.dataset_json, names, settings)
    found: dict[str, tuple[float, float] | None] = {}
    for entry in entries:
        key = _key(entry)
        if key not in found:
            picture = names.pictures.get(key)
            if picture is not None and picture.width and picture.height:
                found[key] = picture.width, picture.height
            else:
                found[key] = settings.project.size_of(entry.file_name or (picture.name if picture else key))
    return [found[_key(entry)] for entry in entries]


def _key(entry: Entry) -> str:
    return id_text(entry.image_id) if entry.image_id is not None else entry.file_name or ""


def _first_entries(file: SourceFile, settings: ReadSettings) -> Iterator[Entry]:
    """The whole entries at the beginning of a list of results, or of a dataset's annotations."""
    with file.open() as opened:
        stream = JsonStream(opened, settings)
        try:
            if stream.peek() == b"{" and not _comes_to_annotations(stream):
                return
            for batch in stream.elements(ENTRIES):
                yield from [typed_entry(batch.value)[0]] if isinstance(batch, Loose) else batch
        except BrokenJson:
            return  # said where all of it is read


def _comes_to_annotations(stream: JsonStream) -> bool:
    """Whether the object has a list of annotations; the stream then stands before it."""
    for section in stream.members():
        if section == "annotations" and stream.peek() == b"[":
            return True
        stream.skip()
    return False
