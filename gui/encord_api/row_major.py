"""COCO's run-length code of a mask, rewritten as Encord's: the same code, but counted along the rows.

COCO counts runs down the columns (FACTS 18), Encord along the rows and on over their ends
(``encord.common.bitmask_operations``). A row's runs change where a pixel differs from its left neighbour. Those
pixels are found from the runs themselves: what is written is what the SDK would write, but no picture is drawn
and no pixel is looked at that is like its neighbour.
"""

from __future__ import annotations

import numpy as np
from pycocotools import mask as coco

from gui.convert.rle import Counts, Runs, read_runs
from gui.domain.geometry import Mask
from gui.domain.shapes import Bitmask


def encord_code(mask: Bitmask) -> str:
    """Encord's ``rleString`` of ``mask``.

    Raises ``gui.convert.outcome.CannotConvert`` when its code is broken or does not cover all its pixels.
    """
    runs = read_runs(Mask(mask.height, mask.width, mask.counts))
    counts = np.diff(_changes(runs), prepend=0, append=mask.height * mask.width)
    size = [mask.height, mask.width]
    code: bytes = coco.frPyObjects({"counts": counts.tolist(), "size": size}, *size)["counts"]
    return code.decode("ascii")


def _changes(runs: Runs) -> Counts:
    """The pixels, counted along the rows, that differ from the pixel before them; before the first is background."""
    height, pixels = runs.height, runs.height * runs.width
    edges = np.stack((runs.starts, runs.ends), axis=1).ravel()
    # The mask moved one pixel on: each column covers the next, and the last covers the first, a row lower down.
    columns = np.minimum(edges + height, pixels)
    last_column = pixels - height
    first = edges[np.searchsorted(edges, last_column) // 2 * 2 :].clip(last_column, pixels - 1) - last_column + 1
    both = np.sort(np.concatenate((edges, columns, first)))
    starts, ends = both[::2], both[1::2]  # here the mask and the moved mask differ
    lengths = ends - starts
    offsets = np.cumsum(lengths) - lengths
    differing: Counts = np.arange(lengths.sum()) + np.repeat(starts - offsets, lengths)
    return np.sort(differing % height * runs.width + differing // height)
