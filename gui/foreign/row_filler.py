"""What fills label rows as a whole, instead of predictions from a file: scripts now, model runtimes later."""

from __future__ import annotations

from typing import Any, Protocol

import msgspec


class FilledRow(msgspec.Struct):
    """A row's finished export, and what its filler says it put in.

    ``objects`` holds (feature hash, confidence) of every frame annotation of an object, ``classifications`` of
    every answer: counted on the row object before it was encoded. ``problems`` names values that stand in the
    export but should not. ``printed`` is what the filler printed meanwhile, bounded.
    """

    labels: dict[str, Any]
    objects: list[tuple[str, Any]]
    classifications: list[tuple[str, Any]]
    problems: list[str] = []
    printed: str = ""

    @property
    def added(self) -> list[tuple[str, Any]]:
        """Objects and classifications in one list, as the proof of the finished file compares them."""
        return [*self.objects, *self.classifications]


class RowFailedError(Exception):
    """One row fails as a whole; its text is one sentence that says why. The next row can be filled."""


class RowFiller(Protocol):
    """Fills one row after the other, in a process of its own that may crash without taking anything along."""

    def open(self) -> None:
        """Start. Raises ScriptProblem when it cannot be used at all, ``Cancelled`` when the user stops."""

    def fill(self, metadata: dict[str, Any], labels: dict[str, Any]) -> FilledRow:
        """Fill one row.

        ``metadata`` is the SDK's ``LabelRowMetadata`` as JSON data, ``labels`` the row's ``to_encord_dict()``
        without labels. Raises RowFailedError, or ``Cancelled`` when the user stops.
        """

    def close(self) -> None:
        """End the process; everything it put on the disk is removed."""
