"""A fault of the command itself: three lines and the log, never a traceback on the screen."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from gui import paths
from gui.commands import export
from gui.errors import Cancelled
from tests.unit.commands.test_command_line import NEEDED


@pytest.fixture
def signals_kept(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The command takes over the signals of its process, and what Python ignores; this process wants them back."""
    monkeypatch.setattr(sys, "unraisablehook", sys.unraisablehook)
    names = [name for name in export._ENDING if hasattr(signal, name)]
    before = {name: signal.getsignal(getattr(signal, name)) for name in names}
    yield
    for name, handler in before.items():
        signal.signal(getattr(signal, name), handler)


@pytest.mark.usefixtures("signals_kept")
def test_a_fault_of_its_own_goes_to_the_log(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    def fail(self: export.Export) -> int:
        raise ZeroDivisionError("deep inside")

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(export.Export, "run", fail)
    assert export.main(NEEDED) == export.FAILED
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 3 and "fault of its own" in said[0] and str(paths.log_dir()) in said[2]
    assert "deep inside" in (paths.log_dir() / "export.log").read_text()


@pytest.mark.usefixtures("signals_kept")
def test_wrong_usage_writes_no_log_and_says_three_lines(capsys: pytest.CaptureFixture[str]) -> None:
    assert export.main(["--nonsense"]) == export.USAGE
    assert len(capsys.readouterr().err.splitlines()) == 3
    assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN  # what is done is done


class Ending:
    """Raises ``error`` when it is forgotten; Python can only ignore that."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def __del__(self) -> None:
        raise self.error


def test_what_python_ignores_is_logged_and_not_shown(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "unraisablehook", export._log_unraisable)
    Ending(Cancelled())
    assert caplog.records == []  # a stop that was swallowed: it comes again
    Ending(ZeroDivisionError("deep inside"))
    assert "deep inside" in caplog.text
    assert capsys.readouterr().err == ""
