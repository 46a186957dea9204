"""Turns the entries of a COCO file, one after the other, into predictions in the spool."""

from __future__ import annotations

from gui.domain.prediction import Prediction
from gui.domain.reasons import Reason
from gui.sources.entries import BadEntry, exact
from gui.sources.formats.coco.entry import ENTRIES, Entry, Id, id_text, typed_entry
from gui.sources.formats.coco.geometry import geometry_of, has_point_confidences
from gui.sources.formats.coco.names import Category, DatasetNames
from gui.sources.formats.coco.ways import COCO_BOX, COCO_UNITS
from gui.sources.intake.files import SourceFile
from gui.sources.raw_scores import SCORE
from gui.sources.read_settings import ReadSettings
from gui.sources.readers.json_stream import JsonStream
from gui.sources.readers.json_values import Loose
from gui.sources.spool_writer import SpoolWriter


class EntryReader:
    """Reads entries into ``sink``; ``count`` is how many were read, and the number of the next, from 0.

    What an entry says of itself (``file_name``, ``category_name``) goes before what ``names`` says of its ids.
    """

    def __init__(self, file: SourceFile, sink: SpoolWriter, names: DatasetNames, settings: ReadSettings) -> None:
        """Begin with element 0 of ``file``; ``settings`` say where its numbers are not as COCO means them."""
        self.count = 0
        self._box, self._confidence = settings.value(COCO_BOX), settings.value(SCORE)
        self._is_special = (self._box, self._confidence) != (COCO_BOX.default, SCORE.default)
        self._fractions = settings.value(COCO_UNITS) == "fraction"
        self._element = file.place("element ")
        self.has_file_names = False
        self._said_confidences = False
        self._sink = sink
        self._names = names
        self._pictures: dict[tuple[Id | None, str | None], int] = {}
        self._classes: dict[tuple[Id | None, str | None], tuple[int, Category]] = {}

    def read(self, stream: JsonStream) -> None:
        """Take all elements of the next array. Raises ``BrokenJson`` after the last that is whole."""
        for batch in stream.elements(ENTRIES):
            if isinstance(batch, Loose):
                entry, fault = typed_entry(batch.value)
                self._take(entry, BadEntry(Reason.BAD_ENTRY, batch.fault) if batch.fault else fault)
            else:
                for entry in batch:
                    self._take(entry, None)

    def _take(self, entry: Entry, fault: BadEntry | None) -> None:
        where = f"{self._element}{self.count}"
        self.count += 1
        picture = self._picture(entry)
        known_class = self._class(entry)
        try:
            if fault:
                raise fault
            if picture is None:
                raise BadEntry(Reason.BAD_ENTRY, "it names no picture (image_id)")
            if known_class is None:
                raise BadEntry(Reason.BAD_ENTRY, "it names no class (category_id)")
            class_number, category = known_class
            score = self._as_said(entry) if self._is_special else entry.score
            if score is not None and not 0 <= score <= 1:
                raise BadEntry(Reason.BAD_CONFIDENCE, f"the confidence is {exact(score)}")
            prediction = Prediction(geometry_of(entry, category.keypoints), where)
        except BadEntry as problem:
            name = known_class[1].name if known_class else None
            self._sink.drop(problem.reason, where, picture, name, problem.detail)
            return
        self._sink.add(picture, class_number, score, prediction)
        if entry.keypoints and not self._said_confidences and has_point_confidences(entry.keypoints):
            self._said_confidences = True
            self._sink.note(where, "its keypoints carry confidences; from here on, those above 0 count as visible")

    def _as_said(self, entry: Entry) -> float | None:
        """The confidence, where it or the box are not as COCO means them; the box is brought into COCO's form."""
        if entry.bbox is not None and self._box != "xywh":
            a, b, c, d = entry.bbox
            entry.bbox = (a, b, c - a, d - b) if self._box == "xyxy" else (a - c / 2, b - d / 2, c, d)
        if self._confidence == "none" or entry.score is None:
            return None
        return entry.score / 100 if self._confidence == "percent" else entry.score

    def _picture(self, entry: Entry) -> int | None:
        key = (entry.image_id, entry.file_name)
        known = self._pictures.get(key)
        if known is None:
            known = self._new_picture(entry)
            if known is not None:
                self._pictures[key] = known
        return known

    def _new_picture(self, entry: Entry) -> int | None:
        image_id = "" if entry.image_id is None else id_text(entry.image_id)
        known = self._names.pictures.get(image_id)
        own_name = (entry.file_name or "").strip()
        if known and own_name and _last_part(known.name) != _last_part(own_name):
            self._sink.note(own_name, f"the dataset JSON calls image id {image_id} “{known.name}”; not followed")
            known = None
        if known:
            self.has_file_names = True
            return self._sink.picture(known.name, known.width, known.height, fractions=self._fractions)
        if own_name:
            self.has_file_names = True
            return self._sink.picture(own_name, fractions=self._fractions)
        if not image_id:
            return None
        if self._names.pictures:
            self._sink.note(f"image id {image_id}", "the dataset JSON has no picture with this id")
        return self._sink.picture(image_id, fractions=self._fractions)

    def _class(self, entry: Entry) -> tuple[int, Category] | None:
        key = (entry.category_id, entry.category_name)
        known = self._classes.get(key)
        if known is None:
            known = self._new_class(entry)
            if known is not None:
                self._classes[key] = known
        return known

    def _new_class(self, entry: Entry) -> tuple[int, Category] | None:
        category_id = "" if entry.category_id is None else id_text(entry.category_id)
        known = self._names.categories.get(category_id)
        name = (entry.category_name or "").strip() or (known.name if known else category_id)
        if not name:
            return None
        return self._sink.class_number(name), Category(name, known.keypoints if known else ())


def _last_part(name: str) -> str:
    return name.replace("\\", "/").rpartition("/")[2].casefold()
