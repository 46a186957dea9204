"""The end of a script's process is told in words, on every system."""

from __future__ import annotations

import os
import signal

import pytest

from gui.foreign.script_process import how_it_ended


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (0, "it ended its process (exit code 0)"),
        (3, "it ended its process (exit code 3)"),
        (0xC0000005, "its process crashed (0xC0000005)"),
        (-999, "its process was ended by 999"),
    ],
)
def test_exit_codes(code: int, words: str) -> None:
    assert how_it_ended(code) == words


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such signals")
def test_signals_have_names_and_the_likely_cause() -> None:
    assert how_it_ended(-signal.SIGSEGV) == "its process was ended by SIGSEGV"
    assert how_it_ended(-signal.SIGKILL) == "its process was ended by SIGKILL, perhaps for want of memory"
