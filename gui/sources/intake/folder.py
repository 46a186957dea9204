"""Folders as an intake: every file below them that is no link out of it, no pipe, and not hidden."""

from __future__ import annotations

import os
from pathlib import Path

from gui.errors import SourceProblem
from gui.sources.intake.files import (
    MOST_FILES,
    MOST_FOLDERS,
    Intake,
    PathOpener,
    SourceFile,
    is_hidden,
    shown_title,
    too_many,
)
from gui.sources.plain_text import whole_characters


class _Walk:
    """One walk through a folder."""

    def __init__(self, root: Path) -> None:
        self.files: list[SourceFile] = []
        self.left_out: list[tuple[str, str]] = []
        self._title = shown_title(root)
        self._root = os.fspath(root)
        self._inside = os.path.join(os.path.realpath(root), "")  # noqa: PTH118 - with the last slash
        self._opener = PathOpener()
        self._walk(self._root, "", 0)

    def _walk(self, folder: str, prefix: str, depth: int) -> None:
        try:
            with os.scandir(folder) as entries:
                found = list(entries)
        except OSError as problem:
            if depth == 0:
                raise
            self.left_out.append((prefix.rstrip("/"), f"the folder cannot be read ({problem.strerror})"))
            return
        for entry in found:
            if is_hidden(entry.name):
                continue
            name = whole_characters(prefix + entry.name)
            try:
                self._take(entry, name, depth)
            except OSError as problem:
                self.left_out.append((name, f"it cannot be looked at ({problem.strerror})"))

    def _take(self, entry: os.DirEntry[str], name: str, depth: int) -> None:
        if entry.is_symlink() and (why := self._refuse_link(entry)):
            self.left_out.append((name, why))
        elif entry.is_dir(follow_symlinks=False):
            if depth >= MOST_FOLDERS:
                self.left_out.append((name, f"it lies more than {MOST_FOLDERS} folders deep"))
            else:
                self._walk(entry.path, f"{name}/", depth + 1)
        else:
            if not entry.is_file():
                self.left_out.append((name, "it is a pipe or a device"))
                return
            if len(self.files) >= MOST_FILES:
                raise too_many(self._title)
            self.files.append(SourceFile(name, self._opener, entry.path))

    def _refuse_link(self, entry: os.DirEntry[str]) -> str:
        """Why a symbolic link is not followed; empty for a link to a file inside the folder."""
        if entry.is_dir():
            return "it is a link to a folder"
        if not os.path.realpath(entry.path).startswith(self._inside):
            return "it is a link that leads out of the folder"
        entry.stat()  # raises when it leads nowhere
        return ""

    def intake(self) -> Intake:
        return Intake(self._title, "folder", self.files, self._opener, self.left_out)


def open_folder(path: Path) -> Intake:
    """The files below the folder ``path``. Raises ``SourceProblem`` when it holds none, and ``OSError``."""
    walk = _Walk(path)
    if not walk.files:
        why = "; ".join(f"{name}: {why}" for name, why in walk.left_out[:3])
        raise SourceProblem(
            f"{shown_title(path)} holds no files to read.",
            f"{why[:1].upper()}{why[1:]}." if why else "The folder is empty, or holds hidden files alone.",
            "Choose the folder that holds the predictions.",
        )
    return walk.intake()
