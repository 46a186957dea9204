"""Pascal VOC: pixels from 1, one file a picture, a broken one left out by its name."""

from __future__ import annotations

from pathlib import Path

import pytest

from gui.domain.geometry import Box, Polygons, RotatedBox
from gui.domain.prediction import Picture
from gui.domain.reasons import Reason
from gui.errors import SourceProblem
from gui.sources.read_settings import ReadSettings
from gui.sources.reading import read_predictions
from gui.sources.spool import Spool
from tests.unit.sources.reading import predictions, written

BOX = "<bndbox><xmin>11</xmin><ymin>21</ymin><xmax>40</xmax><ymax>60</ymax></bndbox>"


def voc(*objects: str, name: str = "a.jpg", size: str = "<width>100</width><height>80</height>") -> bytes:
    inner = "".join(f"<object>{entry}</object>" for entry in objects)
    return f"<annotation><filename>{name}</filename><size>{size}</size>{inner}</annotation>".encode()


def read(folder: Path, files: dict[str, bytes], **values: str) -> Spool:
    for name, content in files.items():
        (folder / "in" / name).parent.mkdir(parents=True, exist_ok=True)
        written(folder / "in" / name, content)
    path = folder / "in" / next(iter(files)) if len(files) == 1 else folder / "in"
    return read_predictions([path], folder / "spool", format="voc", settings=ReadSettings(values=values))


def test_the_first_and_the_last_pixel_belong_to_the_box(tmp_path: Path) -> None:
    spool = read(tmp_path, {"a.xml": voc(f"<name>car</name><confidence>0.25</confidence>{BOX}")})
    (record,) = predictions(spool)
    assert record.geometry == Box(10, 20, 30, 40)
    assert record.where == "object 1"
    assert spool.pictures == [Picture("a.jpg", 100, 80)]
    assert (spool.classes, spool.confidence.tolist()) == (["car"], [0.25])


def test_pixels_from_zero_on_request(tmp_path: Path) -> None:
    spool = read(tmp_path, {"a.xml": voc(f"<name>car</name>{BOX}")}, first_pixel="0")
    assert predictions(spool)[0].geometry == Box(11, 21, 29, 39)


def test_polygons_and_rotated_boxes(tmp_path: Path) -> None:
    polygon = "<polygon><x1>1</x1><y1>1</y1><x2>11</x2><y2>1</y2><x3>11</x3><y3>6</y3></polygon>"
    turned = "<robndbox><cx>50</cx><cy>40</cy><w>20</w><h>10</h><angle>0</angle></robndbox>"
    spool = read(tmp_path, {"a.xml": voc(f"<name>a</name>{polygon}", f"<name>a</name>{turned}")})
    assert [record.geometry for record in predictions(spool)] == [
        Polygons([[[0, 0, 10, 0, 10, 5]]]),
        RotatedBox(50, 40, 20, 10, 0),
    ]


def test_every_loss_has_its_file_and_place(tmp_path: Path) -> None:
    bad = ("<name>car</name>", BOX, f"<name>car</name><score>7</score>{BOX}", "<name>car</name><bndbox/>")
    spool = read(tmp_path, {"x/a.xml": voc(*bad), "x/b.xml": b"<annotation>", "x/c.xml": b"<a/>"} | {"d.xml": voc()})
    assert {reason: loss.examples for reason, loss in spool.dropped.items()} == {
        Reason.NO_GEOMETRY: ["x/a.xml object 1 (a.jpg): it has no bndbox"],
        Reason.BAD_ENTRY: ["x/a.xml object 2 (a.jpg): it names no class"],
        Reason.BAD_CONFIDENCE: ["x/a.xml object 3 (a.jpg): the confidence is 7"],
        Reason.BAD_GEOMETRY: ["x/a.xml object 4 (a.jpg): xmin is missing"],
        Reason.BAD_FILE: [
            "x/b.xml: it is not whole XML (no element found: line 1, column 12)",
            "x/c.xml: its outermost element is “a”, not “annotation”",
        ],
    }
    assert spool.read == 6


def test_bombs_of_entities_are_refused(tmp_path: Path) -> None:
    bomb = b'<!DOCTYPE a [<!ENTITY x "xxxxxxxxxx"><!ENTITY y "&x;&x;&x;">]><annotation>&y;</annotation>'
    with pytest.raises(SourceProblem) as failure:
        read(tmp_path, {"a.xml": bomb})
    assert failure.value.sentence.why == "It defines entities, as files made to fill the memory do."


def test_the_declared_encoding_is_followed(tmp_path: Path) -> None:
    content = '<?xml version="1.0" encoding="gb2312"?>' + voc(f"<name>汽车</name>{BOX}").decode()
    assert read(tmp_path, {"a.xml": content.encode("gb2312")}).classes == ["汽车"]
