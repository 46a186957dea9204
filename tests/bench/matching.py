"""Matching a million predictions with a hundred thousand rows, by names written in different ways."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from gui.domain.choices import Choices
from gui.domain.label_row import ListedRow
from gui.domain.ontology import Ontology, OntologyObject
from gui.export.plan import make_plan
from gui.sources.spool_writer import SpoolWriter

NAMES: dict[str, Callable[[int], str]] = {
    "as in Encord": lambda number: f"frame_{number:06d}.jpg",
    "stem alone, in a folder": lambda number: f"labels/frame_{number:06d}",
    "another extension": lambda number: f"frame_{number:06d}.png",
    "nearly the name": lambda number: f"Frame-{number} (1).JPG",
}
"""How the file names the picture of a row → its name."""


@dataclass(frozen=True)
class Matching:
    """Seconds of CPU until the plan is made, and how many predictions it will write or offers to."""

    names: str
    rows: int
    predictions: int
    found: int
    seconds: float


def match(names: str, rows: int, each: int, folder: Path) -> Matching:
    """``each`` predictions on each of ``rows`` pictures. Raises RuntimeError when a picture did not find its row."""
    listed = [
        ListedRow(f"l{n}", f"d{n}", "set", "Set", f"frame_{n:06d}.jpg", "image", "LABELLED", "Done", 1, 1280, 720, None)
        for n in range(rows)
    ]
    ontology = Ontology((OntologyObject("a", "Apple", "bounding_box", "#aa0000"),))
    writer = SpoolWriter(folder)
    kind = writer.class_number("apple")
    boxes, scores = np.tile(np.array([10.0, 10.0, 20.0, 20.0]), (each, 1)), np.full(each, 0.5)
    for number in range(rows):
        picture = writer.picture(NAMES[names](number))
        writer.add_boxes([picture] * each, [kind] * each, scores, boxes, ["made up"] * each)
    spool = writer.finish("coco", "made up")
    started = time.process_time()
    plan = make_plan(listed, ontology, spool, Choices())
    seconds = time.process_time() - started
    spool.close()
    found = plan.to_write or len(plan.near) * each
    if found != rows * each:
        raise RuntimeError(f"{found:,} of {rows * each:,} predictions found their row")
    return Matching(names, rows, rows * each, found, seconds)
