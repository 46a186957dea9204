"""Runs the checks of the self-test one after the other and says what came of each."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from gui import __version__
from gui.demo.child import DemoAddress, DemoChild
from gui.selftest import installation, work


class Check(NamedTuple):
    """One check."""

    name: str
    run: Callable[[SelfTest], str]
    """Does something and says in a few words what it found; raises whatever goes wrong."""
    starts: tuple[str, ...] = ()
    """The roles of `gui/__main__.py` that it starts as processes of their own."""


class SelfTest:
    """The checks, a folder for what they write, and the demo server they share."""

    def __init__(self, folder: Path) -> None:
        """Everything is written into ``folder``."""
        self.folder = folder
        self.failed = 0
        self._demo: DemoChild | None = None

    @property
    def demo(self) -> DemoAddress:
        """Of the demo server, which is started when it is first asked for."""
        if self._demo is None:
            self._demo = DemoChild.start()
        return self._demo.address

    def run(self, checks: Sequence[Check]) -> int:
        """Run them; prints a line each and returns the exit code."""
        print(f"Encord Prediction Exporter {__version__}: self-test")
        try:
            for check in checks:
                self._run_one(check)
        finally:
            if self._demo is not None:
                self._demo.close()
        print(f"{'All' if not self.failed else len(checks) - self.failed} of {len(checks)} checks passed")
        return 1 if self.failed else 0

    def _run_one(self, check: Check) -> None:
        started = time.monotonic()
        try:
            said = check.run(self)
        except Exception as error:  # noqa: BLE001 - any failure is this check's result
            self.failed += 1
            print(f"FAILED  {check.name}: {type(error).__name__}: {error}", flush=True)
        else:
            print(f"ok      {check.name}: {said} ({time.monotonic() - started:.1f} s)", flush=True)


CHECKS = (
    Check("own folders", lambda _: installation.check_folders()),
    Check("resources", lambda _: installation.check_resources()),
    Check("certificates", lambda _: installation.check_certificates()),
    Check("key store", lambda _: installation.check_key_store()),
    Check("formats", lambda test: installation.check_formats(test.folder)),
    Check("window", lambda test: work.check_window(test.folder)),
    Check("demo server", lambda test: test.demo.url, ("demo-server",)),
    Check("engine", lambda test: work.check_engine(test.demo), ("engine",)),
    Check("commands", lambda test: work.check_commands(test.demo), ("formats", "inspect")),
    Check("export from a file", lambda test: work.check_export(test.demo, test.folder), ("export",)),
    Check("export by a script", lambda test: work.check_script(test.demo, test.folder), ("export", "host")),
    Check("publish on a branch", lambda test: work.check_publish(test.demo, test.folder), ("publish",)),
    Check("undo", lambda test: work.check_undo(test.demo, test.folder), ("history", "undo")),
    Check("pictures", lambda test: work.check_pictures(test.demo, test.folder)),
)


def run_self_test() -> int:
    """The gate of a built app: 0 when everything works, else 1."""
    folder = Path(tempfile.mkdtemp(prefix="self-test-"))
    try:
        return SelfTest(folder).run(CHECKS)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
