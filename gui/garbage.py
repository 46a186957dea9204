"""How often Python's garbage collector looks for cycles in a process that works on rows."""

from __future__ import annotations

import gc

OBJECTS = 20_000
"""New objects after which it looks. Python's own 700 are reached once a row or two."""


def collect_rarely() -> None:
    """What is loaded now stays to the end and is never looked at; the rest seldom: rows hardly ever form cycles."""
    gc.freeze()
    gc.set_threshold(OBJECTS)
