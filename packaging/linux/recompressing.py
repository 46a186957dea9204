"""Compresses the content of a .deb anew: nfpm's own xz leaves it a fifth larger than Debian's tools do."""

from __future__ import annotations

import lzma
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple

PRESET: Final = 4
"""xz's level, for everything. Measured on one build: 2 made 105 MB in 67 s of one core, 6 made 94 MB in 167 s."""

_MAGIC = b"!<arch>\n"
_HEADER = 60
"""Bytes before each member of an ar archive: name 16, time 12, owner 6, group 6, mode 8, size 10, an end mark 2."""


class Member(NamedTuple):
    """One file in an ar archive, which is what a .deb is (man 5 deb)."""

    header: bytes
    content: bytes

    @property
    def name(self) -> str:
        """Such as ``data.tar``."""
        return self.header[:16].decode("ascii").strip().rstrip("/")


def recompress(deb: Path) -> None:
    """Replace the ``data.tar`` of ``deb``, which nfpm left uncompressed, by ``data.tar.xz``."""
    with deb.open("rb") as file:
        members = [_compressed(member) if member.name == "data.tar" else member for member in _members(file)]
    with deb.open("wb") as file:
        file.write(_MAGIC)
        for member in members:
            file.write(member.header + member.content + b"\n" * (len(member.content) % 2))


def _compressed(member: Member) -> Member:
    content = lzma.compress(member.content, preset=PRESET)
    header = b"data.tar.xz".ljust(16) + member.header[16:48] + str(len(content)).encode().ljust(10) + b"`\n"
    return Member(header, content)


def _members(file: BinaryIO) -> Iterator[Member]:
    if file.read(len(_MAGIC)) != _MAGIC:
        raise ValueError("not an ar archive")
    while header := file.read(_HEADER):
        size = int(header[48:58])
        yield Member(header, file.read(size))
        file.read(size % 2)  # members begin at even places
