"""Keypoints: as skeletons, boxes and points."""

import math

import msgspec
import pytest

from gui.convert.convert import Converted, Dropped, convert
from gui.domain.geometry import Box, Keypoint, Keypoints
from gui.domain.ontology import OntologyObject, SkeletonVertex
from gui.domain.reasons import Reason
from gui.domain.shapes import BoundingBox, Point, Skeleton, SkeletonPoint

VERTICES = (SkeletonVertex("Left Eye", "v0"), SkeletonVertex("Nose", "v1"), SkeletonVertex("Tail", "v2"))
EYE, NOSE, TAIL = Keypoint("left_eye", 10, 20, 2), Keypoint("NOSE", 30, 40, 1), Keypoint("tail", 0, 0, 0)
ALL = [TAIL, NOSE, EYE]


def run(
    points: list[Keypoint],
    shape: str = "skeleton",
    *,
    box: Box | None = None,
    allow_ask: bool = False,
    vertices: tuple[SkeletonVertex, ...] = VERTICES,
) -> Converted | Dropped:
    target = OntologyObject("hash", "Animal", shape, "#00FF00", vertices)
    return convert(Keypoints(points, box), target, file_size=(100, 100), row_size=(100, 100), allow_ask=allow_ask)


def nameless(points: list[Keypoint]) -> list[Keypoint]:
    return [msgspec.structs.replace(point, name="") for point in points]


def test_keypoints_find_their_vertex_by_name_in_the_templates_order() -> None:
    assert run(ALL) == Converted([Skeleton([
        SkeletonPoint(0.1, 0.2, "Left Eye", "v0", 2),
        SkeletonPoint(0.3, 0.4, "Nose", "v1", 1),
        SkeletonPoint(0.0, 0.0, "Tail", "v2", 0),
    ])])  # fmt: skip


def test_a_vertex_without_a_keypoint_is_invisible() -> None:
    result = run([EYE])
    assert isinstance(result, Converted)
    (skeleton,) = result.shapes
    assert isinstance(skeleton, Skeleton)
    assert [point.visibility for point in skeleton.points] == [2, 0, 0]
    assert not result.clipped


def test_keypoints_that_the_skeleton_lacks_are_named() -> None:
    result = run([*ALL, Keypoint("wing", 5, 5, 2)])
    assert isinstance(result, Converted)
    assert result.lossy == "keypoints that the skeleton lacks left out"


@pytest.mark.parametrize(
    ("points", "vertices", "reason"),
    [
        ([Keypoint("wing", 5, 5, 2)], VERTICES, Reason.OTHER_KEYPOINTS),
        ([EYE, Keypoint("Left-Eye", 5, 5, 2)], VERTICES, Reason.BAD_GEOMETRY),
        ([EYE], (VERTICES[0], SkeletonVertex("left eye", "v9")), Reason.OTHER_KEYPOINTS),
        ([TAIL], VERTICES, Reason.EMPTY),
        ([], VERTICES, Reason.EMPTY),
        ([TAIL, Keypoint("wing", 5, 5, 2)], VERTICES, Reason.EMPTY),
        ([Keypoint("nose", 500, 5, 2)], VERTICES, Reason.OUTSIDE),
        ([Keypoint("nose", 500, 5, 2), Keypoint("wing", 5, 5, 2)], VERTICES, Reason.OUTSIDE),
        ([Keypoint("nose", math.nan, 5, 2)], VERTICES, Reason.BAD_GEOMETRY),
        ([Keypoint("nose", 1e308, 5, 2)], VERTICES, Reason.BAD_GEOMETRY),
        ([Keypoint("nose", 5, 5, 7)], VERTICES, Reason.BAD_GEOMETRY),
    ],
)
def test_a_pose_that_cannot_be_drawn_is_dropped(
    points: list[Keypoint], vertices: tuple[SkeletonVertex, ...], reason: Reason
) -> None:
    result = run(points, vertices=vertices)
    assert isinstance(result, Dropped)
    assert result.reason is reason


