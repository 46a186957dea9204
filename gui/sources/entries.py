"""Numbers and words of one entry, checked, whatever format it comes from."""

from __future__ import annotations

import math
from typing import Any

from gui.domain.reasons import Reason


class BadEntry(Exception):
    """An entry that is left out: ``reason``, and a few words for people in ``detail``."""

    def __init__(self, reason: Reason, detail: str) -> None:
        """Keep both."""
        super().__init__(detail)
        self.reason = reason
        self.detail = detail


def number(text: str | None, what: str) -> float:
    """``text`` as a finite number; ``what`` names it for people. Raises ``BadEntry`` (broken geometry)."""
    try:
        value = float(text) if text is not None else math.nan
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise BadEntry(Reason.BAD_GEOMETRY, f"{what} is missing" if text is None else f"{what} is {shown(text)}")
    return value


def finite(value: Any, what: str) -> float:
    """A number of JSON as a finite number; ``what`` names it for people. Raises ``BadEntry`` (broken geometry)."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise BadEntry(Reason.BAD_GEOMETRY, f"{what} is {shown(value)}")
    try:
        found = float(value)
    except OverflowError:  # whole numbers of JSON know no bounds
        found = math.inf
    if not math.isfinite(found):
        raise BadEntry(Reason.BAD_GEOMETRY, f"{what} is {found}")
    return found


def confidence(value: Any, kind: str = "unit") -> float | None:
    """A confidence as 0..1, None for None and blanks. ``kind`` is ``unit`` or ``percent``. Raises ``BadEntry``."""
    if value is None or value == "":
        return None
    try:
        found = math.nan if isinstance(value, bool) else float(value)
    except (TypeError, ValueError, OverflowError):
        raise BadEntry(Reason.BAD_CONFIDENCE, f"the confidence is {shown(value)}") from None
    if kind == "percent":
        found /= 100
    if not 0 <= found <= 1:  # NaN is neither
        raise BadEntry(Reason.BAD_CONFIDENCE, f"the confidence is {exact(value)}")
    return found


def exact(value: float | str) -> str:
    """``value`` with every digit that tells it from another number, so that 1.0000001 does not read as 1."""
    return str(value).removesuffix(".0")


def shown(value: Any) -> str:
    """``value`` for a sentence, at most 40 characters."""
    if isinstance(value, (list, dict)):
        return "a list" if isinstance(value, list) else "an object"
    text = repr(value)
    return text if len(text) <= 40 else text[:39] + "…"
