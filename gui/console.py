"""What a command says, on streams that may be closed, full, or unable to show every letter."""

from __future__ import annotations

import os
from typing import TextIO

from gui import logs
from gui.errors import Sentence


def say(stream: TextIO | None, *lines: str) -> bool:
    """Write each line, plain and without secrets; False when nobody can read it.

    Control characters and those that turn the direction of writing are spelled out: text from outside must not
    steer the terminal. A stream that cannot be written to changes nothing about what was done.
    """
    return write(stream, "".join(f"{plain(line)}\n" for line in lines))


def say_sentence(stream: TextIO | None, sentence: Sentence) -> bool:
    """What, why and what to do: at most three lines."""
    return say(stream, *(line for line in (sentence.what, sentence.why, sentence.remedy) if line))


def plain(text: str) -> str:
    """``text`` on one line, without secrets, with everything spelled out that is not to be seen."""
    line = logs.redact(" ".join(text.split()))
    return "".join(letter if letter.isprintable() else ascii(letter)[1:-1] for letter in line)


def write(stream: TextIO | None, text: str) -> bool:
    """Write ``text`` at once, as it is; False when the stream is closed or full."""
    if stream is None:  # what Python makes of a stream that was closed before it started
        return False
    encoding = stream.encoding or "utf-8"
    try:
        stream.write(text.encode(encoding, "backslashreplace").decode(encoding))
        stream.flush()
    except (OSError, ValueError):
        _silence(stream)
        return False
    return True


def _silence(stream: TextIO) -> None:
    """Lead the stream nowhere: what is left in it would fail again at the end and change the exit code."""
    try:
        descriptor = stream.fileno()
        nowhere = os.open(os.devnull, os.O_WRONLY)
    except (OSError, ValueError):
        return  # it has no descriptor any more: there is nothing to lead elsewhere
    os.dup2(nowhere, descriptor)
    os.close(nowhere)
