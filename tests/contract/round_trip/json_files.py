"""Writes predictions as the JSON of COCO, Ultralytics, Hugging Face, LabelMe and Label Studio."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from gui.domain.geometry import Box, ClassScore, Keypoints, Mask, Polygons, RotatedBox
from tests.contract.round_trip.pixels import brush, corners, pixels_of, png_text
from tests.contract.round_trip.scene import CLASSES, FRAMES, SIZES, VERTICES, Drawn, Written

Json = dict[str, Any]
DATA_YAML = f"names: {json.dumps(CLASSES)}\n".encode()


def coco(drawn: Sequence[Drawn]) -> Written:
    """A dataset JSON whose annotations have scores."""
    images = list(SIZES)
    data = {
        "images": [
            {"id": 7 * number, "file_name": name, "width": SIZES[name][0], "height": SIZES[name][1]}
            for number, name in enumerate(images)
        ],
        "categories": [
            {"id": 3 * number, "name": name, "keypoints": VERTICES if name == "Fruit axis" else [name]}
            for number, name in enumerate(CLASSES, 1)
        ],
        "annotations": [
            {
                "id": number,
                "image_id": 7 * images.index(one.picture),
                "category_id": 3 * (CLASSES.index(one.name) + 1),
                "score": one.confidence,
                **_coco_place(one),
            }
            for number, one in enumerate(drawn)
        ],
    }
    return Written({"file": json.dumps(data).encode()})


def _coco_place(one: Drawn) -> Json:
    match one.place:
        case Box(x, y, w, h):
            return {"bbox": [x, y, w, h]}
        case Polygons(parts):
            return {"segmentation": [part[0] for part in parts]}
        case Mask(height, width, counts):
            return {"segmentation": {"size": [height, width], "counts": counts.decode()}}
        case Keypoints(points):
            return {"keypoints": [n for point in points for n in (point.x, point.y, point.visibility)]}
    raise AssertionError(one.place)


def ultralytics_json(drawn: Sequence[Drawn]) -> Written:
    """What ``val`` saves: stems, classes from 1, and the names of the classes beside it."""
    entries = [
        {
            "image_id": one.picture.rpartition(".")[0],
            "file_name": one.picture,
            "category_id": CLASSES.index(one.name) + 1,
            "score": one.confidence,
            **_ultralytics_place(one),
        }
        for one in drawn
    ]
    files = {"predictions.json": json.dumps(entries).encode(), "data.yaml": DATA_YAML}
    return Written(files, {"first_class": "1"})


def _ultralytics_place(one: Drawn) -> Json:
    match one.place:
        case RotatedBox(cx, cy, w, h, theta) as box:
            poly = [n for corner in corners(box) for n in corner]
            return {"rbox": [cx, cy, w, h, math.radians(theta)], "poly": poly}
        case Mask():
            return {"bbox": [1, 1, 9, 9]} | _coco_place(one)
        case Keypoints(points):
            numbers = [n for p in points for n in (p.x, p.y, 0.75 * (p.visibility > 0))]
            return {"bbox": [8, 8, 100, 80], "keypoints": numbers}
    return _coco_place(one)


def huggingface(drawn: Sequence[Drawn]) -> Written:
    """An object of pictures and what the pipeline returned for each."""
    pictures: dict[str, list[Json]] = {}
    for one in drawn:
        entry: Json = {"score": one.confidence, "label": one.name}
        if isinstance(one.place, Box):
            x, y, w, h = one.place.x, one.place.y, one.place.w, one.place.h
            entry["box"] = {"xmin": x, "ymin": y, "xmax": x + w, "ymax": y + h}
        elif isinstance(one.place, Mask):
            entry["mask"] = png_text(pixels_of(one.place))
        else:
            assert isinstance(one.place, ClassScore)
        pictures.setdefault(one.picture, []).append(entry)
    return Written({"file": json.dumps(pictures).encode()})


def labelme(drawn: Sequence[Drawn]) -> Written:
    """One file a picture."""
    files = {}
    for name in dict.fromkeys(one.picture for one in drawn):
        width, height = SIZES[name]
        shapes = [
            {"label": one.name, "score": one.confidence, "group_id": None, **_labelme_place(one)}
            for one in drawn
            if one.picture == name
        ]
        data = {"imagePath": f"../{name}", "imageWidth": width, "imageHeight": height, "shapes": shapes}
        files[f"{name.rpartition('.')[0]}.json"] = json.dumps(data).encode()
    return Written(files)


def _labelme_place(one: Drawn) -> Json:
    match one.place:
        case Box(x, y, w, h):  # drawn from the corner at the bottom
            return {"shape_type": "rectangle", "points": [[x + w, y + h], [x, y]]}
        case Polygons(parts):
            flat = parts[0][0]
            return {"shape_type": "polygon", "points": list(zip(flat[::2], flat[1::2], strict=True))}
        case RotatedBox() as box:
            return {"shape_type": "rotation", "points": corners(box)}
        case Mask() as mask:
            pixels = pixels_of(mask)
            ys, xs = np.flatnonzero(pixels.any(axis=1)), np.flatnonzero(pixels.any(axis=0))
            top, bottom, left, right = ys[0], ys[-1], xs[0], xs[-1]
            part = png_text(pixels[top : bottom + 1, left : right + 1])
            ends = [[int(left), int(top)], [int(right), int(bottom)]]
            return {"shape_type": "mask", "points": ends, "mask": part}
        case Keypoints([point]):
            return {"shape_type": "point", "points": [[point.x, point.y]]}
    raise AssertionError(one.place)


def label_studio(drawn: Sequence[Drawn]) -> Written:
    """A task a picture, with one prediction; a track is one region."""
    tasks = []
    for number, name in enumerate(dict.fromkeys(one.picture for one in drawn)):
        here = [one for one in drawn if one.picture == name]
        regions = [_region(one) for one in here if one.track is None]
        for track in dict.fromkeys(one.track for one in here if one.track is not None):
            regions.append(_sequence([one for one in here if one.track == track]))
        tasks.append({"id": number, "data": {"image": f"/data/{name}"}, "predictions": [{"result": regions}]})
    return Written({"file": json.dumps(tasks).encode()})


def _region(one: Drawn) -> Json:
    width, height = one.size
    value, labels = _label_studio_place(one)
    region = {"id": f"{one.name}", "score": one.confidence, "original_width": width, "original_height": height}
    return region | {"value": value | {labels: [one.name]}}


def _label_studio_place(one: Drawn) -> tuple[Json, str]:
    width, height = one.size
    across, down = 100 / width, 100 / height
    match one.place:
        case Box(x, y, w, h):
            value = {"x": x * across, "y": y * down, "width": w * across, "height": h * down}
            return value | {"rotation": 0}, "rectanglelabels"
        case RotatedBox() as box:
            x, y = corners(box)[0]
            value = {"x": x * across, "y": y * down, "width": box.w * across, "height": box.h * down}
            return value | {"rotation": box.theta}, "rectanglelabels"
        case Polygons(parts):
            flat = parts[0][0]
            points = [[x * across, y * down] for x, y in zip(flat[::2], flat[1::2], strict=True)]
            return {"points": points}, "polygonlabels"
        case Mask() as mask:
            return {"format": "rle", "rle": brush(pixels_of(mask))}, "brushlabels"
        case Keypoints([point]):
            return {"x": point.x * across, "y": point.y * down, "width": 0.5}, "keypointlabels"
        case ClassScore():
            return {}, "choices"
    raise AssertionError(one.place)


def _sequence(seen: Sequence[Drawn]) -> Json:
    """A track: it goes on from a key frame to the next one alone where that is the very next frame."""
    frames = {one.frame: one for one in seen if one.frame is not None}
    keys = [
        _label_studio_place(one)[0] | {"frame": frame + 1, "enabled": frame + 1 in frames}
        for frame, one in frames.items()
    ]
    first = seen[0]
    region = _region(first) | {"id": f"{first.track}", "type": "videorectangle"}
    return region | {"value": {"sequence": keys, "framesCount": FRAMES, "labels": [first.name]}}
