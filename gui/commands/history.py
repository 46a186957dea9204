"""The command ``history``: the runs that this application knows of, the newest first; nothing is sent anywhere."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec

from gui import paths
from gui.commands.command_parser import CommandParser
from gui.console import say, say_sentence, write
from gui.domain.past_run import PastRun
from gui.domain.past_run_words import amount, place_name, sources_name, state, written_to
from gui.domain.words import when
from gui.errors import ExpectedFailure, UsageProblem
from gui.history import page_of, past_runs
from gui.own_folders import check_own_folders
from gui.run_folders import is_worked_on

DONE, FAILED, USAGE = 0, 1, 2


def main(argv: Sequence[str]) -> int:
    """Run ``history`` with these arguments; returns the exit code."""
    about = "List the runs that wrote a file or a branch, the newest first."
    parser = CommandParser(prog="python -m gui history", description=about, allow_abbrev=False)
    parser.add_argument("--json", action="store_true", help="print JSON")
    try:
        options = parser.parse_args(argv)
        check_own_folders((paths.history_dir,))
    except ExpectedFailure as failure:
        say_sentence(sys.stderr, failure.sentence)
        return USAGE if isinstance(failure, UsageProblem) else FAILED
    runs = past_runs()
    if options.json:
        write(sys.stdout, f"{json.dumps([_plain(run) for run in runs], indent=2)}\n")
    else:
        say(sys.stdout, *(_line(run) for run in runs))
        if not runs:
            say(sys.stderr, "No run is known.")
    return DONE


def _line(run: PastRun) -> str:
    is_running = is_worked_on(run.run)
    parts = [
        when(run.began, datetime.now().astimezone()),
        f"{run.project_title} ({place_name(run)})",
        f"{sources_name(run)} → {written_to(run)}",
        amount(run),
        state(run, is_running),
    ]
    return f"{run.run}: {', '.join(part for part in parts if part)}"


def _plain(run: PastRun) -> dict[str, Any]:
    page = page_of(run.run)
    return {
        **msgspec.to_builtins(run),
        "is_running": is_worked_on(run.run),
        "report_page": str(page) if page.exists() else "",
    }
