"""ZIP archives, read in place: their files as streams, within limits that no bomb passes."""

from __future__ import annotations

import io
import stat
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO, cast

from gui.errors import SourceProblem
from gui.sources.intake.files import MOST_FILES, MOST_FOLDERS, Intake, SourceFile, is_hidden, shown_title, too_many
from gui.sources.plain_text import whole_characters

MOST_UNPACKED = 100 << 30
"""Bytes that all files together may have: 100 GB. They are streamed, so this bounds the time and not the memory."""
HARMLESS = 1 << 30
MOST_RATIO = 100
"""Beyond 1 GB unpacked, at most a hundred times the size of the archive; text of predictions has 5 to 20."""

_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OverflowError)
"""What ``zipfile`` raises for archives that are damaged, encrypted or packed by a method it does not know."""


def is_archive(path: Path) -> bool:
    """Whether ``path`` begins like a ZIP archive. Raises ``OSError``."""
    with path.open("rb") as file:
        return file.read(4) in (b"PK\x03\x04", b"PK\x05\x06")


def open_archive(path: Path) -> Intake:
    """The files of the ZIP archive at ``path``. Raises ``SourceProblem`` and ``OSError``."""
    title = shown_title(path)
    try:
        archive = zipfile.ZipFile(path)
    except _BROKEN as problem:
        raise _broken(title, "It cannot be opened as an archive (ZIP): its end is missing or damaged.") from problem
    try:
        opener = _ZippedFiles(archive)
        members = [member for member in archive.infolist() if not member.is_dir()]
        _check_sizes(title, members, path.stat().st_size)
        files, left_out = _listed(members, opener)
        if not files:
            raise _empty(title, left_out)
        return Intake(title, "archive", files, opener, left_out)
    except BaseException:
        archive.close()
        raise


def _check_sizes(title: str, members: Sequence[zipfile.ZipInfo], size: int) -> None:
    """Refuse bombs: too many files, files that lie over each other, too much, or too much from too little."""
    if len(members) > MOST_FILES:
        raise too_many(title)
    if sum(member.compress_size for member in members) > size:
        raise _broken(title, "Its files lie over each other, as in an archive made to fill disks.")
    unpacked = sum(member.file_size for member in members)
    if unpacked > MOST_UNPACKED or (unpacked > HARMLESS and unpacked > MOST_RATIO * size):
        raise SourceProblem(
            f"{title} would unpack to {unpacked / (1 << 30):,.0f} GB.",
            f"That is {unpacked // max(size, 1):,} times its own size, as in an archive made to fill disks.",
            "Unpack it yourself if you trust it, then choose the folder.",
        )
    if members and all(member.flag_bits & 1 for member in members):
        raise SourceProblem(
            f"{title} is protected with a password.",
            "Its files are encrypted.",
            "Unpack it, then choose the folder.",
        )


def _listed(members: Sequence[zipfile.ZipInfo], opener: _ZippedFiles) -> tuple[list[SourceFile], list[tuple[str, str]]]:
    files: dict[str, SourceFile] = {}
    left_out: list[tuple[str, str]] = []
    for member in members:
        name = _name(member)
        if is_hidden("/".join(part for part in name.split("/") if part not in ("..", "."))):
            continue
        if why := _refuse(member, name) or ("another file in the archive has the same name" if name in files else ""):
            left_out.append((name, why))
        else:
            files[name] = SourceFile(name, opener, member)
    return list(files.values()), left_out


def _name(member: zipfile.ZipInfo) -> str:
    """The member's path with ``/``. Many packers write UTF-8 without saying so, which reads as code page 437."""
    name = member.filename
    if not member.flag_bits & 0x800 and not name.isascii():
        try:
            name = name.encode("cp437").decode("utf-8")
        except UnicodeError:
            name = member.filename
    return whole_characters(name.replace("\\", "/"))


def _refuse(member: zipfile.ZipInfo, name: str) -> str:
    """Why the member is not read; empty when it is."""
    parts = name.split("/")
    if name.startswith("/") or ".." in parts or parts[0].endswith(":"):
        return "its path leads out of the archive"
    if len(parts) > MOST_FOLDERS:
        return f"it lies more than {MOST_FOLDERS} folders deep"
    if stat.S_ISLNK(member.external_attr >> 16):
        return "it is a link"
    return "it is encrypted" if member.flag_bits & 1 else ""


class _ZippedFiles:
    """Opens the members of an archive."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive

    def open(self, key: zipfile.ZipInfo) -> BinaryIO:
        try:
            return cast(BinaryIO, io.BufferedReader(_Member(self._archive.open(key)), 1 << 16))
        except _BROKEN as problem:
            raise _damaged(problem) from problem

    def read(self, key: zipfile.ZipInfo, most: int) -> bytes:
        with self.open(key) as file:
            return file.read(most + 1)

    def size(self, key: zipfile.ZipInfo) -> int:
        return key.file_size

    def close(self) -> None:
        self._archive.close()


class _Member(io.RawIOBase):
    """One member's bytes; whatever ``zipfile`` raises for a damaged one comes out as ``OSError``."""

    def __init__(self, stream: BinaryIO | zipfile.ZipExtFile | object) -> None:
        self._stream = cast(BinaryIO, stream)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer).cast("B")  # type: ignore[arg-type]
        try:
            data = self._stream.read(len(view))
        except _BROKEN as problem:
            raise _damaged(problem) from problem
        view[: len(data)] = data
        return len(data)

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        try:
            return self._stream.seek(offset, whence)
        except _BROKEN as problem:
            raise _damaged(problem) from problem

    def tell(self) -> int:
        return self._stream.tell()

    def close(self) -> None:
        if not self.closed:
            self._stream.close()
        super().close()


def _damaged(problem: Exception) -> OSError:
    return OSError(0, f"the archive is damaged there, or packed in a way that is not known ({problem})"[:200])


def _broken(title: str, why: str) -> SourceProblem:
    return SourceProblem(f"{title} is broken.", why, "Copy or pack it again, then choose it again.")


def _empty(title: str, left_out: Sequence[tuple[str, str]]) -> SourceProblem:
    first = f"{left_out[0][0]}: {left_out[0][1]}." if left_out else "The archive is empty, or holds hidden files alone."
    return SourceProblem(f"{title} holds no files to read.", first, "Choose an archive that holds predictions.")
