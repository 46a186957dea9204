"""A small whole example of every prediction format, for the self-test: a format without one fails it."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np
import orjson
from PIL import Image


class Example(NamedTuple):
    """Files as a user would choose them, and what the user would have to say about them."""

    files: Mapping[str, bytes]
    """Name, with ``/`` in folders → content. A single file is chosen itself, several by their folder."""
    settings: Mapping[str, str] = MappingProxyType({})

    def write(self, folder: Path) -> Path:
        """Write it into ``folder``, which is new; returns what is to be read."""
        for name, content in self.files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        return folder / next(iter(self.files)) if len(self.files) == 1 else folder


def _json(value: Any) -> Example:
    return Example({"example.json": orjson.dumps(value)})


def _png(values: list[list[int]]) -> bytes:
    """A palette picture with these indexes, 20 pixels for each."""
    pixels = np.kron(np.array(values, np.uint8), np.ones((20, 20), np.uint8))
    picture = Image.fromarray(pixels, "L")
    file = io.BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()


EXAMPLES: dict[str, Example] = {
    "coco": _json(
        {
            "images": [{"id": 1, "file_name": "a.jpg", "width": 640, "height": 480}],
            "categories": [{"id": 1, "name": "apple"}],
            "annotations": [{"image_id": 1, "category_id": 1, "score": 0.75, "bbox": [10, 20, 30, 40]}],
        }
    ),
    "csv": Example({"example.csv": b"image;class;score;xmin;ymin;xmax;ymax\na.jpg;apple;0,75;10;20;40;60\n"}),
    "cvat": Example(
        {
            "annotations.xml": b'<annotations><version>1.1</version><image name="a.jpg" width="640" height="480">'
            b'<box label="apple" xtl="10" ytl="20" xbr="40" ybr="60"><attribute name="score">0.75</attribute></box>'
            b"</image></annotations>"
        }
    ),
    "encord": _json(
        [
            {
                "label_hash": "1",
                "data_hash": "2",
                "data_title": "a.jpg",
                "data_units": {
                    "2": {
                        "data_hash": "2",
                        "width": 640,
                        "height": 480,
                        "labels": {
                            "objects": [
                                {
                                    "name": "Apple",
                                    "shape": "bounding_box",
                                    "objectHash": "3",
                                    "confidence": 0.75,
                                    "boundingBox": {"x": 0.1, "y": 0.2, "w": 0.3, "h": 0.4},
                                }
                            ]
                        },
                    }
                },
            }
        ]
    ),
    "huggingface": _json(
        {"a.jpg": [{"score": 0.75, "label": "apple", "box": {"xmin": 10, "ymin": 20, "xmax": 40, "ymax": 60}}]}
    ),
    "kitti": Example({"a.txt": b"apple 0 0 0 10 20 40 60 -1 -1 -1 -1000 -1000 -1000 -10 0.75\n"}),
    "label-studio": _json(
        [
            {
                "data": {"image": "a.jpg"},
                "predictions": [
                    {
                        "score": 0.75,
                        "result": [
                            {
                                "original_width": 640,
                                "original_height": 480,
                                "type": "rectanglelabels",
                                "value": {"x": 10, "y": 20, "width": 30, "height": 40, "rectanglelabels": ["apple"]},
                            }
                        ],
                    }
                ],
            }
        ]
    ),
    "labelme": _json(
        {
            "imagePath": "a.jpg",
            "imageWidth": 640,
            "imageHeight": 480,
            "shapes": [{"label": "apple", "points": [[10, 20], [40, 60]], "shape_type": "rectangle", "score": 0.75}],
        }
    ),
    "masks": Example({"a.png": _png([[0, 1], [2, 2]])}),
    "mot": Example({"clip.txt": b"1,1,11,21,30,40,0.75,-1,-1,-1\n"}),
    "panoptic": Example(
        {
            "panoptic.json": orjson.dumps(
                {
                    "images": [{"id": 1, "file_name": "a.jpg"}],
                    "categories": [{"id": 1, "name": "apple"}],
                    "annotations": [
                        {"image_id": 1, "file_name": "a.png", "segments_info": [{"id": 2, "category_id": 1}]}
                    ],
                }
            ),
            "panoptic/a.png": _png([[0, 2], [2, 2]]),
        }
    ),
    "txt": Example({"a.txt": b"apple 0.75 10 20 30 40\n"}, {"box": "xywh"}),
    "ultralytics-txt": Example(
        {"a.txt": b"0 0.25 0.5 0.125 0.25 0.75\n", "data.yaml": b"names: [apple]\n"}, {"task": "detect"}
    ),
    "ultralytics-json": _json(
        [{"image_id": "a", "file_name": "a.jpg", "category_id": 1, "bbox": [10, 20, 30, 40], "score": 0.75}]
    ),
    "voc": Example(
        {
            "a.xml": b"<annotation><filename>a.jpg</filename><size><width>640</width><height>480</height></size>"
            b"<object><name>apple</name><score>0.75</score>"
            b"<bndbox><xmin>11</xmin><ymin>21</ymin><xmax>40</xmax><ymax>60</ymax></bndbox></object></annotation>"
        }
    ),
}
"""FORMAT of a source → its example, of one prediction."""
