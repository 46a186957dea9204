"""Pascal VOC: one XML file a picture, boxes in pixels whose first is number 1.

The format: http://host.robots.ox.ac.uk/pascal/VOC/ (``annotation`` with ``filename``, ``size`` and ``object``;
``bndbox`` holds the first and the last pixel). roLabelImg adds ``robndbox`` (centre, sides, radians), other tools
``polygon`` (x1, y1, x2, …) and a ``score`` or ``confidence``.
"""

from __future__ import annotations

import math
from xml.etree.ElementTree import Element

from gui.domain.geometry import Geometry
from gui.domain.prediction import Prediction
from gui.domain.reading_ways import Reading
from gui.domain.reasons import Reason
from gui.sources import shapes
from gui.sources.common_settings import CONFIDENCE, FIRST_PIXEL
from gui.sources.entries import BadEntry, confidence, number
from gui.sources.intake.files import Intake, SourceFile
from gui.sources.read_settings import ReadSettings, Setting
from gui.sources.readers.each_file import BrokenFile, beginning, read_each
from gui.sources.readers.xml_tree import parsed_xml, text_of
from gui.sources.source import Recognition, Strength
from gui.sources.spool_writer import SpoolWriter

FORMAT = "voc"
TITLE = "Pascal VOC"
SETTINGS: tuple[Setting, ...] = (FIRST_PIXEL, CONFIDENCE)

_LOOK_AT = 20
_SIDES = ("xmin", "ymin", "xmax", "ymax")


def recognise(files: Intake) -> Recognition | None:
    """XML files with an ``annotation`` that has the parts of VOC."""
    found = files.with_suffix(".xml")
    for file in found[:_LOOK_AT]:
        head = beginning(file)
        if b"<annotation>" in head and (b"<bndbox>" in head or b"<robndbox>" in head or b"<filename>" in head):
            return Recognition(
                f"{len(found):,} XML files with an annotation each"
                if len(found) > 1
                else "XML with an annotation and its objects",
                Strength.CERTAIN,
            )
    return None


def readings(files: Intake, settings: ReadSettings) -> list[Reading]:
    """VOC's pixels count from 1; who writes them from 0 says so by ``first_pixel``."""
    return []


def read(files: Intake, sink: SpoolWriter, settings: ReadSettings) -> str:
    """Read every object of every XML file; ``where`` is ``a.xml object 2``, from 1."""
    read_each(files.with_suffix(".xml"), sink, settings, lambda file, data: _read_file(file, data, sink, settings))
    return "Pascal VOC"


def _read_file(file: SourceFile, data: bytes, sink: SpoolWriter, settings: ReadSettings) -> None:
    root = parsed_xml(data)
    if root.tag != "annotation":
        raise BrokenFile(f"its outermost element is “{root.tag[:40]}”, not “annotation”")
    width, height = _pixels(root, "size/width"), _pixels(root, "size/height")
    picture = sink.picture(text_of(root, "filename") or file.stem, width, height)
    for place, entry in enumerate(root.iterfind("object"), 1):
        where = file.place(f"object {place}")
        name = text_of(entry, "name")
        try:
            if name is None:
                raise BadEntry(Reason.BAD_ENTRY, "it names no class")
            score = confidence(text_of(entry, "score") or text_of(entry, "confidence"), settings.value(CONFIDENCE))
            geometry = _geometry(entry, int(settings.value(FIRST_PIXEL)))
        except BadEntry as problem:
            sink.drop(problem.reason, where, picture, name, problem.detail)
            continue
        sink.add(picture, sink.class_number(name), score, Prediction(geometry, where))


def _geometry(entry: Element, first: int) -> Geometry:
    """In pixels from 0; with a ``first`` pixel of 1 the last pixel belongs to the box. Raises ``BadEntry``."""
    if (rotated := entry.find("robndbox")) is not None:
        cx, cy, w, h, angle = (number(text_of(rotated, name), name) for name in ("cx", "cy", "w", "h", "angle"))
        return shapes.rotated_box(cx, cy, w, h, math.degrees(angle))
    if (polygon := entry.find("polygon")) is not None:
        return shapes.polygons([[[number(point.text, point.tag) - first for point in polygon]]])
    if (box := entry.find("bndbox")) is not None:
        left, top, right, bottom = (number(text_of(box, name), name) for name in _SIDES)
        return shapes.box(left - first, top - first, right - left + first, bottom - top + first)
    raise BadEntry(Reason.NO_GEOMETRY, "it has no bndbox")


def _pixels(root: Element, path: str) -> int | None:
    text = text_of(root, path) or ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 and int(text) else None
