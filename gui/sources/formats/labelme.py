"""LabelMe and its relatives (X-AnyLabeling, AnyLabeling): one JSON file a picture, shapes in pixels.

The format: ``shapes`` with ``label``, ``points`` ([x, y] in pixels from the top-left corner) and ``shape_type``, beside
``imagePath``, ``imageWidth`` and ``imageHeight`` (labelme, ``labelme/_label_file.py``). X-AnyLabeling adds ``score``
and the type ``rotation`` (four corners). Polygons of one label and one ``group_id`` are parts of one object.
"""

from __future__ import annotations

import math
from typing import Any

from gui.domain.geometry import Geometry, Keypoint, Keypoints, Polygons
from gui.domain.prediction import Prediction
from gui.domain.reading_ways import Reading
from gui.domain.reasons import Reason
from gui.sources import shapes
from gui.sources.common_settings import CONFIDENCE
from gui.sources.entries import BadEntry, confidence, finite, shown
from gui.sources.intake.files import Intake, SourceFile
from gui.sources.read_settings import ReadSettings, Setting
from gui.sources.readers.each_file import BrokenFile, beginning, read_each
from gui.sources.readers.json_file import parsed_json
from gui.sources.readers.mask_pictures import pasted_mask
from gui.sources.source import Recognition, Strength
from gui.sources.spool_writer import SpoolWriter

FORMAT = "labelme"
TITLE = "LabelMe"
SETTINGS: tuple[Setting, ...] = (CONFIDENCE,)

_LOOK_AT = 20


def recognise(files: Intake) -> Recognition | None:
    """JSON with ``shapes`` and ``imagePath`` near its beginning, or what stands around the picture in it."""
    found = files.with_suffix(".json")
    for file in found[:_LOOK_AT]:
        head = beginning(file)
        if b'"shapes"' in head and (b'"shape_type"' in head or b'"imagePath"' in head):
            count = f"{len(found):,} JSON files" if len(found) > 1 else "JSON"
            return Recognition(f"{count} with shapes of LabelMe", Strength.CERTAIN)
    return None


def readings(files: Intake, settings: ReadSettings) -> list[Reading]:
    """Nothing is open: LabelMe's pixels have no second meaning."""
    return []


def read(files: Intake, sink: SpoolWriter, settings: ReadSettings) -> str:
    """Read every shape of every JSON file; ``where`` is ``a.json shape 2``, from 1."""
    read_each(files.with_suffix(".json"), sink, settings, lambda file, data: _read_file(file, data, sink, settings))
    return "LabelMe"


def _read_file(file: SourceFile, data: bytes, sink: SpoolWriter, settings: ReadSettings) -> None:
    found = parsed_json(data)
    if not isinstance(found, dict) or not isinstance(found.get("shapes"), list):
        raise BrokenFile("it has no list of shapes")
    path = found.get("imagePath")
    size = _side(found.get("imageWidth")), _side(found.get("imageHeight"))
    picture = sink.picture(path if isinstance(path, str) and path else file.stem, *size)
    groups: dict[tuple[str, object], list[tuple[float | None, Prediction]]] = {}
    for place, shape in enumerate(found["shapes"], 1):
        where = file.place(f"shape {place}")
        name = shape.get("label") if isinstance(shape, dict) else None
        try:
            if not isinstance(name, str) or not name:
                raise BadEntry(Reason.BAD_ENTRY, "it has no label")
            score = confidence(shape.get("score"), settings.value(CONFIDENCE))
            prediction = Prediction(_geometry(shape, name, size), where)
        except BadEntry as problem:
            sink.drop(problem.reason, where, picture, name if isinstance(name, str) else None, problem.detail)
            continue
        group = shape.get("group_id")
        if isinstance(prediction.geometry, Polygons) and isinstance(group, int | str):
            groups.setdefault((name, group), []).append((score, prediction))
        else:
            sink.add(picture, sink.class_number(name), score, prediction)
    for (name, _), parts in groups.items():
        _add_group(sink, picture, name, parts)


def _add_group(sink: SpoolWriter, picture: int, name: str, parts: list[tuple[float | None, Prediction]]) -> None:
    """Polygons that are one object; every part counts as read, so what is joined is named."""
    whole = [part for _, one in parts if isinstance(one.geometry, Polygons) for part in one.geometry.parts]
    scores = [score for score, _ in parts if score is not None]
    first = parts[0][1].where
    for _, other in parts[1:]:
        sink.note(other.where, f"is a part of the object at {first}, as they share a group")
    sink.add(picture, sink.class_number(name), max(scores, default=None), Prediction(Polygons(whole), first))


def _geometry(shape: dict[str, Any], name: str, size: tuple[int | None, int | None]) -> Geometry:
    """In pixels. Raises ``BadEntry``."""
    points = _points(shape.get("points"))
    kind = shape.get("shape_type") or "polygon"
    flat = [number for point in points for number in point]
    match kind:
        case "polygon":
            return shapes.polygons([[flat]])
        case "rectangle" if len(points) in (2, 4):
            xs, ys = flat[::2], flat[1::2]
            return shapes.box(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))
        case "rotation" if len(points) == 4:
            return shapes.corners(flat)
        case "circle" if len(points) == 2:
            radius = math.dist(points[0], points[1])
            return shapes.ellipse(*points[0], radius, radius)
        case "point" if len(points) == 1:
            return Keypoints([Keypoint(name, *points[0], 2)])
        case "mask" if len(points) == 2:
            return pasted_mask(shape.get("mask"), (points[0][0], points[0][1]), size)
        case "line" | "linestrip":
            raise BadEntry(Reason.NO_GEOMETRY, "a line surrounds nothing")
        case "rectangle" | "rotation" | "circle" | "point" | "mask":
            raise BadEntry(Reason.BAD_GEOMETRY, f"a {kind} does not have {len(points)} points")
        case _:
            raise BadEntry(Reason.NO_GEOMETRY, f"its shape_type is {shown(kind)}")


def _points(points: Any) -> list[tuple[float, float]]:
    if not isinstance(points, list) or not points:
        raise BadEntry(Reason.NO_GEOMETRY, "it has no points")
    found = []
    for point in points:
        if not isinstance(point, list) or len(point) < 2:
            raise BadEntry(Reason.BAD_GEOMETRY, f"one of its points is {shown(point)}")
        found.append((finite(point[0], "x"), finite(point[1], "y")))
    return found


def _side(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 10**9 else None
