"""Exports that were cut short go on where they were, and count everything once."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from gui.demo.faults import Fault
from gui.demo.files import DemoFiles
from gui.demo.server import DemoServer
from tests.e2e.command import Command, Ended
from tests.e2e.killing import Killer, comparable, killer, leftovers, many_rows, parts
from tests.e2e.test_stopping import stop

KILLS = 5


@pytest.fixture
def many(tmp_path: Path, isolated_home: Path) -> Iterator[Killer]:
    with many_rows() as server:
        yield killer(server, tmp_path, isolated_home)


def test_killed_again_and_again_it_ends_in_the_same_file(many: Killer) -> None:
    rng = random.Random(time.time_ns())
    for _ in range(KILLS):
        many.kill_at_random(rng, "--resume")
    many.assert_as_undisturbed(many.go_on())
    assert many.rows_kept > 0


@pytest.fixture
def command(demo: DemoServer, demo_key_file: Path, tmp_path: Path) -> Command:
    return Command(demo, demo_key_file, tmp_path)


def cut_short(command: Command, predictions: Path, *options: str | Path) -> Ended:
    """Let the export fail half-way, with some rows done: the key is revoked meanwhile."""
    faults = command.server.faults
    faults.set(Fault(kind="label_limit", limit=7), Fault(kind="key_revoked", on="labels", after=12))
    ended = command.run(*options, predictions=predictions)
    faults.clear()
    assert ended.code == 1 and "does not know this key" in ended.err, ended.err
    return ended


def accounts(ended: Ended) -> dict[str, Any]:
    return {name: ended.report[name] for name in ("rows", "predictions", "problems")}


def test_it_goes_on_after_a_failure_and_counts_everything_once(
    command: Command, demo: DemoServer, demo_files: DemoFiles, isolated_home: Path
) -> None:
    options = ("--convert", "--dataset-json", demo_files.dataset)
    whole = command.run(*options, predictions=demo_files.shapes)
    expected = comparable(whole.output)
    command.output.write_text("old")
    ended = cut_short(command, demo_files.shapes, *options)
    assert command.output.read_text() == "old" and len(leftovers(isolated_home)) == 1
    assert "rows are done: the same command with --resume goes on from there." in ended.said[-1]
    demo.faults.set(Fault(kind="latency", on="labels", latency_ms=1))
    struck = demo.faults._active[0][1]
    resumed = command.run(*options, "--resume", predictions=demo_files.shapes)
    assert resumed.code == whole.code and "goes on." in resumed.said[0], resumed.err
    assert comparable(resumed.output) == expected
    assert accounts(resumed) == accounts(whole)
    assert leftovers(isolated_home) == [] and struck[0] >= 1


def test_a_stop_keeps_what_is_done_and_says_how_to_go_on(
    command: Command, demo: DemoServer, demo_files: DemoFiles, isolated_home: Path
) -> None:
    demo.faults.set(Fault(kind="label_limit", limit=7), Fault(kind="silent", on="labels", after=12))
    struck = demo.faults._active[1][1]
    ended = stop(command, lambda: struck[0] > 12, predictions=demo_files.predictions, wait=0.5)
    assert ended.code == 130 and ended.said[:2] == ["Stopped.", "Nothing was written."]
    assert "--resume" in ended.said[2] and len(leftovers(isolated_home)) == 1
    assert parts(command) == []
    demo.faults.clear()
    assert command.run("--resume", predictions=demo_files.predictions).code == 0
    assert leftovers(isolated_home) == []


def test_after_a_full_disk_it_goes_on(command: Command, demo_files: DemoFiles, isolated_home: Path) -> None:
    full = command.run(predictions=demo_files.predictions, file_limit=400_000)
    assert full.code == 1 and "no room" in full.err and "--resume" in full.said[-1], full.err
    assert not command.output.exists() and parts(command) == []
    ended = command.run("--resume", predictions=demo_files.predictions)
    assert ended.code == 0 and "goes on." in ended.said[0], ended.err
    assert ended.report["rows"]["exported"] == len(ended.rows) and leftovers(isolated_home) == []
