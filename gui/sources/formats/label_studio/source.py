"""Label Studio's JSON: tasks with predictions or annotations, in percent of the picture.

The format: https://labelstud.io/guide/export (``data``, ``predictions``, ``annotations``; each with ``result``), and
the short form JSON-MIN, whose regions stand in the task itself. ``x`` and ``y`` are the top-left corner in percent of
the picture's width and height; ``rotation`` turns a rectangle in degrees, clockwise, about that corner; brush masks
are Label Studio's own run lengths. Frames of videos count from 1.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from gui.domain.prediction import Prediction
from gui.domain.reading_ways import Reading
from gui.domain.reasons import Reason
from gui.sources.common_settings import CONFIDENCE
from gui.sources.entries import BadEntry, confidence, shown
from gui.sources.formats.label_studio.regions import LABELS, Region, geometries, is_region
from gui.sources.intake.files import Intake, SourceFile
from gui.sources.read_settings import ReadSettings, Setting
from gui.sources.readers.json_file import elements, first_values
from gui.sources.readers.json_stream import JsonStream
from gui.sources.readers.json_values import BrokenJson, decode
from gui.sources.refusals import broken, refused_file
from gui.sources.source import Recognition, Strength
from gui.sources.spool_writer import SpoolWriter

FORMAT = "label-studio"
TITLE = "Label Studio"
PART = Setting(
    "part",
    "which regions of the tasks to take",
    (("predictions", "what models predicted"), ("annotations", "what people drew")),
)
SETTINGS: tuple[Setting, ...] = (PART, CONFIDENCE)

_UPLOAD = re.compile(r"^[0-9a-f]{8}-")
"""Label Studio puts eight letters before the name of an uploaded file."""


def recognise(files: Intake) -> Recognition | None:
    """JSON whose first entries are tasks: data and annotations or predictions, or regions in percent."""
    for file in files.with_suffix(".json")[:20]:
        for value in first_values(file)[:1]:
            if not isinstance(value, Mapping):
                continue
            if isinstance(value.get("data"), Mapping) and ("annotations" in value or "predictions" in value):
                return Recognition("tasks with data and regions of Label Studio", Strength.CERTAIN)
            if any(is_region(region) for regions in value.values() if isinstance(regions, list) for region in regions):
                return Recognition("short tasks (JSON-MIN) of Label Studio", Strength.CERTAIN)
    return None


def readings(files: Intake, settings: ReadSettings) -> list[Reading]:
    """Predictions and annotations may stand in one file: the models' are taken when there are any."""
    if PART.name in settings.values:
        return []
    counts = {"predictions": 0, "annotations": 0}
    for file in files.with_suffix(".json")[:20]:
        for task in first_values(file):
            for part in counts if isinstance(task, Mapping) else ():
                counts[part] += sum(bool(_regions_of(entry)) for entry in _entries(task, part))
    if not all(counts.values()):
        return []
    evidence = f"of the first tasks, {counts['predictions']} predictions and {counts['annotations']} annotations"
    return [
        Reading({PART.name: "predictions"}, 1.0, evidence),
        Reading({PART.name: "annotations"}, 0.5, evidence),
    ]


def read(files: Intake, sink: SpoolWriter, settings: ReadSettings) -> str:
    """Read every region; ``where`` is ``task 68501 region djbpw94CXj``, the task by its id.

    Raises ``SourceProblem`` when a file is broken or something else.
    """
    for file in files.with_suffix(".json"):
        read_before = sink.read
        with file.open() as opened:
            stream = JsonStream(opened, settings)
            try:
                if stream.peek() == b"[":
                    for number, task in elements(stream):
                        _read_task(file, number, task, sink, settings)
                elif stream.peek() == b"{":
                    _read_task(file, 0, decode(stream.value()).value, sink, settings)
                else:
                    raise refused_file(file)
                stream.end()
            except BrokenJson as problem:
                raise broken(file.name, problem, sink.read - read_before) from problem
    return TITLE


