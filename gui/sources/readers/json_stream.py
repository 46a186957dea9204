"""A cursor over a JSON file of any size that holds no more than a window of it in memory.

An array is handed out some thousand elements at a time: a border between two objects is guessed, and it is
right if (and only if) the text before it decodes, so the usual file costs little more than its decoding. Where
it does not decode, the elements are cut out one by one, aware of strings and nesting.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO, TypeVar

import msgspec

from gui.sources.read_settings import ReadSettings
from gui.sources.readers.json_values import BrokenJson, Loose, ValueEnd, decode, shown_byte
from gui.sources.readers.text_stream import Utf8Reader

WINDOW = 1 << 20
"""How many bytes are read at a time: 1 MB."""
MAX_VALUE = 1 << 25
"""The longest element, or other value, that is taken in whole: 32 MB, a polygon of two million points."""

_SPACE = re.compile(rb"[ \t\r\n]*+")
_BORDER = re.compile(rb"\}[ \t\r\n]*,[ \t\r\n]*$")
_BORDER_TRIES = 50
_BORDER_REACH = 200

_Entry = TypeVar("_Entry")


class JsonStream:
    """Walks forward through one JSON text; every method leaves the cursor after what it took."""

    def __init__(self, file: BinaryIO, settings: ReadSettings, largest: int = 0) -> None:
        """Begin at the start of ``file``, opened for reading bytes; ``largest`` replaces the limit of one value."""
        self._reader = Utf8Reader(file)
        self._settings = settings
        self._largest = largest or MAX_VALUE
        self._window = b""
        self._window_start = 0
        self._position = 0
        self._at_end = False

    def peek(self) -> bytes:
        """The next byte that is not white space, still to be taken; empty at the end of the file."""
        while True:
            self._position = _SPACE.match(self._window, self._position).end()  # type: ignore[union-attr]
            if self._position < len(self._window) or not self._fill():
                return self._window[self._position : self._position + 1]

    def take(self, expected: bytes) -> bytes:
        """Step over one of the ``expected`` bytes and return it. Raises ``BrokenJson`` for any other."""
        found = self.peek()
        if not found:
            raise BrokenJson("it ends too early", cut_off=True)
        if found not in expected:
            raise BrokenJson(f"there is “{shown_byte(found)}” in place of “{shown_byte(expected[:1])}”")
        self._position += 1
        return found

    def end(self) -> None:
        """Make sure that nothing follows. Raises ``BrokenJson``."""
        if self.peek():
            raise BrokenJson("it goes on after its end")

    def value(self) -> bytes:
        """The text of the next value, whole. Raises ``BrokenJson`` when it is cut off or too large."""
        self.peek()
        scan = ValueEnd()
        while True:
            end = scan.find(self._window, self._position, self._at_end)
            if end is not None:
                text = self._window[self._position : end]
                self._position = end
                return text
            if self._at_end:
                raise BrokenJson("it ends too early", cut_off=True)
            if len(self._window) - self._position > self._largest:
                raise BrokenJson(f"one value in it is larger than {self._largest >> 20} MB")
            self._fill()

    def members(self) -> Iterator[str]:
        """The names in the next object; the caller takes the value of each before it asks for the next."""
        self.take(b"{")
        if self.peek() == b"}":
            self.take(b"}")
            return
        while True:
            name = decode(self.value()).value
            if not isinstance(name, str):
                raise BrokenJson("a name in it has no quotes")
            self.take(b":")
            yield name
            if self.take(b",}") == b"}":
                return

    def elements(self, decoder: msgspec.json.Decoder[list[_Entry]]) -> Iterator[list[_Entry] | Loose]:
        """The elements of the next array in their order: many at once as ``decoder`` has them, or one by one.

        Raises ``BrokenJson`` once all whole elements before the break were handed out, and ``Cancelled``.
        """
        self.take(b"[")
        if self.peek() == b"]":
            self.take(b"]")
            return
        one_by_one_until = 0
        while True:
            self._settings.check()
            if self._window_start + self._position >= one_by_one_until:
                border = self._guess_border()
                entries = self._decode_until(border, decoder)
                if entries is not None:
                    yield entries
                    continue
                one_by_one_until = self._window_start + border
            yield decode(self.value())
            if self.take(b",]") == b"]":
                return

    def skip(self) -> None:
        """Step over the next value; an array may be of any size."""
        if self.peek() != b"[":
            self.value()
            return
        for _ in self.elements(_SKIPPED):
            pass

    def _guess_border(self) -> int:
        """The place after the last ``},`` before a ``{`` in the window; the window's end when there is none."""
        if len(self._window) - self._position < WINDOW // 2:
            self._fill()
        brace = len(self._window)
        for _ in range(_BORDER_TRIES):
            brace = self._window.rfind(b"{", self._position, brace)
            if brace < 0:
                break
            if _BORDER.search(self._window, max(self._position, brace - _BORDER_REACH), brace):
                return brace
        return len(self._window)

    def _decode_until(self, border: int, decoder: msgspec.json.Decoder[list[_Entry]]) -> list[_Entry] | None:
        """The elements up to ``border``, or None when it is no border or an element does not fit the decoder."""
        text = self._window[self._position : border].rstrip()
        if not text.endswith(b","):
            return None
        try:
            entries = decoder.decode(b"[" + text[:-1] + b"]")
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            return None  # told apart, and said, when they are taken one by one
        self._position = border
        return entries

    def _fill(self) -> bool:
        """Read on, at least doubling what is left, so that long values are not scanned over and over."""
        self._settings.check()
        left = self._window[self._position :]
        data = self._reader.read(max(WINDOW, len(left)))
        self._window_start += self._position
        self._window, self._position = left + data, 0
        self._at_end = not data
        return bool(data)


class _Skipped(msgspec.Struct):
    """An object of which nothing is kept."""


_SKIPPED = msgspec.json.Decoder(list[_Skipped])
