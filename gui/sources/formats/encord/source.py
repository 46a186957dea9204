"""Encord's own ``predictions.json`` or export of label rows, taken up again: objects and answers of every row.

The format is what ``LabelRowV2.to_encord_dict`` writes (encord 0.1), in a list. Pictures are found again by their data
hash. An object's confidence goes with it; of answers, the chosen options become statements about the picture.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from gui.domain.geometry import ClassScore
from gui.domain.prediction import Prediction
from gui.domain.reading_ways import Reading
from gui.domain.reasons import Reason
from gui.sources.entries import BadEntry, confidence, shown
from gui.sources.formats.encord.shapes import geometry_of
from gui.sources.intake.files import Intake, SourceFile
from gui.sources.read_settings import ReadSettings, Setting
from gui.sources.readers.json_file import elements, first_values
from gui.sources.readers.json_stream import JsonStream
from gui.sources.readers.json_values import BrokenJson, decode
from gui.sources.refusals import broken, refused_file
from gui.sources.source import Recognition, Strength
from gui.sources.spool_writer import SpoolWriter

FORMAT = "encord"
TITLE = "Encord label rows"
SETTINGS: tuple[Setting, ...] = ()

LARGEST_ROW = 1 << 29
"""Bytes of one label row: 512 MB, a video of a million objects."""
MOST_FRAMES = 1_000_000
"""Frames that one answer may stand for."""


def recognise(files: Intake) -> Recognition | None:
    """A list whose first elements have the fields of label rows, or one label row."""
    for file in files.with_suffix(".json")[:20]:
        for value in first_values(file)[:1]:
            # of a large row only the beginning is seen here, and its data units stand last
            if isinstance(value, Mapping) and "data_hash" in value and ("label_hash" in value or "data_units" in value):
                return Recognition("label rows as Encord writes them", Strength.CERTAIN)
    return None


def readings(files: Intake, settings: ReadSettings) -> list[Reading]:
    """Nothing is open: the fields have names, and their units are known."""
    return []


def read(files: Intake, sink: SpoolWriter, settings: ReadSettings) -> str:
    """Read every object and answer; ``where`` is ``cat.jpg object Xa3b``, by the row's title.

    Raises ``SourceProblem`` when a file is broken or something else.
    """
    for file in files.with_suffix(".json"):
        read_before = sink.read
        with file.open() as opened:
            stream = JsonStream(opened, settings, LARGEST_ROW)
            try:
                if stream.peek() == b"[":
                    for number, value in elements(stream):
                        _read_row(file, number, value, sink)
                elif stream.peek() == b"{":
                    _read_row(file, 0, decode(stream.value()).value, sink)
                else:
                    raise refused_file(file)
                stream.end()
            except BrokenJson as problem:
                raise broken(file.name, problem, sink.read - read_before) from problem
    return TITLE


@dataclass(frozen=True)
class _Frame:
    """One picture of a row: how it is named in the spool, its pixels, and its number within the row."""

    picture: int
    width: int
    height: int
    number: int


def _read_row(file: SourceFile, number: int, value: Any, sink: SpoolWriter) -> None:
    units = value.get("data_units") if isinstance(value, Mapping) else None
    if not isinstance(units, Mapping):
        sink.drop(Reason.BAD_ENTRY, file.place(f"element {number}"), detail=f"it is {shown(value)}, not a label row")
        return
    title = file.place(str(value.get("data_title") or value.get("data_hash") or f"element {number}"))
    is_video = value.get("data_type") in ("video", "dicom", "nifti")
    with_answers = _names_of_answered(value)
    frames: dict[int, Mapping[str, Any]] = {}
    for hash_, unit in units.items():
        if not isinstance(unit, Mapping):
            sink.drop(Reason.BAD_ENTRY, f"{title} unit {hash_}", detail="it is no data unit")
            continue
        for frame, objects in _labels(unit, is_video=is_video):
            frames[frame] = unit
            on = _frame(sink, unit, hash_, frame, is_video=is_video)
            for entry in objects:
                _add_object(entry, on, title, sink, is_video=is_video, with_answers=with_answers)
        frames.setdefault(_sequence(unit), unit)
    _add_answers(value, title, frames, sink, is_video=is_video)


def _labels(unit: Mapping[str, Any], *, is_video: bool) -> Iterator[tuple[int, list[Any]]]:
    """Every frame that has objects, with them."""
    labels = unit.get("labels")
    if not isinstance(labels, Mapping):
        return
    if not is_video:
        yield _sequence(unit), _objects(labels)
        return
    for frame, held in labels.items():
        if frame.isascii() and frame.isdigit():
            yield int(frame), _objects(held)


def _objects(labels: Any) -> list[Any]:
    found = labels.get("objects") if isinstance(labels, Mapping) else None
    return found if isinstance(found, list) else []


def _sequence(unit: Mapping[str, Any]) -> int:
    found = unit.get("data_sequence")
    return int(found) if isinstance(found, int | str) and str(found).isdigit() else 0


def _frame(sink: SpoolWriter, unit: Mapping[str, Any], hash_: str, frame: int, *, is_video: bool) -> _Frame:
    """The picture by its data hash; frames of videos as Encord's COCO export names them."""
    name = f"videos/{hash_}/{frame}.jpg" if is_video else str(unit.get("data_hash") or hash_)
    width, height = unit.get("width"), unit.get("height")
    if type(width) is int and type(height) is int and width > 0 and height > 0:
        return _Frame(sink.picture(name, width, height), width, height, frame)
    return _Frame(sink.picture(name, fractions=True), 1, 1, frame)


