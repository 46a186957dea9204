"""Projects nobody wishes for, so that tests can show what the app does with them."""

from __future__ import annotations

from gui.demo import ontology
from gui.demo.ontology import Item, Json
from gui.demo.orchard import identify, stages
from gui.demo.project import MAIN, Dataset, LabelRow, Media, Project, Unit

EMPTY = "A project without rows"
UNKNOWN_SHAPE = "A project with a shape of next year"
TWIN_CLASSES = "A project with two classes of one name"
FOREIGN = "A project of somebody else"
ODD_ROWS = "A project of odd rows"

ODD_TITLES = (
    '=HYPERLINK("http://example.com";"row").jpg',
    "<b>bold</b> & co.jpg",
    "A\u0308pfel (2).jpg",  # decomposed, as macOS writes it
    "week 27/camera 1/frame.jpg",
    "same stem.jpg",
    "same stem.png",
    "long " + "title " * 40 + ".jpg",
    "right\u202egpj.elif",  # turns the direction of writing
)
"""Titles of pictures that programs stumble over."""


def awkward_projects() -> list[Project]:
    """One project for each trouble, in the order of the names above."""
    hologram = Item("Hologram", "hologram", "#112233", "401097a0")
    second_apple = Item("Apple", "polygon", "#445566", "a9c01e52")
    foreign = _project(FOREIGN, ontology.editor())
    foreign.member = False
    twins = _project(TWIN_CLASSES, ontology.editor((second_apple,)))
    _add_rows(twins, [_picture(twins, f"twin_{number}.jpg") for number in range(3)])
    odd = _project(ODD_ROWS, ontology.editor())
    _add_rows(odd, [*(_picture(odd, title) for title in ODD_TITLES), *_rows_without_pixels(odd)])
    return [
        _project(EMPTY, ontology.editor()),
        _project(UNKNOWN_SHAPE, ontology.editor((hologram,))),
        twins,
        foreign,
        odd,
    ]


def _project(title: str, editor: Json) -> Project:
    return Project(
        hash=identify("project", title),
        title=title,
        description="",
        ontology_hash=identify("ontology", title),
        ontology=editor,
        stages=stages(),
        datasets=(Dataset(identify("dataset", title), title),),
    )


def _add_rows(project: Project, media: list[Media]) -> None:
    for item in media:
        label_hash = identify("label", item.hash)
        when = "2026-07-09 10:00:00"
        project.rows[item.hash] = LabelRow(item, MAIN, label_hash, "Annotate", when, when)


def _picture(project: Project, title: str, size: tuple[int | None, int | None] = (640, 480)) -> Media:
    file_type = "image/png" if title.endswith(".png") else "image/jpeg"
    return _media(project, title, "image", file_type, size)


def _rows_without_pixels(project: Project) -> list[Media]:
    sound: Json = {
        "audio_codec": "mp3",
        "audio_sample_rate": 44100,
        "audio_bit_depth": 16,
        "audio_num_channels": 2,
    }
    return [
        _picture(project, "no size known.jpg", (None, None)),
        _media(project, "motor.mp3", "audio", "audio/mpeg", frames=12_000, seconds=12.0, extra=sound),
        _media(project, "shift report.txt", "plain_text", "text/plain"),
        _media(project, "delivery note.pdf", "pdf", "application/pdf", frames=3),
        _media(project, "four cameras", "group", "application/json"),
        _media(project, "belt.holo", "hologram", "application/x-hologram"),
    ]


def _media(
    project: Project,
    title: str,
    data_type: str,
    file_type: str,
    size: tuple[int | None, int | None] = (None, None),
    *,
    frames: int = 1,
    seconds: float | None = None,
    extra: Json | None = None,
) -> Media:
    own_hash = identify("data", project.title, title)
    return Media(
        hash=own_hash,
        title=title,
        dataset=project.datasets[0],
        type=data_type,
        item_uuid=identify("item", project.title, title),
        units=(Unit(own_hash, title, file_type, *size),),
        frames=frames,
        seconds=seconds,
        extra=extra or {},
    )
