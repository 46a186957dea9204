"""Prediction files that cannot be taken, and those that only look so; the choices made before are there after."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from gui.domain.steps import Step
from tests.qt.failures.stage import TICKED, Stage

Json = dict[str, Any]


@dataclass(frozen=True)
class Broken:
    """How the demo's file is spoilt, and what the window says."""

    spoil: Callable[[bytes], bytes]
    says: str
    name: str = "week29.json"


BROKEN = {
    "empty": Broken(lambda text: b"", "is empty"),
    "truncated": Broken(lambda text: text[: len(text) * 2 // 3], "is cut off after element"),
    "not JSON": Broken(lambda text: b"There is nothing in here.\n", "is not JSON"),
    "another format": Broken(lambda text: b"<annotation><object/></annotation>", "looks like XML"),
    "a damaged archive": Broken(lambda text: b"PK\x03\x04" + text, "cannot be opened as an archive"),
    "a pickle": Broken(lambda text: b"\x80\x04\x95rest", "is a Python pickle"),
    "a list of pictures": Broken(lambda text: b'[{"file_name": "a.jpg"}]', "a list of pictures without predictions"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_file_that_cannot_be_read_leads_back_to_the_one_before(stage: Stage, case: str) -> None:
    before = stage.get_ready()
    broken = BROKEN[case]
    path = stage.folder / broken.name
    path.write_bytes(broken.spoil(stage.files.predictions.read_bytes()))
    stage.read(path)
    sentence = stage.hear(Step.PREDICTIONS, broken.says, "Choose another file…")
    assert broken.name in sentence.what
    stage.press(f"Back to {stage.files.predictions.name}")
    stage.planned()
    assert stage.chosen() == before
    assert Step.PREDICTIONS not in stage.parts.session.failures


def test_a_file_that_is_written_anew_is_read_again_and_exported(stage: Stage) -> None:
    before = stage.get_ready()
    path = stage.folder / "week29.json"
    whole = stage.files.predictions.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    stage.open_without_file()
    stage.read(path)
    stage.hear(Step.PREDICTIONS, "is cut off", "Choose another file…")
    path.write_bytes(whole)
    stage.press("Read it again")
    stage.planned()
    assert stage.chosen() == before | {"file": str(path)}
    stage.export()


def odd(stage: Stage, change: Callable[[list[Json]], None]) -> Path:
    data = json.loads(stage.files.predictions.read_text())
    change(data["annotations"])
    path = stage.folder / "odd.json"
    path.write_text(json.dumps(data))
    return path


def test_scores_that_are_no_numbers_are_left_out_and_named(stage: Stage) -> None:
    stage.get_ready()

    def spoil(entries: list[Json]) -> None:
        for entry, score in zip(entries, (float("nan"), float("inf"), -float("inf")), strict=False):
            entry["score"] = score

    stage.read(odd(stage, spoil))
    stage.planned()
    plan = stage.parts.session.plan
    assert plan is not None
    assert [loss.count for loss in plan.losses if loss.reason == "confidence_not_0_to_1"] == [3], plan.losses
    assert plan.read == plan.to_write + sum(loss.count for loss in plan.losses)
    stage.export()


def test_a_byte_order_mark_is_read_over(stage: Stage) -> None:
    before = stage.get_ready()
    wanted = stage.parts.session.plan
    path = stage.folder / "with a mark.json"
    path.write_bytes(b"\xef\xbb\xbf" + stage.files.predictions.read_bytes())
    stage.read(path)
    stage.planned()
    assert stage.parts.session.plan == wanted
    assert stage.chosen() == before | {"file": str(path)}
    stage.export()


def test_pictures_that_nobody_knows_are_a_loud_warning_with_the_way_out(stage: Stage) -> None:
    before = stage.get_ready()
    data = json.loads(stage.files.predictions.read_text())
    for image in data["images"]:
        image["file_name"] = f"/data/run7/unknown_{image['id']}.png"
    path = stage.folder / "unknown.json"
    path.write_text(json.dumps(data))
    stage.read(path)
    stage.planned()
    plan = stage.parts.session.plan
    assert plan is not None
    assert plan.to_write == 0
    stage.parts.session.go_to(Step.CHECK)
    assert any("No prediction" in text or "None of" in text for text in stage.texts()), stage.texts()
    assert any("unknown_" in text for text in stage.texts()), "names of the file"
    assert any(stage.parts.session.rows[0].title in text for text in stage.texts()), "names of the project"
    stage.press("Choose another file")
    assert stage.parts.session.step is Step.PREDICTIONS
    stage.read(stage.files.predictions)
    stage.planned()
    assert stage.chosen() == before
    stage.export()


def test_a_results_list_with_unknown_image_ids_asks_for_its_dataset_file(stage: Stage) -> None:
    stage.get_ready()
    stage.read(stage.files.results)
    stage.planned()
    plan = stage.parts.session.plan
    assert plan is not None
    assert plan.warnings
    assert len([each for each in stage.buttons() if each.text() == "Add dataset file…"]) >= 1
    assert len(plan.row_counts) > TICKED
