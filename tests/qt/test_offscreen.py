"""``--demo`` without a display: the real window exports the demo and says where everything lies."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

ROOT = Path(__file__).resolve().parents[2]


def without_display(*options: str) -> subprocess.CompletedProcess[str]:
    kept = {n: value for n, value in os.environ.items() if n not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")}
    command = [sys.executable, "-m", "gui", *options]
    return subprocess.run(command, cwd=ROOT, env=kept, capture_output=True, text=True, timeout=110, check=False)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere there always is a display")
def test_without_a_display_the_window_says_so() -> None:
    ran = without_display()
    assert ran.returncode == 1
    assert ran.stderr.splitlines()[0] == "There is no display to show the window on."
    assert len(ran.stderr.splitlines()) == 3


def test_the_demo_runs_without_a_display() -> None:
    ran = without_display("--demo")
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "Traceback" not in ran.stderr
    named = [(line.split()[0], Path(line.split(maxsplit=1)[1])) for line in ran.stdout.splitlines()[1:]]
    files = {kind: path for kind, path in named if kind in ("file", "report")}
    rows = json.loads(files["file"].read_text())
    report = json.loads(files["report"].read_text())
    assert len(rows) == report["rows"]["exported"] > 50
    (branch,) = [str(said) for kind, said in named if kind == "branch"]
    assert branch.endswith(f", {len(rows)} rows read back")
    pictures = [path for kind, path in named if kind == "screenshot"]
    assert len(pictures) == 7
    assert len({path.read_bytes() for path in pictures}) == 7, "every page has a face of its own"
    for path in pictures:
        picture = QImage(str(path))
        assert (picture.width(), picture.height()) == (1280, 800)
