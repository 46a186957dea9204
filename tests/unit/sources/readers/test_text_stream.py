"""Whatever Unicode encoding a file has, its text arrives as UTF-8."""

from __future__ import annotations

import codecs
import io

import pytest

from gui.sources.readers.text_stream import Utf8Reader

TEXT = '[{"file_name": "Grüße 🐟.jpg"}]'


def read_all(data: bytes, size: int = 3) -> bytes:
    reader = Utf8Reader(io.BytesIO(data))
    return b"".join(iter(lambda: reader.read(size), b""))


@pytest.mark.parametrize("size", [1, 2, 3, 5, 1000])
@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (b"", "utf-8"),
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
        (b"", "utf-16-le"),
        (b"", "utf-16-be"),
        (b"", "utf-32-le"),
        (b"", "utf-32-be"),
    ],
)
def test_every_encoding_gives_the_same_text(mark: bytes, encoding: str, size: int) -> None:
    assert read_all(mark + TEXT.encode(encoding), size) == TEXT.encode()


def test_a_text_cut_inside_a_character_ends_with_a_replacement() -> None:
    assert read_all(codecs.BOM_UTF16_LE + "ab".encode("utf-16-le")[:-1]).decode() == "a\ufffd"


def test_utf8_is_passed_on_unchecked() -> None:
    assert read_all(b"[\xff\xfe]") == b"[\xff\xfe]"


def test_an_empty_file_is_empty() -> None:
    assert read_all(b"") == b""
    assert read_all(codecs.BOM_UTF16_BE) == b""
