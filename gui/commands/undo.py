"""The command ``undo``: removes what one run published on a branch, as the history of runs knows it."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence

import msgspec

from gui.commands.command_line import is_same_file
from gui.commands.command_parser import CommandParser, add_key_options, check_project_options, given_path
from gui.commands.export import SOME_ROWS_FAILED, WHOLE, run_command, tell
from gui.commands.opened_project import opened_project
from gui.commands.progress_line import ProgressLine
from gui.console import say
from gui.domain.past_run_words import done, foretold, rows_left
from gui.domain.regions import DEMO
from gui.encord_api.patience import Stop
from gui.errors import OutputProblem, Sentence, UsageProblem
from gui.export import report as reports
from gui.export.run import Progress
from gui.history import run_named
from gui.publish.undo import Undo

_MOST_NAMED = 20


def main(argv: Sequence[str]) -> int:
    """Run ``undo`` with these arguments; returns the exit code, as ``export`` does (3: some rows were left)."""
    return run_command(argv, parse, "undo", Undoing)


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """The options of ``undo``. Raises ``UsageProblem`` when they do not fit together."""
    about = (
        "Remove what a run published: the rows of its branch that still hold what the run saved are emptied. "
        "Rows that have changed since are left and named."
    )
    parser = CommandParser(prog="python -m gui undo", description=about, allow_abbrev=False)
    parser.add_argument("run", metavar="RUN", help="the run, as history names it; the beginning of its name is enough")
    add_key_options(parser, required=True)
    parser.add_argument("--domain", metavar="URL", help="address of the server, if it is not the run's own")
    parser.add_argument("--dry-run", action="store_true", help="say what would be removed, and remove nothing")
    parser.add_argument("--report", type=given_path, metavar="FILE", help="where to say what became of the rows (JSON)")
    parser.add_argument("--quiet", action="store_true", help="no progress")
    options = parser.parse_args(argv)
    if options.report and is_same_file(options.report, options.key):
        raise UsageProblem(
            "--report and --key name the same file.", "Writing it would destroy the key.", "Choose another name."
        )
    return options


class Undoing:
    """One run of the command."""

    def __init__(self, options: argparse.Namespace, stop: Stop) -> None:
        self._options = options
        self._stop = stop
        self._progress = ProgressLine(sys.stderr, quiet=options.quiet)
        self._undo: Undo | None = None

    def what_stands(self) -> str:
        """What was removed although the command did not come to its end."""
        return self._undo.what_stands() if self._undo is not None else "Nothing was removed."

    def run(self) -> int:
        """Do it all; returns the exit code."""
        options = self._options
        past = run_named(options.run)
        if options.report:
            reports.check(options.report)
        if not options.domain and past.domain == DEMO:
            raise UsageProblem(
                "This run was made in a demo.", "Its server has another address at every start.", "Give --domain."
            )
        options.domain, options.project = options.domain or past.domain, past.project_hash
        check_project_options(options)
        try:
            with opened_project(options, self._stop, self._progress.say) as workspace:
                assert workspace.listing is not None
                undo = self._undo = Undo(past, workspace.listing, workspace.folder, self._stop, self._tell_progress)
                try:
                    undo.look() if options.dry_run else undo.remove()
                finally:
                    problem = self._save_report(undo)
        finally:
            self._progress.end()
        return self._conclude(undo, problem)

    def _tell_progress(self, phase: str, rows_done: int, rows_total: int, waiting: str) -> None:
        self._progress(Progress(rows_done, rows_total, 0, 0, phase, waiting))

    def _save_report(self, undo: Undo) -> OutputProblem | None:
        """A report that cannot be saved changes nothing about what became of the rows; returns why it cannot."""
        if self._options.report:
            account = {
                "run": undo.run.run,
                "branch": undo.run.branch,
                "dry_run": self._options.dry_run,
                "removal": msgspec.to_builtins(undo.removal),
            }
            try:
                reports.write_text(f"{json.dumps(account, indent=2, ensure_ascii=False)}\n", self._options.report)
            except OutputProblem as problem:
                return problem
        return None

    def _conclude(self, undo: Undo, problem: OutputProblem | None) -> int:
        removal, branch = undo.removal, undo.run.branch
        if self._options.dry_run:
            say(sys.stdout, f"Branch “{branch}”: {foretold(removal)}")
            say(sys.stdout, *(f"Left: {row.title}: {row.why}" for row in removal.left[:_MOST_NAMED]))
            if problem is not None:
                tell(problem.sentence)
            return WHOLE
        left = rows_left(removal)
        if problem is not None:
            why = problem.sentence
            tell(Sentence("report", f"{done(removal)} But the report is not written.", why.what, why.remedy))
        elif left is not None:
            tell(left)
        if not self._options.quiet:
            say(sys.stdout, f"Branch “{branch}”: {done(removal)}")
        return SOME_ROWS_FAILED if left is not None else WHOLE