def test_keypoints_without_names_go_by_their_order_only_when_allowed() -> None:
    asked = run(nameless([EYE, NOSE, TAIL]))
    assert isinstance(asked, Dropped)
    assert asked.reason is Reason.NAMELESS_KEYPOINTS
    allowed = run(nameless([EYE, NOSE, TAIL]), allow_ask=True)
    assert isinstance(allowed, Converted)
    assert allowed.lossy == "keypoints → vertices by their order"
    assert allowed.shapes == run(ALL).shapes  # type: ignore[union-attr]
    fewer = run(nameless([EYE, NOSE]), allow_ask=True)
    assert fewer == Dropped(Reason.OTHER_KEYPOINTS, "2 keypoints without names, 3 vertices in the skeleton")


def test_keypoints_that_are_counted_have_no_names_unless_the_vertices_are_counted_too() -> None:
    counted = [msgspec.structs.replace(point, name=str(place)) for place, point in enumerate([EYE, NOSE, TAIL], 1)]
    asked = run(counted)
    assert isinstance(asked, Dropped)
    assert asked.reason is Reason.NAMELESS_KEYPOINTS
    allowed = run(counted, allow_ask=True)
    assert isinstance(allowed, Converted)
    assert allowed.lossy == "keypoints → vertices by their order"
    assert allowed.shapes == run(ALL).shapes  # type: ignore[union-attr]
    by_name = run(counted, vertices=tuple(SkeletonVertex(str(place), f"v{place}") for place in (3, 2, 1)))
    assert isinstance(by_name, Converted)
    (skeleton,) = by_name.shapes
    assert isinstance(skeleton, Skeleton)
    assert [point.x for point in skeleton.points] == [0.0, 0.3, 0.1]


def test_a_keypoint_outside_the_picture_becomes_invisible_at_its_edge() -> None:
    result = run([EYE, Keypoint("nose", 130, -5, 2)])
    assert isinstance(result, Converted)
    assert result.clipped
    (skeleton,) = result.shapes
    assert isinstance(skeleton, Skeleton)
    assert skeleton.points[1] == SkeletonPoint(1.0, 0.0, "Nose", "v1", 0)


def test_an_invisible_keypoint_outside_is_not_called_clipped() -> None:
    result = run([EYE, Keypoint("nose", -1, -1, 0)])
    assert isinstance(result, Converted)
    assert not result.clipped


def test_the_box_of_a_pose_is_the_one_that_came_with_it() -> None:
    result = run(ALL, "bounding_box", box=Box(-10, 0, 60, 50))
    assert result == Converted([BoundingBox(0, 0, 0.5, 0.5)], clipped=True, lossy="keypoints → box")


def test_without_a_box_it_is_the_one_around_the_visible_keypoints() -> None:
    result = run(ALL, "bounding_box")
    assert isinstance(result, Converted)
    (shape,) = result.shapes
    assert isinstance(shape, BoundingBox)
    assert (shape.x, shape.y, shape.w, shape.h) == pytest.approx((0.1, 0.2, 0.2, 0.2))
    assert run([EYE], "bounding_box") == Dropped(Reason.EMPTY, "the visible keypoints span no box")
    broken = run(ALL, "bounding_box", box=Box(0, 0, 0, 5))
    assert broken == Dropped(Reason.BAD_SIZE)


def test_a_pose_becomes_a_point_for_each_drawn_keypoint() -> None:
    assert run(ALL, "point", allow_ask=True) == Converted([Point(0.3, 0.4), Point(0.1, 0.2)], lossy="keypoints → point")
    cut = run([*ALL, Keypoint("far", 101, 5, 2)], "point", allow_ask=True)
    assert isinstance(cut, Converted)
    assert cut.clipped
    assert len(cut.shapes) == 2
