"""The files that come with a demo server: the key, the predictions and a script, written into one folder."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from gui import paths
from gui.demo import predictions
from gui.demo.big_predictions import write_big_predictions
from gui.demo.project import Project

SCRIPT = "demo/add_predictions.py"


@dataclass(frozen=True)
class DemoFiles:
    """Where they lie. Of a big project there is one prediction file, and the rest name it too."""

    key: Path
    predictions: Path
    """Boxes with scores in a dataset JSON: the one file that is enough."""
    results: Path
    """The same boxes as a results list, which needs ``dataset``."""
    shapes: Path
    """A results list of polygons, masks and keypoints, which needs ``dataset``."""
    dataset: Path
    script: Path


def write_key(path: Path, pem: str) -> Path:
    """The key as a file that only its owner may read."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as file:
        file.write(pem)
    return path


def write_demo_files(folder: Path, project: Project, pem: str, *, seed: int, big: bool) -> DemoFiles:
    """Write everything into ``folder``. ``big``: the project has no pictures, only titles."""
    key = write_key(folder / "demo-key-private-key.txt", pem)
    script = paths.resource_path(SCRIPT)
    if big:
        path = write_big_predictions(folder / "archive_predictions.json", len(project.rows))
        return DemoFiles(key, path, path, path, path, script)
    shown = predictions.pictures_shown(project)
    found = predictions.results(shown, seed)
    return DemoFiles(
        key=key,
        predictions=predictions.write_json(
            folder / "fruit_model_week28.json", predictions.scored_dataset(shown, found)
        ),
        results=predictions.write_json(folder / "results.json", found),
        shapes=predictions.write_json(folder / "shapes.json", predictions.shape_results(shown, seed)),
        dataset=predictions.write_json(folder / "dataset.json", predictions.dataset(shown)),
        script=script,
    )
