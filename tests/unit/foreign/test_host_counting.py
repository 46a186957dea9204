"""What is counted on a row, and which numbers are named or refused: with the SDK's own objects, in this process."""

import json
import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from encord.objects import Classification, LabelRowV2, Object
from encord.objects.coordinates import (
    BoundingBoxCoordinates,
    PointCoordinate,
    PolygonCoordinates,
    PolylineCoordinates,
    RotatableBoundingBoxCoordinates,
)

from gui.export.row_contents import contents
from gui.foreign.host_counting import Contents, as_json
from gui.foreign.host_guard import Guard
from gui.foreign.host_script import FaultError
from gui.foreign.host_stand_ins import rebuild_ontology, rebuild_row
from tests.script_fixtures import DemoRows, demo_rows

__all__ = ["demo_rows"]


@pytest.fixture
def row(demo_rows: DemoRows) -> LabelRowV2:
    """The video, as a script gets it."""
    guard = Guard("", ())
    ontology = rebuild_ontology(demo_rows.ontology, guard)
    metadata, labels = demo_rows.rows["video"]
    return rebuild_row(metadata, json.loads(json.dumps(labels)), ontology, guard, lambda _: None)


@pytest.fixture
def draw(row: LabelRowV2) -> Callable[..., None]:
    def draw(title: str, coordinates: Any, frames: Any = 0, confidence: Any = 0.5) -> None:
        instance = row.ontology_structure.get_child_by_title(title, type_=Object).create_instance()
        instance.set_for_frames(coordinates, frames=frames, confidence=confidence, manual_annotation=False)
        row.add_object_instance(instance)

    return draw


def box(x: float = 0.1, y: float = 0.1, w: float = 0.2, h: float = 0.2) -> BoundingBoxCoordinates:
    return BoundingBoxCoordinates(top_left_x=x, top_left_y=y, width=w, height=h)


def polygon(*points: tuple[float, float]) -> PolygonCoordinates:
    first = [PointCoordinate(0.1, 0.1), PointCoordinate(0.2, 0.1), PointCoordinate(0.2, 0.2)]
    return PolygonCoordinates(polygons=[[first], [[PointCoordinate(x, y) for x, y in points]]])


def test_every_frame_of_every_object_counts_with_its_confidence(row: LabelRowV2, draw: Callable[..., None]) -> None:
    draw("Apple", box(), frames=[0, 3, 7], confidence=0.25)
    draw("Orange", box(), frames=47, confidence=1)
    note = row.ontology_structure.get_child_by_title("Note", type_=Classification).create_instance()
    note.set_answer("hello")
    note.set_for_frames(frames=[0, 1], confidence=0.75)
    row.add_classification_instance(note)
    found = Contents(row)
    assert [confidence for _, confidence in found.objects] == [0.25, 0.25, 0.25, 1]
    assert [confidence for _, confidence in found.classifications] == [0.75]
    assert sorted(contents(row.to_encord_dict())) == sorted([*found.objects, *found.classifications])
    assert found.problems == []


@pytest.mark.parametrize(
    ("title", "coordinates", "problem"),
    [
        ("Apple", box(x=-0.5), "Apple, frame 0: a coordinate is outside the picture (-0.5)"),
        ("Apple", box(y=1.5), "Apple, frame 0: a coordinate is outside the picture (1.5)"),
        ("Apple", box(h=0.95), "Apple, frame 0: the box reaches out of the picture"),
        ("Apple", box(w=-0.1), "Apple, frame 0: the width is -0.1"),
        ("Apple", box(h=0), "Apple, frame 0: the height is 0"),
        ("Leaf", polygon((0, 0), (0.5, 0.5), (0, 1.25)), "Leaf, frame 0: a coordinate is outside the picture (1.25)"),
        (
            "Belt seam",
            PolylineCoordinates(values=[PointCoordinate(0.5, 0.5), PointCoordinate(0.5, -1)]),
            "Belt seam, frame 0: a coordinate is outside the picture (-1)",
        ),
        ("Calyx", PointCoordinate(2, 0.5), "Calyx, frame 0: a coordinate is outside the picture (2)"),
    ],
)
def test_what_lies_outside_is_named(
    row: LabelRowV2, draw: Callable[..., None], title: str, coordinates: Any, problem: str
) -> None:
    draw(title, coordinates)
    assert Contents(row).problems == [problem]


