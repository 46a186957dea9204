"""The settings a format can be read with, and those of one reading."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Protocol

import msgspec

from gui.domain.reading_ways import Setting as Setting
from gui.domain.reading_ways import SourceWays
from gui.errors import Cancelled
from gui.sources.spool import Spool


class ProjectKnowledge(Protocol):
    """What the open project can say about a picture by the name that the file gives it."""

    def size_of(self, name: str) -> tuple[int, int] | None:
        """Width and height in pixels; None when no single row fits or its size is unknown."""

    def frames_of(self, name: str) -> int | None:
        """How many frames the row has; None when no single row fits."""


class NoProject:
    """Nothing is known: no project is open."""

    def size_of(self, name: str) -> tuple[int, int] | None:
        """Unknown."""
        return None

    def frames_of(self, name: str) -> int | None:
        """Unknown."""
        return None


ReadAs = Callable[[Mapping[str, str], Path], Spool]
"""Reads the beginning of a source with these settings into a spool in this folder, for the caller to close."""


class Comparison(Protocol):
    """Compares the readings of a source with what the project's labels say, where the user lets them be looked at."""

    def weighed(self, source: SourceWays, read_as: ReadAs) -> SourceWays:
        """``source`` with this evidence in its readings. Raises ``Cancelled`` and the failures of requests."""


def _never() -> bool:
    return False


class ReadSettings(msgspec.Struct, frozen=True):
    """How to read one source.

    ``values`` are the settings by name, checked: what the user said, and what the chosen reading adds.
    ``class_names`` are the model's classes by number, from 0. ``dataset_json`` names pictures and classes of COCO
    results. ``project`` is what can be asked about pictures. ``cancelled`` is asked again and again. ``comparison`` is
    there when the user lets the labels be looked at.
    """

    dataset_json: Path | None = None
    cancelled: Callable[[], bool] = _never
    values: Mapping[str, str] = {}
    class_names: Mapping[int, str] = {}
    project: ProjectKnowledge = NoProject()
    comparison: Comparison | None = None

    def check(self) -> None:
        """Raise ``Cancelled`` when the user has asked to stop."""
        if self.cancelled():
            raise Cancelled

    def value(self, setting: Setting) -> str:
        """The value of ``setting``, or its default."""
        return self.values.get(setting.name, setting.default)

    def class_name(self, number: int) -> str:
        """The name of class ``number`` as the file counts (``first_class``), or the number as text."""
        return self.class_names.get(number - int(self.values.get("first_class", "0")), str(number))
