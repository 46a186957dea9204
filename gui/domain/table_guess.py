"""What the columns of a table of predictions are taken for, and why: what a dialog shows and lets people change."""

from __future__ import annotations

from collections.abc import Collection

import msgspec

ROLES: dict[str, str] = {
    "picture": "name of the picture",
    "class": "class",
    "confidence": "confidence",
    "x": "first number of the box",
    "y": "second number of the box",
    "w": "third number of the box",
    "h": "fourth number of the box",
    "box": "the whole box, four numbers in one cell",
    "picture_width": "width of the picture in pixels",
    "picture_height": "height of the picture in pixels",
    "frame": "number of the frame in the video",
    "track": "number of the track",
}
"""What a column can be → its words; what the four numbers of the box are is said by the setting ``box``."""

BOX_WORDS: dict[str, tuple[str, str, str, str]] = {
    "xywh": ("left", "top", "width", "height"),
    "xyxy": ("left", "top", "right", "bottom"),
    "cxcywh": ("centre x", "centre y", "width", "height"),
}
"""Value of the setting ``box`` → what the columns x, y, w and h are then."""


class TableColumn(msgspec.Struct, frozen=True):
    """One column: its number from 0, its name (empty without a header), some cells, its role and why.

    ``role`` is one of ``ROLES``, or empty for a column that is not used.
    """

    number: int
    name: str
    samples: list[str]
    role: str
    evidence: str


class TableGuess(msgspec.Struct, frozen=True):
    """A table as far as its first lines tell. ``lacks`` says what no column was clearly found for;
    empty when it can be read without asking.

    ``box`` is a value of the setting of that name, or empty when the columns do not say.
    """

    separator: str
    has_header: bool
    columns: list[TableColumn]
    box: str
    lacks: str


def lacking(roles: Collection[str]) -> str:
    """What no column was found for; empty when there is a box, or a class with a confidence for the picture."""
    has_box = "box" in roles or {*"xywh"} <= set(roles)
    is_class_score = {"picture", "class", "confidence"} <= set(roles) and not set(roles) & {*"xywh"}
    return "" if has_box or is_class_score else "the four numbers of a box"


def columns_value(roles: dict[str, int]) -> str:
    """The setting ``columns`` that says these roles: role → number of the column, from 0."""
    return ",".join(f"{role}:{number}" for role, number in roles.items())
