"""A user's script that adds every shape, tracks over frames, and every kind of answer to whatever row it gets."""

from typing import Any

import numpy as np
from encord.objects import LabelRowV2, Object, Shape
from encord.objects.bitmask import BitmaskCoordinates
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


def ring(*places: tuple[float, float]) -> list[PointCoordinate]:
    return [PointCoordinate(x=x, y=y) for x, y in places]


SQUARE = ring((0.1, 0.1), (0.6, 0.1), (0.6, 0.6), (0.1, 0.6))
HOLE = ring((0.2, 0.2), (0.3, 0.2), (0.3, 0.3))
PART = ring((0.7, 0.7), (0.9, 0.7), (0.8, 0.9))
SEEN = [Visibility.VISIBLE, Visibility.OCCLUDED, Visibility.INVISIBLE]


def coordinates(row: LabelRowV2, item: Object, frame: int) -> Any:
    if item.shape == Shape.BITMASK:
        view = row.get_frame_view(frame)
        mask = np.zeros((view.height, view.width), dtype=bool)
        mask[3:9, 5 + frame : 40] = True
        return BitmaskCoordinates(mask)
    if item.shape == Shape.SKELETON:
        return skeleton(row, item)
    return {
        Shape.BOUNDING_BOX: BoundingBoxCoordinates(top_left_x=0.1 + frame / 99, top_left_y=0.2, width=0.3, height=0.1),
        Shape.ROTATABLE_BOUNDING_BOX: RotatableBoundingBoxCoordinates(
            top_left_x=0.3, top_left_y=0.3, width=0.2, height=0.1, theta=33.5
        ),
        Shape.POLYGON: PolygonCoordinates(polygons=[[SQUARE, HOLE], [PART]]),
        Shape.POLYLINE: PolylineCoordinates(values=PART),
        Shape.POINT: PointCoordinate(x=0.25, y=0.75),
    }[item.shape]


def skeleton(row: LabelRowV2, item: Object) -> SkeletonCoordinates:
    templates = row.ontology_structure.skeleton_templates.values()
    template = next(found for found in templates if found.feature_node_hash == item.feature_node_hash)
    return SkeletonCoordinates(
        name=template.name,
        values=[
            SkeletonCoordinate(
                x=0.1 * number, y=0.5, name=vertex.name, feature_hash=vertex.feature_hash, visibility=SEEN[number % 3]
            )
            for number, vertex in enumerate(template.skeleton.values())
        ],
    )


def add_information_to_lr(label_row: LabelRowV2) -> None:
    frames = list(range(min(3, label_row.number_of_frames)))
    for item in label_row.ontology_structure.objects:
        if item.shape == Shape.BITMASK and label_row.width is None and label_row.data_type.value == "image":
            continue  # there is no size to draw in
        track = item.create_instance()  # one object over several frames, with a confidence for each
        for frame in frames:
            track.set_for_frames(
                coordinates(label_row, item, frame),
                frames=frame,
                confidence=0.5 + frame / 10,
                manual_annotation=False,
            )
        label_row.add_object_instance(track)
        alone = item.create_instance()
        alone.set_for_frames(
            coordinates(label_row, item, frames[-1]), frames=frames[-1], confidence=0.25, manual_annotation=False
        )
        label_row.add_object_instance(alone)
    for question in label_row.ontology_structure.classifications:
        add_answer(label_row, question, frames)


def add_answer(label_row: LabelRowV2, question: Any, frames: list[int]) -> None:
    attribute = question.attributes[0]
    answer = question.create_instance()
    match type(attribute).__name__:
        case "TextAttribute":
            answer.set_answer("wet & <cold>\n")
        case "RadioAttribute":
            answer.set_answer(attribute.options[0])
        case _:
            answer.set_answer(list(attribute.options[:2]))
    answer.set_for_frames(frames=frames, confidence=0.75, manual_annotation=False)
    label_row.add_classification_instance(answer)
