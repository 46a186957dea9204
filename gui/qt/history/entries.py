"""What the history's window shows of a run besides its record: looked up on the disk, in a thread of its own."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from gui.domain.past_run import PastRun
from gui.history import page_of, past_runs
from gui.run_folders import is_worked_on


@dataclass(frozen=True)
class Entry:
    """One run as it is now."""

    run: PastRun
    is_running: bool
    has_file: bool
    """Whether the file it wrote is still there."""
    has_page: bool
    """Whether its report was kept."""


def read_entries() -> list[Entry]:
    """Every run that is known, the newest first."""
    return [
        Entry(
            run=run,
            is_running=is_worked_on(run.run),
            has_file=bool(run.output) and _exists(Path(run.output)),
            has_page=_exists(page_of(run.run)),
        )
        for run in past_runs()
    ]


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # a drive that does not answer
        return False
