"""Removes what lies on the disk of past work: run folders, logs and the history that no running process holds."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from gui import paths
from gui.history import forget_all
from gui.run_folders import remove_left_behind, remove_unowned_rows_files

log = logging.getLogger(__name__)

OPEN_LOGS = ("window.log", "engine.log")
"""Logs that are being written while the window is there."""


@dataclass(frozen=True)
class RemovedFiles:
    """How many run folders, log files and entries of the history were removed."""

    runs: int
    logs: int
    past_runs: int = 0


def remove_files() -> RemovedFiles:
    """Remove the run folders of ended processes, exports that were cut short, the history, and logs that are not open.

    Raises nothing for a file in use.
    """
    logs = 0
    for path in paths.log_dir().glob("*.log*"):
        if path.name in OPEN_LOGS:
            continue
        try:
            path.unlink()
        except OSError as error:  # open in another process, on Windows
            log.warning("A log stays: %s", error.strerror)
        else:
            logs += 1
    return RemovedFiles(remove_left_behind() + remove_unowned_rows_files(), logs, forget_all())
