"""Writes masks as pictures: class numbers, black-and-white, and COCO panoptic with its JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import PurePosixPath

import numpy as np

from gui.domain.geometry import Mask
from tests.contract.round_trip.json_files import DATA_YAML
from tests.contract.round_trip.pixels import Pixels, pixels_of, png
from tests.contract.round_trip.scene import CLASSES, SIZES, Drawn, Written


def index_masks(drawn: Sequence[Drawn]) -> Written:
    """A picture of class numbers for each picture; it has no place for a confidence."""
    files = {f"{_stem(one)}.png": png(_pixels(one) * np.uint8(CLASSES.index(one.name))) for one in drawn}
    return Written(files | {"data.yaml": DATA_YAML}, {"kind": "index"})


def binary_masks(drawn: Sequence[Drawn]) -> Written:
    """Black and white, in a folder called as the class; no place for a confidence either."""
    files = {f"{one.name}/{_stem(one)}.png": png(_pixels(one) * np.uint8(255)) for one in drawn}
    return Written(files, {"kind": "binary", "class_from": "folder"})


def panoptic(drawn: Sequence[Drawn]) -> Written:
    """A segment a picture, its id beyond one byte, and its score beside it."""
    names = list(SIZES)
    files, annotations = {}, []
    for number, one in enumerate(drawn):
        identity = 70_000 + 300 * number
        colours = np.array([identity % 256, identity // 256 % 256, identity // 65536], np.uint8)
        files[f"out/{_stem(one)}.png"] = png(_pixels(one)[:, :, np.newaxis] * colours)
        segment = {"id": identity, "category_id": CLASSES.index(one.name), "score": one.confidence}
        place = {"image_id": names.index(one.picture), "file_name": f"{_stem(one)}.png"}
        annotations.append(place | {"segments_info": [segment]})
    data = {
        "images": [{"id": number, "file_name": name} for number, name in enumerate(names)],
        "categories": [{"id": number, "name": name} for number, name in enumerate(CLASSES)],
        "annotations": annotations,
    }
    return Written(files | {"panoptic.json": json.dumps(data).encode()})


def _pixels(one: Drawn) -> Pixels:
    assert isinstance(one.place, Mask)
    return pixels_of(one.place)


def _stem(one: Drawn) -> str:
    return PurePosixPath(one.picture).stem
