"""A script that adds every shape, track and answer equals itself run as Encord's page has it, on every medium."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from gui.demo.awkward import ODD_ROWS
from gui.demo.files import DemoFiles
from gui.demo.scenario import Scenario
from gui.demo.server import DemoServer
from tests.e2e import everything
from tests.e2e.command import Command
from tests.e2e.reference import comparable, reference_export
from tests.e2e.test_reference import NaiveModel, assert_same, rounded

EVERYTHING = Path(everything.__file__)


@pytest.fixture
def command(demo: DemoServer, demo_key_file: Path, tmp_path: Path) -> Command:
    return Command(demo, demo_key_file, tmp_path)


def test_every_shape_track_and_answer(command: Command, demo: DemoServer) -> None:
    ended = command.run("--script", predictions=EVERYTHING)
    assert ended.code == 0, ended.err
    expected = reference_export(command.key, demo.url, demo.project_hash, everything.add_information_to_lr)
    assert_same(ended.rows, expected)
    media = {row["data_type"] for row in expected}
    assert media >= {"image", "img_group", "video"}
    counts = ended.report["predictions"]
    assert counts["read"] == counts["exported"] >= 21 * len(ended.rows) and counts["dropped"] == {}
    assert demo.writes == []


def test_rows_without_a_size(tmp_path: Path) -> None:
    with DemoServer(Scenario(awkward=True)) as server:
        command = Command(server, tmp_path / "key.txt", tmp_path)
        command.key.write_text(server.private_key_pem)
        project = server.project_titled(ODD_ROWS)
        only = [row.media.title for row in project.rows.values() if row.media.type == "image"]
        chosen = tmp_path / "rows.txt"
        chosen.write_text("\n".join(only))
        ended = command.run("--script", "--rows", chosen, predictions=EVERYTHING, project=project.hash)
        assert ended.code == 0, ended.err
        assert "no size known.jpg" in only and len(ended.rows) == len(only)
        add = everything.add_information_to_lr
        assert_same(ended.rows, reference_export(command.key, server.url, project.hash, add, only=only))
        assert server.writes == []


@pytest.fixture
def twin_server(painted_pictures: Path) -> Iterator[DemoServer]:
    """The same project a second time: rows are created on either alone."""
    with DemoServer(Scenario(), pictures=painted_pictures) as server:
        yield server


OF_CREATION = ("created_at", "last_edited_at", "label_hash")
"""What the server makes up when it creates a row."""


@pytest.mark.parametrize("by", ["script", "coco"])
def test_rows_that_are_created(
    command: Command, demo: DemoServer, demo_files: DemoFiles, twin_server: DemoServer, by: str
) -> None:
    model: Any = everything.add_information_to_lr
    options = ["--script", "--predictions", str(EVERYTHING)]
    if by == "coco":
        model = NaiveModel(demo_files.predictions, [row.media.title for row in demo.project.rows.values()])
        options = ["--predictions", str(demo_files.predictions)]
    ended = command.run("--create-missing-rows", *options)
    assert ended.code == 0, ended.err
    key = command.folder / "twin.txt"
    key.write_text(twin_server.private_key_pem)
    expected = reference_export(key, twin_server.url, twin_server.project_hash, model, create_missing=True)
    created = {write.data_hash for write in demo.writes}
    ours, theirs = comparable(ended.rows), comparable(expected)
    assert len(ours) == len(theirs) == len(demo.project.rows)
    for mine, other in zip(ours, theirs, strict=True):
        if mine["data_hash"] in created:
            assert mine["label_hash"] == demo.project.rows[mine["data_hash"]].label_hash
            assert all(mine[name] and other[name] for name in OF_CREATION)
            mine, other = ({k: v for k, v in row.items() if k not in OF_CREATION} for row in (mine, other))
        assert rounded(mine) == rounded(other)
    assert {write.kind for write in demo.writes} == {"create"}
    assert created and created == {write.data_hash for write in twin_server.writes}
