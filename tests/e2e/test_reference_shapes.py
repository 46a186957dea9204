"""Every shape through COCO equals the documented script with the same shapes added: polygons, masks, skeletons."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from encord.objects import LabelRowV2, Shape
from encord.objects.bitmask import BitmaskCoordinates
from encord.objects.coordinates import (
    BoundingBoxCoordinates,
    PointCoordinate,
    PolygonCoordinates,
    SkeletonCoordinate,
    SkeletonCoordinates,
    Visibility,
)
from pycocotools import mask as coco

from gui.demo.files import DemoFiles
from gui.demo.server import DemoServer
from tests.e2e.command import Command
from tests.e2e.reference import reference_export
from tests.e2e.test_reference import TWINS, assert_same, normal

VISIBILITY = {2: Visibility.VISIBLE, 1: Visibility.OCCLUDED, 0: Visibility.INVISIBLE}


@pytest.fixture
def command(demo: DemoServer, demo_key_file: Path, tmp_path: Path) -> Command:
    return Command(demo, demo_key_file, tmp_path)


def mask_of(segmentation: dict[str, Any]) -> Any:
    rle = segmentation
    if isinstance(segmentation["counts"], list):
        rle = coco.frPyObjects(segmentation, *segmentation["size"])
    return coco.decode(rle).astype(bool)


class ShapeModel:
    """Adds polygons, masks, keypoints and their boxes with the SDK alone."""

    def __init__(self, results: list[dict[str, Any]], dataset: dict[str, Any], titles: list[str]) -> None:
        self.images = {image["id"]: image for image in dataset["images"]}
        self.names = {category["id"]: category["name"] for category in dataset["categories"]}
        self.points = next(entry["keypoints"] for entry in dataset["categories"] if "keypoints" in entry)
        self.twins = {title for title in titles if titles.count(title) >= TWINS}
        self.results = results

    def __call__(self, row: LabelRowV2) -> None:
        if row.data_type.value == "video":
            return
        for frame in range(row.number_of_frames):
            title = row.get_frame_view(frame).image_title if row.data_type.value == "img_group" else row.data_title
            for entry in self.results:
                if self.images[entry["image_id"]]["file_name"] == title and title not in self.twins:
                    self.add(row, frame, entry)

    def add(self, row: LabelRowV2, frame: int, entry: dict[str, Any]) -> None:
        name = normal(self.names[entry["category_id"]])
        item = next(item for item in row.ontology_structure.objects if normal(item.name) == name)
        image = self.images[entry["image_id"]]
        instance = item.create_instance()
        coordinates = self.coordinates(row, item, entry, image["width"], image["height"])
        instance.set_for_frames(coordinates, frames=frame, confidence=entry["score"], manual_annotation=False)
        row.add_object_instance(instance)

    def coordinates(self, row: LabelRowV2, item: Any, entry: dict[str, Any], width: int, height: int) -> Any:
        if item.shape == Shape.SKELETON:
            return self.skeleton(row, item, entry["keypoints"], width, height)
        segmentation = entry["segmentation"]
        if item.shape == Shape.BITMASK:
            return BitmaskCoordinates(np.ascontiguousarray(mask_of(segmentation)))
        if item.shape == Shape.POLYGON:
            return PolygonCoordinates(
                polygons=[
                    [[PointCoordinate(x=x / width, y=y / height) for x, y in zip(part[::2], part[1::2], strict=True)]]
                    for part in segmentation
                ]
            )
        if isinstance(segmentation, dict):
            rows, columns = np.nonzero(mask_of(segmentation))
            left, top, right, bottom = columns.min(), rows.min(), columns.max() + 1, rows.max() + 1
        else:
            xs = [x for part in segmentation for x in part[::2]]
            ys = [y for part in segmentation for y in part[1::2]]
            left, top, right, bottom = min(xs), min(ys), max(xs), max(ys)
        return BoundingBoxCoordinates(
            top_left_x=float(left / width),
            top_left_y=float(top / height),
            width=float((right - left) / width),
            height=float((bottom - top) / height),
        )

    def skeleton(self, row: LabelRowV2, item: Any, flat: list[float], width: int, height: int) -> Any:
        templates = row.ontology_structure.skeleton_templates.values()
        template = next(found for found in templates if found.feature_node_hash == item.feature_node_hash)
        vertices = {normal(vertex.name): vertex for vertex in template.skeleton.values()}
        values = []
        for place, name in enumerate(self.points):
            x, y, seen = flat[3 * place : 3 * place + 3]
            vertex = vertices[normal(name)]
            values.append(
                SkeletonCoordinate(
                    x=x / width,
                    y=y / height,
                    name=vertex.name,
                    feature_hash=vertex.feature_hash,
                    visibility=VISIBILITY[int(seen)],
                )
            )
        return SkeletonCoordinates(values=values, name=template.name)


def inside(entry: dict[str, Any], width: int, height: int) -> bool:
    """Whether no point has to be clipped: clipping is tested where it lives, the shapes are tested here."""
    segmentation = entry.get("segmentation")
    flats = segmentation if isinstance(segmentation, list) else []
    if "keypoints" in entry:
        triples = entry["keypoints"]
        flats = [[value for n, value in enumerate(triples) if n % 3 < 2]] if 0 not in triples[2::3] else [[-1, -1]]
    return all(0 <= x <= width for flat in flats for x in flat[::2]) and all(
        0 <= y <= height for flat in flats for y in flat[1::2]
    )


def straight(entry: dict[str, Any], shape: str | None, image: dict[str, Any]) -> bool:
    """Whether the entry's shape can be added without a decision a naive script would not take."""
    if shape is None or not inside(entry, image["width"], image["height"]):
        return False
    if shape == "skeleton" or "keypoints" in entry:
        return shape == "skeleton" and "keypoints" in entry
    is_mask = isinstance(entry["segmentation"], dict)
    return shape == "bounding_box" or (shape == "polygon" and not is_mask) or (shape == "bitmask" and is_mask)


def test_every_shape_by_coco_equals_the_script(command: Command, demo_files: DemoFiles, demo: DemoServer) -> None:
    dataset = json.loads(demo_files.dataset.read_text())
    shapes = {normal(item["name"]): item["shape"] for item in demo.project.ontology["objects"]}
    names = {category["id"]: normal(category["name"]) for category in dataset["categories"]}
    images = {image["id"]: image for image in dataset["images"]}
    results = [
        entry
        for entry in json.loads(demo_files.shapes.read_text())
        if straight(entry, shapes.get(names[entry["category_id"]]), images[entry["image_id"]])
    ]
    used = {shapes[names[entry["category_id"]]] for entry in results}
    assert used >= {"bounding_box", "polygon", "bitmask", "skeleton"}
    path = command.folder / "straight.json"
    path.write_text(json.dumps(results))
    ended = command.run("--dataset-json", demo_files.dataset, predictions=path)
    assert ended.code == 0, ended.err
    titles = [row.media.title for row in demo.project.rows.values()]
    model = ShapeModel(results, dataset, titles)
    expected = reference_export(command.key, demo.url, demo.project_hash, model)
    assert ended.report["predictions"]["exported"] == sum(len(row["object_answers"]) for row in expected) > 300
    assert_same(ended.rows, expected)
    assert demo.writes == []
