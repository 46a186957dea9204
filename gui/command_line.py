"""The options of the command ``export``: parsed, and checked against each other."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from gui.domain.regions import EUROPE, checked_domain
from gui.errors import ConnectionProblem, UsageProblem

_READ = ("--key", "--predictions", "--dataset-json", "--mapping", "--rows")
_WRITTEN = ("--output", "--report")


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
    about = "The same export as in the window, without one."
    parser = _Parser(prog="python -m gui export", description=about, allow_abbrev=False)
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
    _check_files(options)
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


def _check_files(options: argparse.Namespace) -> None:
    """No file is written that another option names: what the user gave would be gone."""
    files = {name: _file(options, name) for name in (*_READ, *_WRITTEN)}
    for written in _WRITTEN:
        for other, path in files.items():
            mine = files[written]
            if other != written and mine is not None and path is not None and _is_same(mine, path):
                raise UsageProblem(
                    f"{written} and {other} name the same file.",
                    f"Writing “{mine.name}” would destroy what the other needs.",
                    f"Choose another name for {written}.",
                )


def _file(options: argparse.Namespace, name: str) -> Path | None:
    path: Path | None = getattr(options, name.removeprefix("--").replace("-", "_"))
    return path


def _is_same(one: Path, other: Path) -> bool:
    """Whether both lead to one file: by another name, a link, or letters a file system does not tell apart."""
    if os.path.normcase(os.path.realpath(one)) == os.path.normcase(os.path.realpath(other)):
        return True
    try:
        return one.samefile(other)
    except OSError:  # one of them does not exist yet
        return False
