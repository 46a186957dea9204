"""What the commands share when they read their arguments: how they explain wrong usage, and the options they share."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from gui.domain.regions import EUROPE, checked_domain
from gui.errors import ConnectionProblem, UsageProblem


class CommandParser(argparse.ArgumentParser):
    """A parser that explains wrong usage in this application's three lines."""

    def error(self, message: str) -> NoReturn:
        """Raise ``UsageProblem`` instead of printing the usage."""
        raise UsageProblem(
            "The command cannot be understood.",
            f"{message[:1].upper()}{message[1:]}.",
            f"{self.prog} --help lists all options.",
        )


def given_path(text: str) -> Path:
    """The path of an option. An empty one, as an unset variable leaves it, would be the current folder."""
    if not text.strip():
        raise argparse.ArgumentTypeError("it names no file")
    return Path(text)


def add_reading_options(parser: argparse.ArgumentParser) -> None:
    """The options that say how predictions are read."""
    parser.add_argument("--format", metavar="NAME", help="format of the predictions, if it is not recognised")
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="a setting of the format (see formats); 2.NAME=VALUE for the second of several sources alone",
    )
    parser.add_argument(
        "--dataset-json", type=given_path, metavar="FILE", help="COCO dataset that names a list's pictures"
    )
    parser.add_argument(
        "--compare-labels",
        action="store_true",
        help="where the predictions leave open how they are read, look at labels of up to 50 rows (changes nothing)",
    )


def add_key_options(parser: argparse.ArgumentParser, *, required: bool) -> None:
    """The options that name a key."""
    parser.add_argument("--key", type=given_path, required=required, help="file with the private key")
    parser.add_argument("--passphrase-env", metavar="VAR", help="environment variable with the key's passphrase")


def add_project_options(parser: argparse.ArgumentParser, *, required: bool) -> None:
    """The options that name a project and the key to it."""
    add_key_options(parser, required=required)
    parser.add_argument("--domain", default=EUROPE, metavar="URL", help="address of the server")
    parser.add_argument("--project", required=required, metavar="HASH", help="hash of the project")


def check_project_options(options: argparse.Namespace) -> None:
    """Bring the address into its full form. Raises ``UsageProblem`` for one that is none, or a missing passphrase."""
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


def setting_values(pairs: Sequence[str]) -> dict[str, str]:
    """``NAME=VALUE`` as a mapping. Raises ``UsageProblem`` for anything else, and for a name given two values."""
    values: dict[str, str] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        name, value = name.strip(), value.strip()
        if not equals or not name or not value:
            raise UsageProblem(f"--set {pair} is no setting.", "A setting is NAME=VALUE.", "Write box=xywh, say.")
        if values.setdefault(name, value) != value:
            raise UsageProblem(f"{name} is set twice.", f"Once to {values[name]}, once to {value}.", "Set it once.")
    return values
