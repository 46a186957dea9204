"""What runs keep on the disk, named after their process: a run folder each, and the rows file of an export.

A run folder goes with its process. A rows file stays when the export is cut short, so that it can go on.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from gui import paths
from gui.running_processes import is_running

_ROWS = "unfinished-"
_ROWS_END = ".rows"
_NOBODY = "0"
"""Stands where the process is named, when no process works on a rows file any more."""
_JOURNAL_END = ".branch"


def new_run_folder() -> Path:
    """A folder of this process's own; what ended processes left behind is removed first."""
    remove_left_behind()
    return Path(tempfile.mkdtemp(prefix=f"run-{os.getpid()}-", dir=paths.runs_dir()))


def remove_left_behind() -> int:
    """Remove the run folders of processes that have ended; how many there were."""
    removed = 0
    for folder in paths.runs_dir().glob("run-*"):
        parts = folder.name.split("-")
        if len(parts) > 1 and parts[1].isdigit() and not is_running(int(parts[1])):
            shutil.rmtree(folder, ignore_errors=True)
            removed += not folder.exists()
    return removed


def new_rows_path() -> Path:
    """Where a rows file of this process may lie."""
    return paths.runs_dir() / f"{_ROWS}{os.getpid()}-{secrets.token_hex(6)}{_ROWS_END}"


def leave_rows_file(path: Path) -> None:
    """This process works on the rows file no more; others may find it, or remove it."""
    with contextlib.suppress(OSError):  # then it is found when this process has ended
        path.rename(path.with_name(f"{_ROWS}{_NOBODY}-{path.name.split('-', 2)[2]}"))


def taken_over_path(path: Path) -> Path:
    """Where another process's rows file lies once it is this process's own: what names the export stays."""
    return path.with_name(f"{_ROWS}{os.getpid()}-{run_token(path)}{_ROWS_END}")


def journal_path(rows_path: Path) -> Path:
    """Where is kept what of a rows file was saved on a branch; the same whoever owns the rows file."""
    return rows_path.with_name(f"{run_token(rows_path)}{_JOURNAL_END}")


def run_token(rows_path: Path) -> str:
    """What names a run from its beginning to its end, however often it is cut short and goes on."""
    return rows_path.name.removesuffix(_ROWS_END).split("-", 2)[-1]


def remove_rows_file(path: Path) -> None:
    """Remove a rows file, and with it what was kept of its branch."""
    path.unlink(missing_ok=True)
    journal_path(path).unlink(missing_ok=True)


def unowned_rows_files() -> Iterator[tuple[Path, float]]:
    """The rows files that no other process works on, and when each was last written to (seconds since 1970).

    This process works on one export at a time, and asks before it begins.
    """
    for path in paths.runs_dir().glob(f"{_ROWS}*{_ROWS_END}"):
        if _is_of_another(path):
            continue
        try:
            yield path, path.stat().st_mtime
        except FileNotFoundError:
            continue  # taken over by another process just now


def rows_files_of_others() -> list[Path]:
    """The rows files that other processes work on just now."""
    return [path for path in paths.runs_dir().glob(f"{_ROWS}*{_ROWS_END}") if _is_of_another(path)]


def _is_of_another(path: Path) -> bool:
    owner = path.name.split("-")[1]
    return owner.isdigit() and owner not in (_NOBODY, str(os.getpid())) and is_running(int(owner))


def is_worked_on(token: str) -> bool:
    """Whether a process that lives works on the run of this name just now."""
    owners = [path.name.split("-")[1] for path in paths.runs_dir().glob(f"{_ROWS}*-{token}{_ROWS_END}")]
    return any(owner.isdigit() and owner != _NOBODY and is_running(int(owner)) for owner in owners)


def discard_rows_file(token: str) -> None:
    """Remove the rows file of this run, if nobody works on it: the run cannot go on any more."""
    for path, _ in list(unowned_rows_files()):
        if run_token(path) == token:
            remove_rows_file(path)


def remove_unowned_rows_files() -> int:
    """Remove them: those exports cannot go on; how many there were."""
    found = [path for path, _ in unowned_rows_files()]
    for path in found:
        remove_rows_file(path)
    return len(found)
