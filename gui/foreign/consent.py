"""Reading a script without running it, and remembering which scripts the user has said yes to."""

from __future__ import annotations

import hashlib
import io
import os
import tokenize
import unicodedata
from pathlib import Path

import msgspec

from gui.errors import ScriptProblem
from gui.replacing import replace

LARGEST_SCRIPT = 4 * 1024 * 1024
"""Bytes. A script is a text somebody can read; anything larger is another file by mistake."""


class Script(msgspec.Struct, frozen=True):
    """A script as it was read: exactly ``source`` is shown, agreed to and run, whatever the file holds later."""

    path: Path
    source: bytes
    sha256: str

    @property
    def text(self) -> str:
        """Its text for people; characters that hide or reorder others are spelled out (``\\u202e``)."""
        try:
            encoding, _ = tokenize.detect_encoding(io.BytesIO(self.source).readline)
        except SyntaxError:  # an unknown encoding: running it will say so
            encoding = "utf-8"
        return "".join(map(_visible, self.source.decode(encoding, errors="replace")))


def _visible(letter: str) -> str:
    if letter in "\n\t" or unicodedata.category(letter) not in ("Cc", "Cf", "Co", "Cn", "Zl", "Zp"):
        return letter
    return "" if letter in "\r\ufeff" else f"\\u{ord(letter):04x}"


def read_script(path: Path) -> Script:
    """Read ``path``; nothing of it runs. Raises ScriptProblem when that is not possible."""
    full = path.expanduser().absolute()
    try:
        with full.open("rb") as file:
            source = file.read(LARGEST_SCRIPT + 1)
    except OSError as error:
        raise ScriptProblem(
            f"The script “{path.name}” cannot be read.",
            f"{os.strerror(error.errno) if error.errno else error}.",
            "Check its path and its permissions.",
        ) from None
    if not source.strip():
        raise ScriptProblem(f"The script “{path.name}” is empty.", "It holds no line.", "Choose another file.")
    if len(source) > LARGEST_SCRIPT or b"\0" in source:
        raise ScriptProblem(
            f"“{path.name}” is not a Python script.",
            "It is too large." if len(source) > LARGEST_SCRIPT else "It is not text in UTF-8.",
            "Choose a .py file; if it is one, save it as UTF-8.",
        )
    return Script(full, source, hashlib.sha256(source).hexdigest())


class Consents:
    """The scripts the user said yes to, by path and content, in one file."""

    def __init__(self, file: Path) -> None:
        """``file`` need not exist yet."""
        self._file = file

    def needs_consent(self, script: Script) -> bool:
        """Whether the user must be asked: the script was never run from here, or has changed since."""
        return self._known().get(str(script.path)) != script.sha256

    def remember(self, script: Script) -> None:
        """The user said yes to this script as it is. Raises OSError when that cannot be written."""
        known = self._known() | {str(script.path): script.sha256}
        part = self._file.with_suffix(".part")
        part.write_bytes(msgspec.json.format(msgspec.json.encode(known)))
        replace(part, self._file)

    def _known(self) -> dict[str, str]:
        try:
            return msgspec.json.decode(self._file.read_bytes(), type=dict[str, str])
        except (OSError, msgspec.DecodeError):
            return {}  # nothing is known for certain: the user is asked again
