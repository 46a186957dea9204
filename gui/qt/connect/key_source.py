"""Where a key's text comes from: a file that was chosen or dropped, or what was pasted; only text, no judgement."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from gui.errors import KeyProblem

MOST_BYTES = 64 * 1024
"""No private key is larger; a larger file is not read."""

_CHOOSE = "Choose the file that Encord saved for you when you made the key, often named …-private-key.txt."


@dataclass(frozen=True)
class KeySource:
    """A key as the engine's key doctor will get it; its repr shows the name only."""

    name: str
    text: str
    path: Path | None = None

    def __repr__(self) -> str:
        return f"KeySource({self.name!r})"


def read_key_file(path: Path) -> KeySource:
    """The text of a key file. Raises ``KeyProblem`` when it cannot be read or is far too large for a key."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise KeyProblem("This file is not a key.", "It is far larger than any key.", _CHOOSE)
        data = path.read_bytes()
    except IsADirectoryError:
        raise KeyProblem("This is a folder.", "A key is a file.", _CHOOSE) from None
    except OSError as error:
        raise KeyProblem(
            "The key file cannot be read.",
            "It may have been moved, or this account may not open it.",
            "Choose the file again.",
            detail=error.strerror or type(error).__name__,
        ) from None
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    # What is no text at all becomes text that is no key; the key doctor has the words for that.
    return KeySource(path.name, data.decode(encoding, errors="replace"), path)


def pasted_key(text: str) -> KeySource:
    """The key that was pasted."""
    return KeySource("Pasted key", text)
