"""The imperfect model whose predictions come with the demo: it misses, invents and mistakes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from gui.demo.scene import RAIL, Scene
from gui.demo.subjects import Box, Subject, Tag

ClassName = Literal["apple", "orange", "pear", "leaf", "bruise", "tag", "stem"]

CLASSES: tuple[ClassName, ...] = ("apple", "orange", "pear", "leaf", "bruise", "tag", "stem")
"""What the model tells apart. The ontology has no "stem"."""

_MISTAKEN: dict[ClassName, ClassName] = {"apple": "orange", "orange": "apple", "pear": "apple", "leaf": "pear"}


@dataclass(frozen=True)
class Detection:
    """One prediction: class, box (left, top, width, height in pixels), confidence, and what it was seen in."""

    name: ClassName
    box: Box
    score: float
    subject: Subject | None = None


def detect(scene: Scene, seed: int) -> list[Detection]:
    """What the model finds in a scene: most of what is there with high confidence, and ghosts with low."""
    rng = np.random.default_rng((scene.seed, seed))
    found: list[Detection] = []
    for subject in scene.subjects:
        found += _see(subject, rng)
    found += [Detection("tag", _shaken(_tag_box(tag), rng), _sure(rng)) for tag in scene.tags if rng.random() < 0.85]
    found += _ghosts(scene, rng)
    return [detection for detection in found if detection.box[2] > 2 and detection.box[3] > 2]


def _see(subject: Subject, rng: np.random.Generator) -> Sequence[Detection]:
    if rng.random() < (0.35 if subject.kind == "bruise" else 0.07):
        return ()  # missed
    name: ClassName = subject.kind
    score = _sure(rng)
    if rng.random() < 0.05:
        name, score = _MISTAKEN.get(name, name), score * 0.6
    seen = [Detection(name, _shaken(subject.box, rng), round(score, 4), subject)]
    if rng.random() < 0.12:  # found twice
        seen.append(Detection(name, _shaken(subject.box, rng, 0.16), _unsure(rng), subject))
    if subject.kind in ("apple", "pear") and rng.random() < 0.45:
        x, y = subject.along(1.0 if subject.kind == "pear" else 0.8)
        reach = subject.size * 0.24
        box = (x - reach, y - reach, 2 * reach, 2 * reach)
        seen.append(Detection("stem", _shaken(box, rng), round(float(rng.beta(4, 3)), 4)))
    return seen


def _ghosts(scene: Scene, rng: np.random.Generator) -> list[Detection]:
    ghosts = []
    for _ in range(int(rng.poisson(7.0))):
        size = float(rng.uniform(0.03, 0.13)) * scene.width
        x = float(rng.uniform(-0.02, 1.0)) * scene.width - size * 0.3  # some reach over the edge
        y = float(rng.uniform(RAIL * 0.6, 1 - RAIL * 1.4)) * scene.height - size * 0.3
        name = CLASSES[int(rng.choice(len(CLASSES), p=[0.3, 0.2, 0.15, 0.15, 0.1, 0.02, 0.08]))]
        ghosts.append(Detection(name, (x, y, size, size * float(rng.uniform(0.7, 1.4))), _unsure(rng)))
    return ghosts


def _shaken(box: Box, rng: np.random.Generator, by: float = 0.03) -> Box:
    """The box, off by about ``by`` of its size."""
    x, y, w, h = box
    dx, dy, dw, dh = map(float, rng.normal(0.0, by, 4))
    return x + dx * w, y + dy * h, w * (1 + dw), h * (1 + dh)


def _tag_box(tag: Tag) -> Box:
    left, top = tag.corners.min(axis=0)
    right, bottom = tag.corners.max(axis=0)
    return float(left), float(top), float(right - left), float(bottom - top)


def _sure(rng: np.random.Generator) -> float:
    return round(float(0.30 + 0.69 * rng.beta(5.5, 1.7)), 4)


def _unsure(rng: np.random.Generator) -> float:
    return round(float(0.02 + 0.60 * rng.beta(1.9, 5.5)), 4)
