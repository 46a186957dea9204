"""Sizes, shapes and masks that do not fit as they are: scaled and said, or left out by reason, never in silence."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from encord.objects import LabelRowV2

from gui.demo.awkward import ODD_ROWS
from gui.demo.scenario import Scenario
from gui.demo.server import DemoServer
from gui.domain.choices import Choices
from gui.encord_api.encoding import Item
from gui.encord_api.patience import Stop
from gui.errors import ExportProblem
from gui.export.planned_filling import SCALED, PlannedFilling
from gui.workspace import Workspace
from tests.e2e.command import Command
from tests.e2e.test_headless import BOX, balanced, coco, objects, picture


@pytest.fixture
def command(demo: DemoServer, demo_key_file: Path, tmp_path: Path) -> Command:
    return Command(demo, demo_key_file, tmp_path)


def with_size(path: Path, width: int, height: int) -> Path:
    data = json.loads(path.read_text())
    data["images"][0] |= {"width": width, "height": height}
    path.write_text(json.dumps(data))
    return path


def test_the_same_shape_in_another_size_is_scaled_and_said(command: Command, demo: DemoServer) -> None:
    double = {"bbox": [200, 200, 100, 80], "score": 0.9}
    ended = command.run(predictions=with_size(coco(command.folder, demo, double, double), 2560, 1706))
    assert balanced(ended)["exported"] == 2
    place = {"x": 100 / 1280, "y": 100 / 853, "w": 50 / 1280, "h": 40 / 853}
    assert objects(ended)[0]["boundingBox"] == pytest.approx(place)
    assert ended.report["problems"] == [{"where": picture(demo), "reason": SCALED}]


def test_another_aspect_is_left_out(command: Command, demo: DemoServer) -> None:
    ended = command.run(predictions=with_size(coco(command.folder, demo, BOX), 1000, 1000))
    assert balanced(ended) == {"read": 1, "exported": 0, "dropped": {"picture_of_another_shape": 1}}


def polygons(folder: Path, demo: DemoServer) -> Path:
    """A polygon on the picture, and one beside it, which only drawing it finds out."""
    path = coco(
        folder,
        demo,
        {"segmentation": [[10, 10, 90, 10, 50, 80]], "score": 0.5},
        {"segmentation": [[2010, 10, 2090, 10, 2050, 80]], "score": 0.5},
    )
    path.write_text(path.read_text().replace('"apple"', '"leaf"'))
    return path


def test_a_polygon_beside_the_picture_is_left_out_and_named(command: Command, demo: DemoServer) -> None:
    ended = command.run(predictions=polygons(command.folder, demo))
    assert balanced(ended) == {"read": 2, "exported": 1, "dropped": {"outside_the_picture": 1}}
    (problem,) = ended.report["problems"]
    assert problem["where"].startswith("element 1")


def test_a_row_that_fails_after_a_loss_counts_each_prediction_once(
    demo: DemoServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(row: LabelRowV2, items: list[Item]) -> dict[str, Any]:
        raise ValueError("the SDK has changed")

    workspace = Workspace()
    try:
        workspace.sign_in(demo.private_key_pem, None, demo.url)
        workspace.open_project(demo.project_hash, Stop())
        workspace.read([polygons(tmp_path, demo)], Stop())
        plan = workspace.plan(Choices())
        run = workspace.planned_run(plan, tmp_path / "predictions.json", Stop(), lambda progress: None)
        assert isinstance(run.run.filling, PlannedFilling)
        monkeypatch.setattr(run.run.filling._encoder, "encode", refuse)
        with pytest.raises(ExportProblem, match="Every row failed"):
            run.execute()
    finally:
        workspace.close()
    assert run.report is not None
    assert run.report.predictions.dropped == {"row_failed": 2} and run.report.predictions.read == 2
    assert run.report.rows.failed == len(plan.rows_to_export)


def test_without_any_size_there_is_no_place(tmp_path: Path) -> None:
    with DemoServer(Scenario(awkward=True)) as server:
        command = Command(server, tmp_path / "key.txt", tmp_path)
        command.key.write_text(server.private_key_pem)
        project = server.project_titled(ODD_ROWS)
        data: dict[str, Any] = {
            "images": [{"id": 1, "file_name": "no size known.jpg"}],
            "categories": [{"id": 1, "name": "Apple"}],
            "annotations": [{"image_id": 1, "category_id": 1, **BOX}],
        }
        path = tmp_path / "unsized.json"
        path.write_text(json.dumps(data))
        unknown = command.run(predictions=path, project=project.hash)
        assert balanced(unknown)["dropped"] == {"picture_size_unknown": 1}
        known = command.run(predictions=with_size(path, 640, 480), project=project.hash)
        assert balanced(known)["exported"] == 1
        assert objects(known)[0]["boundingBox"]["x"] == 100 / 640
