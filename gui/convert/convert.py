"""Pixels in, fractions out: one prediction's geometry as shapes of the ontology item it is mapped to."""

from __future__ import annotations

from gui.convert import boxes, masks, outlines, rle, skeletons
from gui.convert.fractions import in_pixels, straightened
from gui.convert.frame_of_reference import Frame, Size, frame_of
from gui.convert.outcome import CannotConvert, Converted, Dropped
from gui.convert.outlines import Outline
from gui.convert.rules import CLASSIFICATION, Rule, change, rule, shape_of
from gui.convert.tracing import thin
from gui.convert.turning import QUARTERS, is_turned, turned
from gui.domain.geometry import KINDS, Box, ClassScore, Corners, Geometry, Keypoints, Mask, Polygons, RotatedBox
from gui.domain.ontology import Choice, OntologyObject, Target
from gui.domain.reasons import Reason
from gui.domain.shapes import Answer, Point, Polygon, Polyline, WrittenShape

__all__ = ["Converted", "Dropped", "Rule", "convert", "rule"]


def convert(
    geometry: Geometry,
    target: Target,
    *,
    file_size: Size | None,
    row_size: Size | None,
    allow_ask: bool,
    class_name: str = "",
    fractions: bool = False,
    rotate: str = "",
) -> Converted | Dropped:
    """``geometry`` (pixels of the file's picture) as what ``target`` takes (fractions of the row's picture).

    With ``fractions`` its coordinates are fractions of the file's picture, whatever its size is. ``rotate`` says
    what to do where the row's picture lies on its side: ``90`` or ``270`` (degrees clockwise), or ``none``.

    ``file_size`` and ``row_size`` are (width, height) in pixels, None when unknown. ``allow_ask`` allows the
    conversions that must be asked for. ``class_name`` is the answer that a text classification gets; without
    it, its own name. A shape partly outside the picture is clipped to it (a rotated box stays whole), one
    wholly outside is dropped. Never raises for what a file may hold.
    """
    if type(geometry) is Box and type(target) is OntologyObject and target.shape == "bounding_box":
        converted = None if fractions or rotate else _box_as_it_is(geometry, file_size, row_size)
        if converted is not None:
            return converted
    kind = KINDS.index(type(geometry))
    verdict = rule(kind, target)
    if verdict == "no":
        return Dropped(Reason.NO_CONVERSION, change(kind, target))
    if verdict == "ask" and not allow_ask:
        return Dropped(Reason.NEEDS_CONVERT, change(kind, target))
    try:
        if shape_of(target) == CLASSIFICATION:
            converted = _answer(geometry, target, class_name)
        else:
            assert isinstance(target, OntologyObject)
            geometry, frame = placed(geometry, file_size, row_size, fractions, rotate)
            converted = _draw(geometry, target, frame, allow_ask)
    except CannotConvert as stopped:
        return stopped.dropped
    if verdict != "direct":
        converted.lossy = change(kind, target)
    return converted


def _box_as_it_is(box: Box, file_size: Size | None, row_size: Size | None) -> Converted | None:
    """The short way for most predictions; None when it takes the long one."""
    try:
        frame = frame_of(file_size, row_size)
    except CannotConvert:
        return None
    whole = boxes.whole_box(box, frame)
    return Converted([whole], scaled=frame.scaled) if whole is not None else None


def _answer(geometry: Geometry, target: Target, class_name: str) -> Converted:
    """The class alone: a box only has to be a box, wherever it lies."""
    if isinstance(geometry, Box):
        boxes.check_box(geometry)
    if isinstance(target, Choice):
        return Converted([Answer([target.option.feature_hash])])
    return Converted([Answer([], text=class_name or target.name)])


