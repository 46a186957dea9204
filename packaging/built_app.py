"""The built app: where it lies, how it is started as a user would start it, and its self-test."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NAME = "encord-prediction-exporter"
TITLE = "Encord Prediction Exporter"
DIST = ROOT / "dist"
APP = DIST / (f"{TITLE}.app" if sys.platform == "darwin" else NAME)
"""What the freezing makes and the installers carry."""
ARTIFACTS = DIST / "artifacts"
"""What is given to people: installers, reports, checksums."""
WORK = ROOT / "build"

SELF_TEST_SECONDS = 300
OURS = ("PYTHON", "VIRTUAL_ENV", "COVERAGE", "ENCORD_", "LD_LIBRARY_PATH", "QT_PLUGIN_PATH", "EXPORTER_")
"""Beginnings of variables of this checkout, which no user has."""


class BuildFailed(Exception):
    """A step of the build did not do what it must; the message says which and why."""


def version() -> str:
    """The version of the program, as `gui/__init__.py` has it."""
    found = re.search(r'__version__ = "([^"]+)"', (ROOT / "gui" / "__init__.py").read_text(encoding="utf-8"))
    assert found is not None
    return found[1]


def program_in(folder: Path) -> Path:
    """The executable that prints, within an app as the freezing lays it out."""
    if sys.platform == "darwin":
        return folder / "Contents" / "MacOS" / NAME
    return folder / (f"{NAME}-console.exe" if sys.platform == "win32" else NAME)


def environment_of_a_user(home: Path, **extra: str) -> dict[str, str]:
    """This environment without what belongs to the checkout, with all of the program's folders in ``home``."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    if sys.platform == "linux" and not (environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY")):
        environment["QT_QPA_PLATFORM"] = "offscreen"
    return environment | {"EXPORTER_HOME": str(home)} | extra


def self_test(where: str, command: Sequence[str | Path], variables: Mapping[str, str] | None = None) -> str:
    """Run ``command --self-test`` far away from the checkout; print and return what it says.

    Raises `BuildFailed`, naming ``where``, when a check fails or it does not end within SELF_TEST_SECONDS.
    """
    print(f"\nSelf-test, {where}:", flush=True)
    with tempfile.TemporaryDirectory() as elsewhere:
        Path(elsewhere).chmod(0o777)  # the command may go on as another user
        try:
            done = subprocess.run(
                [*command, "--self-test"],
                cwd=elsewhere,
                env=environment_of_a_user(Path(elsewhere), **(variables or {})),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                encoding="utf-8",
                errors="replace",
                timeout=SELF_TEST_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired as late:
            raise BuildFailed(f"The self-test, {where}, did not end within {SELF_TEST_SECONDS} s.") from late
    print(done.stdout, flush=True)
    if done.returncode != 0:
        raise BuildFailed(f"The self-test, {where}, failed with code {done.returncode}.")
    return done.stdout


def size_of(folder: Path) -> int:
    """Bytes of all files below ``folder``; links count nothing."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
