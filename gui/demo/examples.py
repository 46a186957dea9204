"""A small whole file of every prediction format, for the self-test: a format without one fails it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from gui.demo.predictions import write_json


def _coco(folder: Path) -> Path:
    """One box on one picture."""
    return write_json(
        folder / "coco.json",
        {
            "images": [{"id": 1, "file_name": "a.jpg", "width": 640, "height": 480}],
            "categories": [{"id": 1, "name": "apple"}],
            "annotations": [{"image_id": 1, "category_id": 1, "score": 0.75, "bbox": [10, 20, 30, 40]}],
        },
    )


def _voc(folder: Path) -> Path:
    """One box on one picture."""
    box = "<bndbox><xmin>11</xmin><ymin>21</ymin><xmax>40</xmax><ymax>60</ymax></bndbox>"
    path = folder / "a.xml"
    path.write_text(
        "<annotation><filename>a.jpg</filename><size><width>640</width><height>480</height></size>"
        f"<object><name>apple</name><score>0.75</score>{box}</object></annotation>\n",
        encoding="utf-8",
    )
    return path


EXAMPLES: dict[str, Callable[[Path], Path]] = {"coco": _coco, "voc": _voc}
"""FORMAT of a source → writes an example into a folder and returns what a user would choose."""
