"""What a command says on streams that are closed, full or narrow, and with text that would steer a terminal."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

import pytest

from gui import logs
from gui.commands.progress_line import ProgressLine
from gui.console import plain, say, say_sentence, write
from gui.errors import Sentence
from gui.export.run import Progress


def test_a_sentence_is_at_most_three_lines_whatever_it_holds() -> None:
    out = io.StringIO()
    assert say_sentence(out, Sentence("code", "What\nhappened.", "", "Do\r\n\tthis."))
    assert out.getvalue() == "What happened.\nDo this.\n"


def test_nothing_from_outside_steers_the_terminal_or_names_a_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "_hidden", {"open sesame"})
    assert plain("\x1b[31mred\u202e \udcff open sesame äé") == "\\x1b[31mred\\u202e \\udcff [hidden] äé"


def test_a_closed_stream_changes_nothing() -> None:
    assert not say(None, "text")
    closed = io.TextIOWrapper(io.BytesIO())
    closed.close()
    assert not write(closed, "text")


def test_letters_that_the_stream_lacks_are_spelled_out() -> None:
    raw = io.BytesIO()
    narrow = io.TextIOWrapper(raw, encoding="ascii", newline="\n")
    assert say(narrow, "ä …")
    assert raw.getvalue() == b"\\xe4 \\u2026\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is always full")
def test_a_full_stream_is_left_alone_and_closes_quietly() -> None:
    stream = Path("/dev/full").open("w")  # noqa: SIM115
    assert not say(stream, "text")
    stream.close()  # what was left in it goes nowhere, without an error


def test_a_pipe_that_nobody_reads_is_left_alone() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    stream = os.fdopen(writing, "w")
    line = ProgressLine(stream, quiet=False)
    line.say("one")
    line.say("two")
    line.end()
    stream.close()


class Terminal(io.StringIO):
    """A stream that calls itself a terminal."""

    def isatty(self) -> bool:
        return True


def test_progress_is_one_line_that_changes_in_a_terminal() -> None:
    terminal = Terminal()
    line = ProgressLine(terminal, quiet=False)
    line(Progress(1, 2, 3, 4))
    line(Progress(2, 2, 4, 4))  # too soon
    line(Progress(2, 2, 4, 4, waiting="Encord asks us to wait 3 s."))
    line(Progress(2, 2, 4, 4, phase="checking"))
    line.end()
    line.end()
    told = ["1 of 2 rows, 3 predictions", "Encord asks us to wait 3 s.", "Checking the file …        ", " " * 19]
    assert terminal.getvalue() == "".join(f"\r{text}" for text in told) + "\r"


def test_progress_is_lines_elsewhere_and_nothing_when_quiet() -> None:
    out, quiet = io.StringIO(), io.StringIO()
    for stream, is_quiet in ((out, False), (quiet, True)):
        line = ProgressLine(stream, is_quiet)
        line.say("Opening the project …")
        line.say("Opening the project …")
        line.end()
    assert (out.getvalue(), quiet.getvalue()) == ("Opening the project …\n", "")
    ProgressLine(None, quiet=False).say("to nobody")
    assert sys.stderr is not None