@pytest.mark.parametrize(
    ("title", "coordinates"),
    [
        ("Apple", box(x=0.8, w=0.2 + 1e-9)),
        ("Tag", RotatableBoundingBoxCoordinates(0.2, 0.4, -0.1, 0.5, 390.0)),
        ("Leaf", polygon((0, 0), (1, 0), (1, 1))),
    ],
)
def test_what_is_usual_is_not(row: LabelRowV2, draw: Callable[..., None], title: str, coordinates: Any) -> None:
    draw(title, coordinates)
    assert Contents(row).problems == []


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf, np.float32("nan")])
@pytest.mark.parametrize("make", [lambda bad: box(w=bad), lambda bad: polygon((0, 0), (1, bad), (1, 1))])
def test_no_coordinate_may_be_nan_or_infinite(
    row: LabelRowV2, draw: Callable[..., None], bad: float, make: Callable[[float], Any]
) -> None:
    title = "Apple" if isinstance(make(0.5), BoundingBoxCoordinates) else "Leaf"
    draw(title, make(bad), frames=5)
    with pytest.raises(FaultError, match=f"{title}, frame 5: a coordinate is (NaN|infinite)"):
        Contents(row)


@pytest.mark.parametrize(
    ("confidence", "problem"),
    [
        (2, "Apple, frame 0: the confidence 2 is not from 0 to 1"),
        (-0.5, "Apple, frame 0: the confidence -0.5 is not from 0 to 1"),
        (np.float64(1.5), "Apple, frame 0: the confidence 1.5 is not from 0 to 1"),
        ("0.9", "Apple, frame 0: the confidence is '0.9', not a number"),
        (True, "Apple, frame 0: the confidence is True, not a number"),
    ],
)
def test_a_confidence_out_of_range_is_named(
    row: LabelRowV2, draw: Callable[..., None], confidence: Any, problem: str
) -> None:
    draw("Apple", box(), confidence=confidence)
    assert Contents(row).problems == [problem]


def test_a_confidence_may_not_be_nan(row: LabelRowV2, draw: Callable[..., None]) -> None:
    draw("Apple", box(), confidence=np.float32("nan"))
    with pytest.raises(FaultError, match="the confidence is NaN"):
        Contents(row)


@pytest.mark.parametrize("confidence", ["high", "nan", "", [0.5], np.array([0.5, 0.6]), object()])
def test_a_confidence_must_at_least_say_a_number(row: LabelRowV2, draw: Callable[..., None], confidence: Any) -> None:
    draw("Apple", box(), confidence=confidence)
    with pytest.raises(FaultError, match=r"Apple, frame 0: the confidence is .*, not a number"):
        Contents(row)


def test_a_frame_must_exist(demo_rows: DemoRows) -> None:
    guard = Guard("", ())
    image = rebuild_row(*demo_rows.image, rebuild_ontology(demo_rows.ontology, guard), guard, lambda _: None)
    instance = image.ontology_structure.get_child_by_title("Apple", type_=Object).create_instance()
    instance.set_for_frames(box(), frames=3)
    image.add_object_instance(instance)
    with pytest.raises(FaultError, match="Apple is on frame 3; the last frame is 0"):
        Contents(image)


def test_at_most_twenty_problems_are_named(row: LabelRowV2, draw: Callable[..., None]) -> None:
    for _ in range(23):
        draw("Apple", box(), confidence=2)
    problems = Contents(row).problems
    assert len(problems) == 21
    assert problems[-1] == "3 more like these"


def test_numbers_of_numpy_become_plain_ones() -> None:
    message = {"a": np.float32(0.5), "b": np.int64(3), "c": np.array([[1, 2]]), "d": np.bool_(True)}
    assert json.loads(as_json(message)) == {"a": 0.5, "b": 3, "c": [[1, 2]], "d": True}


@pytest.mark.parametrize(
    ("value", "why"),
    [
        (math.nan, "NaN or infinite"),
        (np.float64("inf"), "NaN or infinite"),
        (np.array([1.0, math.nan]), "NaN or infinite"),
        ({1, 2}, "set is neither a number nor text"),
        ({(1, 2): 3}, "cannot be written as JSON"),
    ],
)
def test_what_json_cannot_say_is_a_fault(value: Any, why: str) -> None:
    with pytest.raises(FaultError, match=why):
        as_json({"value": value})


def test_a_result_that_holds_itself_is_a_fault() -> None:
    loop: dict[str, Any] = {}
    loop["loop"] = loop
    with pytest.raises(FaultError, match="cannot be written"):
        as_json(loop)
