"""Run lengths of masks: the same as pycocotools has them, and refused where it would trust them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from pycocotools import mask as mask_codec

from gui.sources.rle import MAX_MASK_PIXELS, check_runs, mask_bounds, read_counts, write_counts

sizes = st.tuples(st.integers(1, 40), st.integers(1, 40))


def runs_of(pixels: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> list[int]:
    """Lengths of equal pixels down the columns, zeros first."""
    runs, value = [0], False
    for pixel in pixels.flatten(order="F"):
        if pixel != value:
            runs.append(0)
            value = not value
        runs[-1] += 1
    return runs


@given(sizes.flatmap(lambda size: arrays.arrays(np.bool_, size)))
def test_agrees_with_pycocotools_on_every_mask(pixels: np.ndarray[tuple[int, int], np.dtype[np.bool_]]) -> None:
    height, width = pixels.shape
    encoded = mask_codec.encode(np.asfortranarray(pixels, np.uint8))
    runs = read_counts(encoded["counts"])
    assert runs.tolist() == runs_of(pixels)
    check_runs(runs, height, width)
    assert write_counts(runs, height, width) == encoded["counts"]
    bounds = mask_bounds(height, width, encoded["counts"])
    if not pixels.any():
        assert bounds is None
        return
    rows, columns = np.flatnonzero(pixels.any(1)), np.flatnonzero(pixels.any(0))
    assert bounds == (columns[0], rows[0], columns[-1] + 1, rows[-1] + 1)


def test_long_runs_are_read_whole() -> None:
    runs = np.array([1 << 27, 1, (1 << 27) - 1], np.int64)
    text = write_counts(runs, 1 << 14, 1 << 14)
    assert read_counts(text).tolist() == runs.tolist()


@given(st.binary(max_size=40))
def test_any_text_is_read_or_refused(text: bytes) -> None:
    try:
        runs = read_counts(text)
    except ValueError:
        return
    assert runs.size == sum(byte - 48 < 32 for byte in text)


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"0 0",
        b"1p",
        b"1\xff",
        b"1o",  # ends inside a run: the C code would read on behind the text
        b"P" * 7 + b"1",
    ],
)
def test_unreadable_texts_are_refused(text: bytes) -> None:
    with pytest.raises(ValueError, match="mask"):
        read_counts(text)


@pytest.mark.parametrize(
    ("runs", "height", "width", "why"),
    [
        ([4], 0, 4, "zero or less"),
        ([4], 4, -1, "zero or less"),
        ([1], MAX_MASK_PIXELS, 2, "too large"),
        ([], 2, 2, "add up"),
        ([3], 2, 2, "add up"),
        ([5], 2, 2, "add up"),
        ([6, -2], 2, 2, "add up"),
        ([2**62, 2**62, 2**62, 2**62, 4], 2, 2, "add up"),  # would overflow to the right sum
    ],
)
def test_runs_must_fit_the_size(runs: list[int], height: int, width: int, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        check_runs(np.array(runs, np.int64), height, width)
