"""What only the run can see: shapes with no place in their row, pictures of another size, rows the SDK refuses."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from gui.demo.server import DemoServer
from gui.domain.choices import Choices
from gui.domain.reasons import Reason
from gui.encord_api.patience import Stop
from gui.errors import ExportProblem
from gui.export.planned_filling import SCALED
from gui.export.run import Outcome
from gui.prepared_run import PreparedRun
from gui.workspace import Workspace


@pytest.fixture
def workspace(demo: DemoServer) -> Iterator[Workspace]:
    workspace = Workspace()
    workspace.sign_in(demo.private_key_pem, None, demo.url)
    workspace.open_project(demo.project_hash, Stop())
    yield workspace
    workspace.close()


def prepared(
    workspace: Workspace,
    folder: Path,
    size: tuple[int, int],
    *entries: dict[str, Any],
    class_name: str = "apple",
    keypoints: Sequence[str] = (),
) -> PreparedRun:
    """An export of these annotations on the first picture, and of no other row."""
    assert workspace.listing is not None
    rows = workspace.listing.rows
    titles = [row.title for row in rows]
    number = next(n for n, row in enumerate(rows) if row.data_type == "image" and titles.count(row.title) == 1)
    path = folder / "coco.json"
    data = {
        "images": [{"id": 1, "file_name": rows[number].title, "width": size[0], "height": size[1]}],
        "categories": [{"id": 1, "name": class_name, "keypoints": list(keypoints)}],
        "annotations": [{"image_id": 1, "category_id": 1, "score": 0.5, **entry} for entry in entries],
    }
    path.write_text(json.dumps(data))
    workspace.read([path], Stop())
    unticked = [n for n in range(len(rows)) if n != number]
    plan = workspace.plan(Choices(unticked=unticked))
    return workspace.planned_run(plan, folder / "predictions.json", Stop(), lambda progress: None)


def objects(outcome: Outcome) -> list[dict[str, Any]]:
    assert outcome.output is not None
    (row,) = json.loads(outcome.output.read_text())
    (unit,) = row["data_units"].values()
    found: list[dict[str, Any]] = unit["labels"]["objects"]
    return found


INSIDE = [[10, 10, 60, 10, 60, 60]]
OUTSIDE = [[5010, 10, 5060, 10, 5060, 60]]


def test_a_shape_without_a_place_is_left_out_by_the_run_and_named(workspace: Workspace, tmp_path: Path) -> None:
    run = prepared(
        workspace, tmp_path, (1280, 853), {"segmentation": INSIDE}, {"segmentation": OUTSIDE}, class_name="leaf"
    )
    outcome = run.execute()
    assert len(objects(outcome)) == 1
    assert outcome.tally.read == 2 and outcome.tally.exported == 1 and outcome.tally.balances
    assert outcome.tally.left_out[Reason.OUTSIDE] == 1
    (lost,) = outcome.tally.lost
    assert lost.picture and lost.where == "element 1"
    assert any(problem.where == f"element 1 ({lost.picture})" for problem in outcome.tally.problems)


def test_what_is_cut_at_the_edge_and_keypoints_left_out_are_counted(workspace: Workspace, tmp_path: Path) -> None:
    over, inside = {"bbox": [1270, 10, 20, 20]}, {"bbox": [10, 10, 20, 20]}
    run = prepared(workspace, tmp_path, (1280, 853), over, inside, over)
    run.execute()
    assert run.report is not None
    assert "2 predictions reach beyond the picture: the part outside was left out." in run.report.notes
    names = ["Stem end", "Middle", "Blossom end", "Tail"]
    pose = {"keypoints": [10, 10, 2, 20, 20, 2, 30, 30, 2, 40, 40, 2]}
    run = prepared(workspace, tmp_path, (1280, 853), pose, class_name="fruit_axis", keypoints=names)
    run.execute()
    assert run.report is not None
    assert "1 pose has keypoints that the skeleton lacks: those were left out." in run.report.notes
    assert not any("beyond the picture" in note for note in run.report.notes)


def test_a_file_made_for_a_smaller_picture_is_scaled_and_said_once(workspace: Workspace, tmp_path: Path) -> None:
    boxes = [{"bbox": [64, 42, 64, 42]}, {"bbox": [128, 42, 64, 42]}]
    outcome = prepared(workspace, tmp_path, (640, 427), *boxes).execute()
    assert [item["boundingBox"]["x"] for item in objects(outcome)] == [64 / 640, 128 / 640]
    assert [problem.reason for problem in outcome.tally.problems] == [SCALED]


def test_a_row_that_the_sdk_refuses_fails_with_its_predictions(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    boxes: list[dict[str, Any]] = [{"bbox": [64, 42, 64, 42]}, {"segmentation": OUTSIDE}]
    run = prepared(workspace, tmp_path, (1280, 853), *boxes)

    def refuse(*_: object) -> None:
        raise ValueError("no such thing")

    monkeypatch.setattr(type(run.run.filling._encoder), "encode", refuse)  # type: ignore[attr-defined]
    with pytest.raises(ExportProblem, match="Every row failed"):
        run.execute()
    tally = run.run.filling.tally
    assert tally.left_out[Reason.ROW_FAILED] == 2 and tally.exported == 0 and tally.balances
    assert "no such thing" in tally.problems[-1].reason
    assert run.report is not None and run.report.rows.failed == 1


def test_when_every_row_fails_the_first_failure_is_told(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run, failures = prepared(workspace, tmp_path, (1280, 853), {"bbox": [64, 42, 64, 42]}), itertools.count(1)
    assert workspace.listing is not None
    other = next(n for n, row in enumerate(workspace.listing.rows) if row.is_labelled and n not in run.run.numbers)
    run.run.numbers = [*run.run.numbers, other]

    def refuse(*_: object) -> None:
        raise ValueError(f"failure {next(failures)}")

    monkeypatch.setattr(type(run.run.filling._encoder), "encode", refuse)  # type: ignore[attr-defined]
    with pytest.raises(ExportProblem) as caught:
        run.execute()
    assert run.run.failed == 2 and caught.value.sentence.why.endswith("failure 1")
