"""packaging/setup.sh makes an environment once, and asks for what it may not install itself."""

import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.skipif(os.name != "posix", reason="a script for a POSIX shell")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout whose lock file names no packages, so that nothing is fetched."""
    folder = tmp_path / "check out"
    (folder / "packaging").mkdir(parents=True)
    shutil.copy(ROOT / "packaging" / "setup.sh", folder / "packaging")
    (folder / "requirements.lock").write_text("# nothing\n")
    return folder


def write_program(folder: Path, name: str, script: str) -> None:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


def set_up(checkout: Path, first_on_path: Path | None = None, **environment: str) -> "subprocess.CompletedProcess[str]":
    path = os.pathsep.join([*([str(first_on_path)] if first_on_path else []), os.environ["PATH"]])
    return subprocess.run(
        ["sh", checkout / "packaging" / "setup.sh", "requirements.lock"],
        env=os.environ | {"PATH": path, "PYTHON": sys.executable} | environment,
        cwd="/", capture_output=True, text=True, timeout=100,
    )  # fmt: skip


def test_the_environment_is_made_once_and_again_when_the_lock_changes(checkout: Path) -> None:
    first = set_up(checkout)
    assert first.returncode == 0, first.stderr
    assert "Making .venv" in first.stderr
    assert (checkout / ".venv" / "bin" / "python").exists()
    second = set_up(checkout)
    assert (second.returncode, second.stdout, second.stderr) == (0, "", "")
    (checkout / "requirements.lock").write_text("no-such-file-anywhere.whl\n")
    for _ in range(2):  # a set-up that was cut short does not count as done
        failed = set_up(checkout)
        assert failed.returncode == 1
        assert "could not be installed" in failed.stderr
        assert "Making .venv" not in failed.stderr


@pytest.fixture
def ordinary_user(tmp_path: Path) -> Path:
    """Programs for the PATH of somebody who is not root, whose sudo wants a password, and who lacks libraries."""
    programs = tmp_path / "programs"
    write_program(programs, "id", "echo 1000")
    write_program(programs, "sudo", "exit 1")
    write_program(programs, "apt-get", f"touch '{tmp_path}/apt-was-called'")
    write_program(
        programs,
        "some-python",
        f"""case "$1 $2" in
            "- run") cat >/dev/null; echo libegl1 python3.11-venv ;;
            "-m venv") exit 9 ;;  # far enough: making environments is shown above
            *) exec '{sys.executable}' "$@" ;;
        esac""",
    )
    return programs


@pytest.mark.skipif(sys.platform != "linux", reason="system packages are looked for on Linux alone")
def test_without_permission_the_one_line_to_run_is_printed(checkout: Path, ordinary_user: Path) -> None:
    asked = set_up(checkout, ordinary_user, PYTHON="some-python")
    assert asked.returncode == 1
    line = "sudo apt-get update && sudo apt-get install -y --no-install-recommends libegl1 python3.11-venv"
    assert asked.stderr.splitlines()[-1].strip() == line
    assert not (ordinary_user.parent / "apt-was-called").exists()
    assert not (checkout / ".venv").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="system packages are looked for on Linux alone")
def test_with_permission_they_are_installed(checkout: Path, ordinary_user: Path, tmp_path: Path) -> None:
    write_program(ordinary_user, "id", "echo 0")
    write_program(ordinary_user, "apt-get", f"echo \"$@\" >>'{tmp_path}/asked-of-apt'")
    done = set_up(checkout, ordinary_user, PYTHON="some-python")
    assert done.returncode == 9, done.stderr
    assert "Making .venv" in done.stderr
    update, install = (tmp_path / "asked-of-apt").read_text().splitlines()
    assert update.endswith("update")
    assert install.endswith("install -y --no-install-recommends libegl1 python3.11-venv")


def test_a_python_that_is_too_old_is_passed_over(checkout: Path, tmp_path: Path) -> None:
    """A PATH on which every name is a Python that says it does not fit."""
    programs = tmp_path / "old"
    for name in ("python3", "python3.11", "python3.12", "python3.13"):
        write_program(programs, name, "exit 1")
    refused = set_up(checkout, programs, PYTHON="")
    assert refused.returncode == 1
    assert "Python 3.11, 3.12 or 3.13 is needed" in refused.stderr
