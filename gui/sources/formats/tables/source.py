"""CSV and TSV: a prediction a row, whatever the columns are called and however the numbers are written.

OpenImages (``ImageID,…,LabelName,Confidence,XMin,XMax,YMin,YMax``), TensorFlow (``filename,width,height,class,xmin``),
``image,x1,y1,x2,y2,class`` without a header, and what people export from spreadsheets: separated by commas, semicolons,
tabs or bars; decimal points or commas; in UTF-8, UTF-16, Windows 1252 or GBK. What the columns are is guessed from
their names, else from what stands in them (``columns.py``), and said by the setting ``columns``; ``guess`` offers
the same to a dialog. Pixels or fractions, corners or sizes: see ``ways.py``. A table of pictures, classes and
confidences without boxes says what whole pictures show.
"""

from __future__ import annotations

from gui.domain.geometry import ClassScore, Geometry
from gui.domain.prediction import Prediction
from gui.domain.reading_ways import Reading
from gui.domain.reasons import Reason
from gui.domain.table_guess import TableGuess
from gui.errors import SourceProblem
from gui.sources import shapes
from gui.sources.class_names.names_files import is_names_file
from gui.sources.common_settings import BOX, CLASS, CLASSES, CONFIDENCE, ENCODING, FIRST_CLASS, FIRST_FRAME, UNITS
from gui.sources.entries import BadEntry, confidence, shown
from gui.sources.formats.tables.columns import Columns, guessed_columns, said_columns, table_guess
from gui.sources.formats.tables.layout import SEPARATORS, TableLayout, layout_of, plain_number, table_rows
from gui.sources.formats.tables.ways import box_numbers, ways, whole_number
from gui.sources.intake.files import Intake, SourceFile, is_picture_name
from gui.sources.read_settings import ReadSettings, Setting
from gui.sources.readers.each_file import BrokenFile
from gui.sources.readers.text_sample import text_files
from gui.sources.refusals import refused_file
from gui.sources.source import Recognition, Strength
from gui.sources.spool_writer import SpoolWriter

FORMAT = "csv"
TITLE = "CSV"
COLUMNS = Setting(
    "columns",
    "which column is what, by its name or its number from 0: picture:0,class:label,confidence:2,x:3,y:4,w:5,h:6 "
    "(x, y, w and h are the four numbers of the box, whatever box= says they are)",
    kind="text",
)
SETTINGS: tuple[Setting, ...] = (
    *(COLUMNS, BOX, UNITS, CONFIDENCE, CLASSES, FIRST_CLASS, CLASS, FIRST_FRAME, ENCODING),
)

_SUFFIXES = (".csv", ".tsv")
_LOOK_AT = 20


def recognise(files: Intake) -> Recognition | None:
    """Text in columns, four of which can be a box, or with names that say picture, class and confidence.

    Of text files without names above the columns, those of one picture each are left to the formats that know them.
    """
    for file in _tables(files)[:_LOOK_AT]:
        layout = layout_of(file)
        if layout is None or not layout.rows:
            continue
        columns = guessed_columns(layout)
        if columns.unclear(layout.width):
            continue
        is_text_among_others = len(files) > 1 and file.suffix not in _SUFFIXES
        if is_text_among_others and not layout.header and not _names_pictures(layout, columns):
            continue
        if layout.header:
            names = ", ".join(layout.header[columns.roles[role]] for role in columns.roles)
            return Recognition(f"rows separated by {SEPARATORS[layout.separator]}, with {names}"[:300], Strength.LIKELY)
        if "class" in columns.roles or "picture" in columns.roles:
            return Recognition(
                f"{layout.width} columns separated by {SEPARATORS[layout.separator]}, four of them numbers of a box",
                Strength.POSSIBLE,
            )
    return None


def guess(files: Intake, encoding: str = "", said: str = "") -> TableGuess | None:
    """The columns of the first table among ``files`` with what they are taken for; None without any table.

    ``said`` is the setting ``columns``, if somebody gave it. Raises ``OSError``, and ``UsageProblem`` for an encoding
    that nobody knows, or columns that there are not.
    """
    layouts = [layout for file in _tables(files)[:_LOOK_AT] if (layout := layout_of(file, encoding))]
    guesses = [table_guess(layout, said) for layout in layouts]
    return next((guess for guess in guesses if not guess.lacks), guesses[0] if guesses else None)


