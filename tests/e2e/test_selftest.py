"""The self-test, run from source as the built app runs it: it passes here, and a fault makes it fail."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from gui import paths
from gui.__main__ import main
from gui.selftest import installation, run
from gui.selftest.run import CHECKS, Check, SelfTest


def test_everything_works_from_source_and_is_said_in_a_line_each(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    # the window's own walk through the demo is a test of its own (tests/qt/test_offscreen.py), and not a short one
    checks = [check for check in CHECKS if check.name != "window"]
    monkeypatch.setattr(run, "CHECKS", checks)
    code = main(["--self-test"])
    lines = capsys.readouterr().out.splitlines()
    assert code == 0, "\n".join(lines)
    assert [line.split(": ")[0] for line in lines[1:-1]] == [f"ok      {check.name}" for check in checks]
    assert lines[-1] == f"All of {len(checks)} checks passed"
    (key_store,) = [line for line in lines if "key store" in line]
    assert "this session only" in key_store  # tests/conftest.py leaves none


def test_a_check_that_raises_fails_the_whole_and_stops_no_other(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(_: SelfTest) -> str:
        raise OSError("it is not there")

    code = SelfTest(tmp_path).run([Check("first", broken), Check("second", lambda _: "fine")])
    lines = capsys.readouterr().out.splitlines()
    assert code == 1
    assert lines[1] == "FAILED  first: OSError: it is not there"
    assert lines[2].startswith("ok      second: fine")
    assert lines[3] == "1 of 2 checks passed"


@pytest.mark.qt_log_ignore("Cannot read file", extend=True)
@pytest.mark.parametrize(
    "name", ["broken.svg", "broken.jpg", "broken.qm", "broken.mp4", "broken.py", "new.xyz", "empty.md"]
)
def test_a_broken_or_unknown_resource_is_found(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "icons").mkdir()
    (tmp_path / name).write_bytes(b"" if name.startswith("empty") else b"( not what it says")
    monkeypatch.setattr(paths, "_resources", lambda: tmp_path)
    with pytest.raises((ValueError, SyntaxError), match=name):
        installation.check_resources()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the system itself checks certificates")
def test_a_system_without_certificates_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "none.pem").write_text("")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "none.pem"))
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path))
    with pytest.raises((OSError, FileNotFoundError)):
        installation.check_certificates()
