"""What the user chose (a file, files, a folder or a ZIP archive) as one sorted list of files to read.

Readers see names with ``/``, sizes and streams of bytes, whatever it was. Nothing is unpacked to the disk, nothing
outside the chosen folder or archive is opened, and what is left out is listed with the reason.
"""

from __future__ import annotations

import io
import os
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from operator import attrgetter
from pathlib import Path
from sys import intern
from typing import Any, BinaryIO, Literal, Protocol, cast

from gui.errors import SourceProblem
from gui.sources.intake import json_lines
from gui.sources.intake.json_lines import LinesAsList
from gui.sources.plain_text import whole_characters

MOST_FILES = 2_000_000
MOST_FOLDERS = 64
"""Folders inside folders; deeper files are left out."""

SYSTEM_NAMES = frozenset({"thumbs.db", "desktop.ini", "__macosx", "__pycache__", "$recycle.bin"})
"""Names, in lower case, that operating systems scatter about; like names that begin with a dot, not looked at."""

PICTURES = frozenset({".jpg", ".jpeg", ".png", ".tif", ".tiff", ".bmp", ".webp"})
"""How names of pictures end."""

Kind = Literal["file", "files", "folder", "archive"]

_PIECE = 1 << 16
_READ_ONLY = os.O_RDONLY | getattr(os, "O_BINARY", 0)
_BY_NAME = attrgetter("name")


class Opener(Protocol):
    """Opens the files of one folder or archive."""

    def open(self, key: Any) -> BinaryIO:
        """A stream of bytes that can be read from the start and seeks. Raises ``OSError``."""

    def read(self, key: Any, most: int) -> bytes:
        """All bytes of the file; of one with more than ``most``, at least one more than that. Raises ``OSError``."""

    def size(self, key: Any) -> int:
        """Bytes of the file, as listed. Raises ``OSError``."""

    def close(self) -> None:
        """Let go of whatever is held open."""


class SourceFile:
    """One file: ``name`` is its path inside what was chosen, with ``/``."""

    __slots__ = ("_is_lines", "_key", "_opener", "_place", "last_part", "name", "suffix", "was_opened")

    def __init__(self, name: str, opener: Opener, key: Any) -> None:
        """``key`` is what ``opener`` knows it by."""
        self.name = name
        self.last_part = name[name.rfind("/") + 1 :]
        """The name without its folders."""
        dot = self.last_part.rfind(".")
        suffix = intern(self.last_part[dot:].lower()) if dot > 0 else ""
        self._is_lines = suffix in json_lines.SUFFIXES
        self.suffix = ".json" if self._is_lines else suffix
        """The last extension in lower case, such as ``.txt``; JSON Lines are read as a list in JSON."""
        self.was_opened = False
        self._place: str | None = None
        self._opener = opener
        self._key = key

    def open(self) -> BinaryIO:
        """The file as a stream of bytes, to be closed by the caller. Raises ``OSError``."""
        self.was_opened = True
        stream = self._opener.open(self._key)
        return cast(BinaryIO, io.BufferedReader(LinesAsList(stream), 1 << 16)) if self._is_lines else stream

    def place(self, inside: str) -> str:
        """A place in the file for people: ``labels/a.txt line 3``, or ``line 3`` where it is the only file."""
        return f"{self.name} {inside}" if self._place is None else f"{self._place}{inside}"

    def read(self, most: int) -> bytes:
        """All bytes, but not many more than ``most``: a longer answer says that there are more. Raises ``OSError``."""
        if self._is_lines:
            with self.open() as stream:
                return stream.read(most + 1)
        self.was_opened = True
        return self._opener.read(self._key, most)

    @property
    def size(self) -> int:
        """Bytes, as listed. Raises ``OSError``."""
        return self._opener.size(self._key)

    @property
    def stem(self) -> str:
        """The last part of the name without its last extension."""
        return self.last_part.rpartition(".")[0] or self.last_part

    def is_the_only_one(self) -> None:
        """Places in it need no name of the file."""
        self._place = ""

    def belongs_to(self, source: str) -> None:
        """Put the title of its source before every place in it, as there are several sources."""
        self._place = f"{source}: {self.name} " if self._place is None else f"{source} "


