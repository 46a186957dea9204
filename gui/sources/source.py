"""What every prediction format offers, and the settings it is read with."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import msgspec

from gui.errors import Cancelled
from gui.sources.spool import SpoolWriter


def _never() -> bool:
    return False


class ReadSettings(msgspec.Struct, frozen=True):
    """How to read: ``dataset_json`` names pictures and classes; ``cancelled`` is asked again and again."""

    dataset_json: Path | None = None
    cancelled: Callable[[], bool] = _never

    def check(self) -> None:
        """Raise ``Cancelled`` when the user has asked to stop."""
        if self.cancelled():
            raise Cancelled


class PredictionSource(Protocol):
    """A prediction format; each is a module with these names at its top level."""

    FORMAT: str
    """The name the command line takes, such as ``coco``."""
    TITLE: str
    """The name people know."""

    def recognise(self, path: Path) -> str | None:
        """Why the file's content is this format, in one line; None when it is not. Raises ``OSError`` alone."""

    def read(self, path: Path, sink: SpoolWriter, settings: ReadSettings) -> str:
        """Read every entry into ``sink`` and say in a few words what the file turned out to be.

        Raises ``SourceProblem`` when the file is broken, ``Cancelled``, and ``OSError`` when it is unreadable.
        """