def _read_task(file: SourceFile, number: int, task: Any, sink: SpoolWriter, settings: ReadSettings) -> None:
    if not isinstance(task, Mapping):
        sink.drop(Reason.BAD_ENTRY, file.place(f"element {number}"), detail=f"it is {shown(task)}, not a task")
        return
    name = file.place(f"task {task.get('id', number)}")
    picture = _picture_name(task, file.stem)
    for place, (whole, value) in enumerate(_regions(task, settings.value(PART))):
        identity = value.get("id", place) if isinstance(value, Mapping) else place
        _add(Region(value, picture, f"{name} region {identity}", whole), sink, settings)


def _regions(task: Mapping[str, Any], part: str) -> Iterator[tuple[Any, Any]]:
    """The score of the whole prediction, if any, and each of its regions."""
    if not isinstance(task.get("data"), Mapping):  # the short form
        for regions in task.values():
            if isinstance(regions, list):
                yield from ((None, region) for region in regions if is_region(region))
        return
    if part not in ("predictions", "annotations"):  # nobody said: what there is, the models' first
        part = "predictions" if any(map(_regions_of, _entries(task, "predictions"))) else "annotations"
    for entry in _entries(task, part):
        score = entry.get("score") if isinstance(entry, Mapping) and part == "predictions" else None
        for region in _regions_of(entry):
            yield score, region


def _entries(task: Mapping[str, Any], part: str) -> list[Any]:
    found = task.get(part)
    return found if isinstance(found, list) else []


def _regions_of(entry: Any) -> list[Any]:
    """The regions of one prediction or annotation; one that people cancelled has none."""
    if not isinstance(entry, Mapping) or entry.get("was_cancelled"):
        return []
    result = entry.get("result")
    return result if isinstance(result, list) else []


def _add(region: Region, sink: SpoolWriter, settings: ReadSettings) -> None:
    size = region.size
    picture = sink.picture(region.picture, *(size or ()), fractions=size is None)
    names = region.class_names
    try:
        if not names:
            raise BadEntry(Reason.BAD_ENTRY, f"it has none of {', '.join(LABELS)}")
        own = region.value.get("score")
        score = confidence(own if own is not None else region.whole_score, settings.value(CONFIDENCE))
        found = list(geometries(region))
    except BadEntry as problem:
        sink.drop(problem.reason, region.where, picture, names[0] if names else None, problem.detail)
        return
    for name in names:
        for frame, geometry in found:
            on = picture if frame is None else _frame(region, frame, sink)
            track = None if frame is None else region.where
            sink.add(on, sink.class_number(name), score, Prediction(geometry, region.where, track))


def _frame(region: Region, frame: int, sink: SpoolWriter) -> int:
    """The picture that stands for a frame of the video; Label Studio's first is 1."""
    name = f"{region.picture}/{frame - 1}.jpg"
    return sink.picture(name, *(region.size or ()), fractions=region.size is None)


def _picture_name(task: Mapping[str, Any], stem: str) -> str:
    """The name of the task's picture: that of the uploaded file, else the first address in its data."""
    uploaded = task.get("file_upload")
    if isinstance(uploaded, str) and uploaded:
        return _UPLOAD.sub("", uploaded)
    data = task.get("data")
    values = data.values() if isinstance(data, Mapping) else task.values()
    for value in values:
        if isinstance(value, str) and value:
            return _name_in(value)
    return stem


def _name_in(address: str) -> str:
    """The path in an address, as ``/data/upload/1/3a4f5c6d-cat.jpg`` or ``/data/local-files/?d=pictures/cat.jpg``."""
    try:
        parts = urlsplit(address)
    except ValueError:  # brackets in a name can look like an address of the sixth version
        return address
    if local := parse_qs(parts.query).get("d"):
        return local[0]
    is_plain = not parts.scheme and "%" not in address and not parts.query
    path = address if is_plain else unquote(parts.path)
    folder, slash, name = path.rpartition("/")
    return f"{folder}{slash}{_UPLOAD.sub('', name)}" if "/upload/" in path else path
