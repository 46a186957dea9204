"""A server in trouble half-way: what is waited for and told, what is worked around, and what ends the export."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from gui.demo.faults import Fault
from gui.demo.files import DemoFiles
from gui.demo.server import DemoServer
from gui.encord_api import client as encord_client
from gui.encord_api import patience
from gui.encord_api.fetching import Fetcher
from gui.encord_api.patience import Stop
from gui.errors import ServerSilent
from gui.workspace import Workspace
from tests.e2e.command import Command
from tests.e2e.test_headless import assert_sentence, balanced


@pytest.fixture
def command(demo: DemoServer, demo_key_file: Path, tmp_path: Path) -> Command:
    return Command(demo, demo_key_file, tmp_path)


@pytest.fixture
def undisturbed(command: Command, demo_files: DemoFiles) -> dict[str, Any]:
    report = command.run(predictions=demo_files.predictions).report
    command.output.unlink()
    return {name: report[name] for name in ("rows", "predictions")}


PASSING = {
    "at most 7 rows a request": Fault(kind="label_limit", limit=7),
    "too large at first": Fault(kind="too_large", on="labels", count=3),
    "a burst of server errors": Fault(kind="server_error", on="labels", count=3),
    "a burst of error pages": Fault(kind="error_page", on="labels", count=3),
    "an answer cut short": Fault(kind="truncated", on="labels", count=1),
    "a connection reset": Fault(kind="reset", on="labels", count=2),
    "a list cut short": Fault(kind="truncated", on="list", count=1),
}


@pytest.mark.parametrize("case", PASSING)
def test_what_passes_does_not_show_in_file_or_report(
    command: Command, demo: DemoServer, demo_files: DemoFiles, undisturbed: dict[str, Any], case: str
) -> None:
    demo.site.faults.set(PASSING[case])
    ended = command.run(predictions=demo_files.predictions, hurried=True)
    assert ended.code == 0, ended.err
    assert {name: ended.report[name] for name in undisturbed} == undisturbed
    assert len(ended.rows) == undisturbed["rows"]["exported"]
    assert demo.writes == []


def test_a_rate_limit_is_waited_for_and_told(command: Command, demo: DemoServer, demo_files: DemoFiles) -> None:
    demo.site.faults.set(Fault(kind="rate_limit", on="labels", count=1, retry_after=2))
    started = time.monotonic()
    with command.running("--predictions", demo_files.predictions) as process:
        ended = command.ended(process, started)
    assert ended.code == 0, ended.err
    assert "Encord asks us to wait 2 s." in ended.err.splitlines()
    assert ended.seconds >= 2


def test_a_key_revoked_half_way_writes_nothing_but_the_report(
    command: Command, demo: DemoServer, demo_files: DemoFiles
) -> None:
    command.output.write_text("old")
    demo.site.faults.set(Fault(kind="label_limit", limit=7), Fault(kind="key_revoked", on="labels", after=12))
    ended = command.run(predictions=demo_files.predictions)
    assert ended.code == 1 and "does not know this key" in ended.err and len(ended.said) == 3
    assert command.output.read_text() == "old"
    counts = balanced(ended)
    assert counts["exported"] == 0 and counts["dropped"]["export_ended_without_a_file"] > 0
    assert ended.report["outcome"] == "failed" and ended.report["rows"]["exported"] == 0


def test_the_key_of_another_region(command: Command, demo_files: DemoFiles) -> None:
    with DemoServer() as elsewhere:
        command.key.write_text(elsewhere.private_key_pem)
        ended = command.run(predictions=demo_files.predictions)
    assert_sentence(ended, "does not know this key")
    assert "region" in ended.err and not ended.report_path.exists()


def test_rows_add_up_when_some_fail_some_are_gone_and_some_are_skipped(
    command: Command, demo: DemoServer, demo_files: DemoFiles
) -> None:
    labelled = [row for row in demo.project.rows.values() if row.label_hash]
    with_boxes = [row.label_hash or "" for row in labelled if row.media.type == "image"]
    demo.site.faults.set(
        Fault(kind="poisoned_row", label_hash=with_boxes[2]),
        Fault(kind="poisoned_row", label_hash=with_boxes[20]),
        Fault(kind="missing_row", label_hash=with_boxes[5]),
    )
    options = ("--convert", "--dataset-json", demo_files.dataset)
    ended = command.run(*options, predictions=demo_files.shapes, hurried=True)
    assert ended.code == 3, ended.err
    balanced(ended)
    rows = ended.report["rows"]
    assert rows["total"] == rows["exported"] + rows["failed"] + sum(rows["skipped"].values())
    assert (rows["failed"], rows["exported"]) == (3, len(ended.rows))
    named = [problem["where"] for problem in ended.report["problems"]]
    for label_hash in (with_boxes[2], with_boxes[20], with_boxes[5]):
        (title,) = (row.media.title for row in labelled if row.label_hash == label_hash)
        assert title in named


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> int:
    """Silence lasts two seconds instead of a minute."""
    seconds = 2
    monkeypatch.setattr(patience, "SILENCE_S", seconds)
    monkeypatch.setattr(encord_client, "_SETTINGS", replace(encord_client._SETTINGS, read_timeout=seconds))
    return seconds


@pytest.mark.parametrize("silent_on", ["project", "list", "labels"])
def test_a_silent_server_is_given_up(demo: DemoServer, impatient: int, silent_on: Any) -> None:
    demo.site.faults.set(Fault(kind="silent", on=silent_on))
    struck = demo.site.faults._active[0][1]
    workspace = Workspace()
    began: list[float] = []

    def fetch_some() -> None:
        began.append(time.monotonic())
        listing = workspace.open_project(demo.project_hash, Stop())
        began.append(time.monotonic())
        list(Fetcher(listing, Stop(), lambda words: None).fetch(range(40)))

    try:
        workspace.sign_in(demo.private_key_pem, None, demo.url)
        with pytest.raises(ServerSilent, match="did not answer in time"):
            fetch_some()
    finally:
        workspace.close()
    assert struck == [1]
    assert impatient <= time.monotonic() - began[-1] < 10 * impatient
