"""The rectangle around a mask is the one around its pixels."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from pycocotools import mask as mask_codec

from gui.domain.geometry import Mask
from gui.sources.envelopes import around_mask
from gui.sources.formats.coco.entry import Entry, Rle
from gui.sources.formats.coco.geometry import geometry_of

sizes = st.tuples(st.integers(1, 30), st.integers(1, 30))


@given(sizes.flatmap(lambda size: arrays.arrays(np.bool_, size)))
def test_masks_are_measured_and_compressed_as_pycocotools_does(pixels: npt.NDArray[np.bool_]) -> None:
    height, width = pixels.shape
    mask = Mask(height, width, mask_codec.encode(np.asfortranarray(pixels, np.uint8))["counts"])
    if not pixels.any():
        assert around_mask(mask) is None
        return
    rows, columns = np.flatnonzero(pixels.any(1)), np.flatnonzero(pixels.any(0))
    assert around_mask(mask) == (columns[0], rows[0], columns[-1] + 1, rows[-1] + 1)
    column_major = pixels.flatten(order="F")
    borders = np.flatnonzero(np.diff(column_major, prepend=False))
    runs = np.diff(np.concatenate(([0], borders, [column_major.size]))).tolist()
    assert geometry_of(Entry(segmentation=Rle((height, width), runs)), ()) == mask
