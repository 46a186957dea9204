"""Boxes and rotated boxes: clipping, scaling, fractions, and what else they become."""

import math

import msgspec
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from gui.convert.boxes import bounding_box, clip_box, whole_box
from gui.convert.convert import Converted, Dropped, convert
from gui.convert.frame_of_reference import frame_of
from gui.convert.outcome import CannotConvert
from gui.domain.geometry import Box, Geometry, RotatedBox
from gui.domain.ontology import Choice, Classification, ClassificationOption, OntologyObject
from gui.domain.reasons import Reason
from gui.domain.shapes import Answer, BoundingBox, Point, Polygon, RotatableBoundingBox

BOX = OntologyObject("box", "Apple", "bounding_box", "#00FF00")
ROTATABLE = OntologyObject("rot", "Leaf", "rotatable_bounding_box", "#00FF00")
POLYGON = OntologyObject("poly", "Twig", "polygon", "#00FF00")
POINT = OntologyObject("point", "Tip", "point", "#00FF00")
NOTE = Classification("note", "Note", "text")
OPTION = ClassificationOption("sunny", "Sunny")
CHOICE = Choice(Classification("weather", "Weather", "radio", (OPTION,)), OPTION)


def run(
    geometry: Geometry,
    target: OntologyObject | Classification | Choice = BOX,
    *,
    file_size: tuple[int, int] | None = (200, 100),
    row_size: tuple[int, int] | None = (200, 100),
    class_name: str = "",
) -> Converted | Dropped:
    return convert(geometry, target, file_size=file_size, row_size=row_size, allow_ask=True, class_name=class_name)


def test_a_box_inside_is_divided_by_width_and_height() -> None:
    assert run(Box(20, 30, 50, 25)) == Converted([BoundingBox(0.1, 0.3, 0.25, 0.25)])


@pytest.mark.parametrize(
    ("box", "clipped"),
    [
        (Box(-20, -10, 40, 30), BoundingBox(0, 0, 0.1, 0.2)),
        (Box(180, 90, 1000, 1000), BoundingBox(0.9, 0.9, 0.1, 0.1)),
        (Box(-1e308, 10, 1.5e308, 20), BoundingBox(0, 0.1, 1, 0.2)),
        (Box(0, 0, 1e308, 1e308), BoundingBox(0, 0, 1, 1)),
        (Box(0, -5, 200, 500), BoundingBox(0, 0, 1, 1)),
    ],
)
def test_a_box_partly_outside_is_clipped_and_says_so(box: Box, clipped: BoundingBox) -> None:
    result = run(box)
    assert isinstance(result, Converted)
    assert result.clipped
    (shape,) = result.shapes
    assert isinstance(shape, BoundingBox)
    assert msgspec.structs.astuple(shape) == pytest.approx(msgspec.structs.astuple(clipped))


@pytest.mark.parametrize(
    "box",
    [
        Box(200, 10, 5, 5),
        Box(-5, 10, 5, 5),
        Box(10, 100, 5, 5),
        Box(10, -30, 5, 5),
        Box(1e308, 0, 1e308, 5),
        # Adding its width changes nothing at this place: there is no end to cut.
        Box(-1e-300, 0, 1e-320, 5),
    ],
)
def test_a_box_that_does_not_overlap_the_picture_is_outside(box: Box) -> None:
    assert run(box) == Dropped(Reason.OUTSIDE)


def test_rounding_noise_at_the_edge_is_not_called_clipping() -> None:
    result = run(Box(0.1, 0, 199.9 + 1e-9, 100))
    assert isinstance(result, Converted)
    assert not result.clipped
    (shape,) = result.shapes
    assert isinstance(shape, BoundingBox)
    assert shape.x + shape.w <= 1


@pytest.mark.parametrize("box", [Box(1, 1, 0, 5), Box(1, 1, 5, -1), RotatedBox(5, 5, 0, 5, 0)])
def test_a_box_without_extent_is_refused(box: Geometry) -> None:
    assert run(box, ROTATABLE) == Dropped(Reason.BAD_SIZE)


