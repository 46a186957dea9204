"""Text files of other tools: where the confidence stands, units, what the numbers of a box are, DOTA, classes."""

from __future__ import annotations

from pathlib import Path

import pytest

from gui.domain.geometry import Box, Corners
from gui.domain.reasons import Reason
from gui.sources.deciding import UndecidedReading
from gui.sources.formats.text import source as other_txt
from gui.sources.intake.opening import open_intake
from gui.sources.read_settings import ReadSettings
from gui.sources.reading import read_predictions
from gui.sources.spool import Spool
from tests.unit.sources.reading import predictions

CORNERS = ("car 0.9 10 20 50 60", "car 0.8 70 20 90 40", "car 0.7 30 40 50 60", "car 0.7 30 50 50 60")


class Small:
    """A project whose pictures are 100 × 80."""

    def size_of(self, name: str) -> tuple[int, int] | None:
        return 100, 80

    def frames_of(self, name: str) -> int | None:
        return 1


def read(folder: Path, *lines: str, names: str = "", settings: ReadSettings | None = None, **values: str) -> Spool:
    path = folder / "in" / "a.txt"
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join(lines))
    if names:
        values["classes"] = names
    settings = settings or ReadSettings(values=values)
    return read_predictions([path], folder / "spool", format="txt", settings=settings)


def taken(spool: Spool) -> tuple[str | None, ...]:
    values = spool.sources[0].values
    return tuple(values.get(name) for name in ("units", "box", "confidence_column"))


@pytest.mark.parametrize(
    ("lines", "values", "box"),
    [
        (("cat 0.9 60 40 20 10", "cat 0.8 30 5 40 60"), ("pixels", "xywh", "second"), Box(60, 40, 20, 10)),
        (("cat 60 40 20 10 0.9", "cat 30 5 40 60 0.8"), ("pixels", "xywh", "last"), Box(60, 40, 20, 10)),
        (("cat 60 40 20 10", "cat 30 5 40 60"), ("pixels", "xywh", "none"), Box(60, 40, 20, 10)),
        (CORNERS, ("pixels", "xyxy", "second"), Box(10, 20, 40, 40)),
        (("7 0.9 0.5 0.5 1.0 0.5", "7 0.9 0.5 0.75 0.5 0.5"), ("fraction", "cxcywh", "second"), Box(0, 0.25, 1, 0.5)),
    ],
)
def test_what_the_lines_allow_alone_is_taken(
    lines: tuple[str, ...], values: tuple[str, str, str], box: Box, tmp_path: Path
) -> None:
    spool = read(tmp_path, *lines)
    assert taken(spool) == values
    assert predictions(spool)[0].geometry == box
    assert spool.pictures[0].fractions == (values[0] == "fraction")


def test_what_the_lines_leave_open_is_asked(tmp_path: Path) -> None:
    with pytest.raises(UndecidedReading) as question:
        read(tmp_path, CORNERS[0])
    assert question.value.sentence.remedy.startswith("Say which: --set box=xywh or --set box=xyxy.")


def test_sizes_of_the_projects_pictures_decide(tmp_path: Path) -> None:
    spool = read(tmp_path, "car 0.8 70 20 90 40", settings=ReadSettings(project=Small()))
    assert taken(spool) == ("pixels", "xyxy", "second")


def test_names_may_have_spaces(tmp_path: Path) -> None:
    spool = read(tmp_path, "traffic light 0.9 60 40 20 10", "car 0.8 30 5 40 60")
    assert spool.classes == ["traffic light", "car"]


def test_confidences_and_coordinates_in_percent(tmp_path: Path) -> None:
    spool = read(tmp_path, "cat 94 60 40 20 10", "cat 88 30 5 40 60", units="percent", box="xywh")
    assert spool.sources[0].values["confidence"] == "percent"
    assert spool.confidence.tolist() == [0.94, 0.88]
    assert predictions(spool)[0].geometry == Box(0.6, 0.4, 0.2, 0.1)
    assert spool.pictures[0].fractions


