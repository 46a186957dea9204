"""The ordered list of prediction formats: picks the one that knows a file by its content, and reads it."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from gui.domain.geometry import KINDS
from gui.errors import SourceProblem
from gui.sources import coco
from gui.sources.refusals import check_file, refusal, unreadable
from gui.sources.source import PredictionSource
from gui.sources.source import ReadSettings as ReadSettings
from gui.sources.spool import Spool, SpoolWriter

SOURCES: tuple[PredictionSource, ...] = (coco,)
"""Every format, the more particular ones first."""

_COUNTED = (
    ("box", "boxes"),
    ("rotated box", "rotated boxes"),
    ("polygon", "polygons"),
    ("mask", "masks"),
    ("pose", "poses"),
    ("class score", "class scores"),
)


def read_predictions(path: Path, folder: Path, *, format: str | None, settings: ReadSettings) -> Spool:
    """Read the prediction file at ``path`` into a spool that lives in ``folder``.

    ``format`` names the format, None leaves it to the content. Raises ``SourceProblem`` for anything but a whole,
    known file, ``OutputProblem`` when ``folder`` cannot take the records, and ``Cancelled``.
    """
    check_file(path)
    try:
        source = _source_for(path, format)
        sink = SpoolWriter(folder)
        try:
            what = source.read(path, sink, settings)
            return sink.finish(source.FORMAT, f"{what}: {_counts(sink)}")
        except BaseException:
            sink.discard()
            raise
    except OSError as problem:
        raise unreadable(path, problem) from problem


def _source_for(path: Path, format: str | None) -> PredictionSource:
    for source in SOURCES:
        if format == source.FORMAT or (format is None and source.recognise(path)):
            return source
    if format is None:
        raise refusal(path)
    known = ", ".join(source.FORMAT for source in SOURCES)
    raise SourceProblem(f"There is no format called {format}.", f"Known formats: {known}.", "Use one of them.")


def _counts(sink: SpoolWriter) -> str:
    kinds = np.bincount(np.frombuffer(bytes(sink.kind_column), np.uint8), minlength=len(KINDS))
    parts = [_number(int(count), *words) for count, words in zip(kinds, _COUNTED, strict=True) if count]
    parts = parts or ["no predictions"]
    parts += [_number(len(sink.pictures), "picture", "pictures"), _number(len(sink.classes), "class", "classes")]
    return ", ".join(parts)


def _number(count: int, one: str, many: str) -> str:
    return f"{count:,} {one if count == 1 else many}"