def test_a_box_too_thin_for_a_number_is_dropped() -> None:
    assert run(Box(0, 0, 5e-324, 5)) == Dropped(Reason.EMPTY, "the box is too thin to be written as a number")


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf])
@pytest.mark.parametrize("place", range(4))
def test_a_number_that_is_none_breaks_the_shape(bad: float, place: int) -> None:
    numbers = [1.0, 2.0, 3.0, 4.0]
    numbers[place] = bad
    x, y, w, h = numbers
    broken = (Box(x, y, w, h), RotatedBox(x, y, w, h, 0.0), RotatedBox(20, 20, 5, 5, bad))
    for geometry in broken:
        for target in (BOX, ROTATABLE, POLYGON):
            result = run(geometry, target)
            assert isinstance(result, Dropped)
            assert result.reason is Reason.BAD_GEOMETRY
    assert isinstance(run(broken[0], CHOICE), Dropped)


def test_coordinates_are_in_the_size_the_file_gives() -> None:
    half = run(Box(10, 15, 25, 12.5), file_size=(100, 50))
    assert half == Converted([BoundingBox(0.1, 0.3, 0.25, 0.25)], scaled=True)
    assert run(Box(20, 30, 50, 25), file_size=None) == Converted([BoundingBox(0.1, 0.3, 0.25, 0.25)])
    assert run(Box(20, 30, 50, 25), row_size=None) == Converted([BoundingBox(0.1, 0.3, 0.25, 0.25)])
    assert run(Box(20, 30, 50, 25), file_size=(0, 7)) == Converted([BoundingBox(0.1, 0.3, 0.25, 0.25)])


@pytest.mark.parametrize(
    ("file_size", "fits"), [((1010, 500), True), ((990, 500), False), ((1011, 500), False), ((100, 200), False)]
)
def test_another_aspect_is_another_picture(file_size: tuple[int, int], fits: bool) -> None:
    result = run(Box(1, 1, 5, 5), file_size=file_size)
    if fits:
        assert isinstance(result, Converted)
        assert result.scaled
    else:
        assert isinstance(result, Dropped)
        assert result.reason is (Reason.TURNED if file_size == (100, 200) else Reason.OTHER_ASPECT)
        assert f"{file_size[0]} × {file_size[1]}" in result.detail


def test_without_any_size_nothing_is_guessed() -> None:
    assert run(Box(1, 1, 5, 5), file_size=None, row_size=None) == Dropped(Reason.SIZE_UNKNOWN)


def test_an_answer_needs_no_size_and_no_place_inside() -> None:
    result = run(Box(-50, -50, 5, 5), CHOICE, file_size=None, row_size=None)
    assert result == Converted([Answer(["sunny"])], lossy="box → class score")


def test_a_text_question_is_answered_with_the_class() -> None:
    changed = "box → class score"
    assert run(Box(1, 1, 5, 5), NOTE, class_name="ripe") == Converted([Answer([], text="ripe")], lossy=changed)
    assert run(Box(1, 1, 5, 5), NOTE) == Converted([Answer([], text="Note")], lossy=changed)


def test_a_box_becomes_a_rotatable_box_that_is_not_turned() -> None:
    assert run(Box(20, 30, 50, 25), ROTATABLE) == Converted([RotatableBoundingBox(0.1, 0.3, 0.25, 0.25, 0)])


def test_a_box_becomes_its_corners_and_its_centre() -> None:
    corners = [(0.1, 0.3), (0.35, 0.3), (0.35, 0.55), (0.1, 0.55)]
    polygon = run(Box(20, 30, 50, 25), POLYGON)
    assert isinstance(polygon, Converted)
    assert polygon.shapes == [Polygon([[corners]])]
    point = run(Box(20, 30, 50, 25), POINT)
    assert isinstance(point, Converted)
    (centre,) = point.shapes
    assert isinstance(centre, Point)
    assert (centre.x, centre.y) == pytest.approx((0.225, 0.425))


def test_a_rotated_box_keeps_its_unrotated_box_and_its_degrees() -> None:
    result = run(RotatedBox(100, 50, 40, 20, 30), ROTATABLE)
    assert result == Converted([RotatableBoundingBox(0.4, 0.4, 0.2, 0.2, 30)])


def test_a_quarter_turn_swaps_the_sides_of_the_envelope() -> None:
    result = run(RotatedBox(100, 50, 40, 20, 90), BOX)
    assert isinstance(result, Converted)
    (shape,) = result.shapes
    assert isinstance(shape, BoundingBox)
    assert (shape.x, shape.y, shape.w, shape.h) == pytest.approx((0.45, 0.3, 0.1, 0.4))
    assert result.lossy == "rotated box → box"


