"""Ultralytics' ``predictions.json`` (``val`` with ``save_json``): COCO results, but with Ultralytics' own numbers.

The shape is that of COCO results, so ``coco`` reads the entries here, too. What differs: ``image_id`` is the stem of
the picture's file, as a number where it is one (``000123.jpg`` is 123); newer versions add ``file_name``.
``category_id`` is a place in the model's list of names: from 1, from 0 before December 2024, or one of COCO's own 91
ids on COCO. Turned boxes are ``rbox`` (centre, width, height, radians) and ``poly``; outlines are compressed RLE;
keypoints have a confidence as their third number.

Who reads a list of results? Rows with ``rbox`` are Ultralytics' alone: certain. Rows of exactly its fields whose ids
are stems (texts without an extension, or the stem of ``file_name``), or with a class 0, which COCO does not have, are
likely Ultralytics', and go before COCO. All else is COCO's: plain numbers can be either, and read the same; so are
lists beside a dataset JSON, which names what the numbers mean. ``--format`` overrules.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

import msgspec

from gui.domain.reading_ways import Reading
from gui.sources.common_settings import CLASSES, FIRST_CLASS
from gui.sources.formats.coco.entry_reader import EntryReader
from gui.sources.formats.coco.names import Category, DatasetNames, read_names
from gui.sources.formats.coco.ways import ENTRY_SETTINGS, entry_ways
from gui.sources.intake.files import Intake, SourceFile
from gui.sources.read_settings import ReadSettings, Setting
from gui.sources.readers.json_file import first_values
from gui.sources.readers.json_stream import JsonStream
from gui.sources.readers.json_values import BrokenJson, decode
from gui.sources.refusals import broken, refused_file
from gui.sources.source import Recognition, Strength
from gui.sources.spool_writer import SpoolWriter

FORMAT = "ultralytics-json"
TITLE = "Ultralytics predictions.json"
NUMBERING = msgspec.structs.replace(
    FIRST_CLASS, choices=(*FIRST_CLASS.choices, ("coco", "COCO's own ids, 1 to 90 with gaps, for its 80 classes"))
)
SETTINGS: tuple[Setting, ...] = (CLASSES, NUMBERING, *ENTRY_SETTINGS)

_FIELDS = frozenset({"image_id", "file_name", "category_id", "bbox", "score", "segmentation", "keypoints"})
_EXTENSION = re.compile(r"\.[A-Za-z]{3,4}$")
_COCO_GAPS = frozenset({12, 26, 29, 30, 45, 66, 68, 69, 71, 83})
COCO_IDS = tuple(number for number in range(1, 91) if number not in _COCO_GAPS)
"""COCO's ids of its 80 classes, in their order."""

_LOOK_AT = 20
_STRICTNESS = 5
_MANY_CLASSES, _NO_CHANCE = 20, 0.5


def recognise(files: Intake) -> Recognition | None:
    """Lists of results with the signs of Ultralytics, see above."""
    found = files.with_suffix(".json")[:_LOOK_AT]
    for file in found:
        entries = list(_first_entries(file))
        if entries and (recognition := _recognise_entries(entries)):
            if recognition.strength < Strength.CERTAIN and any(map(_is_dataset, found)):
                return Recognition(recognition.reason, Strength.POSSIBLE)
            return recognition
    return None


def readings(files: Intake, settings: ReadSettings) -> list[Reading]:
    """How classes are numbered, where their names are known; boxes, units and confidences as for COCO."""
    return entry_ways(files.with_suffix(".json"), settings, _class_numberings(files, settings))


def _class_numberings(files: Intake, settings: ReadSettings) -> list[Reading]:
    names = len(settings.class_names)
    if not names or NUMBERING.name in settings.values or settings.dataset_json:
        return []
    seen: set[int] = set()
    is_new = False
    for file in files.with_suffix(".json")[:_LOOK_AT]:
        for entry in first_values(file):
            if isinstance(entry, Mapping) and type(entry.get("category_id")) is int:
                seen.add(entry["category_id"])
                is_new = is_new or "file_name" in entry
    return _numberings(seen, names, is_new) if seen else []


