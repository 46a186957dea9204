"""What becomes of each prediction in a plan, as a number: 0 = will be written, k = left out for a reason."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from gui.domain.reasons import Reason

REASONS: tuple[Reason, ...] = tuple(Reason)
"""The order of ``Plan.status``: k stands for ``REASONS[k - 1]``."""


def code(reason: Reason) -> int:
    """The number of ``reason`` in ``Plan.status``."""
    return REASONS.index(reason) + 1


def refuse(status: npt.NDArray[np.uint8], where: npt.NDArray[np.bool_], reason: Reason) -> None:
    """Leave out what ``where`` marks, unless an earlier reason already did."""
    status[where & (status == 0)] = code(reason)
