"""One JSON value in bytes: where it ends, though only a part of it may be there yet, and what it holds."""

from __future__ import annotations

import json
import re
from typing import Any

import msgspec

MAX_DEPTH = 100_000
"""Brackets inside brackets beyond which a text is given up; what Python decodes ends near a thousand."""


# Before Python 3.11.5 (Debian 12 has 3.11.2) *+ and ++ match too little after a group with alternatives in it. An
# atomic group does the same, but remembers every turn while it runs: hence no more than 1000 turns.
_STRING = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"', re.DOTALL)
_SCALAR = re.compile(rb'[^ \t\r\n,:\[\]{}"]++')
# What changes no depth is stepped over in one go, flat lists and objects included; then a bracket. The lone quote
# at the end stands for a string that is cut off.
_TOKEN = re.compile(
    rb"""
    (?> (?: [^"\[\]{}]++ | "[^"\\]*+(?:\\.[^"\\]*+)*+" | \[[^"\[\]{}]*+\] | \{[^"\[\]{}]*+\} ){1,1000} )
    | [{}\[\]]
    | "
    """,
    re.DOTALL | re.VERBOSE,
)


class BrokenJson(Exception):
    """The text stops being JSON, or ends too early (``cut_off``); the message says how, for people."""

    def __init__(self, message: str, *, cut_off: bool = False) -> None:
        """Say what is wrong."""
        super().__init__(message)
        self.cut_off = cut_off


class Loose(msgspec.Struct):
    """One element that was decoded by itself, as plain Python values; ``fault`` says why it could not be."""

    value: Any
    fault: str = ""


class ValueEnd:
    """Looks for the end of one value, and goes on where it stopped when more of the text has come."""

    def __init__(self) -> None:
        """Nothing was looked at yet."""
        self._seen = 0
        self._depth = 0

    def find(self, window: bytes, start: int, at_end: bool) -> int | None:
        """Where the value that begins at ``start`` ends, or None when ``window`` ends before it does.

        ``at_end`` says that no more will come. Raises ``BrokenJson`` where no value can begin.
        """
        first = window[start : start + 1]
        if not first:
            return None
        if first in b"{[":
            return self._find_nested(window, start)
        if first == b'"':
            string = _STRING.match(window, start)
            return string.end() if string else None
        scalar = _SCALAR.match(window, start)
        if not scalar:
            raise BrokenJson(f"there is “{shown_byte(first)}” in place of a value")
        return scalar.end() if at_end or scalar.end() < len(window) else None

    def _find_nested(self, window: bytes, start: int) -> int | None:
        if self._depth == 0:
            self._depth = self._seen = 1  # the first bracket
        for token in _TOKEN.finditer(window, start + self._seen):
            text = token.group()
            if text == b'"':
                self._seen = token.start() - start
                return None
            if text in (b"{", b"["):
                self._depth += 1
                if self._depth > MAX_DEPTH:
                    raise BrokenJson("it is nested too deeply")
            elif text in (b"}", b"]"):
                self._depth -= 1
                if self._depth == 0:
                    return token.end()
        self._seen = len(window) - start
        return None


def decode(text: bytes) -> Loose:
    """One value with everything that Python's own ``json`` lets pass, NaN and infinities among them.

    Raises ``BrokenJson`` when it is no JSON at all.
    """
    characters = text.decode("utf-8", "replace")
    try:
        return Loose(json.loads(characters, strict=False))
    except RecursionError:
        return Loose(None, "it is nested too deeply")
    except json.JSONDecodeError as problem:
        raise BrokenJson(f"one entry is not JSON ({problem.msg[:1].lower()}{problem.msg[1:]})") from None
    except ValueError:  # Python refuses whole numbers of more than 4300 digits
        return Loose(json.loads(characters, strict=False, parse_int=float))


def shown_byte(byte: bytes) -> str:
    """``byte`` for a sentence."""
    return byte.decode("ascii", "backslashreplace") if byte.isascii() else "a strange character"
