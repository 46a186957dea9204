"""The demo model's predictions as COCO files: boxes in one file, in two files, and shapes of every kind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import orjson

from gui.demo import ontology
from gui.demo.clip import clip_scenes
from gui.demo.labels import axis_points
from gui.demo.model import CLASSES, Detection, detect
from gui.demo.orchard import TWINS, WEEK_27
from gui.demo.project import Project
from gui.demo.scene import Scene, make_scene
from gui.demo.subjects import Subject

Json = dict[str, Any]

STRANGER = "cam9_000007.jpg"
"""A picture the model saw that is not in the project."""

AXIS_CATEGORY = len(CLASSES) + 1
"""Category of the keypoints; the classes have their place in ``CLASSES`` plus 1."""


@dataclass(frozen=True)
class Shown:
    """A picture the model saw: its COCO id and name, and what is in it."""

    id: int
    file_name: str
    scene: Scene


def pictures_shown(project: Project) -> list[Shown]:
    """Every picture of the demo project, the frames of its video, and one stranger.

    A twin title is there once (the picture of week 28): the model's folder had room for one file of that name.
    """
    named = list(_names(project))
    named.append((STRANGER, make_scene(99, 1280, 853)))
    return [Shown(number, name, scene) for number, (name, scene) in enumerate(named, start=1)]


def _names(project: Project) -> Iterator[tuple[str, Scene]]:
    for row in project.rows.values():
        media = row.media
        if media.type == "video":
            for frame, scene in enumerate(clip_scenes()):
                yield f"videos/{media.hash}/{frame}.jpg", scene
        elif media.dataset.title != WEEK_27 or media.title not in TWINS:
            for unit in media.units:
                if unit.scene is not None:
                    yield unit.title, unit.scene


def results(shown: list[Shown], seed: int) -> list[Json]:
    """The results list: boxes with scores."""
    return [
        {"image_id": picture.id, "category_id": CLASSES.index(d.name) + 1, "bbox": _rounded(d.box), "score": d.score}
        for picture in shown
        for d in detect(picture.scene, seed)
    ]


def dataset(shown: list[Shown]) -> Json:
    """The dataset JSON that gives a results list its names and sizes; it has no annotations."""
    categories: list[Json] = [{"id": i, "name": name} for i, name in enumerate(CLASSES, start=1)]
    keypoints = [point.name for point in ontology.AXIS_KEYPOINTS]
    categories.append({"id": AXIS_CATEGORY, "name": "fruit_axis", "keypoints": keypoints, "skeleton": [[1, 2], [2, 3]]})
    images = [{"id": s.id, "file_name": s.file_name, "width": s.scene.width, "height": s.scene.height} for s in shown]
    return {"images": images, "categories": categories, "annotations": []}


def scored_dataset(shown: list[Shown], found: list[Json]) -> Json:
    """One file with everything: the dataset JSON with the results as annotations that carry a score."""
    whole = dataset(shown)
    whole["categories"] = [c for c in whole["categories"] if c["id"] != AXIS_CATEGORY]
    whole["annotations"] = [{"id": number, **result} for number, result in enumerate(found, start=1)]
    return whole


def shape_results(shown: list[Shown], seed: int) -> list[Json]:
    """A results list of polygons, masks of both kinds and keypoints, for the pictures that are no video frames."""
    found: list[Json] = []
    for picture in shown:
        if picture.file_name.startswith("videos/"):
            continue
        for number, detection in enumerate(detect(picture.scene, seed)):
            if detection.subject is None:
                continue
            found.append(_shape(picture, detection, number))
            if detection.name == "pear":
                found.append(_keypoints(picture, detection))
    return found


def _shape(picture: Shown, detection: Detection, number: int) -> Json:
    subject = detection.subject
    assert subject is not None
    entry: Json = {
        "image_id": picture.id,
        "category_id": CLASSES.index(detection.name) + 1,
        "score": detection.score,
    }
    if subject.kind == "bruise":
        return entry | {"segmentation": _compressed(subject, picture.scene)}
    if number % 4 == 1:
        return entry | {"segmentation": _uncompressed(subject, picture.scene), "bbox": _rounded(detection.box)}
    if subject.kind == "leaf" and number % 3 == 0:
        return entry | {"segmentation": _two_parts(subject), "bbox": _rounded(detection.box)}
    return entry | {"segmentation": [_flat(subject.outline[::4])], "bbox": _rounded(detection.box)}


def _keypoints(picture: Shown, detection: Detection) -> Json:
    assert detection.subject is not None
    points = []
    for place, (x, y) in enumerate(axis_points(detection.subject)):
        inside = 0 <= x < picture.scene.width and 0 <= y < picture.scene.height
        points += [round(x, 2), round(y, 2), (2 if place != 1 else 1) if inside else 0]
    return {
        "image_id": picture.id,
        "category_id": AXIS_CATEGORY,
        "keypoints": points,
        "bbox": _rounded(detection.box),
        "score": detection.score,
    }


def _two_parts(subject: Subject) -> list[list[float]]:
    """A leaf whose middle the model did not see: two polygons of one object."""
    half = len(subject.outline) // 2
    gap = np.array([0.0, subject.size * 0.05])
    upper, lower = subject.outline[: half + 1] - gap, subject.outline[half:] + gap
    return [_flat(upper[::4]), _flat(lower[::4])]


def _compressed(subject: Subject, scene: Scene) -> Json:
    from pycocotools import mask as coco

    run = coco.encode(np.asfortranarray(subject.mask(scene.width, scene.height).astype(np.uint8)))
    return {"size": [scene.height, scene.width], "counts": run["counts"].decode("ascii")}


def _uncompressed(subject: Subject, scene: Scene) -> Json:
    """Column by column the lengths of runs of zeros and ones, beginning with zeros."""
    column_major = subject.mask(scene.width, scene.height).T.ravel()
    changes = np.flatnonzero(np.diff(column_major)) + 1
    counts = np.diff(np.concatenate([[0], changes, [column_major.size]]))
    lead = [0] if column_major[0] else []
    return {"size": [scene.height, scene.width], "counts": [*lead, *(int(count) for count in counts)]}


def _flat(points: np.ndarray[Any, np.dtype[np.float64]]) -> list[float]:
    return [round(float(value), 2) for value in points.ravel()]


def _rounded(box: tuple[float, float, float, float]) -> list[float]:
    return [round(value, 2) for value in box]


def write_json(path: Path, value: Any) -> Path:
    """Write ``value`` as JSON to ``path``."""
    path.write_bytes(orjson.dumps(value))
    return path
