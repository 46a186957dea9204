"""What an export leaves out or finds wrong: losses, counted by reason, and problems, named one by one."""

from __future__ import annotations

import msgspec


class Loss(msgspec.Struct, frozen=True):
    """Predictions that will not be written for one reason."""

    reason: str
    count: int
    pictures: int
    """How many pictures of the file they are on."""
    examples: list[str]
    by_choice: bool
    """Whether the user asked for it (threshold, unticked row, ignored class)."""
    cause: str = ""
    """A plain sentence more about the cause, if one is known."""
    by_class: dict[str, int] = {}
    pictures_by_class: dict[str, int] = {}
    """For reasons that lie with the class: the pictures each class is left out on."""


class Problem(msgspec.Struct, frozen=True):
    """One line of the report."""

    where: str
    reason: str


class Lost(msgspec.Struct, frozen=True):
    """One prediction that is not in the export, named with its place in the file (``a.txt line 3``)."""

    reason: str
    where: str
    picture: str = ""
    class_name: str = ""
    detail: str = ""
