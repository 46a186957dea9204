"""The labels annotators drew on the demo's scenes, in Encord's JSON (``to_encord_dict`` of the SDK)."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from gui.demo import ontology
from gui.demo.ontology import Item, Question
from gui.demo.project import Labels, Unit
from gui.demo.scene import Scene
from gui.demo.subjects import Subject, Tag

Json = dict[str, Any]

ANNOTATOR = "jonas@riverside-fruit.example"
DRAWN = "Wed, 08 Jul 2026 09:30:00 UTC"

_ITEMS: dict[str, Item] = {
    "apple": ontology.APPLE,
    "orange": ontology.ORANGE,
    "pear": ontology.PEAR,
    "leaf": ontology.LEAF,
    "bruise": ontology.BRUISE,
}


class Drawing:
    """Labels of one row while they are drawn up; hashes come from the row's hash, the same every time."""

    def __init__(self, row_hash: str) -> None:
        """Nothing drawn yet."""
        self._row_hash = row_hash
        self._count = 0
        self.labels = Labels()

    def next_hash(self) -> str:
        """The next object or classification hash: 8 characters, unique in the row."""
        self._count += 1
        return hashlib.sha256(f"{self._row_hash}/{self._count}".encode()).hexdigest()[:8]

    def answer_frame(self, question: Question, chosen: Sequence[int] | str, last_frame: int = 0) -> None:
        """Answer a classification on frames 0 to ``last_frame`` with options (by number) or a text."""
        own_hash = self.next_hash()
        self.labels.classification_answers[own_hash] = {
            "classifications": [_answer(question, chosen)],
            "classificationHash": own_hash,
            "featureHash": question.root_hash,
            "spaces": {},
            "range": [[0, last_frame]],
            "createdBy": ANNOTATOR,
            "createdAt": DRAWN,
            "lastEditedBy": ANNOTATOR,
            "lastEditedAt": DRAWN,
            "confidence": 1.0,
            "manualAnnotation": True,
        }

    def add_object(self, item: Item, coordinates: Json, answers: Sequence[Json] = (), own_hash: str = "") -> Json:
        """One object's entry in a frame; its answers are noted once, however many frames it has."""
        own_hash = own_hash or self.next_hash()
        if own_hash not in self.labels.object_answers:
            self.labels.object_answers[own_hash] = {"classifications": list(answers), "objectHash": own_hash}
        return {
            "name": item.name,
            "color": item.color,
            "shape": item.shape,
            "value": item.value,
            "createdAt": DRAWN,
            "createdBy": ANNOTATOR,
            "confidence": 1.0,
            "objectHash": own_hash,
            "featureHash": item.feature_hash,
            "manualAnnotation": True,
            "lastEditedAt": DRAWN,
            "lastEditedBy": ANNOTATOR,
            **coordinates,
        }


def label_pictures(row_hash: str, units: Sequence[Unit]) -> Labels:
    """Labels of a picture or of a group of pictures, as careful annotators would draw them."""
    drawing = Drawing(row_hash)
    for unit in units:
        if unit.scene is not None:
            drawing.labels.units[unit.hash] = {"objects": _objects(drawing, unit.scene), "classifications": []}
    scene = units[0].scene
    if scene is not None:
        _answer_questions(drawing, scene)
    return drawing.labels


def label_video(row_hash: str, unit: Unit, scenes: Sequence[Scene]) -> Labels:
    """Labels of a video: the same subject keeps its object hash from frame to frame (by place in the scene)."""
    drawing = Drawing(row_hash)
    frames: Json = {}
    names: dict[int, str] = {}
    for number, scene in enumerate(scenes):
        objects = []
        for place, subject in enumerate(scene.subjects):
            if subject.kind in ("bruise", "leaf") or not _visible(subject, scene):
                continue
            own_hash = names.setdefault(place, drawing.next_hash())
            box = {"boundingBox": _box(subject, scene)}
            objects.append(drawing.add_object(_ITEMS[subject.kind], box, own_hash=own_hash))
        if objects:
            frames[str(number)] = {"objects": objects, "classifications": []}
    drawing.labels.units[unit.hash] = frames
    drawing.answer_frame(ontology.BELT, [0], last_frame=len(scenes) - 1)
    return drawing.labels


def _objects(drawing: Drawing, scene: Scene) -> list[Json]:
    rng = np.random.default_rng(scene.seed + 5)
    objects = []
    for subject in scene.subjects:
        item = _ITEMS[subject.kind]
        answers = []
        if subject.kind == "apple":
            answers = [_answer(ontology.RIPENESS, [int(rng.choice(3, p=[0.2, 0.65, 0.15]))])]
        objects.append(drawing.add_object(item, _coordinates(subject, scene), answers))
        if subject.kind == "orange" and rng.random() < 0.5:
            x, y = subject.along(0.42)
            objects.append(drawing.add_object(ontology.CALYX, {"point": _indexed([(x, y)], scene)}))
        if subject.kind == "pear" and rng.random() < 0.6:
            objects.append(drawing.add_object(ontology.AXIS, {"skeleton": _axis(subject, scene)}))
    objects += [drawing.add_object(ontology.TAG, {"rotatableBoundingBox": _tag(tag, scene)}) for tag in scene.tags]
    if scene.seam:
        objects.append(drawing.add_object(ontology.SEAM, {"polyline": _indexed(scene.seam, scene)}))
    return objects


