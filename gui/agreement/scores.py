"""How well predicted boxes lie on the labels of their pictures: pure numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from gui.domain.labelled_box import LabelledBox
from gui.matching.classes import normal_name

LIES_ON = 0.5
"""A box lies on a label when they share at least this part of what both cover (IoU), as in COCO's easiest measure."""

Place = tuple[int, int]
"""A row's number and a frame of it."""
BoxesByPlace = Mapping[Place, Sequence[LabelledBox]]


class Agreement(NamedTuple):
    """Of ``boxes`` compared, ``lying`` lie on a label, and ``of_class`` of these on a label of their class.

    ``overlap`` is the sum of each box's IoU with the label that fits it best.
    """

    boxes: int = 0
    lying: int = 0
    of_class: int = 0
    overlap: float = 0.0


def agreement(predicted: BoxesByPlace, labels: BoxesByPlace) -> Agreement:
    """Compare the boxes of each place that has labels; ``predicted`` has the surest of a place first.

    Of a place only as many as it has labels are compared: a model that is asked for everything it suspects adds
    hundreds of weak boxes, which would drown the good ones.
    """
    found = Agreement()
    for place, there in labels.items():
        surest = predicted.get(place, ())[: len(there)]
        if surest:
            found = _added(found, _on_one_picture(surest, there))
    return found


def _on_one_picture(predicted: Sequence[LabelledBox], labels: Sequence[LabelledBox]) -> Agreement:
    shares = shared(_sides(predicted), _sides(labels))
    lies_on = shares >= LIES_ON
    names = [normal_name(label.class_name) for label in labels]
    of_class = sum(
        any(name == normal_name(box.class_name) for name, is_on in zip(names, row, strict=True) if is_on)
        for box, row in zip(predicted, lies_on.tolist(), strict=True)
    )
    return Agreement(len(predicted), int(lies_on.any(axis=1).sum()), of_class, float(shares.max(axis=1).sum()))


def shared(ones: npt.NDArray[np.float64], others: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Intersection over union of each of ``ones`` with each of ``others``; both are (n, 4): left, top, right, bottom.

    The unit of the sides does not matter, as both axes cancel out.
    """
    starts = np.maximum(ones[:, None, :2], others[None, :, :2])
    ends = np.minimum(ones[:, None, 2:], others[None, :, 2:])
    both = np.prod(np.clip(ends - starts, 0, None), axis=2)
    areas = [np.prod(boxes[:, 2:] - boxes[:, :2], axis=1) for boxes in (ones, others)]
    shares: npt.NDArray[np.float64] = both / (areas[0][:, None] + areas[1][None, :] - both)
    return shares


def _sides(boxes: Sequence[LabelledBox]) -> npt.NDArray[np.float64]:
    return np.array([box[1:] for box in boxes], np.float64)


def _added(one: Agreement, other: Agreement) -> Agreement:
    return Agreement(
        one.boxes + other.boxes,
        one.lying + other.lying,
        one.of_class + other.of_class,
        one.overlap + other.overlap,
    )