def test_degrees_turn_clockwise_on_screen() -> None:
    result = run(RotatedBox(100, 50, 40, 20, 90), POLYGON)
    assert isinstance(result, Converted)
    (shape,) = result.shapes
    assert isinstance(shape, Polygon)
    # The top-left corner (80, 40) goes to the top right (110, 30).
    assert shape.polygons[0][0][0] == pytest.approx((110 / 200, 30 / 100))


def test_a_rotated_box_partly_outside_stays_whole() -> None:
    # Unturned it would start at x = -10; turned by 90° it lies inside.
    assert run(RotatedBox(10, 50, 40, 10, 90), ROTATABLE) == Converted(
        [RotatableBoundingBox(-0.05, 0.45, 0.2, 0.1, 90)]
    )
    assert run(RotatedBox(0, 50, 40, 10, 0), ROTATABLE) == Converted([RotatableBoundingBox(-0.1, 0.45, 0.2, 0.1, 0)])
    clipped = run(RotatedBox(0, 50, 40, 10, 0), BOX)
    assert isinstance(clipped, Converted)
    assert clipped.clipped


def test_a_rotated_box_that_cannot_be_seen_is_outside() -> None:
    assert run(RotatedBox(-30, 50, 40, 10, 0), ROTATABLE) == Dropped(Reason.OUTSIDE)
    # Its envelope overlaps the picture's corner, the box itself does not.
    assert run(RotatedBox(-10, -10, 60, 2, -45), ROTATABLE) == Dropped(Reason.OUTSIDE)


def test_a_rotated_box_beyond_all_pictures_is_broken() -> None:
    result = run(RotatedBox(1e308, 0, 1e308, 5, 0), ROTATABLE)
    assert isinstance(result, Dropped)
    assert result.reason is Reason.BAD_GEOMETRY
    assert isinstance(run(RotatedBox(50, 50, 20, 20, 1e308), ROTATABLE), Converted)


numbers = st.floats(-1e4, 1e4)
lengths = st.floats(1e-3, 1e4)


@given(x=numbers, y=numbers, w=lengths, h=lengths, width=st.integers(1, 5000), height=st.integers(1, 5000))
def test_whatever_is_written_lies_inside_and_covers_the_overlap(
    x: float, y: float, w: float, h: float, width: int, height: int
) -> None:
    result = run(Box(x, y, w, h), file_size=(width, height), row_size=None)
    overlap_x, overlap_y = min(x + w, width) - max(x, 0), min(y + h, height) - max(y, 0)
    if isinstance(result, Dropped):
        assert min(overlap_x, overlap_y) <= 1e-9
        return
    (shape,) = result.shapes
    assert isinstance(shape, BoundingBox)
    assert min(shape.x, shape.y) >= 0
    assert shape.x + shape.w <= 1
    assert shape.y + shape.h <= 1
    assert shape.w * width * shape.h * height == pytest.approx(overlap_x * overlap_y, rel=1e-6, abs=1e-6)
    assert result.clipped == (max(-x, x + w - width, -y, y + h - height) > 1e-6)


@given(cx=st.floats(0, 300), cy=st.floats(0, 300), w=st.floats(1, 400), h=st.floats(1, 400), theta=st.floats(-720, 720))
def test_the_corners_of_a_rotated_box_span_its_area(cx: float, cy: float, w: float, h: float, theta: float) -> None:
    result = run(RotatedBox(cx + 600, cy + 600, w, h, theta), POLYGON, file_size=(1500, 1500), row_size=None)
    assert isinstance(result, Converted)
    (shape,) = result.shapes
    assert isinstance(shape, Polygon)
    (ring,) = shape.polygons[0]
    assume(len(ring) == 4)
    doubled = sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:] + ring[:1], strict=True))
    assert doubled / 2 * 1500 * 1500 == pytest.approx(w * h, rel=1e-6)
    assert not result.clipped


@given(
    st.lists(st.floats(-20, 260) | st.sampled_from([0.0, math.nan, math.inf, 200.0, 1e-300]), min_size=4, max_size=4)
)
def test_the_short_way_of_a_box_that_lies_inside_ends_where_the_long_one_does(numbers: list[float]) -> None:
    box, frame = Box(*numbers), frame_of((200, 100), (400, 200))
    short = whole_box(box, frame)
    try:
        clipped, was_cut = clip_box(box, frame)
        long = bounding_box(clipped, frame)
    except CannotConvert:
        assert short is None
        return
    assert short == (None if was_cut else long) or (short is None and clipped != box)
