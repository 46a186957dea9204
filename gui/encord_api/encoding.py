"""Puts predictions into an initialised label row with the SDK and serialises it, as the documented script does."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import msgspec
import numpy as np
from encord.objects import Classification as SdkClassification
from encord.objects import LabelRowV2, OntologyStructure
from encord.objects import Object as SdkObject
from encord.objects.attributes import ChecklistAttribute, RadioAttribute, TextAttribute
from encord.objects.bitmask import BitmaskCoordinates
from encord.objects.classification_expansion import expand_classification_answers_into_frame_labels
from encord.objects.coordinates import (
    BoundingBoxCoordinates,
    PointCoordinate,
    PolygonCoordinates,
    PolylineCoordinates,
    RotatableBoundingBoxCoordinates,
    SkeletonCoordinate,
    SkeletonCoordinates,
    Visibility,
)
from pycocotools import mask as coco_mask

from gui.domain.shapes import (
    Answer,
    Bitmask,
    BoundingBox,
    DrawnShape,
    Point,
    Polygon,
    Polyline,
    RotatableBoundingBox,
    Skeleton,
    WrittenShape,
)
from gui.encord_api.empty_row import EmptyRow

_VISIBILITY = {2: Visibility.VISIBLE, 1: Visibility.OCCLUDED, 0: Visibility.INVISIBLE}


class Item(msgspec.Struct, frozen=True):
    """One thing to write: the feature hash of an object or classification, the frame, and what is drawn there.

    Items with the same ``track`` and feature hash are one object over several frames.
    """

    feature_hash: str
    frame: int
    confidence: float
    shape: WrittenShape
    track: str | None = None


def expand_classifications(labels: dict[str, Any]) -> dict[str, Any]:
    """``labels`` with its answers also written per frame, as SDKs before 0.1.211 did (FACTS 24b).

    encord 0.1.211 takes a confidence of 0 and "not by hand" for missing and writes 1 and "by hand" instead: what the
    answer says is put back.
    """
    expanded = expand_classification_answers_into_frame_labels(labels)
    answers = expanded.get("classification_answers", {})
    for written in _of_frames([expanded.get("data_units"), expanded.get("spaces")]) if answers else ():
        answer = answers.get(written["classificationHash"], {})
        written.update({name: answer[name] for name in ("confidence", "manualAnnotation") if name in answer})
    return expanded


def _of_frames(part: Any) -> Iterator[dict[str, Any]]:
    """Every classification of a frame in a part of a row, at whatever depth."""
    if isinstance(part, dict) and "classificationHash" in part:
        yield part
    elif isinstance(part, dict | list):
        for inner in part.values() if isinstance(part, dict) else part:
            yield from _of_frames(inner)


class Encoder:
    """Writes items into label rows of one project."""

    def __init__(self, structure: OntologyStructure, frame_classifications: bool = False) -> None:
        self._structure = structure
        self._objects: dict[str, SdkObject] = {item.feature_node_hash: item for item in structure.objects}
        self._questions: dict[str, SdkClassification] = {
            item.feature_node_hash: item for item in structure.classifications
        }
        self._frame_classifications = frame_classifications

    def encode(self, row: EmptyRow, items: Sequence[Item]) -> dict[str, Any]:
        """The row's export with ``items`` in it."""
        self.fill(row.sdk, items)
        labels = row.sdk.to_encord_dict()
        return expand_classifications(labels) if self._frame_classifications else labels

    def fill(self, row: LabelRowV2, items: Sequence[Item]) -> None:
        """Add every item to the row. Frames must exist; shapes must fit their feature's shape."""
        tracks: dict[tuple[str, str], Any] = {}
        for item in items:
            if isinstance(item.shape, Answer):
                self._add_answer(row, item, item.shape)
                continue
            tracked = tracks.get((item.feature_hash, item.track)) if item.track is not None else None
            instance = tracked or self._objects[item.feature_hash].create_instance()
            instance.set_for_frames(
                self._coordinates(item.feature_hash, item.shape),
                frames=item.frame,
                confidence=item.confidence,
                manual_annotation=False,
            )
            if tracked is None:
                row.add_object_instance(instance)
                if item.track is not None:
                    tracks[(item.feature_hash, item.track)] = instance

    def _add_answer(self, row: LabelRowV2, item: Item, answer: Answer) -> None:
        question = self._questions[item.feature_hash]
        instance = question.create_instance()
        attribute = question.attributes[0]
        if isinstance(attribute, TextAttribute):
            instance.set_answer(answer.text or "", attribute=attribute)
        else:
            assert isinstance(attribute, RadioAttribute | ChecklistAttribute)
            options = [option for option in attribute.options if option.feature_node_hash in answer.option_hashes]
            instance.set_answer(options if isinstance(attribute, ChecklistAttribute) else options[0])
        instance.set_for_frames(item.frame, confidence=item.confidence, manual_annotation=False)
        row.add_classification_instance(instance)

    def _coordinates(self, feature_hash: str, shape: DrawnShape) -> Any:
        if isinstance(shape, Skeleton):
            return SkeletonCoordinates(
                values=[
                    SkeletonCoordinate(
                        x=point.x,
                        y=point.y,
                        name=point.name,
                        feature_hash=point.feature_hash,
                        visibility=_VISIBILITY[point.visibility],
                    )
                    for point in shape.points
                ],
                name=self._template_name(feature_hash),
            )
        return _MAKERS[type(shape)](shape)

    def _template_name(self, feature_hash: str) -> str:
        for template in self._structure.skeleton_templates.values():
            if template.feature_node_hash == feature_hash:
                return template.name
        return self._objects[feature_hash].name


def _polygon(shape: Polygon) -> PolygonCoordinates:
    return PolygonCoordinates(
        polygons=[[[PointCoordinate(x=x, y=y) for x, y in ring] for ring in rings] for rings in shape.polygons]
    )


def _bitmask(shape: Bitmask) -> BitmaskCoordinates:
    pixels = coco_mask.decode({"size": [shape.height, shape.width], "counts": shape.counts})
    return BitmaskCoordinates(np.ascontiguousarray(pixels.astype(bool)))


_MAKERS: dict[type[Any], Callable[[Any], Any]] = {
    BoundingBox: lambda s: BoundingBoxCoordinates(height=s.h, width=s.w, top_left_x=s.x, top_left_y=s.y),
    RotatableBoundingBox: lambda s: RotatableBoundingBoxCoordinates(
        height=s.h, width=s.w, top_left_x=s.x, top_left_y=s.y, theta=s.theta
    ),
    Polygon: _polygon,
    Polyline: lambda s: PolylineCoordinates(values=[PointCoordinate(x=x, y=y) for x, y in s.points]),
    Point: lambda s: PointCoordinate(x=s.x, y=s.y),
    Bitmask: _bitmask,
}
