"""COCO panoptic: a JSON with ``segments_info`` and one PNG a picture, whose colours are the ids of its segments.

The format: https://cocodataset.org/#format-data (panoptic segmentation): id = red + 256 green + 65536 blue; 0 is no
segment. A segment may carry a ``score``. The PNGs lie beside the JSON or in a folder anywhere below what was chosen.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

import numpy as np
import numpy.typing as npt

from gui.domain.prediction import Prediction
from gui.domain.reading_ways import Reading, Setting
from gui.domain.reasons import Reason
from gui.sources.entries import BadEntry, confidence, shown
from gui.sources.formats.coco.entry import id_text
from gui.sources.formats.coco.names import DatasetNames
from gui.sources.intake.files import Intake, SourceFile
from gui.sources.read_settings import ReadSettings
from gui.sources.readers.each_file import BrokenFile, beginning, contents
from gui.sources.readers.json_file import elements
from gui.sources.readers.json_stream import JsonStream
from gui.sources.readers.json_values import BrokenJson
from gui.sources.readers.mask_pictures import decoded_picture, mask_of
from gui.sources.refusals import broken
from gui.sources.source import Recognition, Strength
from gui.sources.spool_writer import SpoolWriter

FORMAT = "panoptic"
TITLE = "COCO panoptic"
SETTINGS: tuple[Setting, ...] = ()

_LOOK_AT = 1 << 20
Ids = npt.NDArray[np.int64]


def recognise(files: Intake) -> Recognition | None:
    """A JSON with ``segments_info``; that its pictures are there is seen when it is read."""
    for file in files.with_suffix(".json")[:20]:
        if b'"segments_info"' in beginning(file, _LOOK_AT):
            pictures = len(files.with_suffix(".png")) if len(files) > 1 else 0
            return Recognition(f"JSON with segments_info, and {pictures:,} PNG files", Strength.CERTAIN)
    return None


def readings(files: Intake, settings: ReadSettings) -> list[Reading]:
    """Nothing is open: the colours have one meaning."""
    return []


def read(files: Intake, sink: SpoolWriter, settings: ReadSettings) -> str:
    """Read every segment; ``where`` is ``annotation 4 segment 3226956``, the annotation from 0.

    Raises ``SourceProblem`` when the JSON is broken.
    """
    pictures = {PurePosixPath(file.name).name: file for file in files.with_suffix(".png") if len(files) > 1}
    for file in files.with_suffix(".json"):
        if b'"segments_info"' not in beginning(file, _LOOK_AT):
            continue
        names = DatasetNames()
        read_before = sink.read
        try:
            with file.open() as opened, contextlib.suppress(BrokenJson):  # told when the annotations are read
                stream = JsonStream(opened, settings)
                for section in stream.members():
                    names.add_section(section, stream)
            for number, annotation in _annotations(file, settings):
                settings.check()
                _Annotation(file.place(f"annotation {number}"), annotation, names, sink).read(pictures)
        except BrokenJson as problem:
            raise broken(file.name, problem, sink.read - read_before) from problem
    return TITLE


def _annotations(file: SourceFile, settings: ReadSettings) -> Iterator[tuple[int, Any]]:
    with file.open() as opened:
        stream = JsonStream(opened, settings)
        for section in stream.members():
            if section == "annotations" and stream.peek() == b"[":
                yield from elements(stream)
            else:
                stream.skip()
        stream.end()


class _Annotation:
    """The segments of one picture."""

    def __init__(self, where: str, value: Any, names: DatasetNames, sink: SpoolWriter) -> None:
        self._where = where
        self._value = value if isinstance(value, Mapping) else {}
        self._names = names
        self._sink = sink

    def read(self, pictures: Mapping[str, SourceFile]) -> None:
        """Add every segment, or drop it by name; one picture is decoded for all of them."""
        segments = self._value.get("segments_info")
        if not isinstance(segments, list):
            self._sink.drop(Reason.BAD_ENTRY, self._where, detail="it has no segments_info")
            return
        name = self._value.get("file_name")
        image = self._names.pictures.get(id_text(self._value.get("image_id", "")))
        picture = self._sink.picture(image.name if image else str(name or self._value.get("image_id")))
        try:
            ids = self._ids(pictures.get(PurePosixPath(str(name)).name))
        except (BrokenFile, OSError) as problem:
            for segment in segments:
                self._drop(segment, picture, BadEntry(Reason.BAD_FILE, f"{name}: {problem}"))
            return
        self._sink.picture(self._sink.pictures[picture].name, ids.shape[1], ids.shape[0])
        for segment in segments:
            try:
                self._add(segment, picture, ids)
            except BadEntry as problem:
                self._drop(segment, picture, problem)
        self._name_the_rest(segments, picture, ids)

    def _ids(self, file: SourceFile | None) -> Ids:
        """The segment's id at each pixel, (height, width)."""
        if file is None:
            raise BrokenFile("there is no such PNG among the files")
        colours = decoded_picture(contents(file))
        if colours.ndim == 2:  # every id below 256: some tools then write greys
            return colours.astype(np.int64)
        ids: Ids = colours.astype(np.int64) @ np.array([1, 256, 65536])
        return ids

    def _add(self, segment: Any, picture: int, ids: Ids) -> None:
        identity = segment.get("id") if isinstance(segment, Mapping) else None
        if type(identity) is not int:
            raise BadEntry(Reason.BAD_ENTRY, f"its id is {shown(identity)}")
        score = confidence(segment.get("score"))
        mask = mask_of(ids == identity)
        where = f"{self._where} segment {identity}"
        self._sink.add(picture, self._sink.class_number(self._class(segment)), score, Prediction(mask, where))

    def _class(self, segment: Mapping[str, Any]) -> str:
        key = id_text(segment.get("category_id", ""))
        category = self._names.categories.get(key)
        if not (name := category.name if category else key):
            raise BadEntry(Reason.BAD_ENTRY, "it names no class")
        return name

    def _drop(self, segment: Any, picture: int, problem: BadEntry) -> None:
        identity = segment.get("id") if isinstance(segment, Mapping) else shown(segment)
        self._sink.drop(problem.reason, f"{self._where} segment {identity}", picture, None, problem.detail)

    def _name_the_rest(self, segments: list[Any], picture: int, ids: Ids) -> None:
        """Colours that no segment explains are losses, too."""
        known = {segment.get("id") for segment in segments if isinstance(segment, Mapping)}
        for identity in sorted(set(np.unique(ids).tolist()) - known - {0})[:1000]:
            detail = "the picture has it, segments_info does not"
            self._sink.drop(Reason.BAD_ENTRY, f"{self._where} segment {identity}", picture, None, detail)
