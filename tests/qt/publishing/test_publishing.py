"""From the choice “Where to?” to what is on the branch: published, refused, replaced, stopped, gone on with."""

from __future__ import annotations

import json

from gui.domain.destination import Goal
from tests.e2e.publishing import creations, saves
from tests.qt.failures.stage import TICKED
from tests.qt.publishing.publishing_stage import PublishingStage


def test_a_branch_alone_is_published_and_active_is_asked(stage: PublishingStage) -> None:
    stage.get_ready()
    assert stage.where.branch.isHidden()
    stage.choose(Goal.BRANCH)
    assert stage.where.branch.edit.text().startswith("coco") or stage.where.branch.edit.text()
    stage.looked()
    assert f"{TICKED} rows will be created on it." in stage.where.branch.sentence.text()
    name = stage.parts.session.where_to.destination.branch
    stage.press("Publish ")
    stage.done()
    done = stage.parts.session.done
    assert done is not None and done.branch is not None and done.branch.verified and done.output == ""
    assert not stage.output.exists()
    assert sorted(saves(stage.server)) == sorted(creations(stage.server)) == sorted(stage.on_branch(name))
    assert len(stage.on_branch(name)) == TICKED == done.branch.saved
    assert stage.page.done.title.text() == f"The branch {name} is published"
    stage.press("Sync with Active")
    stage.wait(lambda: bool(stage.parts.session.active.taken_at), "asked Active")
    assert [write.kind for write in stage.server.writes][-1] == "active"
    assert stage.page.done.active.state.text().startswith("Asked at ")


def test_both_from_one_pass_hold_the_same_objects(stage: PublishingStage) -> None:
    stage.publish(Goal.BOTH, "both-1")
    stage.done()
    rows = json.loads(stage.output.read_text())
    in_file = {
        row["data_hash"]: (
            {key: unit["labels"] for key, unit in row["data_units"].items()},
            row["object_answers"],
            row["classification_answers"],
        )
        for row in rows
    }
    assert in_file == stage.on_branch("both-1") and len(rows) == TICKED
    assert stage.page.done.title.text() == "predictions.json and the branch both-1 are ready"
