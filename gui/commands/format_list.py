"""The command ``formats``: every format that can be read, with its settings."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence

from gui.commands.command_parser import CommandParser
from gui.console import say, say_sentence
from gui.errors import UsageProblem
from gui.sources.common_settings import FOR_EVERY_FORMAT
from gui.sources.read_settings import Setting
from gui.sources.registry import SOURCES


def main(argv: Sequence[str]) -> int:
    """Print the list; returns the exit code."""
    parser = CommandParser(
        prog="python -m gui formats", description="List the formats that can be read, with their settings."
    )
    try:
        parser.parse_args(argv)
    except UsageProblem as problem:
        say_sentence(sys.stderr, problem.sentence)
        return 2
    for source in sorted(SOURCES, key=lambda source: source.FORMAT):
        say(sys.stdout, f"{source.FORMAT}: {source.TITLE}")
        for setting in source.SETTINGS:
            say(sys.stdout, *_lines(setting))
    say(sys.stdout, "Every format:")
    for setting in FOR_EVERY_FORMAT:
        say(sys.stdout, *_lines(setting))
    return 0


def _lines(setting: Setting) -> Iterator[str]:
    # The first letters are no white space, which the console would take away.
    yield f"- {setting.name}: {setting.meaning}{f' (without it: {setting.default})' if setting.default else ''}"
    for value, meaning in setting.choices:
        yield f"-- {setting.name}={value}{'' if meaning == value else f': {meaning}'}"
