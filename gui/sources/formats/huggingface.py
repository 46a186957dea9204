"""Hugging Face pipelines: lists of ``score``, ``label`` and ``box`` or ``mask`` for each picture, saved as JSON.

What pipelines return (transformers, ``pipelines/object_detection.py``, ``image_classification.py`` and
``image_segmentation.py``) names no picture, so people save it in one of these ways, all read here: an object
``{picture: [entries]}``; a list of objects with a picture and its list of entries; entries that carry the picture
themselves; a plain list, one file a picture; a list of lists, whose pictures are numbers from 0. ``box`` has ``xmin``,
``ymin``, ``xmax`` and ``ymax`` in pixels; an entry without box and mask is a class score of the whole picture.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec

from gui.domain.geometry import ClassScore, Geometry
from gui.domain.prediction import Prediction
from gui.domain.reading_ways import Reading
from gui.domain.reasons import Reason
from gui.sources import shapes
from gui.sources.common_settings import CONFIDENCE
from gui.sources.entries import BadEntry, confidence, finite, shown
from gui.sources.formats.coco.entry import Rle
from gui.sources.formats.coco.geometry import rle_mask
from gui.sources.intake.files import Intake, SourceFile
from gui.sources.read_settings import ReadSettings, Setting
from gui.sources.readers.json_file import elements, first_values
from gui.sources.readers.json_stream import JsonStream
from gui.sources.readers.json_values import BrokenJson, decode
from gui.sources.readers.mask_pictures import mask_of, picture_in_text
from gui.sources.refusals import broken, refused_file
from gui.sources.source import Recognition, Strength
from gui.sources.spool_writer import SpoolWriter

FORMAT = "huggingface"
TITLE = "Hugging Face pipeline"
SETTINGS: tuple[Setting, ...] = (CONFIDENCE,)

PICTURE_NAMES = ("file_name", "filename", "image", "image_path", "path", "file", "image_id")
"""Fields in which people put the picture's name, the surest first."""
LIST_NAMES = ("predictions", "detections", "results", "outputs", "objects")
"""Fields in which people put a picture's list of entries."""

_LOOK_AT = 20
_SIDES = ("xmin", "ymin", "xmax", "ymax")


class _Found(NamedTuple):
    """One entry, the picture it is on, and its place for people."""

    picture: str
    value: Any
    where: str


def recognise(files: Intake) -> Recognition | None:
    """JSON whose first entries have a score and a label, with a box or a mask or for the whole picture."""
    for file in files.with_suffix(".json")[:_LOOK_AT]:
        for value in first_values(file)[:1]:
            for entry in _entries_in(value)[:1]:
                if _is_entry(entry):
                    held = ", ".join(name for name in ("score", "label", "box", "mask") if name in entry)
                    return Recognition(f"entries with {held}, as pipelines return them", Strength.LIKELY)
    return None


def readings(files: Intake, settings: ReadSettings) -> list[Reading]:
    """Nothing is open: the sides of a box have names, and pixels are all that pipelines return."""
    return []


def read(files: Intake, sink: SpoolWriter, settings: ReadSettings) -> str:
    """Read every entry of every JSON file; ``where`` is ``element 4`` or ``a.jpg entry 2``, from 0.

    Raises ``SourceProblem`` when a file is broken or something else.
    """
    for file in files.with_suffix(".json"):
        read_before = sink.read
        with file.open() as opened:
            stream = JsonStream(opened, settings)
            try:
                if stream.peek() not in (b"[", b"{"):
                    raise refused_file(file)
                for found in _found(file, stream):
                    _add(found, sink, settings)
                stream.end()
            except BrokenJson as problem:
                raise broken(file.name, problem, sink.read - read_before) from problem
    return TITLE


def _found(file: SourceFile, stream: JsonStream) -> Iterator[_Found]:
    if stream.peek() == b"{":
        for name in stream.members():
            value = decode(stream.value()).value
            entries = value if isinstance(value, list) else [value]
            for place, entry in enumerate(entries):
                yield _Found(name or file.stem, entry, file.place(f"{name} entry {place}"))
        return
    for number, value in elements(stream):
        where = file.place(f"element {number}")
        if isinstance(value, list):  # a list of lists: one a picture, in the order they were given
            for place, entry in enumerate(value):
                yield _Found(str(number), entry, f"{where} entry {place}")
        elif isinstance(value, Mapping) and (inner := _inner(value)) is not None:
            for place, entry in enumerate(inner):
                yield _Found(_picture(value) or file.stem, entry, f"{where} entry {place}")
        else:
            yield _Found((_picture(value) if isinstance(value, Mapping) else None) or file.stem, value, where)


def _add(found: _Found, sink: SpoolWriter, settings: ReadSettings) -> None:
    picture = sink.picture(found.picture)
    entry = found.value
    label = entry.get("label") if isinstance(entry, Mapping) else None
    name = str(label) if isinstance(label, str | int) and not isinstance(label, bool) and label != "" else None
    try:
        if not isinstance(entry, Mapping) or name is None:
            raise BadEntry(Reason.BAD_ENTRY, f"it is {shown(entry)} without a label")
        score = confidence(entry.get("score"), settings.value(CONFIDENCE))
        geometry = _geometry(entry)
    except BadEntry as problem:
        sink.drop(problem.reason, found.where, picture, name, problem.detail)
        return
    sink.add(picture, sink.class_number(name), score, Prediction(geometry, found.where))


def _geometry(entry: Mapping[str, Any]) -> Geometry:
    """In pixels. Raises ``BadEntry``."""
    mask, box = entry.get("mask"), entry.get("box")
    if isinstance(mask, Mapping):
        try:
            return rle_mask(msgspec.convert(mask, Rle))
        except ValueError:  # not what is wanted, or letters that are none
            raise BadEntry(Reason.BAD_GEOMETRY, "the mask lacks its size or its run lengths") from None
    if isinstance(mask, str):
        return mask_of(picture_in_text(mask))
    if mask is not None:
        raise BadEntry(Reason.BAD_GEOMETRY, f"the mask is {shown(mask)}")
    if isinstance(box, Mapping):
        left, top, right, bottom = (finite(box.get(name), name) for name in _SIDES)
    elif isinstance(box, Sequence) and not isinstance(box, str) and len(box) == 4:
        left, top, right, bottom = (finite(value, name) for value, name in zip(box, _SIDES, strict=True))
    elif box is None:
        return ClassScore()
    else:
        raise BadEntry(Reason.BAD_GEOMETRY, f"the box is {shown(box)}")
    return shapes.box(left, top, right - left, bottom - top)


def _entries_in(value: Any) -> Sequence[Any]:
    """The entries of the file's first element, or of its first member, to look at."""
    if isinstance(value, list):
        return value
    if not isinstance(value, Mapping):
        return []
    if _is_entry(value):
        return [value]
    inner = _inner(value)
    if inner is None:
        first: Any = next((member for member in value.values() if member), [])
        inner = first if isinstance(first, list) else [first]
    return inner


def _is_entry(value: Any) -> bool:
    return (
        isinstance(value, Mapping)
        and "label" in value
        and "score" in value
        and ("box" in value or "mask" in value or not {"bbox", "points", "category_id", "segmentation"} & set(value))
    )


def _inner(value: Mapping[str, Any]) -> Sequence[Any] | None:
    return next((value[name] for name in LIST_NAMES if isinstance(value.get(name), list)), None)


def _picture(value: Mapping[str, Any]) -> str | None:
    found = next((value[name] for name in PICTURE_NAMES if value.get(name) not in (None, "")), None)
    return str(found) if isinstance(found, str | int | float) else None
