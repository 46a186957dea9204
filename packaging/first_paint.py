"""Measures the time from starting the program to its first painted window, from source and as an app, in turn.

    python packaging/first_paint.py [PROGRAM] [--runs 5]     (PROGRAM: dist/…/encord-prediction-exporter)

An X server of its own is started (Xvfb), so that nothing else is on the screen. Each start has new user folders. One
start of each is not counted: it fills the system's cache of files.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from built_app import APP, ROOT, environment_of_a_user, program_in

LONGEST_S = 60.0
MOST_RELATIVE = 1.3
"""The app may take this many times what it takes from source."""
PAINTED = "First paint at"
"""As gui/qt/first_paint.py writes it into the log."""


def main() -> int:
    """Returns 0 when the app is within its budget, else 1."""
    parser = argparse.ArgumentParser(description="Measure the time to the first painted window.")
    parser.add_argument("program", nargs="?", type=Path, default=program_in(APP))
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    ways = {"from source": [sys.executable, "-m", "gui"], "as an app": [str(options.program.resolve())]}
    taken: dict[str, list[float]] = {name: [] for name in ways}
    with x_server() as display:
        for run in range(options.runs + 1):
            for name, command in ways.items():
                seconds = measure(command, display)
                if run:
                    taken[name].append(seconds)
    for name, seconds_each in taken.items():
        each = " ".join(f"{seconds * 1000:.0f}" for seconds in seconds_each)
        print(f"{name:12} {statistics.median(seconds_each) * 1000:6.0f} ms median of: {each}")
    source, app = (statistics.median(seconds_each) for seconds_each in taken.values())
    print(f"{app / source:.2f} times as long as an app (at most {MOST_RELATIVE})")
    return 0 if app <= MOST_RELATIVE * source else 1


def measure(command: list[str], display: str) -> float:
    """Seconds from starting ``command`` until its window was painted. Raises TimeoutError."""
    with tempfile.TemporaryDirectory() as home:
        log = Path(home) / "logs" / "window.log"
        environment = environment_of_a_user(Path(home), DISPLAY=display, QT_QPA_PLATFORM="xcb")
        started = time.time()
        with subprocess.Popen(command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL) as process:
            try:
                return _painted_at(log, started + LONGEST_S) - started
            finally:
                process.terminate()


@contextmanager
def x_server() -> Iterator[str]:
    """An X server without a screen, ended with the block; gives its display."""
    reading, writing = os.pipe()
    command = [
        "Xvfb",
        "-displayfd",
        str(writing),
        "-screen",
        "0",
        "1400x900x24",
        "-nolisten",
        "tcp",
        "-ac",
    ]  # any user here
    with subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL) as server:
        os.close(writing)
        try:
            with os.fdopen(reading) as numbers:
                yield f":{numbers.readline().strip()}"
        finally:
            server.terminate()


def _painted_at(log: Path, until: float) -> float:
    while time.time() < until:
        text = log.read_text(encoding="utf-8") if log.exists() else ""
        if PAINTED in text and text.split(PAINTED, 1)[1].endswith("\n"):
            return float(text.split(PAINTED, 1)[1].split()[0])
        time.sleep(0.05)
    raise TimeoutError(f"no window was painted within {LONGEST_S:.0f} s; {log} says: {text}")


if __name__ == "__main__":
    sys.exit(main())
