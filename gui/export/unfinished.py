"""Exports that were cut short: their rows files, found again and taken over by the export that goes on."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from gui.domain.label_row import ListedRow
from gui.export.assemble import remove_left_parts
from gui.export.rows_file import finished_rows
from gui.export.run_header import RunHeader, decoded, differences
from gui.run_folders import journal_path, remove_rows_file, rows_files_of_others, taken_over_path, unowned_rows_files

KEPT_DAYS = 14
"""Days after which an export that was cut short is given up."""


@dataclass(frozen=True)
class Unfinished:
    """An export that was cut short, and that nobody works on."""

    path: Path
    header: RunHeader

    def rows_done(self) -> int:
        """How many of its rows are finished."""
        with self.path.open("rb") as file:
            start = len(file.readline())
            return len({entry.data_hash for _, entry in finished_rows(file, start)})

    def take_over(self) -> Path:
        """Make its rows file this process's own; returns where it lies now."""
        path = taken_over_path(self.path)
        self.path.replace(path)
        return path

    def discard(self) -> None:
        """Remove its rows."""
        remove_rows_file(self.path)

    @property
    def reached_the_branch(self) -> bool:
        """Whether it has begun to save rows on a branch."""
        return journal_path(self.path).exists()


def unfinished_exports() -> list[Unfinished]:
    """Every export that was cut short, the newest first. What is broken or too old is removed."""
    found = []
    for path, changed in sorted(unowned_rows_files(), key=lambda pair: -pair[1]):
        header = _read_header(path)
        if header is None or time.time() - changed > KEPT_DAYS * 24 * 3600:
            remove_rows_file(path)
        else:
            found.append(Unfinished(path, header))
    return found


@dataclass(frozen=True)
class Resumption:
    """What becomes of the unfinished exports to a place that is about to be written."""

    unfinished: Unfinished | None = None
    """The one that goes on,"""
    given_up: Sequence[Unfinished] = ()
    """and those that are discarded once the new export begins."""
    sentence: str = ""
    """What there is to say about it."""


def is_written_by_another(header: RunHeader) -> bool:
    """Whether another process of this user publishes on the branch of ``header`` just now."""
    headers = [_read_header(path) for path in rows_files_of_others()]
    return any(each is not None and each.on_branch == header.on_branch for each in headers)


def tidy_up() -> None:
    """Remove what ended processes left behind: exports too old to go on, and parts of files beside their targets."""
    for each in unfinished_exports():
        if each.header.output:
            remove_left_parts(Path(each.header.output))


def discard_to(place: str) -> None:
    """Give up the unfinished exports that go there (`RunHeader.goes_to`)."""
    for each in unfinished_exports():
        if each.header.goes_to == place:
            each.discard()


def resumption_of(header: RunHeader, rows: Sequence[ListedRow], resume: bool) -> Resumption:
    """What becomes of the unfinished exports to the place that ``header`` goes to; nothing is discarded yet.

    One that cannot go on as ``header``, or is not wanted (``resume`` is False), is given up.
    """
    found = [each for each in unfinished_exports() if each.header.goes_to == header.goes_to]
    if not found:
        return Resumption()
    newest = found[0]
    place = "file" if header.output else "branch"
    done = f"The unfinished export to this {place} ({newest.rows_done():,} of {newest.header.rows:,} rows)"
    if not resume:
        return Resumption(None, found, f"{done} was discarded. With --resume it would have gone on.")
    different = differences(newest.header, header, rows)
    if not different:
        return Resumption(newest, found[1:], f"{done} goes on.")
    changed = f"Changed since then: {', '.join(different)}."
    return Resumption(None, found, f"{done} could not go on and was discarded. {changed}")


def _read_header(path: Path) -> RunHeader | None:
    try:
        with path.open("rb") as file:
            return decoded(file.readline())
    except (OSError, ValueError, RecursionError):
        return None
