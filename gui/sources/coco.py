"""COCO: a list of results, or a dataset JSON whose annotations are predictions."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Any

from gui.sources.coco_names import DatasetNames, read_names
from gui.sources.coco_reader import EntryReader
from gui.sources.json_stream import JsonStream
from gui.sources.json_values import BrokenJson, decode
from gui.sources.refusals import broken, refusal
from gui.sources.source import ReadSettings
from gui.sources.spool import SpoolWriter

FORMAT = "coco"
TITLE = "COCO"

_LOOK_AT = 20
_GEOMETRIES = ("bbox", "segmentation", "keypoints", "score")


def recognise(path: Path) -> str | None:
    """Why the file is COCO, from its first entries (a list of results) or the names of its sections."""
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
    with path.open("rb") as file:
        first = JsonStream(file, settings).peek()
    if first not in (b"[", b"{"):
        raise refusal(path)
    names = DatasetNames()
    if first == b"{":
        _read_own_names(path, names, settings)
    if settings.dataset_json:
        read_names(settings.dataset_json, names, settings)
    reader = EntryReader(sink, names)
    if first == b"{":
        what = "COCO dataset JSON"
        _read_annotations(path, reader, settings)
    else:
        what = "COCO results"
        _read_results(path, reader, settings)
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


def _read_results(path: Path, reader: EntryReader, settings: ReadSettings) -> None:
    with path.open("rb") as file:
        stream = JsonStream(file, settings)
        try:
            reader.read(stream)
            stream.end()
        except BrokenJson as problem:
            raise broken(path, problem, reader.count) from problem


def _read_annotations(path: Path, reader: EntryReader, settings: ReadSettings) -> None:
    has_annotations = False
    with path.open("rb") as file:
        stream = JsonStream(file, settings)
        try:
            for section in stream.members():
                if section == "annotations" and stream.peek() == b"[":
                    has_annotations = True
                    reader.read(stream)
                else:
                    stream.skip()
            stream.end()
        except BrokenJson as problem:
            raise broken(path, problem, reader.count) from problem
    if not has_annotations:
        raise refusal(path)


def _read_own_names(path: Path, names: DatasetNames, settings: ReadSettings) -> None:
    """The file's own names, before its annotations, which may stand first.

    Where its JSON breaks is found again, and told, when the annotations are read.
    """
    with path.open("rb") as file, contextlib.suppress(BrokenJson):
        stream = JsonStream(file, settings)
        for section in stream.members():
            names.add_section(section, stream)
