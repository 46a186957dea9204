"""The columns of the table of rows, each a small record: what it says, how it looks, what it sorts by."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from gui.domain.counting import number
from gui.domain.label_row import ListedRow
from gui.domain.row_view import SortKey
from gui.domain.words import media_icon, media_name, pixels, stage_icon, status_name, when


@dataclass(frozen=True)
class Face:
    """How one cell looks: its text, an icon before it, and the tokens they are drawn in."""

    text: str
    tone: str = "text"
    icon: str = ""
    icon_tone: str = "muted"


@dataclass(frozen=True)
class Facts:
    """What a cell can tell of: the row, whether it is ticked, and what the rehearsal found for it, if there is one."""

    row: ListedRow
    is_ticked: bool
    written: int | None
    lost: int | None


@dataclass(frozen=True)
class Column:
    """One column of the table."""

    key: str
    title: str
    face: Callable[[Facts], Face]
    sort: SortKey | None = None
    sample: str = ""
    """The longest text it usually has, from which its width is made; the column without one takes what is left."""
    is_number: bool = False
    """Numbers stand at the right."""
    has_icon: bool = False
    is_counted: bool = False
    """Known only once there is a rehearsal."""
    shown_first: bool = True
    """Whether it is shown before anybody chose; the others are in the column chooser."""
    gives_way: int = 0
    """Where there is no room for all, the column with the smallest number above 0 leaves first."""


def _tick(facts: Facts) -> Face:
    return Face("ticked" if facts.is_ticked else "not ticked")


def _media(facts: Facts) -> Face:
    return Face(media_name(facts.row.data_type), icon=media_icon(facts.row.data_type), icon_tone="text")


def _stage(facts: Facts) -> Face:
    icon = stage_icon(facts.row.stage)
    tone = "good" if icon == "stage-full" else "muted"
    return Face(facts.row.stage, icon=icon if facts.row.stage else "", icon_tone=tone)


def _predictions(facts: Facts) -> Face:
    if facts.written is None:
        return Face("")
    return Face(number(facts.written)) if facts.written else Face("none", "muted")


def _lost(facts: Facts) -> Face:
    if facts.lost is None:
        return Face("")
    return Face(number(facts.lost), "warn", "triangle", "warn") if facts.lost else Face("0", "muted")


@lru_cache(maxsize=4096)
def _edited(stamp: str | None) -> str:
    return when(stamp, datetime.now().astimezone())


COLUMNS: tuple[Column, ...] = (
    Column("tick", "Ticked", _tick),
    Column("title", "Title", lambda facts: Face(facts.row.title), SortKey.TITLE),
    Column("media", "Type", _media, SortKey.MEDIA, "Video", has_icon=True, gives_way=3),
    Column(
        "dataset",
        "Dataset",
        lambda facts: Face(facts.row.dataset_title, "muted"),
        SortKey.DATASET,
        "Line 2, week 27",
        gives_way=2,
    ),
    Column("stage", "Stage", _stage, SortKey.STAGE, "Annotate 1", has_icon=True, gives_way=4),
    Column(
        "status",
        "Status",
        lambda facts: Face(status_name(facts.row.status), "muted"),
        SortKey.STATUS,
        "Reviewed twice",
        shown_first=False,
        gives_way=1,
    ),
    Column(
        "frames",
        "Frames",
        lambda facts: Face(number(facts.row.frames)),
        SortKey.FRAMES,
        "10,000",
        is_number=True,
        shown_first=False,
        gives_way=1,
    ),
    Column(
        "size",
        "Size",
        lambda facts: Face(pixels(facts.row.width, facts.row.height), "muted"),
        SortKey.SIZE,
        "1920 × 1280",
        is_number=True,
        shown_first=False,
        gives_way=1,
    ),
    Column(
        "edited",
        "Last edited",
        lambda facts: Face(_edited(facts.row.last_edited), "muted"),
        SortKey.EDITED,
        "30 September, 16:40",
        shown_first=False,
        gives_way=1,
    ),
    Column(
        "predictions", "Predictions", _predictions, SortKey.PREDICTIONS, "Predictions", is_number=True, is_counted=True
    ),
    Column("lost", "Lost", _lost, SortKey.LOST, "100", is_number=True, has_icon=True, is_counted=True),
)
"""In the order in which they stand."""

TICK = 0
TITLE = 1


def place_of(key: str) -> int:
    """The place of the column of that name, if it can be sorted by; else the title's."""
    return next((place for place, column in enumerate(COLUMNS) if column.key == key and column.sort), TITLE)