def refusal(files: Intake) -> SourceProblem | None:
    """Why tables are not taken by their content: no columns are clear. None for anything else. Raises ``OSError``."""
    table = unclear_table(files)
    return _no_table(*table) if table is not None else None


def unclear_table(files: Intake) -> tuple[SourceFile, TableLayout] | None:
    """The first table, where ``files`` are tables and pictures alone; None for anything else. Raises ``OSError``.

    A file that is not called a table is one if it has four columns of numbers.
    """
    tables = _tables(files)
    others = [file for file in files if not is_picture_name(file.last_part) and not is_names_file(file)]
    if not tables or len(others) > len(tables):
        return None
    for file in tables[:_LOOK_AT]:
        layout = layout_of(file)
        if layout is None or not layout.rows or not (file.suffix in _SUFFIXES or _has_four_numbers(layout)):
            return None
    first = layout_of(tables[0])
    return (tables[0], first) if first is not None and guessed_columns(first).unclear(first.width) else None


def readings(files: Intake, settings: ReadSettings) -> list[Reading]:
    """Columns, box, units and the like, weighed on the first rows of the first table.

    Raises ``UsageProblem`` where the setting ``columns`` names what there is not, and ``SourceProblem``.
    """
    for file in _tables(files)[:_LOOK_AT]:
        layout = layout_of(file, settings.value(ENCODING))
        columns = _columns(layout, settings) if layout else None
        if layout and columns and not columns.lacks and layout.rows:
            found = ways(layout.rows, columns, settings)
            return _with_first_frame(found, layout, columns, settings)
    return []


def read(files: Intake, sink: SpoolWriter, settings: ReadSettings) -> str:
    """Read every row; ``where`` is ``line 12``. Raises ``SourceProblem``."""
    found = _tables(files)
    for file in found:
        settings.check()
        layout = layout_of(file, settings.value(ENCODING))
        columns = _columns(layout, settings) if layout else None
        if layout is None or columns is None or columns.lacks:
            if len(found) == 1:
                raise _no_table(file, layout)
            sink.note(file.name, "is no table of predictions; it was not read")
            continue
        if "class" not in columns.roles and not settings.value(CLASS):
            if COLUMNS.name not in settings.values and columns.unclear(layout.width):
                raise _no_table(file, layout)
            sink.note(file.name, "no column is the class, so the file's name is; the setting class says another")
        reader = _RowReader(file, sink, settings, columns)
        read_before = sink.read
        try:
            for line, cells in table_rows(file, layout, settings):
                reader.take(file.place(f"line {line}"), cells)
        except BrokenFile as problem:
            raise SourceProblem(
                f"{file.name} cannot be read whole.",
                f"After {sink.read - read_before:,} rows, {problem}. A part of a file is never exported.",
                "Look at that line, or export the table again, then choose it again.",
            ) from None
    return "Table"


def _tables(files: Intake) -> list[SourceFile]:
    """The files that may be tables: those called so, else the text files."""
    return files.with_suffix(*_SUFFIXES) or text_files(files)


def _names_pictures(layout: TableLayout, columns: Columns) -> bool:
    """Whether the column that is taken for the pictures has names of such files."""
    column = columns.roles.get("picture")
    return column is not None and all(column < len(row) and is_picture_name(row[column]) for row in layout.rows)


def _has_four_numbers(layout: TableLayout) -> bool:
    columns = zip(*(row for row in layout.rows if len(row) == layout.width), strict=True)
    return sum(all(plain_number(cell) is not None for cell in column) for column in columns) >= 4


