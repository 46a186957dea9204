"""What the commands share when they read their arguments: how they explain wrong usage, and ``--set``."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from gui.errors import UsageProblem


class CommandParser(argparse.ArgumentParser):
    """A parser that explains wrong usage in this application's three lines."""

    def error(self, message: str) -> NoReturn:
        """Raise ``UsageProblem`` instead of printing the usage."""
        raise UsageProblem(
            "The command cannot be understood.",
            f"{message[:1].upper()}{message[1:]}.",
            f"{self.prog} --help lists all options.",
        )


def add_reading_options(parser: argparse.ArgumentParser) -> None:
    """The options that say how predictions are read."""
    parser.add_argument("--format", metavar="NAME", help="format of the predictions, if it is not recognised")
    parser.add_argument(
        "--set", action="append", default=[], metavar="NAME=VALUE", help="a setting of the format (see formats)"
    )
    parser.add_argument("--dataset-json", type=Path, metavar="FILE", help="COCO dataset with names for a results list")


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
