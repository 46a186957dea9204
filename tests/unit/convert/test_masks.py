"""Masks: their code, their outline, their size, and what else they become."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from pycocotools import mask as coco

from gui.convert.convert import Converted, Dropped, convert
from gui.convert.outcome import CannotConvert
from gui.convert.outlines import area
from gui.convert.rle import encode, read_runs
from gui.convert.tracing import thin, trace
from gui.domain.geometry import Mask
from gui.domain.ontology import OntologyObject
from gui.domain.reasons import Reason
from gui.domain.shapes import Bitmask, BoundingBox, Point, Polygon, RotatableBoundingBox, WrittenShape

# pycocotools decodes with a protocol that numpy 2 is leaving behind.
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")

small_masks = arrays.arrays(np.bool_, st.tuples(st.integers(1, 24), st.integers(1, 24)))


def mask_of(pixels: np.ndarray) -> Mask:
    return Mask(pixels.shape[0], pixels.shape[1], encode(pixels))


def run(
    mask: Mask,
    shape: str = "bitmask",
    *,
    file_size: tuple[int, int] | None = None,
    row_size: tuple[int, int] | None = None,
) -> Converted | Dropped:
    target = OntologyObject("hash", "Thing", shape, "#00FF00")
    return convert(mask, target, file_size=file_size, row_size=row_size, allow_ask=False)


def only(result: Converted | Dropped) -> WrittenShape:
    assert isinstance(result, Converted), result
    (shape,) = result.shapes
    return shape


def decoded(shape: WrittenShape) -> np.ndarray:
    assert isinstance(shape, Bitmask)
    return decode({"size": [shape.height, shape.width], "counts": shape.counts})


def decode(code: dict[str, object]) -> np.ndarray:
    pixels: np.ndarray = coco.decode(code)
    return pixels.astype(bool)


def ring_mask() -> np.ndarray:
    pixels = np.zeros((20, 30), dtype=bool)
    pixels[4:14, 6:22] = True
    pixels[7:10, 10:15] = False
    return pixels


def test_a_mask_of_the_pictures_size_is_written_as_it_is() -> None:
    mask = mask_of(ring_mask())
    assert run(mask, row_size=(30, 20)) == Converted([Bitmask(20, 30, mask.counts)])


def test_a_mask_of_another_size_is_resized_by_nearest_neighbour() -> None:
    result = run(mask_of(ring_mask()), row_size=(60, 40))
    assert isinstance(result, Converted)
    assert result.scaled
    assert (decoded(only(result)) == ring_mask().repeat(2, axis=0).repeat(2, axis=1)).all()
    halved = decoded(only(run(mask_of(ring_mask()), row_size=(15, 10))))
    assert (halved == ring_mask()[1::2, 1::2]).all()


def test_the_masks_own_size_counts_before_the_files() -> None:
    assert run(mask_of(ring_mask()), file_size=(100, 100), row_size=(30, 20)) == run(
        mask_of(ring_mask()), row_size=(30, 20)
    )
    assert decoded(only(run(mask_of(ring_mask()), file_size=(60, 40)))).shape == (40, 60)
    assert decoded(only(run(mask_of(ring_mask())))).shape == (20, 30)


def test_a_mask_of_another_aspect_is_dropped() -> None:
    result = run(mask_of(ring_mask()), row_size=(30, 30))
    assert isinstance(result, Dropped)
    assert result.reason is Reason.OTHER_ASPECT


def test_an_empty_mask_and_one_that_shrinks_to_nothing_are_empty() -> None:
    assert run(mask_of(np.zeros((4, 6), dtype=bool))) == Dropped(Reason.EMPTY, "the mask has no foreground")
    speck = np.zeros((100, 100), dtype=bool)
    speck[0, 0] = True
    result = run(mask_of(speck), row_size=(10, 10))
    assert isinstance(result, Dropped)
    assert result.reason is Reason.EMPTY


@pytest.mark.parametrize("counts", [b"", b"1", mask_of(np.ones((3, 3), dtype=bool)).counts])
def test_a_code_of_another_length_is_named(counts: bytes) -> None:
    result = run(Mask(4, 6, counts))
    assert isinstance(result, Dropped)
    assert result.reason is Reason.BAD_GEOMETRY
    assert "6 × 4" in result.detail


@pytest.mark.parametrize(
    ("height", "width", "counts"),
    [
        (4, 6, b"\x00\x01"),  # below the alphabet
        (4, 6, b"\xff\xff"),  # above it
        (4, 6, b"Q"),  # announces more and ends
        (4, 6, b"T" * 40),  # a number of 200 bits
        (4, 6, b"O" * 8),  # negative runs
        (0, 6, b"0"),
        (4, -6, b"0"),
    ],
)
def test_a_broken_code_is_named(height: int, width: int, counts: bytes) -> None:
    for shape in ("bitmask", "polygon", "bounding_box"):
        result = run(Mask(height, width, counts), shape, row_size=(6, 4))
        assert isinstance(result, Dropped)
        assert result.reason is Reason.BAD_GEOMETRY


@given(st.binary(max_size=30), st.integers(1, 30), st.integers(1, 30))
def test_no_code_whatever_raises(counts: bytes, height: int, width: int) -> None:
    try:
        runs = read_runs(Mask(height, width, counts))
    except CannotConvert:
        return
    assert runs.columns(0, width).sum() == coco.area({"size": [height, width], "counts": counts})


def test_a_mask_too_large_to_hold_is_refused_unless_nothing_has_to_be_decoded() -> None:
    side = 40000
    everything: bytes = coco.frPyObjects(np.array([[0.0, 0.0, side, side]]), side, side)[0]["counts"]
    mask = Mask(side, side, everything)
    refused = run(mask, "polygon")
    assert isinstance(refused, Dropped)
    assert (refused.reason, refused.detail) == (Reason.BAD_GEOMETRY, f"the mask covers {side * side} pixels")
    assert run(mask, row_size=(side, side)) == Converted([Bitmask(side, side, everything)])
    assert only(run(mask, "bounding_box")) == BoundingBox(0, 0, 1, 1)
    larger = run(mask_of(ring_mask()), row_size=(60000, 40000))
    assert isinstance(larger, Dropped)
    assert "too large" in larger.detail


@given(small_masks)
def test_reading_a_code_agrees_with_pycocotools(pixels: np.ndarray) -> None:
    assume(pixels.any())
    runs = read_runs(mask_of(pixels))
    assert (runs.columns(0, pixels.shape[1]) == pixels).all()
    left, top, right, bottom = runs.bounds()
    assert (runs.columns(left, right) == pixels[:, left:right]).all()
    ys, xs = np.nonzero(pixels)
    assert (left, right) == (xs.min(), xs.max() + 1)
    assert top <= ys.min()
    assert bottom >= ys.max() + 1


@given(small_masks)
def test_the_envelope_holds_the_last_pixel_in_full(pixels: np.ndarray) -> None:
    assume(pixels.any())
    height, width = pixels.shape
    shape = only(run(mask_of(pixels), "bounding_box"))
    ys, xs = np.nonzero(pixels)
    assert isinstance(shape, BoundingBox)
    assert (shape.x * width, shape.y * height) == pytest.approx((xs.min(), ys.min()))
    assert ((shape.x + shape.w) * width, (shape.y + shape.h) * height) == pytest.approx((xs.max() + 1, ys.max() + 1))


@given(small_masks)
@settings(deadline=None)
def test_the_trace_is_exact(pixels: np.ndarray) -> None:
    parts = trace(pixels)
    assert sum(area(ring) for part in parts for ring in part) == pixels.sum()
    assert all(area(part[0]) > 0 and all(area(hole) < 0 for hole in part[1:]) for part in parts)
    painted = np.zeros_like(pixels)
    for border, *holes in parts:
        inside = fill(border, pixels.shape)
        for hole in holes:
            inside &= ~fill(hole, pixels.shape)
        assert not (painted & inside).any()
        painted |= inside
    assert (painted == pixels).all()


def fill(ring: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    """Pixels whose centre is inside ``ring``: an odd number of vertical edges to the left."""
    painted = np.zeros(shape, dtype=np.int64)
    for (x, y), (u, v) in zip(ring, np.roll(ring, -1, axis=0), strict=True):
        if x == u:
            painted[int(min(y, v)) : int(max(y, v)), int(x) :] += 1
    odd: np.ndarray = painted % 2 == 1
    return odd


def test_pixels_that_share_only_a_corner_are_parts() -> None:
    shape = only(run(mask_of(np.eye(3, dtype=bool)), "polygon"))
    assert isinstance(shape, Polygon)
    assert [len(part) for part in shape.polygons] == [1, 1, 1]


def test_a_hole_belongs_to_the_part_around_it() -> None:
    pixels = np.zeros((20, 40), dtype=bool)
    pixels[2:18, 2:18] = pixels[2:18, 22:38] = True
    pixels[5:15, 25:35] = False
    pixels[8:12, 28:32] = True
    parts = trace(pixels)
    assert sorted(len(part) for part in parts) == [1, 1, 2]


@given(
    st.lists(
        st.tuples(st.integers(5, 90), st.integers(5, 90), st.integers(6, 30), st.integers(6, 30)),
        min_size=1,
        max_size=4,
    )
)
@settings(deadline=None, max_examples=40)
def test_mask_to_polygon_to_mask_comes_back(ellipses: list[tuple[int, int, int, int]]) -> None:
    ys, xs = np.mgrid[0:100, 0:120]
    pixels = np.zeros((100, 120), dtype=bool)
    for x, y, a, b in ellipses:
        pixels |= ((xs - x) / a) ** 2 + ((ys - y) / b) ** 2 <= 1
    shape = only(run(mask_of(pixels), "polygon"))
    assert isinstance(shape, Polygon)
    painted = np.zeros_like(pixels)
    for part in shape.polygons:
        border, *holes = ([v * s for p in ring for v, s in zip(p, (120, 100), strict=True)] for ring in part)
        inside = decode(coco.frPyObjects([border], 100, 120)[0])
        for hole in holes:
            inside &= ~decode(coco.frPyObjects([hole], 100, 120)[0])
        painted |= inside
    # pycocotools paints outlines a fraction of a pixel thinner: a twentieth, or some pixels of what is small
    assert (painted ^ pixels).sum() <= max(0.05 * pixels.sum(), 16)


@given(small_masks)
@settings(deadline=None)
def test_thinning_keeps_the_area_of_every_ring(pixels: np.ndarray) -> None:
    exact = trace(pixels)
    for part, thinned in zip(exact, thin(exact), strict=True):
        for ring, fewer in zip(part, thinned, strict=True):
            assert 3 <= len(fewer) <= len(ring)
            assert abs(area(fewer) - area(ring)) <= 0.02 * abs(area(ring))


def test_thinning_makes_a_line_of_stairs() -> None:
    stairs = np.tri(60, dtype=bool)
    (((exact),),), (((thinned),),) = trace(stairs), thin(trace(stairs))
    assert len(exact) > 100
    assert len(thinned) < 10


def test_the_centre_of_a_mask_is_that_of_its_pixels() -> None:
    pixels = np.zeros((10, 20), dtype=bool)
    pixels[2:4, 10:16] = True
    assert only(run(mask_of(pixels), "point")) == Point(13 / 20, 3 / 10)


def test_a_turned_mask_becomes_a_turned_box() -> None:
    ys, xs = np.mgrid[0:200, 0:200] + 0.5
    pixels = (np.abs((xs - 100) + (ys - 100)) < 84) & (np.abs((xs - 100) - (ys - 100)) < 28)
    shape = only(run(mask_of(pixels), "rotatable_bounding_box"))
    assert isinstance(shape, RotatableBoundingBox)
    assert shape.theta == pytest.approx(45, abs=1)
    assert shape.w * 200 == pytest.approx(84 * 2**0.5, abs=2)
    assert shape.h * 200 == pytest.approx(28 * 2**0.5, abs=2)
