"""The options of the commands ``export`` and ``publish``: parsed, and checked against each other."""

from __future__ import annotations

import argparse
import math
import os
from collections.abc import Sequence
from pathlib import Path

from gui.commands.command_parser import (
    CommandParser,
    add_project_options,
    add_reading_options,
    check_project_options,
    given_path,
    setting_values,
)
from gui.domain.branch_name import checked_branch_name
from gui.errors import BranchProblem, UsageProblem

_READ = ("--key", "--predictions", "--dataset-json", "--mapping", "--rows")
_WRITTEN = ("--output", "--report")
MODES = ("data", "label", "metric", "advanced")
"""How far a project is imported into Active (``encord.orm.active.ActiveProjectMode``)."""


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """The options of ``export``. Raises ``UsageProblem`` when they do not fit together."""
    about = "The same export as in the window, without one."
    parser = CommandParser(prog="python -m gui export", description=about, allow_abbrev=False)
    _add_options(parser)
    parser.add_argument("--create-missing-rows", action="store_true", help="export rows never labelled, too")
    parser.add_argument("--frame-classifications", action="store_true", help="also write classifications per frame")
    parser.add_argument("--output", type=given_path, required=True, metavar="FILE", help="the file to write")
    parser.set_defaults(branch=None, replace=False, dry_run=False, sync=False, import_mode=None)
    return _checked(parser.parse_args(argv))


def parse_publish(argv: Sequence[str]) -> argparse.Namespace:
    """The options of ``publish``. Raises ``UsageProblem`` when they do not fit together."""
    about = "Save predictions on a prediction branch of the project; the main branch is never written to."
    parser = CommandParser(prog="python -m gui publish", description=about, allow_abbrev=False)
    _add_options(parser)
    parser.add_argument("--branch", required=True, metavar="NAME", help="the branch; it must not exist yet")
    parser.add_argument("--replace", action="store_true", help="a branch that exists loses the predictions on it")
    parser.add_argument("--dry-run", action="store_true", help="say what would be written, and write nothing")
    active = parser.add_mutually_exclusive_group()
    active.add_argument("--sync", action="store_true", help="then let Encord Active take over the branch")
    active.add_argument(
        "--active-import",
        dest="import_mode",
        choices=MODES,
        help="then import the project into Active in this mode",
    )
    parser.add_argument("--output", type=given_path, metavar="FILE", help="also write the file")
    # Both would write beyond the branch, or what only a file has.
    parser.set_defaults(create_missing_rows=False, frame_classifications=False)
    options = _checked(parser.parse_args(argv))
    try:
        checked_branch_name(options.branch)
    except BranchProblem as problem:
        raise UsageProblem(problem.sentence.what, problem.sentence.why, problem.sentence.remedy) from None
    return options


def _add_options(parser: CommandParser) -> None:
    """The options that both commands have."""
    add_project_options(parser, required=True)
    parser.add_argument(
        "--predictions",
        type=given_path,
        required=True,
        action="append",
        metavar="PATH",
        help="the predictions: a file, a folder or a ZIP archive; given several times, they are merged",
    )
    add_reading_options(parser)
    parser.add_argument("--script", action="store_true", help="the predictions are a Python script: run it")
    parser.add_argument("--mapping", type=given_path, metavar="FILE", help="JSON: model class to feature hash, or null")
    parser.add_argument("--min-confidence", type=float, metavar="X", help="keep predictions from this confidence")
    parser.add_argument("--convert", action="store_true", help="allow changes of shape that must be asked for")
    parser.add_argument("--dataset", action="append", default=[], metavar="NAME|HASH", help="dataset of the file")
    parser.add_argument("--nms", type=float, metavar="X", help="leave out what overlaps a more confident one by more")
    parser.add_argument("--most-per-picture", type=int, default=0, metavar="N", help="keep the N most confident ones")
    parser.add_argument("--min-size", type=float, default=0.0, metavar="PIXELS", help="leave out what is smaller")
    parser.add_argument("--near-names", action="store_true", help="take rows with nearly a picture's name")
    parser.add_argument("--rows", type=given_path, metavar="FILE", help="rows to export: a hash or title a line")
    parser.add_argument("--report", type=given_path, metavar="FILE", help="where the report goes (.json, .csv, .html)")
    parser.add_argument("--resume", action="store_true", help="go on where the same export was cut short")
    parser.add_argument("--quiet", action="store_true", help="no progress")


def _checked(options: argparse.Namespace) -> argparse.Namespace:
    _check(options)
    _check_files(options)
    return options


def _check(options: argparse.Namespace) -> None:
    if options.script and (options.mapping is not None or options.min_confidence is not None):
        raise UsageProblem(
            "A script takes no mapping and no threshold.",
            "It adds finished labels by itself.",
            "Leave out --mapping and --min-confidence, or do both in the script.",
        )
    if options.script and (options.format or options.dataset_json or options.set or options.compare_labels):
        raise UsageProblem("A script takes no format and no dataset.", "It reads its own files.", "Leave them out.")
    if options.script and len(options.predictions) > 1:
        raise UsageProblem("Only one script can be run.", "--predictions was given several times.", "Give it once.")
    options.set = setting_values(options.set)
    for name, share in (("--min-confidence", options.min_confidence), ("--nms", options.nms)):
        if share is not None and not 0 <= share <= 1:
            raise UsageProblem(f"{name} must be from 0 to 1.", f"It is {share}.", "Write 0.35, for example.")
    for name, least in (("--most-per-picture", options.most_per_picture), ("--min-size", options.min_size)):
        if not 0 <= least < math.inf:
            raise UsageProblem(f"{name} must be 0 or more.", f"It is {least}.", "Write 10, for example.")
    check_project_options(options)


def _check_files(options: argparse.Namespace) -> None:
    """No file is written that another option names: what the user gave would be gone."""
    files = [(name, path) for name in (*_READ, *_WRITTEN) for path in _files(options, name)]
    for written, mine in files:
        for other, path in files:
            if written in _WRITTEN and other != written and is_same_file(mine, path):
                raise UsageProblem(
                    f"{written} and {other} name the same file.",
                    f"Writing “{mine.name}” would destroy what the other needs.",
                    f"Choose another name for {written}.",
                )


def _files(options: argparse.Namespace, name: str) -> list[Path]:
    given: Path | list[Path] | None = getattr(options, name.removeprefix("--").replace("-", "_"))
    return given if isinstance(given, list) else [given] if given is not None else []


def is_same_file(one: Path, other: Path) -> bool:
    """Whether both lead to one file: by another name, a link, or letters a file system does not tell apart."""
    if os.path.normcase(os.path.realpath(one)) == os.path.normcase(os.path.realpath(other)):
        return True
    try:
        return one.samefile(other)
    except OSError:  # one of them does not exist yet
        return False
