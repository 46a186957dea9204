"""XML files of any size, element after element, in bounded memory and without the entities that make bombs of them."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from typing import Any, BinaryIO
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from gui.sources.read_settings import ReadSettings
from gui.sources.readers.each_file import BrokenFile
from gui.sources.readers.xml_tree import declared_encoding

LARGEST = 32 << 20
"""Bytes without a whole element among them after which the file is given up: 32 MB, a mask or a polygon of millions."""
MOST_DEEP = 100

_CHUNK = 1 << 18
_OWN = frozenset({"utf-8", "utf-16", "iso8859-1", "ascii"})
"""Encodings that expat reads itself."""

Found = tuple[Element, Element]
"""A whole element, and its parent with the attributes alone."""


def streamed_elements(stream: BinaryIO, root: str, settings: ReadSettings) -> Iterator[Found]:
    """Every element two levels below the outermost one, whole, with its parent, in the file's order.

    The file's encoding declaration is followed. Raises ``BrokenFile`` where the outermost element is not called
    ``root``, and where the file stops being XML, after the whole elements before that; ``Cancelled`` and ``OSError``.
    """
    target = _Builder(root)
    parser: Any = DefusedXMLParser(target=target, forbid_dtd=False, forbid_entities=True, forbid_external=True)
    kept = 0
    try:
        for chunk in _chunks(stream):
            settings.check()
            parser.feed(chunk)
            kept = kept + len(chunk) if target.holds_on() else 0
            if kept > LARGEST:
                raise BrokenFile(f"one element in it is larger than {LARGEST >> 20} MB")
            yield from target.taken()
        parser.close()
        yield from target.taken()
    except ParseError as problem:
        yield from target.taken()
        raise BrokenFile(f"it is not whole XML ({problem})") from None
    except DefusedXmlException:
        raise BrokenFile("it defines entities, as files made to fill the memory do") from None
    except (LookupError, ValueError) as problem:  # an encoding that nobody knows, or that does not fit
        raise BrokenFile(f"its encoding is not known ({problem})") from None


class _Builder:
    """What the parser calls: keeps the elements of the third level, and lets go of all else."""

    def __init__(self, root: str) -> None:
        self.found: list[Found] = []
        self._root = root
        self._depth = 0
        self._moved = False
        self._parent = Element(root)
        self._tree = TreeBuilder()

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        self._moved = True
        if self._depth == 1 and tag != self._root:
            raise BrokenFile(f"its outermost element is “{tag[:40]}”, not “{self._root}”")
        if self._depth > MOST_DEEP:
            raise BrokenFile("it is nested too deeply")
        if self._depth == 2:
            self._parent = Element(tag, attributes)
        elif self._depth > 2:
            self._tree.start(tag, attributes)

    def end(self, tag: str) -> None:
        self._depth -= 1
        self._moved = True
        if self._depth >= 2:
            self._tree.end(tag)
        if self._depth == 2:
            self.found.append((self._parent, self._tree.close()))
            self._tree = TreeBuilder()

    def data(self, text: str) -> None:
        self._moved = True
        if self._depth > 2:
            self._tree.data(text)

    def close(self) -> None:
        """The parser calls it at the end."""

    def holds_on(self) -> bool:
        """Whether all since the last call went into one element, or one tag, that has not ended yet."""
        moved, self._moved = self._moved, False
        return not self.found and (self._depth > 2 or not moved)

    def taken(self) -> list[Found]:
        """What was found since the last call."""
        found, self.found = self.found, []
        return found


def _chunks(stream: BinaryIO) -> Iterator[bytes | str]:
    """The file in pieces: bytes as they are, or text where expat does not know the declared encoding (GBK)."""
    head = stream.read(_CHUNK)
    declared = declared_encoding(head)
    name = codecs.lookup(declared).name if declared else "utf-8"
    b"a".decode(name)  # raises for zip, hex and other codecs that make no text
    decoder = None if name in _OWN else codecs.getincrementaldecoder(name)()
    while head:
        yield decoder.decode(head) if decoder else head
        head = stream.read(_CHUNK)
    if decoder:
        yield decoder.decode(b"", final=True)
