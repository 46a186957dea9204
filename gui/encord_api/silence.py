"""How long a server may be silent before it is given up: a minute, unless the environment says otherwise."""

from __future__ import annotations

import os

VARIABLE = "EXPORTER_PATIENCE_SECONDS"
"""For networks that are slower than most, and for tests: whole seconds, from 1 to 3600."""

_USUAL = 60


def seconds_from(text: str) -> float:
    """The seconds that ``text`` asks for; a minute for anything that is no number from 1 to 3600."""
    return float(text) if text.isdecimal() and 1 <= int(text) <= 3600 else float(_USUAL)


SILENCE_S = seconds_from(os.environ.get(VARIABLE, ""))
"""Seconds without a byte after which a server counts as silent: it is asked again only within them."""


def silence_in_words() -> str:
    """``a minute``, or the seconds."""
    return "a minute" if SILENCE_S == _USUAL else f"{SILENCE_S:.0f} s"