def read(files: Intake, sink: SpoolWriter, settings: ReadSettings) -> str:
    """Read every entry; ``where`` is its place in its list, from 0. Raises ``SourceProblem``."""
    names = DatasetNames()
    if settings.dataset_json:
        read_names(settings.dataset_json, names, settings)
    for number, name in _numbered(settings):
        names.categories.setdefault(str(number), Category(name))
    candidates = files.with_suffix(".json")
    for file in candidates:
        with file.open() as opened:
            stream = JsonStream(opened, settings)
            if stream.peek() != b"[":
                if len(candidates) == 1:
                    raise refused_file(file)
                sink.note(file.name, "is no list of results; it was not read")
                continue
            reader = EntryReader(file, sink, names, settings)
            try:
                reader.read(stream)
                stream.end()
            except BrokenJson as problem:
                raise broken(file.name, problem, reader.count) from problem
    return "Ultralytics results"


def _numbered(settings: ReadSettings) -> Iterator[tuple[int, str]]:
    """The number that stands for each known class name."""
    first = settings.value(NUMBERING)
    for place, name in settings.class_names.items():
        if first != "coco":
            yield place + int(first), name
        elif place < len(COCO_IDS):
            yield COCO_IDS[place], name


def _numberings(seen: set[int], names: int, is_new: bool) -> list[Reading]:
    """From 0 or from 1: both fit while neither the first nor the last number is seen, and the user has to say."""
    evidence = f"classes {min(seen)} to {max(seen)} for {names:,} names"
    scores = {first: _share(seen, range(int(first), names + int(first))) for first in ("0", "1")}
    if is_new:  # the version that writes file_name counts from 1
        scores["0"] *= _NO_CHANCE
        evidence += ", and file_name, as of versions that count from 1"
    if names == len(COCO_IDS):
        scores["coco"] = _share(seen, COCO_IDS)
        if len(seen) >= _MANY_CLASSES and not seen & _COCO_GAPS:
            scores |= {first: scores[first] * _NO_CHANCE for first in ("0", "1")}
            evidence += ", none in the gaps of COCO's ids"
    return [Reading({NUMBERING.name: first}, score, evidence) for first, score in scores.items()]


def _share(seen: set[int], allowed: Sequence[int]) -> float:
    fitting: float = sum(number in allowed for number in seen) / len(seen)
    return float(fitting**_STRICTNESS)


def _first_entries(file: SourceFile) -> Iterator[dict[str, Any]]:
    """The first results of a list; nothing where the file is something else."""
    with file.open() as opened:
        stream = JsonStream(opened, ReadSettings())
        try:
            if stream.peek() != b"[":
                return
            stream.take(b"[")
            for _ in range(_LOOK_AT):
                entry = decode(stream.value()).value
                if not isinstance(entry, dict) or not {"image_id", "category_id", "score"} <= entry.keys():
                    return
                yield entry
                if stream.take(b",]") == b"]":
                    return
        except BrokenJson:
            return


def _recognise_entries(entries: Sequence[Mapping[str, Any]]) -> Recognition | None:
    if any("rbox" in entry for entry in entries):
        return Recognition("a list of results with turned boxes (rbox) of Ultralytics", Strength.CERTAIN)
    if not all(entry.keys() <= _FIELDS and _has_own_shape(entry) for entry in entries):
        return None
    if all(_is_stem(entry["image_id"], entry.get("file_name")) for entry in entries):
        return Recognition("a list of results whose image_id are stems of file names", Strength.LIKELY)
    if any(entry["category_id"] == 0 for entry in entries):
        return Recognition("a list of results with classes from 0", Strength.LIKELY)
    return None


def _has_own_shape(entry: Mapping[str, Any]) -> bool:
    """Whether it has a box, and no polygon: Ultralytics writes outlines as RLE."""
    return "bbox" in entry and isinstance(entry.get("segmentation", {}), dict)


def _is_stem(image_id: Any, file_name: Any) -> bool:
    if isinstance(file_name, str):
        stem = PurePosixPath(file_name).stem
        return str(image_id) == stem or (stem.isascii() and stem.isdigit() and str(image_id) == stem.lstrip("0"))
    return isinstance(image_id, str) and not image_id.isdigit() and not _EXTENSION.search(image_id)


def _is_dataset(file: SourceFile) -> bool:
    """Whether the file is an object that names pictures or classes."""
    return any(isinstance(value, dict) and {"images", "categories"} & value.keys() for value in first_values(file)[:1])
