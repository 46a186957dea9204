"""Whether the application has a place for its logs, settings and the rows in work, found out before it begins."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from gui import paths
from gui.errors import OwnFoldersProblem

FOR_COMMANDS: tuple[Callable[[], Path], ...] = (paths.log_dir, paths.runs_dir, paths.history_dir)
FOR_THE_WINDOW: tuple[Callable[[], Path], ...] = (*FOR_COMMANDS, paths.settings_file, paths.cache_dir)


def check_own_folders(needed: tuple[Callable[[], Path], ...]) -> None:
    """Make each folder that is ``needed``. Raises ``OwnFoldersProblem`` for the first that cannot be used."""
    try:
        for find in needed:
            place = find()
            folder = place if place.is_dir() else place.parent
            if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
                raise PermissionError(13, "Permission denied", str(folder))
    except OSError as error:
        raise OwnFoldersProblem(
            "The application's own folder cannot be used.",
            f"{error.filename}: {os.strerror(error.errno or 0)}. Nothing was written.",
            f"Make it writable, or set {paths.HOME_VARIABLE} to another folder.",
        ) from None
