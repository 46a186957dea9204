"""Installs the Linux packages as users do, lets each test itself there under hard conditions, and removes it.

    python packaging/build.py installed     checks what lies in dist/artifacts

What needs root or a tool that is not here is skipped, and said.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Callable
from pathlib import Path

from built_app import NAME, BuildFailed, program_in, self_test
from linux.check_deb import check_deb

ODD_FOLDER = "Größe & Überprüfung (копия) 100%"
"""Spaces, letters beyond ASCII, and characters that mean something in a shell or a menu entry."""


def check(installers: list[Path]) -> None:
    """Check every package of ``installers``. Raises `BuildFailed`."""
    for path in installers:
        for ending, check_one in CHECKS.items():
            if path.name.endswith(ending):
                check_one(path)


def check_archive(archive: Path) -> None:
    """The .tar.xz: unpacked where names are odd, with and without a network, read-only, in the menu and out of it."""
    with tempfile.TemporaryDirectory() as somewhere:
        odd = Path(somewhere) / ODD_FOLDER
        odd.mkdir()
        with tarfile.open(archive) as packed:
            packed.extractall(odd, filter="data")
        (folder,) = odd.iterdir()
        program = program_in(folder)
        self_test(f"unpacked in “{odd.name}”", [program])
        _check_without_network(program)
        _check_menu(folder, Path(somewhere) / "home")
        _check_read_only(folder, Path(somewhere))


def check_rpm(rpm: Path) -> None:
    """The .rpm: put by rpm itself into an empty folder, tried with the libraries of this system, and removed."""
    if not shutil.which("rpm") or os.geteuid() != 0:
        print(f"skipped: {rpm.name}, as rpm and root are needed to install it")
        return
    with tempfile.TemporaryDirectory() as root:
        command = ["rpm", "--root", root]
        subprocess.run([*command, "--initdb"], check=True)
        subprocess.run([*command, "--nodeps", "--install", rpm], check=True)
        Path(root).chmod(0o755)
        self_test("installed by rpm", [Path(root) / "usr" / "bin" / NAME])
        subprocess.run([*command, "--erase", NAME], check=True)
        left = [path for path in (Path(root) / "usr").rglob("*") if NAME in str(path) and not path.is_dir()]
        if left:
            raise BuildFailed(f"Erasing left {left}")
    print(
        f"{rpm.name}: installed and erased; its dependencies are not checked, for there is no system of its kind here"
    )


def _check_without_network(program: Path) -> None:
    """No interface but the loopback."""
    alone = ["unshare", "--net", *([] if os.geteuid() == 0 else ["--map-root-user"])]
    if not shutil.which("unshare") or subprocess.run([*alone, "true"], check=False).returncode != 0:
        print("skipped: without network, as unshare --net is not allowed here")
        return
    command = f"ip link set lo up && exec {shlex.quote(str(program))} --self-test"
    self_test("without network", [*alone, "sh", "-c", command])


def _check_read_only(folder: Path, above: Path) -> None:
    """Nobody may write into the folder; root may everywhere, so root becomes somebody else."""
    above.chmod(0o755)  # another user has to get there
    home = above / "home of another"
    home.mkdir()
    home.chmod(0o777)
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            path.chmod(path.stat().st_mode & ~0o222)
    as_other = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] if os.geteuid() == 0 else []
    try:
        self_test("in a folder nobody may write to", [*as_other, program_in(folder)], {"HOME": str(home)})
    finally:
        for path in (folder, *(path for path in folder.rglob("*") if path.is_dir())):
            path.chmod(0o755)


def _check_menu(folder: Path, home: Path) -> None:
    """menu.sh adds an entry that starts the program, and takes away every file it has made."""
    environment = {**os.environ, "HOME": str(home), "XDG_DATA_HOME": str(home / "share")}
    script = ["sh", str(folder / "menu.sh")]
    subprocess.run(script, env=environment, check=True)
    entry = home / "share" / "applications" / f"{NAME}.desktop"
    if shutil.which("desktop-file-validate"):
        subprocess.run(["desktop-file-validate", entry], check=True)
    started = started_by(entry.read_text(encoding="utf-8"))
    if started != str(folder / NAME):
        raise BuildFailed(f"The menu entry starts {started!r}.")
    icons = len(list(home.rglob("*.png")))
    subprocess.run([*script, "--remove"], env=environment, check=True)
    left = [path for path in home.rglob("*") if path.is_file()]
    if left or not icons:
        raise BuildFailed(f"menu.sh made {icons} icons and left {left}")
    print(f"menu.sh: an entry and {icons} icons made, and all removed again")


def started_by(entry: str) -> str:
    """The program that the Exec line of a desktop ``entry`` names, read as the specification says."""
    (line,) = [line for line in entry.splitlines() if line.startswith("Exec=")]
    value = line.removeprefix("Exec=").replace("\\\\", "\\")  # as every value of the file
    quoted = value.removeprefix('"').removesuffix('"')
    return re.sub(r'\\(["`$\\])', r"\1", quoted).replace("%%", "%")


CHECKS: dict[str, Callable[[Path], None]] = {".tar.xz": check_archive, ".deb": check_deb, ".rpm": check_rpm}
