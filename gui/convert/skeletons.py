"""Keypoints: as a skeleton by the names of its vertices, as a box, and as single points.

A visible or occluded keypoint outside the picture cannot be drawn: in a skeleton it becomes invisible and is
moved to the nearest edge, elsewhere it is left out. Either is reported as clipped.
"""

from __future__ import annotations

from collections.abc import Sequence

from gui.convert.boxes import bounding_box, clip_box
from gui.convert.frame_of_reference import Frame, require_sane
from gui.convert.outcome import CannotConvert, Converted
from gui.domain.geometry import Box, Keypoint, Keypoints
from gui.domain.ontology import OntologyObject, SkeletonVertex
from gui.domain.reasons import Reason
from gui.domain.shapes import Point, Skeleton, SkeletonPoint
from gui.matching.classes import normal_name

INVISIBLE = 0
BY_ORDER = "keypoints → vertices by their order"
LEFT_OUT = "keypoints that the skeleton lacks left out"


def skeleton(pose: Keypoints, target: OntologyObject, frame: Frame, allow_ask: bool) -> Converted:
    """``pose`` as the skeleton of ``target``; a vertex without a keypoint is invisible, at 0, 0.

    Keypoints find their vertex by name. Without names (formats that have none count them from 1), as many
    keypoints as vertices are taken in their order, which is a guess: only with ``allow_ask``. Raises
    CannotConvert when that does not work out, when no keypoint is visible, and when none of the visible ones
    lies inside the picture.
    """
    _require_drawable(pose, frame)
    by_order = goes_by_order([point.name for point in pose.points], target.vertices)
    if by_order and not allow_ask:
        raise CannotConvert(Reason.NAMELESS_KEYPOINTS, BY_ORDER)
    placed = list(pose.points) if by_order else _by_name(pose, target.vertices)
    if all(point is None or point.visibility == INVISIBLE for point in placed):
        raise CannotConvert(Reason.EMPTY, "no vertex of the skeleton is visible")
    points = [_vertex(vertex, point, frame) for vertex, point in zip(target.vertices, placed, strict=True)]
    if all(point.visibility == INVISIBLE for point in points):
        raise CannotConvert(Reason.OUTSIDE)
    moved = any(
        before is not None and before.visibility != after.visibility
        for before, after in zip(placed, points, strict=True)
    )
    left_out = len(pose.points) - sum(point is not None for point in placed)
    lossy = BY_ORDER if by_order else ""
    if left_out:
        lossy = LEFT_OUT
    return Converted([Skeleton(points)], clipped=moved, lossy=lossy)


def goes_by_order(names: Sequence[str], vertices: Sequence[SkeletonVertex]) -> bool:
    """Whether keypoints with these names take the vertices in their order, as they have no names; else by name.

    Raises CannotConvert when neither works out.
    """
    if not _are_names(names, vertices):
        if len(names) != len(vertices):
            words = f"{len(names)} keypoints without names, {len(vertices)} vertices in the skeleton"
            raise CannotConvert(Reason.OTHER_KEYPOINTS, words)
        return True
    wanted = {normal_name(vertex.name) for vertex in vertices}
    if len(wanted) < len(vertices):
        raise CannotConvert(Reason.OTHER_KEYPOINTS, "two vertices of the skeleton have the same name")
    given = set(map(normal_name, names))
    if len(given) < len(names):
        raise CannotConvert(Reason.BAD_GEOMETRY, "two keypoints have the same name")
    if not given & wanted:
        raise CannotConvert(Reason.OTHER_KEYPOINTS, "no keypoint is named like a vertex of the skeleton")
    return False


def _are_names(names: Sequence[str], vertices: Sequence[SkeletonVertex]) -> bool:
    """Whether the names are more than the places 1, 2, 3, …, or the template itself calls its vertices so."""
    are_places = list(names) == [str(place + 1) for place in range(len(names))]
    return all(names) and (not are_places or bool({vertex.name for vertex in vertices} & set(names)))


def _by_name(pose: Keypoints, vertices: Sequence[SkeletonVertex]) -> list[Keypoint | None]:
    points = {normal_name(point.name): point for point in pose.points}
    return [points.get(normal_name(vertex.name)) for vertex in vertices]


def _vertex(vertex: SkeletonVertex, point: Keypoint | None, frame: Frame) -> SkeletonPoint:
    if point is None:
        return SkeletonPoint(0.0, 0.0, vertex.name, vertex.feature_hash, INVISIBLE)
    x, y = point.x / frame.width, point.y / frame.height
    visibility = point.visibility if _is_inside(point, frame) else INVISIBLE
    return SkeletonPoint(min(max(x, 0.0), 1.0), min(max(y, 0.0), 1.0), vertex.name, vertex.feature_hash, visibility)


def box_of_pose(pose: Keypoints, frame: Frame) -> Converted:
    """The box that came with ``pose``, else the one around its visible keypoints, clipped to the picture.

    Raises CannotConvert when neither has an extent inside the picture.
    """
    if pose.box is None:
        _require_drawable(pose, frame)
    box = pose.box or _around([point for point in pose.points if point.visibility != INVISIBLE])
    inner, clipped = clip_box(box, frame)
    return Converted([bounding_box(inner, frame)], clipped=clipped)


def _around(points: list[Keypoint]) -> Box:
    xs, ys = [point.x for point in points], [point.y for point in points]
    width, height = max(xs) - min(xs), max(ys) - min(ys)
    if width <= 0 or height <= 0:
        raise CannotConvert(Reason.EMPTY, "the visible keypoints span no box")
    return Box(min(xs), min(ys), width, height)


def points_of_pose(pose: Keypoints, frame: Frame) -> Converted:
    """One point for each keypoint that is not invisible and lies inside the picture."""
    _require_drawable(pose, frame)
    drawn = [point for point in pose.points if point.visibility != INVISIBLE]
    inside = [point for point in drawn if _is_inside(point, frame)]
    return Converted(
        [Point(point.x / frame.width, point.y / frame.height) for point in inside],
        clipped=len(inside) < len(drawn),
    )


def _require_drawable(pose: Keypoints, frame: Frame) -> None:
    for point in pose.points:
        require_sane(point.x, point.y)
        if point.visibility not in (0, 1, 2):
            raise CannotConvert(Reason.BAD_GEOMETRY, f"a keypoint has the visibility {point.visibility}")
    drawn = [point for point in pose.points if point.visibility != INVISIBLE]
    if not drawn:
        raise CannotConvert(Reason.EMPTY, "no keypoint is visible")
    if not any(_is_inside(point, frame) for point in drawn):
        raise CannotConvert(Reason.OUTSIDE)


def _is_inside(point: Keypoint, frame: Frame) -> bool:
    return 0 <= point.x <= frame.width and 0 <= point.y <= frame.height
