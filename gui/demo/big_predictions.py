"""Predictions for a project of many rows: ten boxes a picture, written as fast as a disk takes them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import orjson

from gui.demo.big import HEIGHT, WIDTH, archive_title
from gui.demo.model import CLASSES

BOXES_A_ROW = 10

_PATTERNS = 32
"""As many different sets of boxes; the pictures take turns."""


def write_big_predictions(path: Path, rows: int, boxes: int = BOXES_A_ROW) -> Path:
    """A dataset JSON with scores for ``rows`` pictures of the big project, one picture a line."""
    patterns = [_pattern(number, boxes) for number in range(_PATTERNS)]
    categories = orjson.dumps([{"id": i, "name": name} for i, name in enumerate(CLASSES, start=1)])
    with path.open("wb") as file:
        file.write(b'{"categories":' + categories + b',"images":[')
        for number in range(rows):
            picture = f'{{"id":{number},"file_name":"{archive_title(number)}","width":{WIDTH},"height":{HEIGHT}}}'
            file.write((",\n" if number else "\n").encode() + picture.encode())
        file.write(b'\n],"annotations":[')
        for number in range(rows):
            ids = (value for box in range(boxes) for value in (number * boxes + box, number))
            file.write((b",\n" if number else b"\n") + patterns[number % _PATTERNS] % tuple(ids))
        file.write(b"\n]}\n")
    return path


def _pattern(number: int, boxes: int) -> bytes:
    """The annotations of one picture, with ``%d`` where the ids go."""
    rng = np.random.default_rng(number)
    entries = []
    for _ in range(boxes):
        w, h = rng.uniform(60, 160, 2)
        x, y = rng.uniform(0, WIDTH - w), rng.uniform(0, HEIGHT - h)
        entries.append(
            f'{{"id":%d,"image_id":%d,"category_id":{rng.integers(1, 4)},'
            f'"bbox":[{x:.2f},{y:.2f},{w:.2f},{h:.2f}],"score":{rng.uniform(0.05, 0.99):.4f}}}'
        )
    return ",".join(entries).encode()
