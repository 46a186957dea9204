"""Small XML files as trees, without the entities and external parts that make bombs of them."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from gui.sources.readers.each_file import BrokenFile

_ENCODING = re.compile(rb"""<\?xml[^>]{0,100}encoding=["']([A-Za-z0-9._-]{1,40})["']""")


def parsed_xml(data: bytes) -> Element:
    """The root element of ``data``; its encoding declaration is followed. Raises ``BrokenFile``."""
    try:
        try:
            root = _parsed(data)
        except ValueError:  # expat knows no encoding with several bytes a letter but Unicode's, as GBK is one
            declared = declared_encoding(data)
            if not declared:
                raise
            root = _parsed(data.decode(declared))
    except ParseError as problem:
        raise BrokenFile(f"it is not whole XML ({problem})") from None
    except DefusedXmlException:
        raise BrokenFile("it defines entities, as files made to fill the memory do") from None
    except (LookupError, ValueError) as problem:  # an encoding that nobody knows, or that does not fit
        raise BrokenFile(f"its encoding is not known ({problem})") from None
    except RecursionError:
        raise BrokenFile("it is nested too deeply") from None
    return root


def declared_encoding(head: bytes) -> str:
    """The encoding that a file which begins with ``head`` declares for itself; empty when it declares none."""
    declared = _ENCODING.match(head)
    return declared[1].decode("ascii") if declared else ""


def _parsed(data: bytes | str) -> Element:
    root: Element = fromstring(data, forbid_dtd=False, forbid_entities=True, forbid_external=True)
    return root


def text_of(element: Element, path: str) -> str | None:
    """The trimmed text at ``path`` below ``element``; None when it is missing or blank."""
    text = (element.findtext(path) or "").strip()
    return text or None
