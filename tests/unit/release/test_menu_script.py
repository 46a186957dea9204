"""menu.sh, which comes with the .tar.xz, adds a menu entry that starts the program, wherever it was unpacked."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from built_app import NAME
from linux.check_installed import started_by

LINUX = Path(__file__).parents[3] / "packaging" / "linux"

pytestmark = pytest.mark.skipif(os.name != "posix", reason="a script for a POSIX shell")


@pytest.fixture(params=["plain", "Größe & Überprüfung (копия) 100%", 'it\'s "quoted" `here` $HOME \\ end'])
def unpacked(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    folder = tmp_path / str(request.param)
    (folder / "share" / "applications").mkdir(parents=True)
    shutil.copy(LINUX / f"{NAME}.desktop", folder / "share" / "applications")
    icon = folder / "share" / "icons" / "hicolor" / "48x48" / "apps" / f"{NAME}.png"
    icon.parent.mkdir(parents=True)
    icon.write_bytes(b"a picture")
    shutil.copy(LINUX / "menu.sh", folder)
    return folder


def run(script: Path, data: Path, *options: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        ["sh", script, *options],
        env=os.environ | {"XDG_DATA_HOME": str(data)}, cwd="/", capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_an_entry_and_icons_come_and_go(unpacked: Path, tmp_path: Path) -> None:
    data = tmp_path / "data of the user"
    other = data / "applications" / "other.desktop"
    other.parent.mkdir(parents=True)
    other.touch()
    for _ in range(2):  # again after the folder was moved, for example
        assert run(unpacked / "menu.sh", data).returncode == 0
    entry = (data / "applications" / f"{NAME}.desktop").read_text(encoding="utf-8")
    assert started_by(entry) == str(unpacked / NAME)
    assert f"StartupWMClass={NAME}\n" in entry
    assert (data / "icons" / "hicolor" / "48x48" / "apps" / f"{NAME}.png").read_bytes() == b"a picture"
    assert run(unpacked / "menu.sh", data, "--remove").returncode == 0
    assert [path for path in data.rglob("*") if path.is_file()] == [other]


def test_another_option_is_refused(unpacked: Path, tmp_path: Path) -> None:
    done = run(unpacked / "menu.sh", tmp_path / "data", "--delete")
    assert (done.returncode, done.stdout) == (2, "")
    assert not (tmp_path / "data").exists()
