"""Publishing on a prediction branch: what is on it afterwards, what is refused, and that main is never touched."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from encord import EncordUserClient
from encord.client import EncordClientProject

from gui.demo.faults import Fault
from gui.demo.files import DemoFiles
from gui.demo.server import DemoServer
from gui.domain.choices import Choices
from gui.errors import BranchProblem
from tests.e2e.command import Command
from tests.e2e.publishing import BRANCH, Publisher, assert_main_untouched, creations, drawn_on, saves
from tests.e2e.test_stopping import stop


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


def test_what_is_sent_is_what_the_sdk_sends(
    command: Command, demo: DemoServer, demo_files: DemoFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The SDK's own rows, initialised on another branch, filled with the same objects and saved by ``save()``."""
    sent: dict[str, dict[str, Any]] = {}
    save_label_rows = EncordClientProject.save_label_rows

    def noted(self: EncordClientProject, uids: list[str], payload: Any, **rest: Any) -> Any:
        sent.update({labels["data_hash"]: labels for labels in payload})
        return save_label_rows(self, uids, payload, **rest)

    monkeypatch.setattr(EncordClientProject, "save_label_rows", noted)
    Publisher(demo, demo_files.predictions).publish()
    ours = dict(sent)
    client = EncordUserClient.create_with_ssh_private_key(demo.private_key_pem, domain=demo.url)
    rows = client.get_project(demo.project_hash).list_label_rows_v2(branch_name="by-the-sdk", data_hashes=list(ours))
    for row in rows:
        row.initialise_labels()
        own = row.to_encord_dict()
        row.from_labels_dict(ours[row.data_hash], preserve_identity=True)
        row.save()
        assert list(sent[row.data_hash]) == list(ours[row.data_hash])
        assert comparable(sent[row.data_hash]) == comparable(ours[row.data_hash])
        assert {name: own[name] for name in STATED} == {name: ours[row.data_hash][name] for name in STATED}
    assert len(rows) == len(ours) > 20
    assert drawn_on(demo.project, "by-the-sdk") == drawn_on(demo.project, BRANCH)


STATED = ("annotation_task_status", "is_shadow_data", "label_status")
"""What a row says of itself that is the same on two new branches."""


def comparable(labels: dict[str, Any]) -> dict[str, Any]:
    """What is sent without what each branch has for itself."""
    own = ("label_hash", "branch_name", "created_at", "last_edited_at")
    return {key: value for key, value in labels.items() if key not in own}


@pytest.mark.parametrize("choices", [Choices(create_missing_rows=True), Choices(frame_classifications=True)])
def test_choices_that_would_write_beyond_the_branch_are_refused(
    demo: DemoServer, demo_files: DemoFiles, choices: Choices
) -> None:
    with pytest.raises(BranchProblem, match="do not go with a branch"):
        Publisher(demo, demo_files.predictions, choices=choices).publish()
    assert demo.writes == []


def test_a_dry_run_only_says_what_it_would_do(command: Command, demo: DemoServer, demo_files: DemoFiles) -> None:
    ended = command.run("--dry-run", predictions=demo_files.predictions, branch=BRANCH)
    assert (ended.code, ended.err) == (0, "")
    (said,) = ended.out.splitlines()
    assert (
        said.startswith(f"Branch “{BRANCH}”: ") and "rows to be created" in said and "predictions to be written" in said
    )
    assert demo.writes == [] and not ended.report_path.exists()


def test_an_existing_branch_is_refused_unless_it_is_replaced_and_active_is_told(
    command: Command, demo: DemoServer, demo_files: DemoFiles
) -> None:
    Publisher(demo, demo_files.predictions).publish()
    demo.site.record.clear()
    ended = command.run(predictions=demo_files.predictions, branch=BRANCH)
    assert ended.code == 1 and ended.said[0] == f"The branch “{BRANCH}” exists already." and len(ended.said) == 3
    assert demo.writes == []
    ended = command.run("--replace", "--sync", predictions=demo_files.predictions, branch=BRANCH)
    assert ended.code == 0, ended.err
    assert ended.report["branch"]["created"] == 0 and ended.report["branch"]["active"] == "asked: sync"
    assert [write.kind for write in demo.writes][-1] == "active" and len(saves(demo)) == len(set(saves(demo)))


def test_a_failing_sync_leaves_the_branch_as_it_is_and_is_told(
    command: Command, demo: DemoServer, demo_files: DemoFiles
) -> None:
    demo.faults.set(Fault(kind="key_revoked", on="other"))
    ended = command.run("--active-import", "label", predictions=demo_files.predictions, branch=BRANCH)
    assert ended.code == 0 and ended.said[0] == f"The branch “{BRANCH}” is written, but Active was not told."
    assert ended.report["branch"]["verified"] and ended.report["branch"]["active"].startswith("failed: ")


def test_what_a_failed_run_has_written_is_said_and_a_dry_run_leaves_it_as_it_is(
    command: Command, demo: DemoServer, demo_files: DemoFiles
) -> None:
    given = {"predictions": demo_files.predictions, "branch": BRANCH, "output": command.output}
    demo.faults.set(Fault(kind="key_revoked", on="save"))
    failed = command.run(**given)
    assert failed.code == 1 and "predictions.json is written." in failed.said[2], failed.err
    demo.faults.clear()
    (said,) = command.run("--dry-run", "--replace", **given).said
    assert "It stays for now" in said, said
    ended = command.run("--resume", **given)
    assert ended.code == 0 and ended.said[0].endswith("goes on."), ended.err


def test_a_stop_while_saving_says_what_stays(command: Command, demo: DemoServer, demo_files: DemoFiles) -> None:
    demo.faults.set(Fault(kind="silent", on="save"))
    struck = demo.faults._active[0][1]
    ended = stop(command, lambda: struck[0] > 0, "--branch", BRANCH, predictions=demo_files.predictions)
    assert ended.code == 130 and ended.said[0] == "Stopped."
    assert re.fullmatch(rf"What became of \d+ rows of the branch “{BRANCH}” is not known.", ended.said[1]), ended.err
    assert "--resume" in ended.said[2]
    demo.faults.clear()
    ended = command.run("--resume", predictions=demo_files.predictions, branch=BRANCH)
    assert ended.code == 0 and ended.report["branch"]["verified"], ended.err
    assert sorted(saves(demo)) == sorted(creations(demo)) == sorted(set(saves(demo)))
