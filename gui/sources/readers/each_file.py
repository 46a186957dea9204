"""Reads formats that have one small file a picture: file after file, a broken one left out by its name."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from gui.domain.reasons import Reason
from gui.errors import SourceProblem
from gui.sources.intake.files import SourceFile
from gui.sources.read_settings import ReadSettings
from gui.sources.spool_writer import SpoolWriter

LARGEST = 64 << 20
"""Bytes of one picture's file: 64 MB, far beyond any; it is held in memory whole."""

_ASK_EVERY = 64


class BrokenFile(Exception):
    """One file cannot be read as the format; the message says why, without a full stop."""


def contents(file: SourceFile, largest: int = LARGEST) -> bytes:
    """All bytes of ``file``. Raises ``BrokenFile`` when there are too many, and ``OSError``."""
    data = file.read(largest)
    if len(data) > largest:
        raise BrokenFile(f"it is larger than {largest >> 20} MB")
    return data


def beginning(file: SourceFile, most: int = 1 << 16) -> bytes:
    """The first bytes of ``file``, to recognise it by. Raises ``OSError``."""
    with file.open() as stream:
        return stream.read(most)


def read_each(
    files: Sequence[SourceFile],
    sink: SpoolWriter,
    settings: ReadSettings,
    read_one: Callable[[SourceFile, bytes], None],
) -> int:
    """Call ``read_one`` with every file and its bytes; returns how many were read.

    ``read_one`` may raise ``BrokenFile`` before it has added anything: the file is then dropped as a whole, as one
    that the system does not let us read. Raises ``SourceProblem`` when not a single one could be read.
    """
    read = 0
    first: tuple[SourceFile, str] | None = None
    for count, file in enumerate(files):
        if count % _ASK_EVERY == 0:
            settings.check()
        try:
            read_one(file, contents(file))
            read += 1
        except (BrokenFile, OSError) as problem:
            why = (problem.strerror or str(problem)) if isinstance(problem, OSError) else str(problem)
            first = first or (file, why)
            sink.drop(Reason.BAD_FILE, file.name, detail=why)
    if first and not read:
        raise SourceProblem(
            f"{first[0].name} cannot be read." if len(files) == 1 else f"None of the {len(files):,} files can be read.",
            f"{first[1][:1].upper()}{first[1][1:]}." if len(files) == 1 else f"{first[0].name}: {first[1]}.",
            "Copy or write it again, then choose it again.",
        )
    return read
