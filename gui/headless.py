"""The command ``export``: the same export without a window, with exit codes that scripts can rely on."""

from __future__ import annotations

import argparse
import logging
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn, TextIO

import msgspec

from gui import logs, paths
from gui.encord_api.keys import decode_key_file
from gui.encord_api.patience import Stop
from gui.encord_api.regions import EUROPE, checked_domain
from gui.errors import (
    Cancelled,
    ConnectionProblem,
    ExpectedFailure,
    KeyProblem,
    MappingProblem,
    Sentence,
    UsageProblem,
)
from gui.export.run import Outcome
from gui.foreign.consent import read_script
from gui.progress_line import ProgressLine
from gui.protocol import Choices
from gui.row_choice import chosen_by_file, datasets_named, unticked_without
from gui.workspace import PreparedRun, Workspace

log = logging.getLogger(__name__)

WHOLE, FAILED, USAGE, SOME_ROWS_FAILED, CANCELLED = 0, 1, 2, 3, 130
"""Exit codes: 0 whole; 1 failed, nothing written; 2 wrong usage; 3 written, but rows failed; 130 cancelled."""


def main(argv: Sequence[str]) -> int:
    """Run ``export`` with these arguments; returns the exit code."""
    stop = Stop()
    signal.signal(signal.SIGINT, lambda *_: stop.set())
    try:
        options = parse(argv)
        logs.start_logging("export")
        return Export(options, stop).run()
    except Cancelled:
        _say(Sentence("cancelled", "Stopped.", "Nothing was written.", ""))
        return CANCELLED
    except UsageProblem as problem:
        _say(problem.sentence)
        return USAGE
    except ExpectedFailure as failure:
        _say(failure.sentence)
        return FAILED
    except Exception:
        log.exception("a bug")
        _say(
            Sentence(
                "bug",
                "The application met a fault of its own.",
                "Nothing was written.",
                f"Send us the log in {paths.log_dir()}; it holds no keys.",
            )
        )
        return FAILED


class _Parser(argparse.ArgumentParser):
    """A parser that explains wrong usage in this application's three lines."""

    def error(self, message: str) -> NoReturn:
        """Raise ``UsageProblem`` instead of printing the usage."""
        raise UsageProblem(
            "The command cannot be understood.",
            f"{message[:1].upper()}{message[1:]}.",
            "python -m gui export --help lists all options.",
        )


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """The options. Raises ``UsageProblem`` when they do not fit together."""
    parser = _Parser(prog="python -m gui export", description=__doc__, allow_abbrev=False)
    parser.add_argument("--key", type=Path, required=True, help="file with the private key")
    parser.add_argument("--passphrase-env", metavar="VAR", help="environment variable with the key's passphrase")
    parser.add_argument("--domain", default=EUROPE, metavar="URL", help="address of the server")
    parser.add_argument("--project", required=True, metavar="HASH", help="hash of the project")
    parser.add_argument("--predictions", type=Path, required=True, metavar="PATH", help="the predictions")
    parser.add_argument("--format", metavar="NAME", help="format of the predictions, if it is not recognised")
    parser.add_argument("--dataset-json", type=Path, metavar="FILE", help="COCO dataset with names for a results list")
    parser.add_argument("--script", action="store_true", help="the predictions are a Python script: run it")
    parser.add_argument("--mapping", type=Path, metavar="FILE", help="JSON: model class to feature hash, or null")
    parser.add_argument("--min-confidence", type=float, metavar="X", help="keep predictions from this confidence")
    parser.add_argument("--convert", action="store_true", help="allow changes of shape that must be asked for")
    parser.add_argument("--dataset", action="append", default=[], metavar="NAME|HASH", help="dataset of the file")
    parser.add_argument("--rows", type=Path, metavar="FILE", help="rows to export: a hash or title a line")
    parser.add_argument("--create-missing-rows", action="store_true", help="export rows never labelled, too")
    parser.add_argument("--frame-classifications", action="store_true", help="also write classifications per frame")
    parser.add_argument("--output", type=Path, required=True, metavar="FILE", help="the file to write")
    parser.add_argument("--report", type=Path, metavar="FILE", help="where to write the report (.json, .csv, .html)")
    parser.add_argument("--quiet", action="store_true", help="no progress")
    options = parser.parse_args(argv)
    _check(options)
    return options


def _check(options: argparse.Namespace) -> None:
    if options.script and (options.mapping is not None or options.min_confidence is not None):
        raise UsageProblem(
            "A script takes no mapping and no threshold.",
            "It adds finished labels by itself.",
            "Leave out --mapping and --min-confidence, or do both in the script.",
        )
    if options.script and (options.format or options.dataset_json):
        raise UsageProblem("A script takes no format and no dataset.", "It reads its own files.", "Leave them out.")
    least = options.min_confidence
    if least is not None and not 0 <= least <= 1:
        raise UsageProblem("--min-confidence must be from 0 to 1.", f"It is {least}.", "Write 0.35, for example.")
    try:
        options.domain = checked_domain(options.domain)
    except ConnectionProblem as problem:
        raise UsageProblem(problem.sentence.what, problem.sentence.why, problem.sentence.remedy) from None
    if options.passphrase_env and options.passphrase_env not in os.environ:
        raise UsageProblem(
            f"The variable {options.passphrase_env} is not set.",
            "--passphrase-env names the environment variable that holds the passphrase.",
            "Set it, or leave the option out.",
        )