class _RowReader:
    """Takes the rows of one file into ``sink``."""

    def __init__(self, file: SourceFile, sink: SpoolWriter, settings: ReadSettings, columns: Columns) -> None:
        self._sink = sink
        self._settings = settings
        self._columns = columns
        self._stem = file.stem
        self._box = settings.values.get(BOX.name) or columns.box or "xywh"
        self._percent = settings.values.get(UNITS.name) == "percent"
        self._fractions = settings.values.get(UNITS.name) in ("fraction", "percent")
        self._first_frame = int(settings.values.get(FIRST_FRAME.name, "0"))

    def take(self, where: str, cells: list[str] | None) -> None:
        """Take one row; None is one that is too long."""
        if cells is None:
            self._sink.drop(Reason.BAD_ENTRY, where, detail="the line is too long")
            return
        name = self._class_name(cells)
        picture: int | None = None
        try:
            picture = self._picture(cells)
            if not name:
                raise BadEntry(Reason.BAD_ENTRY, "it names no class")
            score = self._confidence(cells)
            prediction = Prediction(self._geometry(cells), where, self._cell(cells, "track") or None)
        except BadEntry as problem:
            self._sink.drop(problem.reason, where, picture, name or None, problem.detail)
            return
        self._sink.add(picture, self._sink.class_number(name), score, prediction)

    def _cell(self, cells: list[str], role: str) -> str:
        column = self._columns.roles.get(role)
        return cells[column].strip() if column is not None and column < len(cells) else ""

    def _class_name(self, cells: list[str]) -> str:
        text = self._cell(cells, "class") or self._settings.value(CLASS)
        if not text and "class" not in self._columns.roles:
            text = self._stem
        number = whole_number(text)
        return text if number is None else self._settings.class_name(number)

    def _picture(self, cells: list[str]) -> int:
        name = self._cell(cells, "picture") if "picture" in self._columns.roles else self._stem
        if not name:
            raise BadEntry(Reason.BAD_ENTRY, "it names no picture")
        if "frame" in self._columns.roles:
            frame = whole_number(self._cell(cells, "frame"))
            if frame is None or frame < self._first_frame:
                raise BadEntry(Reason.BAD_ENTRY, f"its frame is {shown(self._cell(cells, 'frame'))}")
            name = f"{name}/{frame - self._first_frame}.jpg"
        width, height = (whole_number(self._cell(cells, role)) for role in ("picture_width", "picture_height"))
        size = (width, height) if width and height and width > 0 and height > 0 else (None, None)
        return self._sink.picture(name, *size, fractions=self._fractions)

    def _confidence(self, cells: list[str]) -> float | None:
        text = self._cell(cells, "confidence")
        value = plain_number(text)
        return confidence(text if value is None else value, self._settings.value(CONFIDENCE))

    def _geometry(self, cells: list[str]) -> Geometry:
        """A box, or where the table has none what the whole picture shows. Raises ``BadEntry``."""
        if not self._columns.has_box:
            return ClassScore()
        numbers = box_numbers(cells, self._columns)
        if numbers is None:
            text = [self._cell(cells, role) for role in ("x", "y", "w", "h", "box")]
            if not any(text):
                raise BadEntry(Reason.NO_GEOMETRY, "the four numbers of its box are empty")
            raise BadEntry(Reason.BAD_GEOMETRY, f"the numbers of its box are {', '.join(filter(None, text))[:60]}")
        if self._percent:
            numbers = tuple(value / 100 for value in numbers)
        return shapes.box_of(numbers, self._box)


def _columns(layout: TableLayout, settings: ReadSettings) -> Columns:
    said = settings.values.get(COLUMNS.name)
    return said_columns(said, layout.header) if said else guessed_columns(layout)


def _with_first_frame(
    found: list[Reading], layout: TableLayout, columns: Columns, settings: ReadSettings
) -> list[Reading]:
    """The same readings for frames from 0 and from 1, where there are frames and nobody said which."""
    column = columns.roles.get("frame")
    if column is None or FIRST_FRAME.name in settings.values:
        return found
    frames = [frame for row in layout.rows if column < len(row) and (frame := whole_number(row[column])) is not None]
    from_zero = 0 in frames
    evidence = f"the lowest frame seen is {min(frames, default=0)}"
    scores = {"0": 1.0, "1": 0.0} if from_zero else {"0": 0.5, "1": 0.6}
    return [
        Reading(one.values | {FIRST_FRAME.name: first}, one.score * score, f"{one.evidence}; {evidence}")
        for one in found
        for first, score in scores.items()
    ]


def _no_table(file: SourceFile, layout: TableLayout | None) -> SourceProblem:
    if layout is None:
        return refused_file(file)
    names = f"Its columns: {', '.join(layout.header)[:200]}." if layout.header else f"It has {layout.width} columns."
    lacks_box = bool(guessed_columns(layout).lacks)
    what = "columns that are clearly a box" if lacks_box else "column that is clearly the class"
    of_all = "" if lacks_box else " Or say the class of all: --format csv --set class=car."
    return SourceProblem(
        f"{file.name} has no {what}.",
        names,
        f"Say which are what: --format csv --set columns=picture:0,class:1,x:2,y:3,w:4,h:5.{of_all}",
    )
