"""Text from files made fit to be stored and shown."""

from __future__ import annotations


def whole_characters(text: str) -> str:
    """``text`` with lone halves of surrogate pairs replaced, which no file or window could carry."""
    if text.isascii():
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def shown_name(name: str) -> str:
    """``name`` for a sentence: on one line, at most 30 characters."""
    if not name.isprintable():
        name = name.encode("unicode_escape").decode("ascii")
    return name if len(name) <= 30 else f"{name[:29]}…"