class Export:
    """One run of the command."""

    def __init__(self, options: argparse.Namespace, stop: Stop) -> None:
        self._options = options
        self._stop = stop
        self._progress = ProgressLine(sys.stderr, quiet=options.quiet)

    def run(self) -> int:
        """Do it all; returns the exit code."""
        options = self._options
        key = _read_key_file(options.key)
        passphrase = os.environ.pop(options.passphrase_env, None) if options.passphrase_env else None
        if passphrase:
            logs.hide(passphrase)
        workspace = Workspace()
        try:
            workspace.sign_in(key, passphrase, options.domain)
            self._progress.say("Opening the project …")
            workspace.open_project(options.project, self._stop)
            prepared = self._prepare(workspace)
            outcome = prepared.execute(options.report)
        finally:
            self._progress.end()
            workspace.close()
        return self._conclude(outcome, prepared)

    def _prepare(self, workspace: Workspace) -> PreparedRun:
        options = self._options
        choices, unknown = self._choices(workspace)
        if options.script:
            self._progress.say("Starting the script …")
            script = read_script(options.predictions)
            prepared = workspace.script_run(script, choices, options.output, self._stop, self._progress)
        else:
            self._progress.say("Reading the predictions …")
            workspace.read(options.predictions, self._stop, options.dataset_json, options.format)
            plan = workspace.plan(choices)
            prepared = workspace.planned_run(plan, options.output, self._stop, self._progress)
        for name in unknown:
            prepared.run.filling.tally.name(name, "No row of the project has this hash or title")
        return prepared

    def _choices(self, workspace: Workspace) -> tuple[Choices, list[str]]:
        options = self._options
        assert workspace.listing is not None
        rows = workspace.listing.rows
        unticked: list[int] = []
        unknown: list[str] = []
        if options.rows is not None:
            chosen, unknown = chosen_by_file(options.rows, rows)
            unticked = unticked_without(chosen, len(rows))
        choices = Choices(
            mapping=_read_mapping(options.mapping) if options.mapping else {},
            min_confidence=options.min_confidence or 0.0,
            convert=options.convert,
            unticked=unticked,
            datasets=datasets_named(options.dataset, rows),
            create_missing_rows=options.create_missing_rows,
            frame_classifications=options.frame_classifications,
        )
        return choices, unknown

    def _conclude(self, outcome: Outcome, prepared: PreparedRun) -> int:
        tally = outcome.tally
        if outcome.rows_failed:
            _say(
                Sentence(
                    "rows_failed",
                    f"{outcome.rows_failed} of {outcome.rows_failed + outcome.rows_exported} rows failed.",
                    f"{outcome.output.name} holds the other {outcome.rows_exported}.",
                    "The report names each row and its reason (--report FILE).",
                )
            )
            return SOME_ROWS_FAILED
        if tally.exported == 0:
            reasons = ", ".join(f"{count} {reason}" for reason, count in tally.left_out.most_common(3))
            _say(
                Sentence(
                    "nothing",
                    f"Warning: {outcome.output.name} holds no predictions.",
                    f"Of {tally.read} read, none was written ({reasons})." if tally.read else "None were read.",
                    "The report says why (--report FILE).",
                )
            )
        elif not self._options.quiet:
            print(f"{outcome.output}: {tally.exported} of {tally.read} predictions in {outcome.rows_exported} rows")
        return WHOLE


def _say(sentence: Sentence, stream: TextIO | None = None) -> None:
    """What, why and what to do: at most three lines."""
    for line in (sentence.what, sentence.why, sentence.remedy):
        if line:
            print(logs.redact(" ".join(line.split())), file=stream or sys.stderr)


def _read_key_file(path: Path) -> str:
    try:
        return decode_key_file(path.expanduser().read_bytes())
    except OSError as error:
        raise KeyProblem(
            f"The key file “{path.name}” cannot be read.",
            f"{os.strerror(error.errno) if error.errno else error}.",
            "Check its path and its permissions.",
        ) from None


def _read_mapping(path: Path) -> dict[str, str | None]:
    try:
        return msgspec.json.decode(path.read_bytes().removeprefix(b"\xef\xbb\xbf"), type=dict[str, str | None])
    except OSError as error:
        raise MappingProblem(
            f"The mapping “{path.name}” cannot be read.",
            f"{os.strerror(error.errno) if error.errno else error}.",
            "Check its path.",
        ) from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise MappingProblem(
            f"The mapping “{path.name}” is not what a mapping looks like.",
            f"{error}.",
            'It looks like {"apple": "aB3dE6g8", "stem": null}.',
        ) from None