def _answer_questions(drawing: Drawing, scene: Scene) -> None:
    drawing.answer_frame(ontology.BELT, [("Clean", "Dusty", "Wet").index(scene.belt)])
    kinds = [subject.kind for subject in scene.subjects]
    remarks = [i for i, true in enumerate(("leaf" in kinds, "bruise" in kinds, len(kinds) > 11)) if true]
    if remarks:
        drawing.answer_frame(ontology.REMARKS, remarks)
    if scene.seed % 9 == 0:
        drawing.answer_frame(ontology.NOTE, "Camera 1 was cleaned before this picture.")


def _answer(question: Question, chosen: Sequence[int] | str) -> Json:
    answers: Any = chosen
    if not isinstance(chosen, str):
        options = [question.options[number] for number in chosen]
        answers = [{"name": o.name, "value": o.value, "featureHash": o.feature_hash} for o in options]
    return {
        "name": question.name,
        "value": question.value,
        "answers": answers,
        "featureHash": question.feature_hash,
        "manualAnnotation": True,
    }


def _coordinates(subject: Subject, scene: Scene) -> Json:
    if subject.kind == "leaf":
        outline = np.clip(subject.outline[::3], 0, (scene.width, scene.height))
        points = [(float(x), float(y)) for x, y in outline]
        flat = [round(value, 6) for x, y in points for value in (x / scene.width, y / scene.height)]
        return {"polygon": _indexed(points, scene), "polygons": [[flat]]}
    if subject.kind == "bruise":
        return {"bitmask": bitmask(subject.mask(scene.width, scene.height))}
    return {"boundingBox": _box(subject, scene)}


def bitmask(mask: npt.NDArray[np.bool_]) -> Json:
    """A mask of shape (height, width) as Encord writes it: COCO's compression, but of row-major runs."""
    from pycocotools import mask as coco

    height, width = mask.shape
    counts = coco.encode(np.asfortranarray(mask.T.astype(np.uint8)))["counts"]
    return {"top": 0, "left": 0, "height": height, "width": width, "rleString": counts.decode("ascii")}


def _box(subject: Subject, scene: Scene) -> Json:
    """Cut at the picture's edge, as a careful annotator draws it."""
    x, y, w, h = subject.box
    left, top = max(0.0, x), max(0.0, y)
    right, bottom = min(float(scene.width), x + w), min(float(scene.height), y + h)
    return {
        "h": round((bottom - top) / scene.height, 6),
        "w": round((right - left) / scene.width, 6),
        "x": round(left / scene.width, 6),
        "y": round(top / scene.height, 6),
    }


def _visible(subject: Subject, scene: Scene) -> bool:
    x, y, w, h = subject.box
    return x + w > 4 and y + h > 4 and x < scene.width - 4 and y < scene.height - 4


def _tag(tag: Tag, scene: Scene) -> Json:
    return {
        "h": round(tag.height / scene.height, 6),
        "w": round(tag.width / scene.width, 6),
        "x": round((tag.x - tag.width / 2) / scene.width, 6),
        "y": round((tag.y - tag.height / 2) / scene.height, 6),
        "theta": round(tag.degrees, 3),
    }


def axis_points(subject: Subject) -> list[tuple[float, float]]:
    """Where the three keypoints of a fruit's axis lie, in pixels: stem end, middle, blossom end."""
    return [subject.along(0.92), subject.along(0.0), subject.along(-0.92)]


def _axis(subject: Subject, scene: Scene) -> Json:
    vertices = zip(ontology.AXIS_KEYPOINTS, axis_points(subject), strict=True)
    return {
        str(i): {
            "x": round(x / scene.width, 6),
            "y": round(y / scene.height, 6),
            "name": keypoint.name,
            "color": keypoint.color,
            "featureHash": keypoint.feature_hash,
            "value": "_".join(keypoint.name.lower().split()),
            "visibility": "visible" if 0 <= x < scene.width and 0 <= y < scene.height else "invisible",
        }
        for i, (keypoint, (x, y)) in enumerate(vertices)
    }


def _indexed(points: Sequence[tuple[float, float]], scene: Scene) -> Json:
    return {
        str(place): {"x": round(x / scene.width, 6), "y": round(y / scene.height, 6)}
        for place, (x, y) in enumerate(points)
    }