def test_dota_names_its_class_after_the_corners(tmp_path: Path) -> None:
    line = "398 716 398 694 464 698 465 718"
    spool = read(tmp_path, "imagesource:GoogleEarth", "gsd:0.146", f"{line} small-vehicle 1", f"{line} plane 0")
    assert predictions(spool)[0].geometry == Corners([float(word) for word in line.split()])
    assert (spool.classes, bool(spool.scored.any())) == (["small-vehicle", "plane"], False)
    assert predictions(spool)[0].where == "line 3"
    scored = read(tmp_path, f"{line} plane 0.25")
    assert scored.confidence.tolist() == [0.25]


@pytest.mark.parametrize(
    ("number", "names", "found"),
    [("0", "cat,dog", "cat"), ("2", "cat,dog", "dog"), ("cat", "dog,cat", "cat")],
)
def test_numbers_of_classes_that_allow_one_first_alone(number: str, names: str, found: str, tmp_path: Path) -> None:
    spool = read(tmp_path, f"{number} 0.9 60 40 20 10", f"{number} 0.8 30 5 40 60", names=names)
    assert spool.classes == [found]


def test_numbers_of_classes_that_allow_both_are_asked(tmp_path: Path) -> None:
    lines = ("1 0.9 60 40 20 10", "1 0.8 30 5 40 60")
    with pytest.raises(UndecidedReading) as question:
        read(tmp_path, *lines, names="cat,dog")
    assert question.value.sentence.remedy.startswith("Say which: --set first_class=0 or --set first_class=1.")
    assert read(tmp_path, *lines, names="cat,dog", first_class="1").classes == ["cat"]


def test_every_loss_has_its_line(tmp_path: Path) -> None:
    bad = ("car nan 1 2 3 4", "car 0.9 1 2 nan 4", "car 0.9 1e308 2 3 4", "car 0.9 1 2 0 4", "x", "car x 1 2 3 4")
    spool = read(tmp_path, *bad, box="xywh", units="pixels", confidence_column="second")
    assert {reason: loss.examples for reason, loss in spool.dropped.items()} == {
        Reason.BAD_CONFIDENCE: ["line 1 (a): the confidence is nan", "line 6 (a): the confidence is 'x'"],
        Reason.BAD_GEOMETRY: ["line 2 (a): a coordinate is 'nan'", "line 3 (a): the box begins at 1e+308, 2"],
        Reason.BAD_SIZE: ["line 4 (a): the box is 0 wide and 4 high"],
        Reason.BAD_ENTRY: [
            "line 5 (a): 1 words are too few for a class, a confidence and left, top, width, height in pixels"
        ],
    }


def test_classes_in_gbk(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("汽车 0.9 60 40 20 10\n".encode("gbk"))
    settings = ReadSettings(values={"box": "xywh"})
    assert read_predictions([tmp_path / "a.txt"], tmp_path / "s", format=None, settings=settings).classes == ["汽车"]


@pytest.mark.parametrize(
    "content",
    [
        "1,1,399,182,121,229,1,-1,-1,-1\n",
        "1 1 399 182 121 229 1 -1 -1 -1\n",
        "dog -1 -1 -10 540.0 295.0 563.0 313.0 -1 -1 -1 -1000 -1000 -1000 -10\n",
        "Car 0.00 0 -1.57 614.24 181.78 727.31 284.77 1.57 1.73 4.15 1.00 1.75 13.22 -1.62 0.99\n",
        "0 person\n1 bicycle\n2 car\n",
        "2015\nfive\nsix 7\n",
        "x" * 100_000,
        "1 " * 50_000,
    ],
)
def test_files_of_others_are_left_to_them(content: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(content)
    with open_intake(tmp_path / "a.txt") as files:
        assert other_txt.recognise(files) is None
