"""Puts a finished file in the place of another in one step, with the patience that Windows asks for."""

from __future__ import annotations

import os
import time
from pathlib import Path

PATIENCE_S = 2.0 if os.name == "nt" else 0.0
"""Seconds to wait for whoever else has one of the two files open; elsewhere an open file is no obstacle."""

_PAUSE_S = 0.05


def replace(part: Path, target: Path, patience: float = PATIENCE_S) -> None:
    """Rename ``part`` to ``target``, which may exist.

    On Windows a file that another program has open can neither be renamed nor replaced, and a virus scanner or
    a search index opens every new file for a moment. Raises OSError when it is still refused after ``patience``
    seconds.
    """
    deadline = time.monotonic() + patience
    while True:
        try:
            part.replace(target)
        except PermissionError:
            if time.monotonic() >= deadline:
                raise
            time.sleep(_PAUSE_S)
        else:
            return
