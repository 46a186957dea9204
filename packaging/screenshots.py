"""Takes pictures of every state of the real window, with the real engine on the demo server, light and dark.

    .venv/bin/python packaging/screenshots.py FOLDER [--sizes 1280x800,1024x700] [--looks light,dark]

It runs offscreen unless QT_QPA_PLATFORM says otherwise, in a home of its own, and sends nothing off this machine.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from cryptography.hazmat.primitives import serialization  # noqa: E402
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: E402

from gui.demo.child import DemoChild  # noqa: E402
from gui.domain.steps import Step  # noqa: E402

if TYPE_CHECKING:
    from gui.qt.app import Parts

Look = Literal["light", "dark"]
PATIENCE_S = 60.0
PREVIEW_S = 2.0


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
    from gui.qt.app import build, make_app  # not at the top: Qt reads the variables above when it is loaded

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

    def take(self, state: str) -> None:
        self._number += 1
        for look in self._looks:
            self._parts.theme.set_mode(look)
            for width, height in self._sizes:
                self._parts.window.resize(width, height)
                for _ in range(4):  # layouts settle in turns
                    self._parts.app.processEvents()
                name = f"{self._number:02d}-{state}-{width}x{height}-{look}.png"
                self._parts.window.grab().save(str(self._folder / name))
        # Back to where the preview has room, or the next page would not fetch its picture.
        self._parts.window.resize(*self._sizes[0])
        print(f"{self._number:02d} {state}")


class Tour:
    """Goes to every state in the order a user may meet them."""

    def __init__(self, parts: Parts, camera: Camera, home: Path) -> None:
        self._parts = parts
        self._session = parts.session
        self._camera = camera
        self._home = home
        self.failure = ""

    def fail(self, why: str) -> None:
        """Remember what went wrong and end the tour."""
        self.failure = why
        self._parts.app.quit()

    async def run(self) -> None:
        """All states; the demo server is a child of this process and ends with it."""
        demo = DemoChild.start()
        try:
            await self._connect(demo)
            await self._choose(demo)
            await self._export()
            await self._lose_the_connection(demo)
        finally:
            demo.close()
        self._parts.app.quit()

    async def _connect(self, demo: DemoChild) -> None:
        page, session = self._parts.connect_page, self._session
        self._camera.take("first-screen")
        page.show_paste()
        self._camera.take("paste-key")
        page.choose_domain(demo.url)
        wrong, locked, right = self._keys(demo.key_text())
        page.use_file(self._home / "not-a-key.txt")
        self._camera.take("no-key-file")
        page.use_file(locked)
        await self._until(lambda: session.wants_passphrase)
        self._camera.take("passphrase")
        page.use_file(wrong)
        await self._until(lambda: bool(session.failures))
        self._camera.take("key-refused")
        page.use_file(right)
        self._camera.take("signing-in")
        await self._until(lambda: session.account is not None)
        self._camera.take("choose-project")
        session.open_project(demo.project_hash)
        await self._until(lambda: session.listing_done)
        self._camera.take("project-open")

    async def _choose(self, demo: DemoChild) -> None:
        session = self._session
        session.go_to(Step.ROWS)
        await self._settle()
        self._camera.take("rows")
        session.go_to(Step.PREDICTIONS)
        self._camera.take("no-predictions")
        session.read_predictions(ROOT / "pyproject.toml")
        await self._until(lambda: bool(session.failures))
        self._camera.take("wrong-file")
        session.read_predictions(demo.predictions)
        self._camera.take("reading")
        await self._until(lambda: session.plan is not None and not session.plan_is_stale)
        await self._settle()
        self._camera.take("predictions")
        session.set_min_confidence(0.35)
        await self._until(lambda: not session.plan_is_stale)
        await self._settle()
        self._camera.take("threshold")
        session.go_to(Step.ROWS)
        await self._settle()
        self._camera.take("rows-with-counts")

    async def _export(self) -> None:
        session = self._session
        session.go_to(Step.CHECK)
        await self._settle()
        self._camera.take("check")
        session.start_export(self._home / "predictions.json")
        await self._until(lambda: session.progress is not None or session.done is not None)
        self._camera.take("exporting")
        await self._until(lambda: session.done is not None)
        self._camera.take("done")

    async def _lose_the_connection(self, demo: DemoChild) -> None:
        session = self._session
        demo.close()
        session.go_to(Step.CHECK)
        session.start_export(self._home / "predictions.json")
        await self._until(lambda: bool(session.failures))
        self._camera.take("connection-lost")

    async def _until(self, is_so: Callable[[], bool]) -> None:
        from gui.qt.tasks import until

        if not await until(self._session.changed, is_so, PATIENCE_S):
            raise TimeoutError(f"a state did not come: {self._session.failures}")

    async def _settle(self) -> None:
        """Give the preview the time to bring its picture and to decode it."""
        from gui.qt.tasks import until

        await until(self._session.picture_ready, lambda: False, PREVIEW_S)

    def _keys(self, right: str) -> tuple[Path, Path, Path]:
        """Key files: one nobody knows, the right one with a passphrase, the right one."""
        known = serialization.load_ssh_private_key(right.encode(), None)
        assert isinstance(known, Ed25519PrivateKey)
        form = (serialization.Encoding.PEM, serialization.PrivateFormat.OpenSSH)
        none, locked = serialization.NoEncryption(), serialization.BestAvailableEncryption(b"secret")
        files = {
            "unknown-private-key.txt": Ed25519PrivateKey.generate().private_bytes(*form, none),
            "locked-private-key.txt": known.private_bytes(*form, locked),
            "mara-private-key.txt": right.encode(),
        }
        for name, data in files.items():
            (self._home / name).write_bytes(data)
        wrong, protected, plain = (self._home / name for name in files)
        return wrong, protected, plain


if __name__ == "__main__":
    sys.exit(main())
