"""Builds what is given to users: the same steps on every system, the system's own part in a module beside.

python packaging/build.py                     everything
python packaging/build.py clean freeze …      these steps alone, in the order of the list
python packaging/build.py --list              the steps, and what each does
"""

from __future__ import annotations

import argparse
import hashlib
import importlib
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Protocol, cast

import icons
import notices
import size_report
from built_app import APP, ARTIFACTS, DIST, ROOT, WORK, BuildFailed, program_in, self_test, size_of

SYSTEMS = {"linux": "linux.installers", "win32": "windows.installers", "darwin": "macos.installers"}
"""The system's own part: a module that fits `System`."""


class System(Protocol):
    """What each system does in its own way."""

    def finish(self, app: Path) -> None:
        """Give the frozen ``app`` what PyInstaller does not, before it is tested. Raises `BuildFailed`."""

    def make(self, app: Path, folder: Path) -> list[Path]:
        """Make the installers of the built ``app`` in ``folder``. Raises `BuildFailed`."""

    def check(self, installers: list[Path]) -> None:
        """Install each as a user would, run its self-test, remove it. Raises `BuildFailed`; says what it skips."""


def clean() -> None:
    """Remove what an earlier build has left."""
    for folder in (WORK, DIST):
        shutil.rmtree(folder, ignore_errors=True)


def freeze() -> None:
    """Let PyInstaller make the app as app.spec says, and finish it as this system wants it."""
    icons.write_ico(WORK / "icons" / "app.ico")
    icons.write_icns(WORK / "icons" / "app.icns")
    command: list[str | Path] = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN"]
    command += ["--distpath", DIST, "--workpath", WORK, ROOT / "packaging" / "app.spec"]
    if subprocess.run(command, cwd=ROOT, check=False).returncode != 0:
        raise BuildFailed("PyInstaller failed; it says why above.")
    _system().finish(APP)
    dangling = [path for path in APP.rglob("*") if path.is_symlink() and not path.exists()]
    if dangling:
        raise BuildFailed(f"Links lead nowhere: {', '.join(str(path.relative_to(APP)) for path in dangling)}")


def test_app() -> None:
    """Let the built app test itself where it was built."""
    self_test("in the build tree", [program_in(APP)])


def report_size() -> None:
    """Say what is in the app and why; fail when it has outgrown its budget."""
    ARTIFACTS.mkdir(parents=True, exist_ok=True)
    report = size_report.report(APP)
    (ARTIFACTS / "size-report.txt").write_text(report, encoding="utf-8")
    print(report)
    size_report.check_budget(size_of(APP), APP.name, size_report.INSTALLED_MB)


def publish_notices() -> None:
    """Lay the bill of materials and the notices, which the freezing has put into the app, beside the installers."""
    ARTIFACTS.mkdir(parents=True, exist_ok=True)
    for name in (notices.SBOM, notices.NOTICES):
        shutil.copy(WORK / "notices" / name, ARTIFACTS)


def make_installers() -> None:
    """Make what people install."""
    ARTIFACTS.mkdir(parents=True, exist_ok=True)
    for path in _system().make(APP, ARTIFACTS):
        print(f"{path.stat().st_size / 1e6:7.1f} MB  {path.name}")
        size_report.check_download(path)


def check_installed() -> None:
    """Install each of them, let it test itself there, and remove it."""
    _system().check(sorted(ARTIFACTS.iterdir()))


def write_checksums() -> None:
    """Write SHA256SUMS, which `sha256sum --check` reads."""
    sums = ARTIFACTS / "SHA256SUMS"
    sums.unlink(missing_ok=True)
    lines = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}" for path in sorted(ARTIFACTS.iterdir())]
    sums.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print("\n".join(lines))


STEPS: dict[str, Callable[[], None]] = {
    "clean": clean,
    "freeze": freeze,
    "self-test": test_app,
    "size": report_size,
    "notices": publish_notices,
    "installers": make_installers,
    "installed": check_installed,
    "checksums": write_checksums,
}


def main() -> int:
    """Run the steps that were asked for; the first that fails ends the build with 1."""
    parser = argparse.ArgumentParser(description="Build what is given to users.")
    parser.add_argument("steps", nargs="*", metavar="STEP", help=f"of: {', '.join(STEPS)} (all of them)")
    parser.add_argument("--list", action="store_true", help="list the steps")
    options = parser.parse_args()
    if unknown := set(options.steps) - set(STEPS):
        parser.error(f"no such step: {', '.join(sorted(unknown))}")
    if options.list:
        print(*(f"{name:12} {step.__doc__}" for name, step in STEPS.items()), sep="\n")
        return 0
    for name, step in STEPS.items():
        if options.steps and name not in options.steps:
            continue
        print(f"\n== {name}", flush=True)
        started = time.monotonic()
        try:
            step()
        except BuildFailed as failure:
            print(f"FAILED in step {name}: {failure}", file=sys.stderr)
            return 1
        print(f"== {name}: {time.monotonic() - started:.0f} s", flush=True)
    return 0


def _system() -> System:
    return cast(System, importlib.import_module(SYSTEMS[sys.platform]))


if __name__ == "__main__":
    sys.exit(main())
