"""Writes what a test wants read into a file, and reads it through the registry."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from gui.domain.prediction import Prediction
from gui.sources.read_settings import ReadSettings
from gui.sources.reading import read_predictions
from gui.sources.spool import Spool


@contextmanager
def reading(folder: Path, content: Any, *, dataset: Any = None, format: str | None = None) -> Iterator[Spool]:
    """The spool of ``content`` (bytes as they are, anything else as JSON), closed at the end."""
    path = written(folder / "predictions.json", content)
    dataset_json = None if dataset is None else written(folder / "dataset.json", dataset)
    spool = read_predictions([path], folder / "spool", format=format, settings=ReadSettings(dataset_json=dataset_json))
    try:
        assert spool.read == len(spool.picture) + sum(loss.count for loss in spool.dropped.values())
        yield spool
    finally:
        spool.close()


def written(path: Path, content: Any) -> Path:
    """``content`` written to ``path``."""
    path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    return path


def predictions(spool: Spool) -> list[Prediction]:
    """All predictions of ``spool``, in order."""
    return list(spool.records(range(len(spool.picture))))


def result(**changes: Any) -> dict[str, Any]:
    """A COCO result that is in order, but for ``changes``; None takes a field away."""
    entry: dict[str, Any] = {"image_id": 1, "category_id": 2, "bbox": [10, 20, 30, 40], "score": 0.5}
    entry.update(changes)
    return {name: value for name, value in entry.items() if value is not None}
