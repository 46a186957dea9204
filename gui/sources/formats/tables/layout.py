"""How a table in a text file is written: its separator, its letters, its header; and its rows, streamed."""

from __future__ import annotations

import codecs
import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from gui.errors import UsageProblem
from gui.sources.intake.files import SourceFile
from gui.sources.read_settings import ReadSettings
from gui.sources.readers.each_file import BrokenFile
from gui.sources.readers.text_lines import decoded, streamed_lines
from gui.sources.readers.text_stream import Utf8Reader

SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars", " ": "spaces"}
"""The last only where none of the others makes columns: spaces stand inside cells, too."""
MOST_COLUMNS = 1000

_LOOK_AT = 1 << 17
_MOST_ROWS = 1000
_MOST_TRIED = 50
_ASK_EVERY = 4096
_MOSTLY_NUMBERS = 0.5
"""The share of cells that are numbers, for words with spaces between to be a table."""


@dataclass(frozen=True)
class TableLayout:
    """``header`` are the names of the columns, empty where there are none; ``rows`` the first rows below it."""

    separator: str
    encoding: str
    header: tuple[str, ...]
    rows: list[list[str]]
    skipped: int
    """Lines before the first row of predictions."""

    @property
    def width(self) -> int:
        """How many columns most rows have."""
        return usual_width([list(self.header)] if not self.rows else self.rows)


def layout_of(file: SourceFile, encoding: str = "") -> TableLayout | None:
    """The layout of ``file`` from its first 128 KB; None when it is no table. Raises ``OSError``.

    Raises ``UsageProblem`` for an ``encoding`` that nobody knows.
    """
    text = _beginning(file, encoding)
    if text is None:
        return None
    skipped = 0
    separators = [separator for separator in SEPARATORS if separator != " "]
    first, _, rest = text.partition("\n")
    if first.strip().lower() in {f"sep={separator}" for separator in separators}:  # Excel's own first line
        separators, text, skipped = [first.strip()[4:] or "\t"], rest, 1
    tried = [(separator, _rows(text, separator, _MOST_TRIED)) for separator in separators]
    separator, rows = max(tried, key=lambda one: _fit(one[1]))
    if usual_width(rows) < 2:
        separator, rows = " ", _rows(text, " ", _MOST_TRIED)
        if _fit(rows[1:] or rows)[:2] < (1.0, _MOSTLY_NUMBERS):
            return None  # a text
    if not 2 <= usual_width(rows) <= MOST_COLUMNS:
        return None
    rows = _rows(text, separator, _MOST_ROWS)
    header = rows[0] if _is_header(rows) else []
    guessed = encoding or _encoding_of(file)
    skipped += bool(header)
    return TableLayout(separator, guessed, tuple(map(str.strip, header)), rows[bool(header) :], skipped)


def table_rows(file: SourceFile, layout: TableLayout, settings: ReadSettings) -> Iterator[tuple[int, list[str] | None]]:
    """Line number, from 1, and cells of every row below the header; None stands for one that is too long.

    Empty lines are left out. Raises ``BrokenFile`` where quotation marks do not end, ``OSError``, ``Cancelled``.
    """
    with file.open() as stream:
        too_long: list[int] = []

        def lines() -> Iterator[str]:
            for number, line in enumerate(streamed_lines(stream, layout.encoding), 1):
                if number % _ASK_EVERY == 1:
                    settings.check()
                if line is None:
                    too_long.append(number)
                yield "" if line is None or number <= layout.skipped else f"{line}\n"

        reader = csv.reader(lines(), delimiter=layout.separator, skipinitialspace=True)
        try:
            for cells in reader:
                if too_long:
                    yield too_long.pop(), None
                elif any(cells) and len(cells) <= MOST_COLUMNS:
                    yield reader.line_num, cells
                elif cells and len(cells) > MOST_COLUMNS:
                    yield reader.line_num, None
        except csv.Error as problem:
            raise BrokenFile(f"it stops being a table at line {reader.line_num} ({problem})") from None


def usual_width(rows: list[list[str]]) -> int:
    """How many cells most rows have."""
    return Counter(map(len, rows)).most_common(1)[0][0] if rows else 0


def plain_number(text: str) -> float | None:
    """``text`` as a number, whether its decimals come after a point or a comma; None when it is none.

    Where both stand in it, the last is the decimal sign: ``1.234,5`` and ``1,234.5`` are the same.
    """
    if "," in text:
        decimal, thousands = (",", ".") if text.rfind(",") > text.rfind(".") else (".", ",")
        text = text.replace(thousands, "").replace(decimal, ".")
    try:
        return float(text.removesuffix("%"))
    except ValueError:
        return None


def _beginning(file: SourceFile, encoding: str) -> str | None:
    """The whole lines at the beginning; None where they are no table's."""
    if encoding:
        try:
            codecs.lookup(encoding)
            b"a".decode(encoding)
        except (LookupError, UnicodeError):
            raise UsageProblem(
                f"encoding={encoding} is not known.", "Known are utf-8, cp1252, gbk and many more.", "Use one of them."
            ) from None
    with file.open() as opened:
        data = opened.read(_LOOK_AT) if encoding else _utf8(opened)
    if len(data) >= _LOOK_AT:
        data = data[: data.rfind(b"\n") + 1]
    text = decoded(data, encoding).replace("\r\n", "\n")
    is_table = text and "\0" not in text and text.lstrip()[:1] not in ("{", "[", "<", "")
    return text if is_table else None


def _utf8(opened: BinaryIO) -> bytes:
    reader = Utf8Reader(opened)
    data = b""
    while len(data) < _LOOK_AT and (piece := reader.read(_LOOK_AT)):
        data += piece
    return data[:_LOOK_AT]


def _encoding_of(file: SourceFile) -> str:
    """Empty for Unicode, which lines are read as by themselves; else the one that the beginning fits."""
    with file.open() as opened:
        data = _utf8(opened)
    data = data[: data.rfind(b"\n") + 1]
    for guess in ("utf-8", "gb18030"):
        try:
            data.decode(guess)
        except UnicodeDecodeError:
            continue
        return "" if guess == "utf-8" else guess
    return "cp1252"


def _rows(text: str, separator: str, most: int) -> list[list[str]]:
    """The first rows that are not empty."""
    found: list[list[str]] = []
    try:
        for cells in csv.reader(text.split("\n"), delimiter=separator, skipinitialspace=True):
            if any(cells):
                found.append(cells)
            if len(found) == most:
                break
    except csv.Error:
        pass  # said when the rows are read
    return found


def _fit(rows: list[list[str]]) -> tuple[float, float, int]:
    """How much a separator speaks for itself: rows of the same width, then cells that are numbers or words whole."""
    width = usual_width(rows)
    if width < 2:
        return 0, 0, 0
    same = sum(len(row) == width for row in rows) / len(rows)
    cells = [cell for row in rows for cell in row]
    numbers = sum(plain_number(cell) is not None for cell in cells) / len(cells)
    return round(same, 1), round(numbers, 2), width


def _is_header(rows: list[list[str]]) -> bool:
    """Whether the first row has words where the others have numbers, or is a row of words alone."""
    first, *others = rows
    if any(plain_number(cell) is not None for cell in first) or 2 * sum(map(bool, first)) < len(first):
        return False
    return not others or any(
        plain_number(cell) is not None for row in others[:20] for cell, _ in zip(row, first, strict=False)
    )
