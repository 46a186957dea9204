"""Run folders: one for each engine or headless export, named after its process; those left behind are removed."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from gui import paths
from gui.running_processes import is_running


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
