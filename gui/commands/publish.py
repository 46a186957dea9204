"""The command ``publish``: the headless export, with a prediction branch as its goal."""

from __future__ import annotations

from collections.abc import Sequence

from gui.commands.command_line import parse_publish
from gui.commands.export import Export, run_command


def main(argv: Sequence[str]) -> int:
    """Run ``publish`` with these arguments; returns the exit code, as ``export`` does."""
    return run_command(argv, parse_publish, "publish", Export)
