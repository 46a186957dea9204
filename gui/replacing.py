"""Puts a finished file in the place of another in one step, with the patience that Windows asks for."""

from __future__ import annotations

import contextlib
import os
import tempfile
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


def put_whole(data: bytes, target: Path) -> None:
    """Write ``target`` so that it is whole or as it was, for its owner alone. Raises OSError."""
    descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.stem}-")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
        replace(Path(name), target)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise
