"""Reading, matching and mapping COCO results against a bare ``orjson.loads`` of the same file in the same run."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import numpy as np
import orjson

from gui.demo.big import HEIGHT, WIDTH, archive_title
from tests.bench.coco_side import NAMES
from tests.bench.command import Measured, measure

BOXES_A_ROW = 10


@dataclass(frozen=True)
class Reading:
    """Medians of some runs, each a process of its own: seconds, and the peak in megabytes."""

    results: int
    bytes: int
    bare_s: float
    bare_mb: float
    app_s: float
    app_mb: float

    @property
    def ratio(self) -> float:
        """How many times the bare decoding."""
        return self.app_s / self.bare_s


def read_results(count: int, runs: int, folder: Path) -> Reading:
    """Measure both. Raises RuntimeError when something was not read."""
    rows = count // BOXES_A_ROW
    results, dataset = write_results(folder, rows)
    ways: dict[str, list[tuple[float, Measured]]] = {"bare": [], "app": []}
    for _ in range(runs):
        for way, found in ways.items():
            process = measure("tests.bench.coco_side", results, dataset, str(rows), way, home=folder)
            told = json.loads(process.out)
            if told["count"] != rows * BOXES_A_ROW:
                raise RuntimeError(f"{told['count']} of {count} results were read by {way}")
            found.append((told["seconds"], process))
    seconds = {way: median(seconds for seconds, _ in found) for way, found in ways.items()}
    peaks = {way: median(process.peak_mb for _, process in found) for way, found in ways.items()}
    return Reading(count, results.stat().st_size, seconds["bare"], peaks["bare"], seconds["app"], peaks["app"])


def write_results(folder: Path, rows: int) -> tuple[Path, Path]:
    """A results list and the dataset it is about."""
    rng = np.random.default_rng(7)
    results, dataset = folder / "results.json", folder / "dataset.json"
    with results.open("wb") as file:
        for row in range(rows):
            xywh = np.column_stack((rng.uniform(0, 500, (BOXES_A_ROW, 2)), rng.uniform(20, 300, (BOXES_A_ROW, 2))))
            entries = [
                {
                    "image_id": row,
                    "category_id": box % len(NAMES) + 1,
                    "bbox": [round(float(value), 2) for value in xywh[box]],
                    "score": round(float(score), 4),
                }
                for box, score in enumerate(rng.uniform(0.05, 0.99, BOXES_A_ROW))
            ]
            file.write((b"," if row else b"[") + orjson.dumps(entries)[1:-1])
        file.write(b"]")
    images = [{"id": n, "file_name": archive_title(n), "width": WIDTH, "height": HEIGHT} for n in range(rows)]
    categories = [{"id": n, "name": name} for n, name in enumerate(NAMES, start=1)]
    dataset.write_bytes(orjson.dumps({"images": images, "categories": categories, "annotations": []}))
    return results, dataset
