"""Windows: the installer made by Inno Setup, signed when there is a certificate, and tried out."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from built_app import NAME, TITLE, WORK, BuildFailed, program_in, self_test, version
from windows.version_info import four_numbers

SCRIPT = Path(__file__).with_name("installer.iss")
SIGN_COMMAND = "WINDOWS_SIGN_COMMAND"
"""Variable with a command that signs ``$f``, ``$q`` for a quote, as Inno Setup takes it; unset: nothing is signed."""

SILENT = ("/VERYSILENT", "/SUPPRESSMSGBOXES", "/NORESTART")
MINUTES = 10
UNINSTALL_S = 60
"""The uninstaller goes on as a copy of itself: so long its folder may still be there."""


def finish(app: Path) -> None:
    """Nothing: on Windows PyInstaller leaves ``app`` as it is given out."""


def make(app: Path, folder: Path) -> list[Path]:
    """Make the installer of ``app`` in ``folder``. Raises `BuildFailed`."""
    sign = os.environ.get(SIGN_COMMAND, "")
    if sign:
        for program in (app / f"{NAME}.exe", app / f"{NAME}-console.exe"):
            _run(sign.replace("$q", '"').replace("$f", f'"{program}"'), f"{program.name} was not signed")
    _run(compiler_command(app, folder, sign), "Inno Setup failed")
    return [installer_in(folder)]


def check(installers: Sequence[Path]) -> None:
    """Install, test, install over it, test, remove. Raises `BuildFailed`."""
    (setup,) = [path for path in installers if path.name.endswith("-setup.exe")]
    with tempfile.TemporaryDirectory() as elsewhere:
        place = Path(elsewhere) / f"{TITLE} für alle"
        _run([setup, *SILENT, f"/DIR={place}"], "the program could not be installed")
        self_test("installed, with a console", [program_in(place)])
        self_test("installed, without a console", [place / f"{NAME}.exe"])
        stale = place / "_internal" / "of_an_older_version.py"
        stale.touch()
        _run([setup, *SILENT, f"/DIR={place}"], "the program could not be installed over itself")
        if stale.exists():
            raise BuildFailed("An upgrade leaves files of the older version.")
        self_test("upgraded", [program_in(place)])
        _run([place / "unins000.exe", *SILENT], "the program could not be removed")
        _wait_until_gone(place)


def compiler_command(app: Path, folder: Path, sign: str) -> list[str | Path]:
    """What makes the installer; ``sign`` is the command that signs ``$f``, or empty."""
    compiler = shutil.which("iscc") or Path(os.environ.get("ProgramFiles(x86)", "")) / "Inno Setup 6" / "ISCC.exe"  # noqa: SIM112
    command: list[str | Path] = [compiler, "/Qp", f"/O{folder}", f"/DApp={app}", f"/DAppVersion={version()}"]
    command += [f"/DNumbers={'.'.join(map(str, four_numbers(version())))}", f"/DIcon={WORK / 'icons' / 'app.ico'}"]
    if sign:
        command += ["/DSigned", f"/Ssigner={sign}"]
    return [*command, SCRIPT]


def installer_in(folder: Path) -> Path:
    """Where the compiler puts it (``OutputBaseFilename`` in the script)."""
    return folder / f"{NAME}-{version()}-windows-x64-setup.exe"


def _run(command: str | Sequence[str | Path], trouble: str) -> None:
    try:
        done = subprocess.run(command, timeout=MINUTES * 60, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise BuildFailed(f"{trouble}: {error}") from error
    if done.returncode != 0:
        raise BuildFailed(f"{trouble} (code {done.returncode}).")


def _wait_until_gone(place: Path) -> None:
    deadline = time.monotonic() + UNINSTALL_S
    while place.exists():
        if time.monotonic() > deadline:
            left = sorted(str(path.relative_to(place)) for path in place.rglob("*"))
            raise BuildFailed(f"The removal leaves {len(left)} files: {', '.join(left[:5])}")
        time.sleep(1)
