"""A finished export is predictions again: exported once more, it is the same file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from gui.demo.files import DemoFiles
from gui.demo.server import DemoServer
from tests.e2e.command import Command
from tests.e2e.reference import comparable
from tests.e2e.test_reference import rounded

EVERYTHING = Path(__file__).with_name("everything.py")


def in_order(rows: list[dict[str, Any]]) -> Any:
    """The rows with what has no order of its own, tracks among them, in the order of its text."""
    return [json.dumps(rounded(row), sort_keys=True) for row in comparable(rows)]


def test_every_shape_of_a_coco_file(demo: DemoServer, demo_key_file: Path, demo_files: DemoFiles) -> None:
    command = Command(demo, demo_key_file, demo_files.key.parent)
    first = command.run("--dataset-json", demo_files.dataset, predictions=demo_files.shapes)
    assert first.code == 0
    assert first.report["predictions"]["exported"] > 0
    once = command.folder / "once.json"
    once.write_bytes(first.output.read_bytes())
    again = command.run(predictions=once)
    assert again.code == 0
    assert again.report["predictions"]["exported"] == again.report["predictions"]["read"]
    assert again.report["predictions"]["exported"] == first.report["predictions"]["exported"]
    assert in_order(again.rows) == in_order(json.loads(once.read_bytes()))


def test_tracks_and_answers_of_a_script(demo: DemoServer, demo_key_file: Path, tmp_path: Path) -> None:
    command = Command(demo, demo_key_file, tmp_path)
    once = tmp_path / "once.json"
    first = command.run("--script", predictions=EVERYTHING, output=once)
    assert first.code == 0
    again = command.run("--convert", predictions=once)
    assert again.code == 0
    dropped = again.report["predictions"]["dropped"]
    assert set(dropped) == {"no_geometry"}  # polylines and answers in words
    before, after = json.loads(once.read_bytes()), again.rows
    for old, new in zip(before, after, strict=True):
        assert objects(new) == [thing for thing in objects(old) if thing["shape"] != "polyline"]


def objects(row: dict[str, Any]) -> list[dict[str, Any]]:
    """Every object of the row, without its random hash and its times, in the order of its text."""
    left_out = {"objectHash", "createdAt", "lastEditedAt"}
    labels = [unit["labels"] for unit in row["data_units"].values()]
    frames = [frame for held in labels for frame in ([held] if "objects" in held else held.values())]
    found = [
        rounded({name: value for name, value in thing.items() if name not in left_out})
        for frame in frames
        for thing in frame["objects"]
    ]
    return sorted(found, key=lambda thing: json.dumps(thing, sort_keys=True))
