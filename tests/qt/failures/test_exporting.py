"""What ends an export without a file: nothing of the old file is lost, and "Try again" needs nothing entered anew."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from gui.demo.auth import new_key, private_pem, public_hex
from gui.demo.faults import Fault
from gui.demo.files import write_key
from gui.domain.steps import Step
from tests.qt.failures.stage import Stage


@dataclass(frozen=True)
class Trouble:
    """What the server does while rows are fetched, what the window says, the way on, and one more way out."""

    fault: Fault
    says: str
    other: str = "Back to check"


IN_THE_EXPORT = {
    "key revoked half-way": Trouble(
        Fault(kind="key_revoked", on="labels"), "does not know this key", "Use another key"
    ),
    "sign-in page of a network": Trouble(Fault(kind="sign_in_page"), "A web page answered"),
}


@pytest.mark.parametrize("case", IN_THE_EXPORT)
def test_the_old_file_stays_and_the_same_export_runs_again(stage: Stage, case: str) -> None:
    trouble = IN_THE_EXPORT[case]
    before = stage.get_ready()
    stage.output.write_text("old")
    stage.server.faults.set(trouble.fault)
    stage.press("Export ")
    stage.hear(Step.EXPORT, trouble.says, "Try again")
    assert stage.offers(trouble.other)
    assert stage.output.read_text() == "old"
    stage.nothing_left()
    assert stage.chosen() == before
    stage.server.faults.clear()
    stage.press("Try again")
    stage.exported()


def test_another_key_goes_on_where_the_revoked_one_ended(stage: Stage) -> None:
    before = stage.get_ready()
    old_keys = set(stage.server.site.keys)
    fresh = new_key()
    stage.server.site.keys.clear()
    stage.press("Export ")
    stage.hear(Step.EXPORT, "does not know this key", "Try again")
    stage.server.site.keys.add(public_hex(fresh))
    stage.press("Use another key")
    assert stage.parts.session.step is Step.CONNECT
    stage.press("Change…")
    stage.sign_in(write_key(stage.folder / "new-private-key.txt", private_pem(fresh)))
    stage.listed()
    stage.planned()
    assert stage.chosen() == before | {"key": "new-private-key.txt"}
    stage.export()
    stage.server.site.keys |= old_keys
    stage.start_afresh()


def test_a_network_lost_for_a_while_is_waited_for(stage: Stage) -> None:
    stage.get_ready()
    stage.gate.close()
    stage.press("Export ")
    stage.wait(lambda: any("Writing is paused" in text for text in stage.texts()), "told to wait")
    stage.gate.open()
    stage.exported()


def test_a_rate_limit_is_waited_for_and_said(stage: Stage) -> None:
    stage.get_ready()
    stage.server.faults.set(Fault(kind="rate_limit", on="labels", count=1, retry_after=2))
    stage.press("Export ")
    stage.wait(lambda: any("Encord asks us to wait 2 s" in text for text in stage.texts()), "told to wait")
    stage.exported()


ROWS = {
    "one corrupt row": "poisoned_row",
    "row deleted meanwhile": "missing_row",
}


@pytest.mark.parametrize("case", ROWS)
def test_one_row_at_fault_is_named_and_the_others_are_written(stage: Stage, case: str) -> None:
    stage.get_ready()
    session = stage.parts.session
    labelled = [row for row in session.rows[:12] if row.label_hash]
    at_fault = labelled[2]
    stage.server.faults.set(Fault(kind=ROWS[case], label_hash=at_fault.label_hash or ""))  # type: ignore[arg-type]
    stage.press("Export ")
    stage.wait(lambda: session.done is not None or bool(session.failures), "exported")
    assert session.done is not None
    assert session.done.failed_rows == 1
    assert [problem.where for problem in session.done.problems] == [at_fault.title]
    assert any("1 row" in text for text in stage.texts()), stage.texts()
    stage.server.faults.clear()
    stage.press("Export another")
    stage.export()


def test_a_target_folder_that_is_gone_and_one_that_is_a_file(stage: Stage) -> None:
    before = stage.get_ready()
    folder = stage.output.parent
    folder.rmdir()
    folder.write_text("a file where the folder was")
    stage.parts.session.set_output(folder / "other.json")
    assert any("This folder does not exist" in text for text in stage.texts())
    stage.parts.session.set_output(stage.output)
    stage.press("Export ")
    sentence = stage.hear(Step.EXPORT, "is a file, not a folder", "Choose another place…")
    assert str(folder) in sentence.what
    assert stage.chosen() == before
    folder.unlink()
    folder.mkdir()
    stage.press("Try again")
    stage.exported()


def test_a_target_that_is_a_folder(stage: Stage) -> None:
    stage.get_ready()
    stage.output.mkdir()
    stage.press("Export ")
    stage.hear(Step.EXPORT, "is a folder", "Choose another place…")
    stage.output.rmdir()
    stage.press("Try again")
    stage.exported()


@pytest.mark.skipif(sys.platform != "linux", reason="a full disk is made with a mount")
def test_a_full_disk(stage: Stage, full_disk: Path) -> None:
    before = stage.get_ready()
    session = stage.parts.session
    session.set_output(full_disk / "predictions.json")
    stage.press("Export ")
    stage.hear(Step.EXPORT, "no room left", "Choose another place…")
    assert [each.name for each in full_disk.iterdir()] == ["other people’s files"]
    (full_disk / "other people’s files").unlink()
    stage.press("Try again")
    stage.wait(lambda: session.done is not None or Step.EXPORT in session.failures, "exported")
    assert session.done is not None
    assert [each.name for each in full_disk.iterdir()] == ["predictions.json"]
    assert stage.chosen() == before | {"output": full_disk / "predictions.json"}


@pytest.mark.skipif(sys.platform != "win32", reason="only Windows refuses to replace a file that is open elsewhere")
def test_a_target_that_is_open_in_another_program(stage: Stage) -> None:
    stage.get_ready()
    stage.output.write_text("old")
    with stage.output.open("rb"):
        stage.press("Export ")
        stage.hear(Step.EXPORT, "cannot be replaced", "Choose another place…")
    stage.press("Try again")
    stage.exported()
