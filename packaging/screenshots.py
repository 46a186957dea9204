"""Takes pictures of every state of the real window, with the real engine on the demo server, light and dark.

    .venv/bin/python packaging/screenshots.py FOLDER [--sizes 1280x800,1024x700] [--looks light,dark]

It runs offscreen unless QT_QPA_PLATFORM says otherwise, in a home of its own, and sends nothing off this machine.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from gui.qt.app import Parts

Look = Literal["light", "dark"]


def main() -> int:
    """Walk through the states; returns the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sizes", default="1280x800,1024x700")
    parser.add_argument("--looks", default="light,dark")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    home = tempfile.mkdtemp(prefix="screenshots-")
    os.environ["EXPORTER_HOME"] = home
    os.environ["HOME"] = home
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    # Not at the top: Qt reads the variables above when it is loaded.
    from gui.qt.app import build, make_app
    from tour import Tour

    parts = build(make_app())
    sizes = [tuple(map(int, each.split("x"))) for each in options.sizes.split(",")]
    camera = Camera(parts, options.folder, cast("list[tuple[int, int]]", sizes), options.looks.split(","))
    tour = Tour(parts, camera, Path(home))
    parts.window.show()
    parts.link.start()
    parts.tasks.on_bug = tour.fail
    parts.tasks.start(tour.run())
    try:
        parts.tasks.run()
    finally:
        parts.link.close()
        parts.window.close()
    if tour.failure:
        print(tour.failure, file=sys.stderr)
    return 1 if tour.failure else 0


class Camera:
    """Takes one picture of a state for each look and size."""

    def __init__(self, parts: Parts, folder: Path, sizes: list[tuple[int, int]], looks: list[Look]) -> None:
        self._parts = parts
        self._folder = folder
        self._sizes = sizes
        self._looks = looks
        self._number = 0

    async def take(self, state: str) -> None:
        from gui.qt.tasks import settled

        self._number += 1
        for look in self._looks:
            self._parts.theme.set_mode(look)
            for width, height in self._sizes:
                self._parts.window.resize(width, height)
                await settled()
                name = f"{self._number:02d}-{state}-{width}x{height}-{look}.png"
                self._shown().grab().save(str(self._folder / name))
        # Back to where the preview has room, or the next page would not fetch its picture.
        self._parts.window.resize(*self._sizes[0])
        print(f"{self._number:02d} {state}", flush=True)

    def _shown(self) -> QWidget:
        """The dialog that is open, else the history, else the window."""
        from gui.qt.history.window import HistoryWindow

        beside = [each for each in self._parts.window.findChildren(HistoryWindow) if each.isVisible()]
        return self._parts.app.activeModalWidget() or (beside[0] if beside else self._parts.window)


if __name__ == "__main__":
    sys.exit(main())
