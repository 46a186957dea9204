"""The command ``export``: the same export without a window, with exit codes that scripts can rely on."""

from __future__ import annotations

import argparse
import logging
import signal
import sys
from collections.abc import Callable, Sequence
from types import FrameType
from typing import Protocol

import msgspec

from gui import logs, paths
from gui.commands.command_line import parse
from gui.commands.compared_labels import settled_by_labels
from gui.commands.endings import ending, rows_failed, success
from gui.commands.opened_project import opened_project
from gui.commands.option_files import read_lines, read_mapping
from gui.commands.progress_line import ProgressLine
from gui.commands.row_choice import chosen_by_names, datasets_named, unticked_without
from gui.console import say, say_sentence
from gui.domain.branch_choice import BranchChoice
from gui.domain.choices import Choices
from gui.encord_api.active import SYNC
from gui.encord_api.patience import Stop
from gui.errors import Cancelled, ExpectedFailure, Sentence, UsageProblem
from gui.export import report as reports
from gui.export.run import Outcome
from gui.foreign.consent import read_script
from gui.garbage import collect_rarely
from gui.own_folders import FOR_COMMANDS, check_own_folders
from gui.prepared_run import PreparedRun
from gui.sources.common_settings import ROTATE
from gui.workspace import Workspace

log = logging.getLogger(__name__)

WHOLE, FAILED, USAGE, SOME_ROWS_FAILED, CANCELLED = 0, 1, 2, 3, 130
"""Exit codes: 0 whole; 1 failed, nothing written; 2 wrong usage; 3 written, but rows failed; 130 cancelled."""

_ENDING = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
"""Signals that ask a command to end; which of them exist depends on the system."""


class Work(Protocol):
    """What a command does."""

    def run(self) -> int:
        """Do it all; returns the exit code."""

    def what_stands(self) -> str:
        """What was written although the command did not come to its end."""


def main(argv: Sequence[str]) -> int:
    """Run ``export`` with these arguments; returns the exit code."""
    return run_command(argv, parse, "export", Export)


def run_command(
    argv: Sequence[str],
    parse: Callable[[Sequence[str]], argparse.Namespace],
    name: str,
    begin: Callable[[argparse.Namespace, Stop], Work],
) -> int:
    """Run the command of this name, whose options ``parse`` reads; returns the exit code."""
    collect_rarely()
    logging.getLogger().addHandler(logging.NullHandler())  # until there is a log, nothing goes to the screen instead
    stop = Stop()
    _on_ending(lambda *_: stop.interrupt())
    sys.unraisablehook = _log_unraisable
    work: Work | None = None
    try:
        options = parse(argv)
        check_own_folders(FOR_COMMANDS)
        logs.start_logging(name)
        work = begin(options, stop)
        return work.run()
    except Cancelled as stopped:
        stop.heard()
        tell(Sentence("cancelled", "Stopped.", _what_stands(work), _noted(stopped)))
        return CANCELLED
    except UsageProblem as problem:
        tell(problem.sentence)
        return USAGE
    except ExpectedFailure as failure:
        remedy = " ".join(part for part in (failure.sentence.remedy, _noted(failure)) if part)
        tell(msgspec.structs.replace(failure.sentence, remedy=remedy))
        return FAILED
    except Exception:
        log.exception("a bug")
        tell(
            Sentence(
                "bug",
                "The application met a fault of its own.",
                _what_stands(work),
                f"Send us the log in {paths.log_dir()}; it holds no keys.",
            )
        )
        return FAILED
    finally:
        _on_ending(signal.SIG_IGN)  # what is done is done: the exit code says so


def _what_stands(work: Work | None) -> str:
    return work.what_stands() if work is not None else "Nothing was written."


def _on_ending(handler: Callable[[int, FrameType | None], object] | signal.Handlers) -> None:
    for name in _ENDING:
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), handler)


def _log_unraisable(ignored: sys.UnraisableHookArgs) -> None:
    """What Python has to ignore, such as an error in ``__del__``, is no business of the screen.

    A stop that was swallowed this way is no error at all: it comes again (`Stop.interrupt`).
    """
    if not isinstance(ignored.exc_value, Cancelled):
        log.error("Python ignored an error: %s", ignored.err_msg or "in a finalizer", exc_info=ignored.exc_value)


def _noted(error: Exception) -> str:
    return " ".join(getattr(error, "__notes__", ()))


def tell(sentence: Sentence) -> None:
    """Say it on the standard error."""
    say_sentence(sys.stderr, sentence)


NOTHING_UNFINISHED = "There is no unfinished export to this place: it starts from the beginning."
KEPT_BY_A_DRY_RUN = "There is an unfinished export to this place. It stays for now; without --dry-run it is discarded."


