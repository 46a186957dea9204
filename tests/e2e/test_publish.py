"""Publishing on a prediction branch: what is on it afterwards, what is refused, and that main is never touched."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from gui.demo.files import DemoFiles
from gui.demo.project import LabelRow
from gui.demo.server import DemoServer
from tests.e2e.command import Command
from tests.e2e.publishing import assert_main_untouched, drawn_on, saves

BRANCH = "yolo-7"


@pytest.fixture
def command(demo: DemoServer, demo_key_file: Path, tmp_path: Path) -> Iterator[Command]:
    with assert_main_untouched(demo):
        yield Command(demo, demo_key_file, tmp_path, "publish")


def test_file_and_branch_of_one_run_hold_the_same_objects(
    command: Command, demo: DemoServer, demo_files: DemoFiles
) -> None:
    ended = command.run(
        "--convert", "--dataset-json", demo_files.dataset, predictions=demo_files.shapes, branch=BRANCH,
        output=command.output,
    )  # fmt: skip
    assert ended.code == 0, ended.err
    assert {row["data_hash"]: drawn_in(row) for row in ended.rows} == drawn_on(demo.project, BRANCH)
    assert sorted(saves(demo)) == sorted(row["data_hash"] for row in ended.rows)
    branch = ended.report["branch"]
    assert (branch["created"], branch["saved"], branch["verified"]) == (len(ended.rows), len(ended.rows), True)
    assert branch["predictions"] == ended.report["predictions"]["exported"] > 0


def drawn_in(row: dict[str, Any]) -> Any:
    return (
        {key: unit["labels"] for key, unit in row["data_units"].items()},
        row["object_answers"],
        row["classification_answers"],
    )


def rows_of(demo: DemoServer) -> list[LabelRow]:
    return list(demo.project.branches.get(BRANCH, {}).values())
