"""How names of pictures and titles of rows are brought into one form before they are compared."""

from __future__ import annotations

import unicodedata
from urllib.parse import unquote

Path = tuple[str, ...]
"""The components of a name, in one case and one Unicode form."""


def components(name: str) -> Path:
    """The parts of a path, whichever slashes it has; ``.`` and empty parts are dropped.

    Of a web address, what follows the path (a signature, say) is no part of the name, and letters are written plainly.
    """
    if name.startswith(("https://", "http://")):
        name = unquote(name.partition("#")[0].partition("?")[0])
    if name.isascii():
        name = name.lower()
    else:
        # Case folding can undo the composed form, so it is made again.
        name = unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())
    return tuple(part for part in name.replace("\\", "/").split("/") if part not in ("", "."))


def stem(component: str) -> str:
    """``component`` without its file extension: a dot and up to five letters and digits, a letter among them."""
    name, _, extension = component.rpartition(".")
    if not name or len(extension) > 5 or not extension.isalnum() or extension.isdigit():
        return component
    return name.removesuffix(".nii")


def number_of(component: str) -> str | None:
    """The number that ``component`` is but for its extension, without leading zeros; None when it is none."""
    digits = stem(component)
    return (digits.lstrip("0") or "0") if digits.isascii() and digits.isdigit() else None
