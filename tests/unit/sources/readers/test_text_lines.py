"""Lines of text in whatever encoding, however long the lines are."""

from __future__ import annotations

import io
import tracemalloc
from typing import BinaryIO, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui.sources.readers import text_lines as module
from gui.sources.readers.text_lines import decoded, streamed_lines, text_lines


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gbk", "gb18030"])
def test_chinese_comes_out_whole(encoding: str) -> None:
    assert text_lines("汽车 0.5\r\n行人 0.6\r\n".encode(encoding)) == ["汽车 0.5", "行人 0.6"]


def test_western_letters_come_out_where_they_are_no_chinese() -> None:
    assert decoded("café\n".encode("cp1252")) == "café\n"
    assert decoded("Müll".encode("cp1252"), "cp1252") == "Müll"  # as GB 18030 it would be a letter: it must be said


def test_lines_end_at_line_ends_alone() -> None:
    assert text_lines("a\x0bb\u2028c\rd\n\ne".encode()) == ["a\x0bb\u2028c", "d", "", "e"]
    assert text_lines(b"") == []


@given(st.lists(st.text(st.characters(exclude_characters="\r\n", exclude_categories=["Cs"]), max_size=5)))
def test_streamed_lines_are_those_of_the_whole(lines: list[str]) -> None:
    data = "\n".join(lines).encode()
    expected = text_lines(data)
    found = list(streamed_lines(io.BytesIO(data)))
    if not data.startswith(b"\xef\xbb\xbf") and data[:4].count(0) == 0:
        assert [line or "" for line in found] == expected[: len(found)]
        assert not any(expected[len(found) :])


def test_lines_across_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_CHUNK", 5)
    assert list(streamed_lines(io.BytesIO(b"abc\r\ndefghijk\nl\n\nm"))) == ["abc", "defghijk", "l", "", "m"]


class Endless(io.RawIOBase):
    """A line of a gigabyte, then a short one."""

    def __init__(self) -> None:
        self.left = 1 << 30

    def read(self, size: int = -1) -> bytes:
        if self.left < 0:
            return b""
        if self.left == 0:
            self.left = -1
            return b"\nshort"
        self.left -= min(size, self.left)
        return b"x" * size

    def seek(self, offset: int, whence: int = 0) -> int:
        return offset


def test_a_line_of_a_gigabyte_takes_no_memory() -> None:
    tracemalloc.start()
    try:
        assert list(streamed_lines(cast(BinaryIO, Endless()))) == [None, "short"]
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 16 << 20