class Intake:
    """The files of one source, sorted by name. A context manager: leaving it closes the archive."""

    def __init__(
        self, title: str, kind: Kind, files: Sequence[SourceFile], opener: Opener, left_out: Sequence[tuple[str, str]]
    ) -> None:
        """``title`` is what people call it; ``left_out`` has (name, why) of what is there but is not looked at."""
        self.title = title
        self.kind = kind
        self.files = tuple(sorted(files, key=_BY_NAME))
        self.left_out = list(left_out)
        self._opener = opener
        self._by_suffix: dict[str, list[SourceFile]] = {}
        for file in self.files:
            self._by_suffix.setdefault(file.suffix, []).append(file)
        if kind == "file":
            self.files[0].is_the_only_one()

    def __iter__(self) -> Iterator[SourceFile]:
        return iter(self.files)

    def __len__(self) -> int:
        return len(self.files)

    def __enter__(self) -> Intake:
        return self

    def __exit__(self, *_: object) -> None:
        self._opener.close()

    def with_suffix(self, *suffixes: str) -> list[SourceFile]:
        """The files with one of these extensions (``.txt``, in lower case), sorted by name.

        A file that is alone fits every extension: its content decides.
        """
        if len(self.files) == 1:
            return list(self.files)
        found = [file for suffix in suffixes for file in self._by_suffix.get(suffix, [])]
        return sorted(found, key=_BY_NAME) if len(suffixes) > 1 else found

    def named(self, name: str) -> SourceFile | None:
        """The file with exactly this name."""
        place = bisect_left(self.files, name, key=_BY_NAME)
        return self.files[place] if place < len(self.files) and self.files[place].name == name else None

    def suffixes(self) -> Counter[str]:
        """How many files there are of each extension."""
        return Counter({suffix: len(files) for suffix, files in self._by_suffix.items()})

    def named_after(self, source: str) -> None:
        """Put the source's title before every place, as there are several sources."""
        for file in self.files:
            file.belongs_to(source)


def shown_title(path: Path) -> str:
    """What people call ``path``: its last part."""
    return whole_characters(os.fsdecode(path.name or path.absolute().name or str(path)))


def is_hidden(name: str) -> bool:
    """Whether a part of the path ``name`` is hidden or an operating system's own."""
    return name.startswith(".") or "/." in name or not SYSTEM_NAMES.isdisjoint(name.lower().split("/"))


def is_picture_name(name: str) -> bool:
    """Whether ``name`` is that of a picture's file."""
    return name[name.rfind(".") :].lower() in PICTURES


def too_many(title: str) -> SourceProblem:
    """The failure for more files than any set of predictions has."""
    return SourceProblem(
        f"{title} holds more than {MOST_FILES:,} files.",
        "So many cannot be predictions of one project.",
        "Choose the folder of the predictions alone.",
    )


class PathOpener:
    """Opens files by their paths."""

    def open(self, key: Path) -> BinaryIO:
        return open(key, "rb")  # noqa: PTH123 - the caller closes it; ten times a path's own open

    def read(self, key: Path, most: int) -> bytes:
        """Without a file object: of small files, half of the time goes into making one."""
        file = os.open(key, _READ_ONLY)
        try:
            pieces = []
            left = most + 1
            while left > 0 and (piece := os.read(file, min(left, _PIECE))):
                pieces.append(piece)
                left -= len(piece)
            return pieces[0] if len(pieces) == 1 else b"".join(pieces)
        finally:
            os.close(file)

    def size(self, key: Path) -> int:
        return os.stat(key).st_size  # noqa: PTH116 - as above

    def close(self) -> None:
        """Nothing is held open."""
