"""Children find the program from any folder, get no secrets, and leave when told: with real processes."""

import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from gui import paths
from gui.foreign import children
from gui.foreign.children import child_environment, end_child, start_child

TELL = """
import json, os, sys
sys.stdin.read()
import gui
print(json.dumps({"argv": sys.argv[1:], "cwd": os.getcwd(), "gui": gui.__file__, "env": dict(os.environ)}))
"""


@pytest.fixture
def role(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Let ``-m gui ROLE`` run a file of this test: what is tested is how it is started, not a real role."""
    program = tmp_path / "program"
    program.mkdir()
    monkeypatch.setattr(children, "_command", lambda role: [sys.executable, "-P", str(program / role)])
    return str(program)


def write_role(role: str, name: str, code: str) -> str:
    (Path(role) / name).write_text(code)
    return name


def test_a_child_is_this_program_and_finds_itself_from_any_folder(tmp_path: Path) -> None:
    """The real command line, with a role that does not exist: the program answers, not the folder's files."""
    (tmp_path / "gui").mkdir()
    (tmp_path / "gui" / "__init__.py").write_text("raise SystemExit('the wrong gui')")
    (tmp_path / "json.py").write_text("raise SystemExit('the wrong json')")
    child = start_child("no-such-role", cwd=tmp_path, stderr=subprocess.PIPE)
    _, error = child.communicate(timeout=60)
    assert child.returncode == 2
    assert b"no-such-role" in error
    assert b"the wrong" not in error


def test_a_child_gets_its_words_its_folder_and_a_clean_environment(
    role: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ENCORD_SSH_KEY", "-----BEGIN OPENSSH PRIVATE KEY-----")
    monkeypatch.setenv("Encord_Ssh_Key_File", "/home/user/key.txt")
    monkeypatch.setenv("MY_PASSPHRASE", "correct horse")
    monkeypatch.setenv("KEPT", "yes")
    name = write_role(role, "tell.py", TELL)
    child = start_child(
        name, "--port", "0", tmp_path, cwd=tmp_path, env_extra={"MORE": "1"}, env_without={"MY_PASSPHRASE"}
    )
    output, _ = child.communicate(timeout=60)
    told = json.loads(output)
    assert told["argv"] == ["--port", "0", str(tmp_path)]
    assert Path(told["cwd"]) == tmp_path.resolve()
    assert Path(told["gui"]) == Path(paths.__file__).parent / "__init__.py"
    assert told["env"]["KEPT"] == "yes"
    assert told["env"]["MORE"] == "1"
    assert not [name for name in told["env"] if name.upper().startswith("ENCORD_")]
    assert "MY_PASSPHRASE" not in told["env"]
    assert "correct horse" not in output.decode()


def test_an_earlier_pythonpath_is_kept_behind_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", "/somewhere/else")
    root = paths.checkout_root()
    assert child_environment({})["PYTHONPATH"] == f"{root}{os.pathsep}/somewhere/else"


def test_a_frozen_program_starts_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", "/opt/exporter/app")
    assert children._command("engine") == ["/opt/exporter/app", "engine"]


def test_a_child_that_listens_leaves_by_itself(role: str) -> None:
    name = write_role(role, "polite.py", "import sys; sys.stdin.read(); raise SystemExit(7)")
    assert end_child(start_child(name), grace=30) == 7


def test_a_child_that_does_not_listen_is_ended(role: str) -> None:
    name = write_role(role, "deaf.py", "print('up', flush=True)\nwhile True: pass")
    child = start_child(name)
    assert child.stdout
    assert child.stdout.readline().strip() == b"up"
    began = time.monotonic()
    assert end_child(child, grace=0.2) != 0
    assert time.monotonic() - began < 5


def test_ending_a_child_frees_the_threads_that_wait_for_it(role: str) -> None:
    """One thread waits for an answer, another on a full pipe; neither may block the one that gives up."""
    name = write_role(role, "deaf.py", "print('up', flush=True)\nwhile True: pass")
    child = start_child(name)
    assert child.stdin
    assert child.stdout
    assert child.stdout.readline().strip() == b"up"
    ended: list[str] = []

    def fill() -> None:
        assert child.stdin
        with pytest.raises(BrokenPipeError):
            child.stdin.write(bytes(10_000_000))
        ended.append("writer")

    def wait() -> None:
        assert child.stdout
        assert child.stdout.read(1) == b""
        ended.append("reader")

    threads = [threading.Thread(target=fill), threading.Thread(target=wait)]
    for thread in threads:
        thread.start()
    time.sleep(0.2)
    end_child(child, grace=0.2)
    for thread in threads:
        thread.join(5)
    assert sorted(ended) == ["reader", "writer"]
