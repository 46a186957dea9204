"""COCO: lists of results, or dataset JSONs whose annotations are predictions."""

from __future__ import annotations

import contextlib
from typing import Any

from gui.domain.reading_ways import Reading
from gui.sources.formats.coco.entry_reader import EntryReader
from gui.sources.formats.coco.names import DatasetNames, read_names, read_names_of
from gui.sources.formats.coco.ways import ENTRY_SETTINGS, entry_ways
from gui.sources.intake.files import Intake, SourceFile
from gui.sources.read_settings import ReadSettings, Setting
from gui.sources.readers.json_stream import JsonStream
from gui.sources.readers.json_values import BrokenJson, decode
from gui.sources.refusals import broken, refused_file
from gui.sources.source import Recognition, Strength
from gui.sources.spool_writer import SpoolWriter

FORMAT = "coco"
TITLE = "COCO"
SETTINGS: tuple[Setting, ...] = ENTRY_SETTINGS

_LOOK_AT = 20
_GEOMETRIES = ("bbox", "segmentation", "keypoints", "score")


def recognise(files: Intake) -> Recognition | None:
    """Lists of results, or objects with the sections of a dataset, among the first files."""
    for file in files.with_suffix(".json")[:_LOOK_AT]:
        if reason := _recognise_file(file):
            return Recognition(reason, Strength.LIKELY)
    return None


def readings(files: Intake, settings: ReadSettings) -> list[Reading]:
    """Boxes, units and confidences, where they are not as COCO means them."""
    return entry_ways(files.with_suffix(".json"), settings)


def read(files: Intake, sink: SpoolWriter, settings: ReadSettings) -> str:
    """Read all entries; ``where`` of each is its place in its list, from 0 (``element 0``).

    Where there are lists of results, dataset JSONs beside them only name pictures and classes. Raises
    ``SourceProblem`` when a file or the dataset JSON is broken or something else.
    """
    results, datasets = _sorted_out(files, sink)
    names = DatasetNames()
    for dataset in datasets:
        if results:
            read_names_of(dataset, names, settings)
        else:
            _read_own_names(dataset, names, settings)
    if settings.dataset_json:
        read_names(settings.dataset_json, names, settings)
    has_file_names = count = 0
    for file in results or datasets:
        reader = EntryReader(file, sink, names, settings)
        if results:
            _read_results(file, reader, settings)
        else:
            _read_annotations(file, reader, settings)
        has_file_names += reader.has_file_names
        count += reader.count
    for twice in names.twice:
        sink.note(twice, "stands twice in the dataset JSON with two names; the first was taken")
    for name in names.shared_names():
        sink.note(name, "several image ids of the dataset JSON have this name; their predictions go to one picture")
    what = "COCO results" if results else "COCO dataset JSON"
    return what if has_file_names or not count else f"{what} without file names"


def _sorted_out(files: Intake, sink: SpoolWriter) -> tuple[list[SourceFile], list[SourceFile]]:
    """The lists and the objects among the files, by their first character. Raises ``SourceProblem``."""
    results: list[SourceFile] = []
    datasets: list[SourceFile] = []
    candidates = files.with_suffix(".json")
    for file in candidates:
        with file.open() as stream:
            first = JsonStream(stream, ReadSettings()).peek()
        if len(candidates) > 1 and not _recognise_file(file):
            sink.note(file.name, "is not COCO; it was not read")
        elif first in (b"[", b"{"):
            (results if first == b"[" else datasets).append(file)
        else:
            raise refused_file(file)
    return results, datasets


def _recognise_file(file: SourceFile) -> str | None:
    """Why ``file`` is COCO, from its first entries (a list of results) or the names of its sections."""
    with file.open() as opened:
        stream = JsonStream(opened, ReadSettings())
        try:
            if stream.peek() == b"[":
                return _recognise_list(stream)
            if stream.peek() == b"{":
                return _recognise_dataset(stream)
        except BrokenJson:
            return None
    return None


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


def _read_results(file: SourceFile, reader: EntryReader, settings: ReadSettings) -> None:
    with file.open() as opened:
        stream = JsonStream(opened, settings)
        try:
            reader.read(stream)
            stream.end()
        except BrokenJson as problem:
            raise broken(file.name, problem, reader.count) from problem


def _read_annotations(file: SourceFile, reader: EntryReader, settings: ReadSettings) -> None:
    has_annotations = False
    with file.open() as opened:
        stream = JsonStream(opened, settings)
        try:
            for section in stream.members():
                if section == "annotations" and stream.peek() == b"[":
                    has_annotations = True
                    reader.read(stream)
                else:
                    stream.skip()
            stream.end()
        except BrokenJson as problem:
            raise broken(file.name, problem, reader.count) from problem
    if not has_annotations:
        raise refused_file(file)


def _read_own_names(file: SourceFile, names: DatasetNames, settings: ReadSettings) -> None:
    """The file's own names, before its annotations, which may stand first.

    Where its JSON breaks is found again, and told, when the annotations are read.
    """
    with file.open() as opened, contextlib.suppress(BrokenJson):
        stream = JsonStream(opened, settings)
        for section in stream.members():
            names.add_section(section, stream)
