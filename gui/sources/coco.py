"""COCO: a list of results, or a dataset JSON whose annotations are predictions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from gui.errors import SourceProblem
from gui.sources.coco_names import DatasetNames
from gui.sources.coco_reader import EntryReader
from gui.sources.json_stream import BrokenJson, JsonStream, decode
from gui.sources.source import ReadSettings
from gui.sources.spool import SpoolWriter
from gui.sources.unknown import refusal

FORMAT = "coco"
TITLE = "COCO"

_LOOK_AT = 20
_GEOMETRIES = ("bbox", "segmentation", "keypoints", "score")


def recognise(path: Path) -> str | None:
    """Why the file is COCO, from its first megabytes: a list of results, or an object with the right sections."""
    with path.open("rb") as file:
        stream = JsonStream(file, ReadSettings())
        try:
            if stream.peek() == b"[":
                return _recognise_list(stream)
            if stream.peek() == b"{":
                return _recognise_dataset(stream)
        except BrokenJson:
            return None
    return None


def read(path: Path, sink: SpoolWriter, settings: ReadSettings) -> str:
    """Read all entries; ``where`` of each is its place in the list, from 0 (``element 0``).

    Raises ``SourceProblem`` when the file or the dataset JSON is broken or something else.
    """
    names = DatasetNames()
    if settings.dataset_json:
        _read_names(settings.dataset_json, names, settings)
    with path.open("rb") as file:
        first = JsonStream(file, settings).peek()
    if first == b"[":
        reader = _read_results(path, sink, names, settings)
        what = "COCO results"
    elif first == b"{":
        reader = _read_dataset(path, sink, names, settings)
        what = "COCO dataset JSON"
    else:
        raise refusal(path)
    for twice in names.twice:
        sink.note(twice, "stands twice in the dataset JSON with two names; the first was taken")
    return what if reader.has_file_names or not reader.count else f"{what} without file names"


def _recognise_list(stream: JsonStream) -> str | None:
    stream.take(b"[")
    if stream.peek() == b"]":
        return "an empty list of results"
    for _ in range(_LOOK_AT):
        element = decode(stream.value()).value
        if _is_result(element):
            held = ", ".join(name for name in ("image_id", "category_id", *_GEOMETRIES) if name in element)
            return f"a list of entries with {held}"
        if stream.take(b",]") == b"]":
            break
    return None


def _is_result(element: Any) -> bool:
    return (
        isinstance(element, dict)
        and ("image_id" in element or "file_name" in element)
        and ("category_id" in element or "category_name" in element)
        and any(name in element for name in _GEOMETRIES)
    )


def _recognise_dataset(stream: JsonStream) -> str | None:
    names = []
    for name in stream.members():
        names.append(name)
        if name in ("annotations", "images") and stream.peek() == b"[":
            return f"an object with a list of {name}"
        stream.value()
    return None


def _read_names(path: Path, names: DatasetNames, settings: ReadSettings) -> None:
    """Pictures and classes of the dataset JSON beside the predictions."""
    try:
        with path.open("rb") as file:
            stream = JsonStream(file, settings)
            if stream.peek() == b"[":
                raise SourceProblem(
                    f"{path.name} is not a dataset JSON.",
                    "It is a list, as predictions are; a dataset JSON has the sections images and categories.",
                    "Choose the dataset JSON that the model was run on, or none.",
                )
            for section in stream.members():
                names.add_section(section, stream)
            stream.end()
    except OSError as problem:
        raise SourceProblem(
            f"The dataset JSON {path.name} cannot be read.",
            f"The system says: {problem.strerror or problem}.",
            "Choose a file that exists and that you may read.",
        ) from problem
    except BrokenJson as problem:
        raise SourceProblem(
            f"The dataset JSON {path.name} is broken.",
            f"As JSON, {problem}.",
            "Copy or write the file again, then choose it again.",
        ) from problem


def _read_results(path: Path, sink: SpoolWriter, names: DatasetNames, settings: ReadSettings) -> EntryReader:
    reader = EntryReader(sink, names)
    with path.open("rb") as file:
        stream = JsonStream(file, settings)
        try:
            reader.read(stream)
            stream.end()
        except BrokenJson as problem:
            raise _broken(path, problem, reader.count) from problem
    return reader


def _read_dataset(path: Path, sink: SpoolWriter, names: DatasetNames, settings: ReadSettings) -> EntryReader:
    """Names first, as the annotations may stand before them; then the annotations."""
    own = _own_names(path, settings)
    names.pictures = {**names.pictures, **own.pictures}
    names.categories = {**names.categories, **own.categories}
    names.twice += own.twice
    reader = EntryReader(sink, names)
    with path.open("rb") as file:
        stream = JsonStream(file, settings)
        try:
            for section in stream.members():
                if section == "annotations" and stream.peek() == b"[":
                    reader.read(stream)
                else:
                    stream.skip()
            stream.end()
        except BrokenJson as problem:
            raise _broken(path, problem, reader.count) from problem
    if "annotations" not in own.sections:
        raise refusal(path)
    return reader


def _own_names(path: Path, settings: ReadSettings) -> DatasetNames:
    names = DatasetNames()
    with path.open("rb") as file:
        stream = JsonStream(file, settings)
        try:
            for section in stream.members():
                names.add_section(section, stream)
        except BrokenJson:
            pass  # the reading of the annotations meets it again, and can say how many were readable
    return names


def _broken(path: Path, problem: BrokenJson, count: int) -> SourceProblem:
    place = f"after element {count - 1:,}" if count else "before its first element"
    readable = "1 prediction was" if count == 1 else f"{count:,} predictions were"
    if problem.cut_off:
        what, why = f"{path.name} is cut off {place}.", f"{readable} readable before the file ends."
    else:
        what, why = f"{path.name} is broken {place}.", f"{readable} readable; then, {problem}."
    return SourceProblem(
        what,
        f"{why[:1].upper()}{why[1:]} A part of a file is never exported.",
        "Copy or write the file again, then choose it again.",
    )
