"""The demo's prediction files: plausible, imperfect, and with the oddities the app must name."""

from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import numpy as np
import orjson
from pycocotools import mask as coco

from gui.demo.files import DemoFiles
from gui.demo.model import CLASSES, detect
from gui.demo.orchard import TWINS
from gui.demo.predictions import STRANGER
from gui.demo.scene import make_scene
from gui.demo.server import DemoServer


def read(path: Path) -> Any:
    return orjson.loads(path.read_bytes())


def names(path: Path) -> dict[int, str]:
    return {image["id"]: image["file_name"] for image in read(path)["images"]}


def test_one_file_and_two_files_say_the_same(demo_files: DemoFiles) -> None:
    whole = read(demo_files.predictions)
    assert [{k: v for k, v in a.items() if k != "id"} for a in whole["annotations"]] == read(demo_files.results)
    assert whole["images"] == read(demo_files.dataset)["images"]
    assert [c["name"] for c in whole["categories"]] == list(CLASSES)


def test_they_are_for_the_projects_pictures_its_frames_and_one_stranger(
    demo: DemoServer, demo_files: DemoFiles
) -> None:
    known = set()
    for row in demo.project.rows.values():
        if row.media.type == "video":
            known |= {f"videos/{row.media.hash}/{frame}.jpg" for frame in range(row.media.frames)}
        else:
            known |= {unit.title for unit in row.media.units}
    shown = names(demo_files.predictions)
    assert set(shown.values()) == known | {STRANGER}
    assert {Counter(shown.values())[title] for title in TWINS} == {1}
    seen = {shown[a["image_id"]] for a in read(demo_files.results)}
    assert STRANGER in seen
    assert len(seen) > 100


def test_scores_have_two_humps(demo_files: DemoFiles) -> None:
    scores = np.array([entry["score"] for entry in read(demo_files.results)])
    assert scores.min() > 0
    assert scores.max() < 1
    low, middle, high = np.histogram(scores, bins=[0.05, 0.3, 0.55, 0.8, 1.0])[0][[0, 1, 3]]
    assert low > 2 * middle
    assert high > 2 * middle


def test_most_of_what_is_sure_is_there_and_most_of_what_is_not_is_not() -> None:
    right: dict[bool, list[bool]] = defaultdict(list)
    for seed in range(30):
        for detection in detect(make_scene(seed, 1280, 853), seed=7):
            right[detection.score > 0.5].append(detection.subject is not None or detection.name in ("stem", "tag"))
    assert np.mean(right[True]) > 0.95
    assert np.mean(right[False]) < 0.4


def test_some_boxes_reach_over_the_edge_and_one_class_is_not_in_the_ontology(
    demo: DemoServer, demo_files: DemoFiles
) -> None:
    whole = read(demo_files.predictions)
    sizes = {image["id"]: (image["width"], image["height"]) for image in whole["images"]}
    over = 0
    for entry in whole["annotations"]:
        x, y, w, h = entry["bbox"]
        width, height = sizes[entry["image_id"]]
        assert w > 0
        assert h > 0
        over += x < 0 or y < 0 or x + w > width or y + h > height
    assert 10 < over < len(whole["annotations"]) / 4
    items = {item["name"].lower() for item in demo.project.ontology["objects"]}
    assert {c["name"] for c in whole["categories"]} - items == {"stem"}


def test_shapes_come_as_polygons_parts_masks_and_keypoints(demo_files: DemoFiles) -> None:
    kinds: Counter[str] = Counter()
    sizes = {i["id"]: (i["height"], i["width"]) for i in read(demo_files.dataset)["images"]}
    for entry in read(demo_files.shapes):
        segmentation = entry.get("segmentation")
        if "keypoints" in entry:
            kinds["keypoints"] += 1
            assert len(entry["keypoints"]) == 9
        elif isinstance(segmentation, list):
            kinds["parts" if len(segmentation) > 1 else "polygon"] += 1
        else:
            kinds[type(segmentation["counts"]).__name__] += 1
            assert tuple(segmentation["size"]) == sizes[entry["image_id"]]
    assert set(kinds) == {"keypoints", "parts", "polygon", "str", "list"}
    assert min(kinds.values()) >= 5


def test_uncompressed_runs_mean_the_same_mask() -> None:
    from gui.demo.predictions import _compressed, _uncompressed

    for subject in make_scene(4, 640, 426).subjects:
        scene = make_scene(4, 640, 426)
        loose, tight = _uncompressed(subject, scene), _compressed(subject, scene)
        assert sum(loose["counts"]) == 640 * 426
        assert coco.frPyObjects(loose, 426, 640)["counts"].decode() == tight["counts"]


def test_two_runs_write_the_same(demo: DemoServer, demo_files: DemoFiles, tmp_path: Path) -> None:
    from gui.demo.files import write_demo_files

    again = write_demo_files(tmp_path, demo.project, demo.private_key_pem, seed=7, big=False)
    for name in ("predictions", "results", "shapes", "dataset"):
        assert getattr(again, name).read_bytes() == getattr(demo_files, name).read_bytes()
