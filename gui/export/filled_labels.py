"""What one row will be in the file: its line, and what the plan says it holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import msgspec
import orjson

from gui.domain.losses import Problem
from gui.domain.reasons import Reason


class RowFailure(Exception):
    """One row fails as a whole; its text says why."""


class Change(StrEnum):
    """What is done to a prediction that is written, and that only its row shows."""

    CUT = "cut_at_the_edge"
    KEYPOINTS = "keypoints_left_out"


class Drop(msgspec.Struct, frozen=True, array_like=True):
    """A prediction that only the row itself showed to have no place in it."""

    reason: Reason
    example: str
    picture: int
    """Its picture's place among the pictures of the file."""
    class_name: str
    detail: str = ""
    picture_name: str = ""


class RowAccount(msgspec.Struct, frozen=True, array_like=True):
    """What one finished row adds to the report."""

    written: int
    """Predictions that are in the row."""
    read: int = 0
    """Predictions nobody knew of before, as a script adds them."""
    drops: list[Drop] = []
    problems: list[Problem] = []
    changes: dict[str, int] = {}
    """`Change` → predictions that are written with it."""


@dataclass(frozen=True)
class FilledLabels:
    """One row, ready to be written."""

    line: bytes
    """The row as JSON, without a line end."""
    label_hash: str | None
    data_hash: str
    expected: Sequence[tuple[str, object]]
    """(feature hash, confidence) of every frame annotation and answer, by the plan, not by the encoder."""
    account: RowAccount


def filled_labels(labels: dict[str, Any], expected: Sequence[tuple[str, object]], account: RowAccount) -> FilledLabels:
    """``labels`` as a line. Raises ``RowFailure`` for what JSON in UTF-8 cannot hold, such as half a character."""
    try:
        line = orjson.dumps(labels, option=orjson.OPT_SERIALIZE_NUMPY | orjson.OPT_PASSTHROUGH_DATETIME)
    except TypeError as error:
        raise RowFailure(f"The row cannot be written as JSON: {error}") from None
    label_hash = labels.get("label_hash")
    return FilledLabels(
        line,
        str(label_hash) if label_hash is not None else None,
        str(labels.get("data_hash")),
        expected,
        account,
    )