def _add_object(
    entry: Any, on: _Frame, title: str, sink: SpoolWriter, *, is_video: bool, with_answers: set[str]
) -> None:
    identity = entry.get("objectHash") if isinstance(entry, Mapping) else None
    where = f"{title} object {identity}" + (f" frame {on.number}" if is_video else "")
    name = entry.get("name") if isinstance(entry, Mapping) else None
    class_name = name if isinstance(name, str) and name else None
    try:
        if class_name is None:
            raise BadEntry(Reason.BAD_ENTRY, "it names no class")
        score = confidence(entry.get("confidence"))
        geometry = geometry_of(entry, on.width, on.height)
    except BadEntry as problem:
        sink.drop(problem.reason, where, on.picture, class_name, problem.detail)
        return
    if identity in with_answers:
        sink.note(where, "has attributes; they are not taken along")
    track = str(identity) if is_video and identity else None
    sink.add(on.picture, sink.class_number(class_name), score, Prediction(geometry, where, track))


def _names_of_answered(row: Mapping[str, Any]) -> set[str]:
    answers = row.get("object_answers")
    if not isinstance(answers, Mapping):
        return set()
    return {name for name, held in answers.items() if isinstance(held, Mapping) and held.get("classifications")}


def _add_answers(
    row: Mapping[str, Any], title: str, frames: Mapping[int, Mapping[str, Any]], sink: SpoolWriter, *, is_video: bool
) -> None:
    """The options chosen for the row's questions, on every frame they hold for."""
    answers = row.get("classification_answers")
    for identity, answer in answers.items() if isinstance(answers, Mapping) else ():
        where = f"{title} answer {identity}"
        try:
            if not frames:
                raise BadEntry(Reason.BAD_ENTRY, "its row has no picture")
            names = _options(answer)
            score = confidence(answer.get("confidence"))
            numbers = _frame_numbers(answer)
        except BadEntry as problem:
            sink.drop(problem.reason, where, detail=problem.detail)
            continue
        for number in numbers:
            unit = frames.get(number) or next(iter(frames.values()))
            on = _frame(sink, unit, str(unit.get("data_hash")), number, is_video=is_video)
            for name in names:
                sink.add(on.picture, sink.class_number(name), score, Prediction(ClassScore(), where))


def _options(answer: Any) -> list[str]:
    """Names of the options chosen for the question itself. Raises ``BadEntry`` where it is answered by text."""
    given = answer.get("classifications") if isinstance(answer, Mapping) else None
    chosen = given[0].get("answers") if isinstance(given, list) and given and isinstance(given[0], Mapping) else None
    if not isinstance(chosen, list):
        raise BadEntry(Reason.NO_GEOMETRY, "it is answered by text, which is no option")
    names = [str(option["name"]) for option in chosen if isinstance(option, Mapping) and option.get("name")]
    if not names:
        raise BadEntry(Reason.NO_GEOMETRY, "no option is chosen")
    return names


def _frame_numbers(answer: Mapping[str, Any]) -> list[int]:
    """The frames of ``range``: pairs of a first and a last one."""
    ranges = answer.get("range")
    if not isinstance(ranges, list) or not ranges:
        return [0]
    numbers: list[int] = []
    for pair in ranges:
        if not isinstance(pair, list) or len(pair) != 2 or not all(type(n) is int and n >= 0 for n in pair):
            raise BadEntry(Reason.BAD_ENTRY, f"its frames are {shown(pair)}")
        if len(numbers) + pair[1] - pair[0] > MOST_FRAMES:
            raise BadEntry(Reason.BAD_ENTRY, f"it stands for more than {MOST_FRAMES:,} frames")
        numbers += range(pair[0], pair[1] + 1)
    return numbers
