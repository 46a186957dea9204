"""The demo's short video: what lies where in each of its frames. ``make_clip`` draws the file from it."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from gui.demo.scene import Scene
from gui.demo.subjects import Kind, Subject

RESOURCE = "demo/clip.mp4"
WIDTH, HEIGHT = 480, 270
"""Pixels."""
FRAMES = 48
FPS = 12.0
SPEED = 5.0
"""Pixels the belt moves to the right from one frame to the next."""

_START: tuple[tuple[Kind, float, float, float, float], ...] = (
    ("apple", 60, 84, 27, 0.4),
    ("orange", 148, 176, 25, -0.2),
    ("pear", 250, 100, 23, 0.7),
    ("apple", 348, 182, 28, -0.6),
    ("orange", -40, 196, 24, 0.3),
    ("pear", -112, 96, 24, -0.5),
    ("apple", -176, 178, 26, 1.1),
    ("leaf", 70, 166, 21, 1.3),
)
"""Kind, x and y in the first frame, size in pixels, turn in radians; x below 0 comes in later."""


@cache
def clip_scenes() -> tuple[Scene, ...]:
    """The scene of every frame, in order; a subject keeps its place in ``subjects``."""
    subjects = tuple(
        Subject(kind, x, y, size, turn, grain=900 + place) for place, (kind, x, y, size, turn) in enumerate(_START)
    )
    first = Scene(WIDTH, HEIGHT, "teal", "Clean", 4711, subjects)
    return tuple(_moved(first, frame * SPEED) for frame in range(FRAMES))


def _moved(scene: Scene, by: float) -> Scene:
    return replace(scene, subjects=tuple(replace(s, x=s.x + by) for s in scene.subjects), belt_shift=by)
