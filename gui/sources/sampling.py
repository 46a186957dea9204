"""Reads the beginning of a source in several ways, the same part of it each time."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec

from gui.errors import Cancelled, SourceProblem
from gui.sources.read_settings import ReadSettings
from gui.sources.spool import Spool
from gui.sources.spool_writer import SpoolWriter

log = logging.getLogger(__name__)

MOST_ENTRIES, MOST_SECONDS = 50_000, 5.0
"""Entries of the source, and seconds of the first reading, after which a sample is large enough."""


class Sampler:
    """A `ReadAs`: each call reads the source with other settings.

    How far the first one comes in its time is how far the others go: a reading that had less time would seem to
    have found less.
    """

    def __init__(self, read: Callable[[SpoolWriter, ReadSettings], object], settings: ReadSettings) -> None:
        """``read`` reads the source into a spool; ``settings`` are the same for all but their values."""
        self._read = read
        self._settings = settings
        self._most: int | None = None

    def __call__(self, values: Mapping[str, str], folder: Path) -> Spool:
        """The first predictions as they are with ``values``, in a spool in ``folder``.

        When the source is refused half-way, what was read until then. Raises ``Cancelled`` and ``OutputProblem``.
        """
        sink, ends = SpoolWriter(folder), time.monotonic() + MOST_SECONDS

        def is_enough() -> bool:
            if self._settings.cancelled():
                return True
            if self._most is None:
                return sink.read >= MOST_ENTRIES or time.monotonic() > ends
            return sink.read >= self._most

        try:
            was_cut = self._read_some(sink, msgspec.structs.replace(self._settings, values=values, cancelled=is_enough))
            if self._most is None:
                self._most = sink.read if was_cut else MOST_ENTRIES
            return sink.finish("", "")
        except BaseException:
            sink.discard()
            raise

    def _read_some(self, sink: SpoolWriter, settings: ReadSettings) -> bool:
        """Whether the reading was cut off as it had read enough."""
        try:
            self._read(sink, settings)
        except Cancelled:
            self._settings.check()
            return True
        except SourceProblem as problem:
            log.info("a sample ended early: %s", problem.sentence.what)
        return False
