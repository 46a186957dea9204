"""Which subjects lie where in a picture: made from a seed, the same on every machine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from gui.demo.subjects import Kind, Subject, Tag

BeltState = Literal["Clean", "Dusty", "Wet"]
Look = Literal["teal", "sand"]

RAIL = 0.075
"""The share of the picture's height that each of the two rails takes."""

_SIZES: dict[Kind, tuple[float, float]] = {"apple": (58, 72), "orange": (54, 68), "pear": (52, 62), "leaf": (46, 60)}


@dataclass(frozen=True)
class Scene:
    """One picture: its size in pixels, the belt, and what lies on it (painted in this order)."""

    width: int
    height: int
    look: Look
    belt: BeltState
    seed: int
    subjects: tuple[Subject, ...]
    tags: tuple[Tag, ...] = ()
    seam: tuple[tuple[float, float], ...] = ()
    """The belt's seam: an open line in pixels, or nothing."""
    belt_shift: float = 0.0
    """How far the belt's pattern has moved to the right, in pixels."""


def make_scene(seed: int, width: int, height: int, look: Look = "teal") -> Scene:
    """A picture of 6 to 13 subjects that do not overlap; a bruise only ever on an apple or a pear."""
    rng = np.random.default_rng(seed)
    scale = width / 1280
    belt: BeltState = ("Clean", "Clean", "Dusty", "Wet")[int(rng.integers(4))]
    tags = _place_tags(rng, width, height, scale)
    seam = _place_seam(rng, width, height)
    fruit = _place_fruit(rng, width, height, scale, tags)
    bruises = _bruise_some(rng, fruit)
    return Scene(width, height, look, belt, seed, (*fruit, *bruises), tags, seam)


def _place_fruit(
    rng: np.random.Generator, width: int, height: int, scale: float, tags: tuple[Tag, ...]
) -> tuple[Subject, ...]:
    wanted = int(rng.integers(6, 14))
    taken = [(tag.x, tag.y, tag.width * 0.62) for tag in tags]
    top, bottom = height * (RAIL + 0.01), height * (1 - RAIL - 0.01)
    placed: list[Subject] = []
    kinds: tuple[Kind, ...] = ("apple", "orange", "pear", "leaf")
    for _ in range(wanted * 12):
        kind = kinds[int(rng.choice(4, p=[0.36, 0.24, 0.2, 0.2]))]
        low, high = _SIZES[kind]
        size = float(rng.uniform(low, high)) * scale
        x, y = float(rng.uniform(0.03 * width, 0.97 * width)), float(rng.uniform(top, bottom))
        turn, grain = float(rng.uniform(-0.9, 0.9)), int(rng.integers(1 << 30))
        if kind in ("leaf", "apple"):
            turn *= 3.0
        subject = Subject(kind, x, y, size, turn, grain)
        if y - subject.reach < top or y + subject.reach > bottom:
            continue  # would reach under a rail
        if all(np.hypot(x - ox, y - oy) > (subject.reach + reach) * 1.08 for ox, oy, reach in taken):
            taken.append((x, y, subject.reach))
            placed.append(subject)
        if len(placed) == wanted:
            break
    return tuple(placed)


def _bruise_some(rng: np.random.Generator, fruit: tuple[Subject, ...]) -> tuple[Subject, ...]:
    bruises = []
    for host in fruit:
        if host.kind in ("apple", "pear") and rng.random() < 0.3:
            x, y = host.along(float(rng.uniform(-0.5, -0.15)))
            shift = float(rng.uniform(-0.25, 0.25)) * host.size
            size = host.size * float(rng.uniform(0.2, 0.3))
            bruises.append(Subject("bruise", x + shift, y, size, 0.0, int(rng.integers(1 << 30))))
    return tuple(bruises)


def _place_tags(rng: np.random.Generator, width: int, height: int, scale: float) -> tuple[Tag, ...]:
    if rng.random() > 0.3:
        return ()
    x = float(rng.uniform(0.15, 0.85)) * width
    y = float(rng.uniform(0.25, 0.75)) * height
    return (Tag(x, y, 132 * scale, 78 * scale, float(rng.uniform(-50, 50)), int(rng.integers(1 << 30))),)


def _place_seam(rng: np.random.Generator, width: int, height: int) -> tuple[tuple[float, float], ...]:
    if rng.random() > 0.35:
        return ()
    x = float(rng.uniform(0.2, 0.8)) * width
    lean = float(rng.uniform(-0.06, 0.06)) * width
    top, bottom = height * RAIL, height * (1 - RAIL)
    return ((x - lean, top), (x, height / 2), (x + lean, bottom))
