"""Encodes rows fast: the SDK serialises the empty row, and the dictionaries of its objects are put in beside it.

The SDK's own ``to_encord_dict`` is the truth: what is built here repeats ``LabelRowV2._to_encord_object`` and
``_to_object_answers``, key order included, and is used only where it was proven equal
(`gui.encord_api.encoder_choice`). Whatever is not known here to the letter goes through the SDK's `Encoder`.
"""

from __future__ import annotations

import base64
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from operator import itemgetter
from typing import Any

from encord.common.time_parser import format_datetime_to_long_string
from encord.constants.enums import DataType
from encord.objects import LabelRowV2, OntologyStructure, Shape
from encord.objects import Object as SdkObject

from gui.convert.outcome import CannotConvert
from gui.domain.shapes import Answer, Bitmask, BoundingBox, Polygon, RotatableBoundingBox
from gui.encord_api.empty_row import EmptyRow, SdkRow
from gui.encord_api.encoding import Encoder, Item, expand_classifications
from gui.encord_api.row_major import encord_code

ROW_TYPES = frozenset((DataType.IMAGE, DataType.IMG_GROUP, DataType.VIDEO))
SHAPES = {
    Shape.BOUNDING_BOX: BoundingBox,
    Shape.ROTATABLE_BOUNDING_BOX: RotatableBoundingBox,
    Shape.POLYGON: Polygon,
    Shape.BITMASK: Bitmask,
}

Geometry = dict[str, Any]


@dataclass(frozen=True)
class _Class:
    """An object class of the ontology: the shape it takes, and the keys that open each of its objects."""

    shape: type[Any]
    opening: dict[str, str]


class SpliceEncoder(Encoder):
    """Writes items into label rows of one project; the same as ``Encoder``, but faster."""

    def __init__(self, structure: OntologyStructure, frame_classifications: bool = False) -> None:
        super().__init__(structure, frame_classifications)
        self._classes = {item.feature_node_hash: _class(item) for item in structure.objects if item.shape in SHAPES}

    def encode(self, row: EmptyRow, items: Sequence[Item]) -> dict[str, Any]:
        """The row's export with ``items`` in it. Raises what the SDK raises when it cannot write them."""
        answers = [item for item in items if type(item.shape) is Answer]
        drawn = [item for item in items if type(item.shape) is not Answer] if answers else items
        geometries = self.geometries(row, drawn)
        if geometries is None:
            return super().encode(row, items)
        if answers:
            self.fill(row.sdk, answers)
        labels = row.sdk.to_encord_dict() if answers else row.export()
        self._put(labels, drawn, geometries)
        return expand_classifications(labels) if self._frame_classifications else labels

    def geometries(self, row: EmptyRow, drawn: Sequence[Item]) -> list[Geometry] | None:
        """What the export says of each item's shape; None when the row or an item must go through the SDK."""
        if type(row) is SdkRow and not self._knows(row.sdk):
            return None
        frames = row.frames
        geometries: list[Geometry] = []
        on_frame: set[tuple[str, str, int]] = set()
        for item in drawn:
            known = self._classes.get(item.feature_hash)
            if known is None or type(item.shape) is not known.shape or not 0 <= item.frame < frames:
                return None
            if item.track is not None:
                place = (item.feature_hash, item.track, item.frame)
                if place in on_frame:
                    return None  # an object twice on one frame
                on_frame.add(place)
            geometry = _GEOMETRIES[known.shape](item.shape, row, item.frame)
            if geometry is None:
                return None
            geometries.append(geometry)
        return geometries

    def _knows(self, row: LabelRowV2) -> bool:
        """Whether the row is of a kind that is known here, and empty."""
        return (
            row.data_type in ROW_TYPES
            and row.ontology_structure is self._structure
            and not row.get_object_instances()
            and not row.get_spaces()
        )

    def _put(self, labels: dict[str, Any], drawn: Sequence[Item], geometries: Sequence[Geometry]) -> None:
        """Add the objects to the export of an empty row, on their frames in the order of their first item."""
        numbers = _object_numbers(drawn)
        hashes = new_object_hashes(max(numbers, default=-1) + 1)
        labels["object_answers"] = {hash_: {"classifications": [], "objectHash": hash_} for hash_ in hashes}
        now = _in_words(int(time.time()))
        frames: dict[int, list[dict[str, Any]]] = {}
        for number, item, geometry in sorted(zip(numbers, drawn, geometries, strict=True), key=itemgetter(0)):
            written = {
                **self._classes[item.feature_hash].opening,
                "createdAt": now,
                "createdBy": None,
                "confidence": item.confidence,
                "objectHash": hashes[number],
                "featureHash": item.feature_hash,
                "manualAnnotation": False,
                "lastEditedAt": now,
                **geometry,
            }
            frames.setdefault(item.frame, []).append(written)
        is_video = labels["data_type"] == DataType.VIDEO.value
        for unit in labels["data_units"].values():
            if is_video:
                for frame in sorted(frames):
                    unit["labels"][str(frame)] = {"objects": frames[frame], "classifications": []}
            else:
                unit["labels"]["objects"] = frames.get(int(unit["data_sequence"]), [])


