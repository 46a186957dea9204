"""The boxes of many small text files as one table, where every line is in order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from gui.sources.formats.ultralytics.number_rows import number_table
from gui.sources.formats.ultralytics.txt_layout import MOST_CLASSES, Layout
from gui.sources.shapes import MAX_COORDINATE

Numbers = npt.NDArray[np.float64]


class BoxTable(NamedTuple):
    """One element or row for every line: class, confidence (if there is one), and left, top, width, height.

    ``counts`` has the number of lines of each file.
    """

    classes: Numbers
    confidences: Numbers | None
    boxes: Numbers
    counts: list[int]


def boxes_in(files: Sequence[bytes], layout: Layout) -> BoxTable | None:
    """The lines of all ``files`` in the ``layout``, a box without track; None unless every line is in order.

    The boxes are in fractions, as
    the files have them.
    """
    lines: list[bytes] = []
    counts = []
    for data in files:
        own = data.replace(b"\r\n", b"\n").removesuffix(b"\n").split(b"\n") if data else []
        if len(set(own)) < len(own):
            return None  # a line repeats another
        lines += own
        counts.append(len(own))
    table = number_table(lines) if lines else None
    if table is None or not layout.fits(table.shape[1]):
        return None
    classes, confidences, boxes = _columns(table, layout)
    is_sound = (
        bool(((classes >= 0) & (classes < MOST_CLASSES) & (classes == np.floor(classes))).all())
        and (confidences is None or bool(((confidences >= 0) & (confidences <= 1)).all()))
        and bool((np.abs(boxes) <= MAX_COORDINATE).all())  # NaN is not
        and bool((boxes[:, 2:] > 0).all())
    )
    return BoxTable(classes, confidences, boxes, counts) if is_sound else None


def _columns(table: Numbers, layout: Layout) -> tuple[Numbers, Numbers | None, Numbers]:
    if layout.confidence == "none":
        confidences, boxes = None, table[:, 1:5].copy()
    elif layout.confidence == "second":
        confidences, boxes = table[:, 1], table[:, 2:6].copy()
    else:
        confidences, boxes = table[:, 5], table[:, 1:5].copy()
    boxes[:, :2] -= boxes[:, 2:] / 2
    return table[:, 0], confidences, boxes
