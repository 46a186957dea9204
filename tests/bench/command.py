"""Runs a Python module as a process of its own and measures its time and its peak of memory."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MB = 1_000_000


@dataclass(frozen=True)
class Measured:
    """How a process ended: what it printed, wall-clock seconds, seconds of CPU, megabytes at its peak."""

    out: str
    seconds: float
    cpu: float
    peak_mb: float


def measure(module: str, *arguments: str | Path, home: Path) -> Measured:
    """Run ``python -m module``; its folders are under ``home``. Raises RuntimeError when it fails.

    The peak is the kernel's own count for the process (``ru_maxrss``), pages shared with others included.
    """
    command = [sys.executable, "-P", "-m", module, *map(str, arguments)]
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        started = time.monotonic()
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment(home), stdin=subprocess.DEVNULL, stdout=out, stderr=err
        )
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.monotonic() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        if process.returncode:
            raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}:\n{err.read()[-3000:]}")
        unit = 1 if sys.platform == "darwin" else 1024
        return Measured(out.read(), seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * unit / MB)


def environment(home: Path) -> dict[str, str]:
    """No display, no key store, no proxy, and folders of its own."""
    kept = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    return {
        **kept,
        "PYTHONPATH": str(ROOT),
        "EXPORTER_HOME": str(home),
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
    }
