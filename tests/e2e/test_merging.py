"""Several sources in one export, by the command: merged, thinned, and accounted for with file and line."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from gui.demo.server import DemoServer
from tests.e2e.command import Command
from tests.e2e.test_headless import balanced, coco, objects, picture

VOC = """<annotation><filename>{name}</filename><size><width>1280</width><height>853</height></size>
<object><name>apple</name><score>0.95</score>
<bndbox><xmin>101</xmin><ymin>101</ymin><xmax>150</xmax><ymax>140</ymax></bndbox></object>
<object><name>apple</name><score>0.5</score>
<bndbox><xmin>601</xmin><ymin>101</ymin><xmax>603</xmax><ymax>103</ymax></bndbox></object>
<object><name>unicorn</name><score>0.5</score>
<bndbox><xmin>601</xmin><ymin>101</ymin><xmax>650</xmax><ymax>140</ymax></bndbox></object></annotation>"""


@pytest.fixture
def command(demo: DemoServer, demo_key_file: Path, tmp_path: Path) -> Command:
    return Command(demo, demo_key_file, tmp_path)


def test_two_models_in_one_export(command: Command, demo: DemoServer) -> None:
    boxes = ({"bbox": [102, 100, 50, 40], "score": 0.9}, {"bbox": [900, 100, 50, 40], "score": 0.9})
    results = coco(command.folder, demo, *boxes)
    with zipfile.ZipFile(command.folder / "voc.zip", "w") as archive:
        archive.writestr("labels/a.xml", VOC.format(name=picture(demo)))
    options = ("--nms", "0.5", "--min-size", "10")
    ended = command.run("--predictions", command.folder / "voc.zip", *options, predictions=results)
    counts = balanced(ended)
    assert (counts["read"], counts["exported"]) == (5, 2)
    assert sorted(round(item["boundingBox"]["x"] * 1280) for item in objects(ended)) == [100, 900]
    assert {(lost["reason"], lost["where"]) for lost in ended.report["lost"]} == {
        ("overlaps_a_more_confident_one", "coco.json element 0"),
        ("smaller_than_asked_for", "voc.zip: labels/a.xml object 2"),
        ("class_not_in_ontology", "voc.zip: labels/a.xml object 3"),
    }
    assert list(ended.report["stages"].values()) == [5, 5, 5, 4, 2, 2]
    assert ended.report["source"]["format"] == "coco+voc"


def test_a_setting_that_no_format_has_is_wrong_usage(command: Command, demo: DemoServer) -> None:
    ended = command.run("--set", "kind=index", predictions=coco(command.folder, demo, {"bbox": [1, 1, 9, 9]}))
    assert ended.code == 2
    assert ended.said[0] == "COCO has no setting kind."
    assert not ended.output.exists()
