"""The command ``inspect``: what prediction files are and why, how they can be read, and what is in them."""

from __future__ import annotations

import argparse
import json
import logging
import signal
import sys
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from gui.commands.command_parser import (
    CommandParser,
    add_project_options,
    add_reading_options,
    check_project_options,
    given_path,
    setting_values,
)
from gui.console import say, say_sentence, write
from gui.domain.counting import counted
from gui.domain.reading_ways import SourceWays, said
from gui.domain.reasons import SENTENCES
from gui.errors import Cancelled, ExpectedFailure, UsageProblem
from gui.own_folders import FOR_COMMANDS, check_own_folders
from gui.sources.deciding import UndecidedReading, check_values, decide
from gui.sources.read_settings import ReadSettings
from gui.sources.reading import open_sources, read_predictions
from gui.sources.registry import recognised_sources
from gui.sources.spool import Spool

DONE, FAILED, USAGE, CANCELLED = 0, 1, 2, 130
_MOST_CLASSES = 20
_MOST_NOTES = 20


def main(argv: Sequence[str]) -> int:
    """Run ``inspect`` with these arguments; returns the exit code (2 also where the user has to decide)."""
    asked_to_stop = threading.Event()
    signal.signal(signal.SIGINT, lambda *_: asked_to_stop.set())
    try:
        options = _parse(argv)
        if options.project:
            return _inspect_for_project(options, asked_to_stop)
        values = setting_values(options.set)
        return _inspect(options, ReadSettings(options.dataset_json, asked_to_stop.is_set, values))
    except Cancelled:
        say(sys.stderr, "Stopped.")
        return CANCELLED
    except ExpectedFailure as failure:
        say_sentence(sys.stderr, failure.sentence)
        return USAGE if isinstance(failure, UsageProblem) else FAILED


def _parse(argv: Sequence[str]) -> argparse.Namespace:
    about = (
        "Say what prediction files are, how they can be read, and what is in them. Nothing is sent anywhere; with a "
        "project, its rows are listed, so that sizes and names of pictures are known, too."
    )
    parser = CommandParser(prog="python -m gui inspect", description=about, allow_abbrev=False)
    parser.add_argument("path", type=given_path, nargs="+", metavar="PATH", help="files, folders, ZIP archives")
    add_reading_options(parser)
    add_project_options(parser, required=False)
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args(argv)
    if bool(options.key) != bool(options.project) or (options.compare_labels and not options.project):
        wants = "--compare-labels looks" if options.compare_labels else "inspect can look"
        raise UsageProblem(
            "A project needs its hash and a key.", f"{wants} at a project with both.", "Add --key and --project."
        )
    check_project_options(options)
    return options


def _inspect_for_project(options: argparse.Namespace, asked_to_stop: threading.Event) -> int:
    """The same with what the project knows; Encord's SDK, which takes a second to load, is needed only here."""
    from gui.commands.opened_project import opened_project
    from gui.encord_api.patience import Stop
    from gui.project_knowledge import read_settings

    logging.getLogger().addHandler(logging.NullHandler())  # what the SDK logs is not for the screen
    check_own_folders(FOR_COMMANDS)
    stop, values = Stop(asked_to_stop), setting_values(options.set)
    with opened_project(options, stop, lambda _: None) as workspace:
        listing, folder = workspace.listing, workspace.folder
        settings = read_settings(listing, folder, stop, options.dataset_json, values, options.compare_labels)
        return _inspect(options, settings)


def _inspect(options: argparse.Namespace, settings: ReadSettings) -> int:
    undecided: list[UndecidedReading] = []
    found = []
    with recognised_sources(options.path, options.format) as sources:
        check_values(settings.values, [source.source for source in sources])
        for _, ways in open_sources(sources, settings):
            try:
                found.append(decide(ways))
            except UndecidedReading as problem:
                undecided.append(problem)
                found.append(ways)
    spool = None
    with tempfile.TemporaryDirectory(prefix="inspect-") as folder:
        if not undecided:
            spool = read_predictions(options.path, Path(folder), format=options.format, settings=settings)
            spool.close()
    if options.json:
        write(sys.stdout, f"{json.dumps(_as_json(found, spool))}\n")
    else:
        say(sys.stdout, *_lines(found, spool))
    for tie in undecided:
        say_sentence(sys.stderr, tie.sentence)
    return USAGE if undecided else DONE


def _lines(found: Sequence[SourceWays], spool: Spool | None) -> list[str]:
    lines = [line for source in found for line in _source_lines(source)]
    if spool is None:
        return lines
    lines.append(f"{spool.summary}.")
    counts = np.bincount(spool.class_number, minlength=len(spool.classes))
    order = np.argsort(-counts, kind="stable")
    for number in order[:_MOST_CLASSES]:
        lines.append(f"- {spool.classes[number]}: {counted(int(counts[number]), 'prediction')}")
    if len(order) > _MOST_CLASSES:
        lines.append(f"- and {counted(len(order) - _MOST_CLASSES, 'class', 'classes')} more")
    for reason, loss in spool.dropped.items():
        lines.append(f"Left out: {loss.count:,}. {SENTENCES[reason]}.")
        lines += [f"- {example}" for example in loss.examples]
    return lines + [f"Note: {where}: {text}" for where, text in spool.notes[:_MOST_NOTES]]


def _source_lines(source: SourceWays) -> list[str]:
    place = f"{source.number}. " if source.number else ""
    lines = [f"{place}{source.title} is read as {source.format}: {source.reason}."]
    for reading in source.readings:
        is_open = not any(source.is_taken(other) for other in source.readings)
        word = "not decided" if is_open else "taken" if source.is_taken(reading) else "not taken"
        lines.append(f"- {said(reading.values)}, {reading.score:.0%}, {word}: {reading.evidence}")
    return [*lines, source.compared] if source.compared else lines


def _as_json(found: Sequence[SourceWays], spool: Spool | None) -> dict[str, Any]:
    result: dict[str, Any] = {
        "sources": [
            {
                "number": max(1, source.number),
                "title": source.title,
                "format": source.format,
                "why": source.reason,
                "settings": source.values,
                "compared": source.compared,
                "readings": [
                    {"settings": reading.values, "score": round(reading.score, 3), "evidence": reading.evidence}
                    for reading in source.readings
                ],
            }
            for source in found
        ],
        "decided": spool is not None,
    }
    if spool is not None:
        counts = np.bincount(spool.class_number, minlength=len(spool.classes))
        result |= {
            "summary": spool.summary,
            "read": spool.read,
            "predictions": len(spool.picture),
            "pictures": len({picture.name for picture in spool.pictures}),
            "classes": {name: int(count) for name, count in zip(spool.classes, counts, strict=True)},
            "left_out": {str(reason): loss.count for reason, loss in spool.dropped.items()},
            "examples": {str(reason): loss.examples for reason, loss in spool.dropped.items()},
            "notes": [{"where": where, "note": text} for where, text in spool.notes],
        }
    return result
