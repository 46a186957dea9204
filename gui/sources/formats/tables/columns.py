"""Which column of a table is what: by the names in its header, else by what stands in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from gui.domain.table_guess import ROLES, TableColumn, TableGuess, columns_value, lacking
from gui.errors import UsageProblem
from gui.sources.formats.tables.layout import SEPARATORS, TableLayout, plain_number

_PREFIX = re.compile(r"^(bndbox|bbox|box|bb|detection|det|predicted|pred)(?=[a-z0-9])")
_NAMES: dict[str, tuple[str, ...]] = {
    "picture": (
        *("filename", "imagename", "imagefile", "imagefilename", "imagepath", "filepath", "file", "path", "fname"),
        *("imageid", "image", "imgname", "imgpath", "imgid", "img", "picture", "picturename", "externalid", "title"),
        *("video", "videoname", "uri", "url", "datahash"),
    ),
    "class": (
        *("classname", "labelname", "categoryname", "class", "label", "category", "objectclass", "classlabel"),
        *("classid", "labelid", "categoryid", "cls", "species", "object", "name"),
    ),
    "confidence": ("confidence", "conf", "score", "scores", "confidencescore", "probability", "prob", "certainty"),
    "picture_width": ("imagewidth", "imgwidth", "imwidth", "picturewidth"),
    "picture_height": ("imageheight", "imgheight", "imheight", "pictureheight"),
    "frame": ("frame", "frameid", "framenumber", "frameindex", "frameno"),
    "track": ("trackid", "track", "objectid"),
    "box": ("bbox", "box", "boundingbox"),
}
_LEFT = ("xmin", "x1", "left", "xtl", "tlx", "minx", "startx", "xleft", "x0")
_TOP = ("ymin", "y1", "top", "ytl", "tly", "miny", "starty", "ytop", "y0")
_RIGHT = ("xmax", "x2", "right", "xbr", "brx", "maxx", "endx", "xright")
_BOTTOM = ("ymax", "y2", "bottom", "ybr", "bry", "maxy", "endy", "ybottom")
_CENTRE_X = ("cx", "xc", "xcenter", "xcentre", "centerx", "centrex")
_CENTRE_Y = ("cy", "yc", "ycenter", "ycentre", "centery", "centrey")
_WIDTH, _HEIGHT = ("width", "w"), ("height", "h")
_BOXES = (
    ("xyxy", (("x0",), ("y0",), ("x1",), ("y1",))),
    ("xyxy", (_LEFT, _TOP, _RIGHT, _BOTTOM)),
    ("cxcywh", (_CENTRE_X, _CENTRE_Y, _WIDTH, _HEIGHT)),
    ("xywh", (_LEFT, _TOP, _WIDTH, _HEIGHT)),
    ("xyxy", (("x",), ("y",), _RIGHT, _BOTTOM)),
    ("", (("x",), ("y",), _WIDTH, _HEIGHT)),
)
"""Kinds of boxes and the names of their four columns; x and y may be a corner or the centre."""
_FEW = 0.5
_SAMPLES = 5


@dataclass
class Columns:
    """Role → number of its column, from 0; ``box`` as the names say, or empty; ``evidence`` by role."""

    roles: dict[str, int] = field(default_factory=dict)
    box: str = ""
    evidence: dict[str, str] = field(default_factory=dict)

    @property
    def value(self) -> str:
        """As the setting ``columns`` says it."""
        return columns_value(self.roles)

    @property
    def has_box(self) -> bool:
        """Whether there are all four numbers of a box."""
        return "box" in self.roles or {"x", "y", "w", "h"} <= self.roles.keys()

    @property
    def lacks(self) -> str:
        """What no column was found for; empty when there is a box, or a class with a confidence for the picture."""
        return lacking(self.roles)

    def unclear(self, width: int) -> str:
        """What has to be said before the table is read: what it lacks, else the class, if a column may still be it.

        ``width`` is how many columns there are. Empty when all is clear.
        """
        has_class = "class" in self.roles or len(self.roles) >= width
        return self.lacks or ("" if has_class else "the class")


def guessed_columns(layout: TableLayout) -> Columns:
    """What the columns are, as far as names and contents tell."""
    return _by_names(layout.header) if layout.header else _by_contents(layout.rows)


def table_guess(layout: TableLayout, said: str = "") -> TableGuess:
    """The same for people to look at, and to change: every column with some of its cells.

    Where the names leave something open, what stands in the columns is proposed as well; ``lacks`` says that it was
    open. ``said`` is the setting ``columns``, if somebody gave it. Raises ``UsageProblem`` as `said_columns` does.
    """
    found = said_columns(said, layout.header) if said else guessed_columns(layout)
    lacks = found.lacks if said else found.unclear(layout.width)
    if lacks and layout.header and layout.rows and not said:
        _propose(found, _by_contents(layout.rows))
    roles = {number: role for role, number in found.roles.items()}
    columns = [
        TableColumn(
            number,
            layout.header[number] if number < len(layout.header) else "",
            [row[number] for row in layout.rows[:_SAMPLES] if number < len(row)],
            roles.get(number, ""),
            found.evidence.get(roles.get(number, ""), ""),
        )
        for number in range(max(layout.width, len(layout.header)))
    ]
    return TableGuess(SEPARATORS[layout.separator], bool(layout.header), columns, found.box, lacks)


def said_columns(value: str, header: Sequence[str]) -> Columns:
    """The setting ``columns``: ``picture:0,class:label,x:2,…``, a column by its number from 0 or by its name.

    Raises ``UsageProblem`` for a role or a name that there is not.
    """
    names = {name.lower(): number for number, name in reversed(list(enumerate(header)))}
    roles: dict[str, int] = {}
    for part in value.split(","):
        role, colon, column = (piece.strip() for piece in part.partition(":"))
        if not colon or role not in ROLES:
            raise UsageProblem(
                f"columns={value[:100]} is not a setting.",
                f"“{part[:40]}” should be a role and a column, such as class:1. Roles: {', '.join(ROLES)}.",
                "Say a role and a column, comma, the next.",
            )
        if column.isascii() and column.isdigit() and len(column) < 6:
            roles[role] = int(column)
        elif column.lower() in names:
            roles[role] = names[column.lower()]
        else:
            has = f"It has: {', '.join(header[:20])}." if header else "It has no names above its columns."
            raise UsageProblem(f"There is no column “{column[:40]}”.", has, "Name a column, or its number from 0.")
    return Columns(roles, _by_names(header).box if header else "", dict.fromkeys(roles, "you said so"))


def _by_names(header: Sequence[str]) -> Columns:
    """By what tools call their columns; ``bbox_`` before a name tells the box's width from the picture's."""
    plain = [re.sub(r"[^a-z0-9]", "", name.lower()) for name in header]
    short = [name if name in _NAMES["box"] else _PREFIX.sub("", name) for name in plain]
    order = sorted(range(len(header)), key=lambda number: plain[number] == short[number])  # those with bbox_ first
    found = Columns()

    def find(names: Sequence[str]) -> int | None:
        taken = found.roles.values()
        ranked = [
            (names.index(short[number]), place, number)
            for place, number in enumerate(order)
            if short[number] in names and number not in taken
        ]
        return min(ranked)[2] if ranked else None

    for kind, parts in _BOXES:
        numbers = [find(names) for names in parts]
        if all(number is not None for number in numbers):
            found.roles |= {role: number for role, number in zip("xywh", numbers, strict=True) if number is not None}
            found.box = kind
            break
    for role, names in _NAMES.items():
        if role == "box" and "x" in found.roles:
            continue
        number = find(names)
        if number is not None:
            found.roles[role] = number
    if "x" in found.roles or "box" in found.roles:  # what is called width and is not the box's is the picture's
        for role, names in (("picture_width", _WIDTH), ("picture_height", _HEIGHT)):
            if role not in found.roles and (number := find(names)) is not None:
                found.roles[role] = number
    found.evidence = {role: f"it is called {header[number]}" for role, number in found.roles.items()}
    return found


def _by_contents(rows: Sequence[Sequence[str]]) -> Columns:
    """Four numbers side by side are the box; of the rest, words that repeat are classes, others pictures."""
    rows = _filled_most(rows)
    width = min(map(len, rows), default=0)
    columns = [[row[number].strip() for row in rows] for number in range(width)]
    numbers = [
        [value for cell in column if (value := plain_number(cell)) is not None] if any(column) else []
        for column in columns
    ]
    numeric = [len(values) == len(rows) for values in numbers]
    found = Columns()
    words = [number for number in range(width) if not numeric[number] and any(columns[number])]
    if words:
        picture = max(words, key=lambda number: (_looks_like_file(columns[number]), -number))
        _take(found, "picture", picture, "its cells look like names of files")
        rest = [number for number in words if number != picture]
        if rest:
            _take(found, "class", rest[0], "its cells are words that repeat")
    free = [number for number in range(width) if numeric[number]]
    for number in list(free):
        if len(free) > 4 and _is_confidence(numbers[number], [numbers[other] for other in free if other != number]):
            _take(found, "confidence", number, "its numbers are from 0 to 1")
            free.remove(number)
    for number in (free[:1] + free[-1:]) if len(free) > 4 and "class" not in found.roles else []:
        if "class" not in found.roles and _repeats(numbers[number]):
            _take(found, "class", number, "its whole numbers repeat")
            free.remove(number)
    if len(free) == 4 and free[3] - free[0] == 3:
        for role, number in zip("xywh", free, strict=True):
            _take(found, role, number, "four numbers side by side")
    return found


def _filled_most(rows: Sequence[Sequence[str]]) -> list[Sequence[str]]:
    """The rows without the emptiest: keras-retinanet writes a picture without boxes as its name and commas."""
    filled = [sum(bool(cell.strip()) for cell in row) for row in rows]
    return [row for row, count in zip(rows, filled, strict=True) if count == max(filled)]


def _propose(found: Columns, by_contents: Columns) -> None:
    """Add what the contents tell of columns and roles that the names leave open; of a box, all numbers or none."""
    free = {
        role: number
        for role, number in by_contents.roles.items()
        if role not in found.roles and number not in found.roles.values()
    }
    box = {*"xywh"}
    has_place = box <= free.keys() and "box" not in found.roles
    for role, number in free.items():
        if role not in box or has_place:
            _take(found, role, number, by_contents.evidence[role])


def _looks_like_file(cells: Sequence[str]) -> float:
    """The share of cells that have an extension or a slash, or else are not like any other."""
    named = sum(bool(re.search(r"\.[A-Za-z0-9]{2,4}$|[/\\]", cell)) for cell in cells) / len(cells)
    return named + len(set(cells)) / len(cells) / 2


def _is_confidence(values: Sequence[float], others: Sequence[Sequence[float]]) -> bool:
    """Whether these numbers are fractions from 0 to 1, and no others are."""
    is_unit = all(0 <= value <= 1 for value in values) and not all(value.is_integer() for value in values)
    return is_unit and all(any(value > 1 for value in other) for other in others)


def _repeats(values: Sequence[float]) -> bool:
    """Whether they are whole numbers, few of them different."""
    is_whole = all(abs(value) < 1e9 and value == int(value) for value in values)
    return is_whole and len(set(values)) <= max(1, _FEW * len(values))


def _take(found: Columns, role: str, number: int, evidence: str) -> None:
    found.roles[role] = number
    found.evidence[role] = evidence
