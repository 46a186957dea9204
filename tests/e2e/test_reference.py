"""What the command writes is what Encord's documented script writes with the same predictions added."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
from encord.objects import LabelRowV2, Shape
from encord.objects.coordinates import BoundingBoxCoordinates, RotatableBoundingBoxCoordinates

from gui.demo.files import DemoFiles
from gui.demo.server import DemoServer
from tests.e2e.command import Command
from tests.e2e.reference import comparable, reference_export

TWINS = 2
"""A title that more than one row has is matched by nobody."""


@pytest.fixture
def command(demo: DemoServer, demo_key_file: Path, tmp_path: Path) -> Command:
    return Command(demo, demo_key_file, tmp_path)


def normal(name: str) -> str:
    return name.lower().replace(" ", "").replace("_", "").replace("-", "")


class NaiveModel:
    """Adds a COCO dataset's boxes the way an engineer would write it in a hurry, with nothing of ours."""

    def __init__(self, path: Path, titles: list[str]) -> None:
        data = json.loads(path.read_text())
        self.images = {image["id"]: image for image in data["images"]}
        self.names = {category["id"]: category["name"] for category in data["categories"]}
        self.boxes: dict[str, list[dict[str, Any]]] = defaultdict(list)
        twins = {title for title in titles if titles.count(title) >= TWINS}
        for entry in data["annotations"]:
            name = self.images[entry["image_id"]]["file_name"]
            if name not in twins:
                self.boxes[name].append(entry)

    def __call__(self, row: LabelRowV2) -> None:
        for frame in range(row.number_of_frames):
            for name in self.names_of(row, frame):
                for entry in self.boxes.get(name, ()):
                    self.add(row, frame, entry)

    def names_of(self, row: LabelRowV2, frame: int) -> list[str]:
        if row.data_type.value == "video":
            return [name for name in self.boxes if name == f"videos/{row.data_hash}/{frame}.jpg"]
        if row.data_type.value == "img_group":
            return [row.get_frame_view(frame).image_title]
        return [row.data_title]

    def add(self, row: LabelRowV2, frame: int, entry: dict[str, Any]) -> None:
        wanted = self.names[entry["category_id"]]
        found = [
            item for item in row.ontology_structure.objects
            if normal(item.name) == normal(wanted) and item.shape in (Shape.BOUNDING_BOX, Shape.ROTATABLE_BOUNDING_BOX)
        ]  # fmt: skip
        image = self.images[entry["image_id"]]
        width, height = image["width"], image["height"]
        x, y, w, h = entry["bbox"]
        left, top, right, bottom = max(0, x), max(0, y), min(width, x + w), min(height, y + h)
        if not found or right <= left or bottom <= top:
            return
        place = {
            "top_left_x": left / width,
            "top_left_y": top / height,
            "width": (right - left) / width,
            "height": (bottom - top) / height,
        }
        turned = found[0].shape == Shape.ROTATABLE_BOUNDING_BOX
        instance = found[0].create_instance()
        instance.set_for_frames(
            RotatableBoundingBoxCoordinates(theta=0.0, **place) if turned else BoundingBoxCoordinates(**place),
            frames=frame,
            confidence=entry["score"],
            manual_annotation=False,
        )
        row.add_object_instance(instance)


def test_boxes_by_coco_equal_the_script(command: Command, demo_files: DemoFiles, demo: DemoServer) -> None:
    ended = command.run(predictions=demo_files.predictions)
    assert ended.code == 0, ended.err
    model = NaiveModel(demo_files.predictions, [row.media.title for row in demo.project.rows.values()])
    expected = reference_export(command.key, demo.url, demo.project_hash, model)
    assert_same(ended.rows, expected)
    objects = sum(len(row["object_answers"]) for row in expected)
    assert objects == ended.report["predictions"]["exported"] > 500
    assert demo.writes == []


def assert_same(ours: list[dict[str, Any]], theirs: list[dict[str, Any]]) -> None:
    assert len(ours) == len(theirs)
    for mine, other in zip(comparable(ours), comparable(json.loads(json.dumps(theirs))), strict=True):
        assert rounded(mine) == rounded(other)


def rounded(node: Any) -> Any:
    """Two ways to divide may differ in the last bit; twelve digits are a millionth of a pixel."""
    if isinstance(node, float):
        return round(node, 12)
    if isinstance(node, dict):
        return {key: rounded(value) for key, value in node.items()}
    if isinstance(node, list):
        return [rounded(item) for item in node]
    return node


def test_existing_labels_are_never_in_the_export(command: Command, demo_files: DemoFiles, demo: DemoServer) -> None:
    empty = command.folder / "none.json"
    empty.write_text("[]")
    ended = command.run(predictions=empty)
    assert ended.code == 0
    assert "holds no predictions" in ended.err and len(ended.said) <= 3
    assert_same(ended.rows, reference_export(command.key, demo.url, demo.project_hash, lambda row: None))
    assert all(row["object_answers"] == {} for row in ended.rows)
    labelled = [row for row in demo.project.rows.values() if row.label_hash]
    assert len(labelled) == len(ended.rows)


def test_rows_never_labelled_are_created_only_on_request(
    command: Command, demo_files: DemoFiles, demo: DemoServer
) -> None:
    never = [row for row in demo.project.rows.values() if row.label_hash is None]
    assert never
    ended = command.run("--create-missing-rows", predictions=demo_files.predictions)
    assert ended.code == 0, ended.err
    assert len(ended.rows) == len(demo.project.rows)
    assert [write.kind for write in demo.writes] == ["create"] * len(demo.writes) and demo.writes