def placed(
    geometry: Geometry, file_size: Size | None, row_size: Size | None, fractions: bool, rotate: str
) -> tuple[Geometry, Frame]:
    """``geometry`` in pixels, the right way up, and the frame that these pixels refer to."""
    if isinstance(geometry, Mask):  # it brings its own size: that is what its pixels refer to
        file_size, row_size = (geometry.width, geometry.height), row_size or file_size
    if not rotate or file_size is None or not is_turned(file_size, row_size):
        frame = frame_of(file_size, row_size)
        return (in_pixels(geometry, frame.width, frame.height) if fractions else geometry), frame
    if rotate not in QUARTERS:
        return placed(geometry, row_size, row_size, fractions, "")
    if fractions:
        geometry = in_pixels(geometry, *file_size)
    frame = frame_of((file_size[1], file_size[0]), row_size)
    return turned(geometry, file_size, QUARTERS[rotate]), frame


def _draw(geometry: Geometry, target: OntologyObject, frame: Frame, allow_ask: bool) -> Converted:
    """``geometry`` in pixels of ``frame`` as a shape of ``target``."""
    match geometry:
        case Mask():
            converted = _draw_mask(geometry, target.shape, frame)
        case Keypoints():
            converted = _draw_pose(geometry, target, frame, allow_ask)
        case Corners():
            converted = _draw_outline(straightened(geometry), target.shape, frame)
        case Box() | RotatedBox() | Polygons():
            converted = _draw_outline(geometry, target.shape, frame)
        case ClassScore():
            raise AssertionError("the table lets no class score become a shape")
    converted.scaled = frame.scaled
    return converted


def _draw_outline(geometry: Box | RotatedBox | Polygons, shape: str, frame: Frame) -> Converted:
    if isinstance(geometry, Box):
        geometry, clipped = boxes.clip_box(geometry, frame)
        if shape == "bounding_box":
            return Converted([boxes.bounding_box(geometry, frame)], clipped)
        if shape == "rotatable_bounding_box":
            return Converted([boxes.upright(geometry, frame)], clipped)
        return Converted(_shapes([[boxes.corners(geometry)]], shape, frame), clipped)
    if isinstance(geometry, RotatedBox):
        boxes.check_box(geometry)
        outline, clipped = outlines.clip_outline([[boxes.corners(geometry)]], frame)
        if shape == "rotatable_bounding_box":
            return Converted([boxes.rotatable_box(geometry, frame)])
    else:
        outline, clipped = outlines.clip_outline(outlines.outline_of(geometry), frame)
    return Converted(_shapes(outline, shape, frame), clipped)


def _shapes(outline: Outline, shape: str, frame: Frame) -> list[WrittenShape]:
    """What an outline inside the picture becomes."""
    match shape:
        case "bounding_box":
            return [boxes.bounding_box(outlines.envelope(outline), frame)]
        case "rotatable_bounding_box":
            return [boxes.rotatable_box(outlines.smallest_rectangle(outline), frame)]
        case "polygon":
            return [Polygon([[outlines.fractions(ring, frame) for ring in part] for part in outline])]
        case "bitmask":
            return [masks.filled(outline, frame)]
        case "point":
            return [_point(outlines.centroid(outline), frame)]
        case _:
            rings = [outlines.fractions(part[0], frame) for part in outline]
            return [Polyline([*ring, ring[0]]) for ring in rings]


def _draw_mask(mask: Mask, shape: str, frame: Frame) -> Converted:
    runs = rle.read_runs(mask)
    if not runs:
        raise CannotConvert(Reason.EMPTY, "the mask has no foreground")
    match shape:
        case "bitmask":
            return Converted([masks.bitmask(mask, runs, frame)])
        case "bounding_box":
            return Converted([boxes.bounding_box(masks.mask_envelope(runs), frame)])
        case "point":
            return Converted([_point(masks.mask_centroid(runs), frame)])
        case _:
            outline = masks.mask_outline(runs)
            return Converted(_shapes(thin(outline) if shape == "polygon" else outline, shape, frame))


def _draw_pose(pose: Keypoints, target: OntologyObject, frame: Frame, allow_ask: bool) -> Converted:
    match target.shape:
        case "skeleton":
            return skeletons.skeleton(pose, target, frame, allow_ask)
        case "point":
            return skeletons.points_of_pose(pose, frame)
        case _:
            return skeletons.box_of_pose(pose, frame)


def _point(place: tuple[float, float], frame: Frame) -> Point:
    return Point(place[0] / frame.width, place[1] / frame.height)
