"""Opens whatever the user chose as an intake."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from gui.domain.counting import counted
from gui.sources.intake.archive import is_archive, open_archive
from gui.sources.intake.files import Intake, PathOpener, SourceFile, shown_title
from gui.sources.intake.folder import open_folder
from gui.sources.plain_text import whole_characters
from gui.sources.refusals import check_file, unreadable


def is_folder(path: Path) -> bool:
    """Whether ``path`` is a folder; False for what cannot be looked at."""
    return os.path.isdir(path)  # noqa: PTH112 - never raises


def open_intake(path: Path) -> Intake:
    """The file, folder or ZIP archive at ``path``. Raises ``SourceProblem``."""
    try:
        if is_folder(path):
            return open_folder(path)
        check_file(path)
        if is_archive(path):
            return open_archive(path)
        opener = PathOpener()
        return Intake(shown_title(path), "file", [SourceFile(path.name, opener, path)], opener, [])
    except OSError as problem:
        raise unreadable(path, problem) from problem


def open_files(paths: Sequence[Path]) -> Intake:
    """Several files chosen together as one source; names that repeat get their folder before them.

    Raises ``SourceProblem``.
    """
    if len(paths) == 1:
        return open_intake(paths[0])
    twice = Counter(path.name for path in paths)
    opener = PathOpener()
    files = []
    for path in dict.fromkeys(paths):
        check_file(path, may_be_empty=True)
        name = path.name if twice[path.name] == 1 else f"{path.absolute().parent.name}/{path.name}"
        files.append(SourceFile(whole_characters(name), opener, path))
    return Intake(counted(len(files), "file"), "files", files, opener, [])