@lru_cache(maxsize=1)
def _in_words(second: int) -> str:
    """The SDK's words for this second since 1970."""
    return format_datetime_to_long_string(datetime.fromtimestamp(second))


def new_object_hashes(count: int) -> list[str]:
    """Random hashes as the SDK makes them (``encord.objects.utils.short_uuid_str``), no two alike."""
    hashes: dict[str, None] = {}
    while len(hashes) < count:
        missing = count - len(hashes)
        # Not os.urandom: it lets other threads take over, once a row. Six bytes are eight letters.
        text = base64.b64encode(random.randbytes(6 * missing)).decode("ascii")
        hashes.update((text[start : start + 8], None) for start in range(0, len(text), 8))
    return list(hashes)


def _class(item: SdkObject) -> _Class:
    opening = {
        "name": item.name,
        "color": item.color,
        "shape": item.shape.value,
        "value": item.name.lower().replace(" ", "_"),
    }
    return _Class(SHAPES[item.shape], opening)


def _object_numbers(drawn: Sequence[Item]) -> list[int]:
    """For each item the number of its object: a new one each, but one a class and track."""
    tracks: dict[tuple[str, str], int] = {}
    numbers: list[int] = []
    objects = 0
    for item in drawn:
        number = objects if item.track is None else tracks.setdefault((item.feature_hash, item.track), objects)
        objects += number == objects
        numbers.append(number)
    return numbers


def _box(shape: BoundingBox, _row: EmptyRow, _frame: int) -> Geometry:
    return {"boundingBox": {"h": shape.h, "w": shape.w, "x": shape.x, "y": shape.y}}


def _rotated_box(shape: RotatableBoundingBox, _row: EmptyRow, _frame: int) -> Geometry:
    box = {"h": shape.h, "w": shape.w, "x": shape.x, "y": shape.y, "theta": shape.theta}
    return {"rotatableBoundingBox": box}


def _polygon(shape: Polygon, _row: EmptyRow, _frame: int) -> Geometry | None:
    if not shape.polygons or not shape.polygons[0]:
        return None
    outer = shape.polygons[0][0]
    return {
        "polygon": {str(number): {"x": x, "y": y} for number, (x, y) in enumerate(outer)},
        "polygons": [[list(_flat(ring)) for ring in rings] for rings in shape.polygons],
    }


def _flat(ring: Sequence[tuple[float, float]]) -> Iterator[float]:
    for x, y in ring:
        yield x
        yield y


def _bitmask(shape: Bitmask, row: EmptyRow, frame: int) -> Geometry | None:
    if row.size_at(frame) != (shape.width, shape.height):
        return None
    try:
        code = encord_code(shape)
    except CannotConvert:
        return None
    return {"bitmask": {"top": 0, "left": 0, "height": shape.height, "width": shape.width, "rleString": code}}


_GEOMETRIES: dict[type[Any], Callable[[Any, EmptyRow, int], Geometry | None]] = {
    BoundingBox: _box,
    RotatableBoundingBox: _rotated_box,
    Polygon: _polygon,
    Bitmask: _bitmask,
}