class Export:
    """One run of the command."""

    def __init__(self, options: argparse.Namespace, stop: Stop) -> None:
        self._options = options
        self._stop = stop
        self._progress = ProgressLine(sys.stderr, quiet=options.quiet)
        self._prepared: PreparedRun | None = None

    def what_stands(self) -> str:
        """What was written although the command did not come to its end."""
        if self._prepared is None:
            return "Nothing was written."
        run, publishing = self._prepared.run, self._prepared.publishing
        parts = [f"{run.output.name} is written."] if run.output and run.bytes_written is not None else []
        parts += [publishing.what_stands()] if publishing and publishing.has_begun else []
        return " ".join(parts) or "Nothing was written."

    def run(self) -> int:
        """Do it all; returns the exit code."""
        options = self._options
        if options.report:
            reports.check(options.report)
        try:
            with opened_project(options, self._stop, self._progress.say) as workspace:
                prepared = self._prepared = self._prepare(workspace)
                self._foretell(prepared)
                if options.dry_run:
                    return WHOLE
                outcome = self._execute(prepared)
        finally:
            self._progress.end()
        return self._conclude(outcome, prepared)

    def _foretell(self, prepared: PreparedRun) -> None:
        """Say what is about to be done."""
        said = prepared.resumption or (NOTHING_UNFINISHED if self._options.resume else "")
        if self._options.dry_run and prepared.run.resumption.given_up:
            said = KEPT_BY_A_DRY_RUN
        if said:
            say(sys.stderr, said)
        if prepared.forecast and (self._options.dry_run or not self._options.quiet):
            say(sys.stdout if self._options.dry_run else sys.stderr, prepared.forecast.sentence())

    def _execute(self, prepared: PreparedRun) -> Outcome:
        try:
            return prepared.execute(self._options.report)
        except (Cancelled, ExpectedFailure) as ended:
            run = prepared.run
            if run.output and run.bytes_written is not None and isinstance(ended, ExpectedFailure):
                ended.add_note(f"{run.output.name} is written.")
            if run.rows_kept:
                rows = f"{run.rows_kept:,} of {run.header.rows:,} rows are done"
                ended.add_note(f"{rows}: the same command with --resume goes on from there.")
            raise

    def _prepare(self, workspace: Workspace) -> PreparedRun:
        options = self._options
        choices, unknown = self._choices(workspace)
        branch = self._branch()
        if options.script:
            self._progress.say("Starting the script …")
            script = read_script(options.predictions[0])
            prepared = workspace.script_run(
                script, choices, options.output, self._stop, self._progress, options.resume, branch
            )
        else:
            self._progress.say("Reading the predictions …")
            choices = self._read(workspace, choices)
            with self._stop.breaking_off():
                plan = workspace.plan(choices)
                prepared = workspace.planned_run(
                    plan, options.output, self._stop, self._progress, options.resume, branch
                )
            for name in choices.mapping:
                if name not in plan.spool.classes:
                    prepared.run.filling.tally.name(name, "The mapping names this class, but no prediction has it")
        for name in unknown:
            prepared.run.filling.tally.name(name, "No row of the project has this hash or title")
        return prepared

    def _read(self, workspace: Workspace, choices: Choices) -> Choices:
        """Read the predictions; the choices with what labels settle of them, where they may be looked at."""
        options = self._options
        with_labels = options.compare_labels
        workspace.read(options.predictions, self._stop, options.dataset_json, options.format, options.set, with_labels)
        if not with_labels:
            return choices
        choices, told = settled_by_labels(workspace, choices, self._stop)
        if not options.quiet:
            say(sys.stderr, *told)
        return choices

    def _branch(self) -> BranchChoice | None:
        options = self._options
        active = SYNC if options.sync else options.import_mode or ""
        return BranchChoice(options.branch, options.replace, active) if options.branch else None

    def _choices(self, workspace: Workspace) -> tuple[Choices, list[str]]:
        options = self._options
        assert workspace.listing is not None
        rows = workspace.listing.rows
        unticked: list[int] = []
        unknown: list[str] = []
        with self._stop.breaking_off():
            if options.rows is not None:
                names = read_lines(options.rows, UsageProblem, "The list of rows", "Check --rows.")
                chosen, unknown = chosen_by_names(names, rows)
                unticked = unticked_without(chosen, len(rows))
            mapping = read_mapping(options.mapping) if options.mapping is not None else {}
        choices = Choices(
            mapping=mapping,
            min_confidence=options.min_confidence or 0.0,
            convert=options.convert,
            unticked=unticked,
            datasets=datasets_named(options.dataset, rows),
            create_missing_rows=options.create_missing_rows,
            frame_classifications=options.frame_classifications,
            rotate=options.set.get(ROTATE.name, ""),
            near_names=options.near_names,
            min_size=options.min_size,
            nms=options.nms,
            most_per_picture=options.most_per_picture,
        )
        return choices, unknown

    def _conclude(self, outcome: Outcome, prepared: PreparedRun) -> int:
        """Say how it ended; the most important thing alone, as three lines are all there is."""
        sentence = ending(outcome, prepared)
        if sentence is not None:
            tell(sentence)
        elif not self._options.quiet:
            say(sys.stdout, success(outcome, prepared))
        return SOME_ROWS_FAILED if rows_failed(outcome, prepared) else WHOLE
