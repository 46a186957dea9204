"""What is said of past runs, and why nothing of one can be removed."""

from __future__ import annotations

import msgspec
import pytest

from gui.domain.past_run import MOST_NAMED, PastRun, Removal
from gui.domain.past_run_words import (
    amount,
    done,
    foretold,
    place_name,
    rows_left,
    sources_name,
    state,
    why_not_removable,
    written_to,
)
from gui.domain.regions import EUROPE

RUN = PastRun(
    run="ab12", began="2026-07-01T10:00:00+02:00", outcome="written", domain=EUROPE, project_hash="p",
    project_title="Orchard", sources=["a.json", "b.json", "c.json"], output="/x/predictions.json", branch="yolo-7",
    rows=2, predictions=1200, rows_published=2, verified=True,
)  # fmt: skip


def but(**known: object) -> PastRun:
    return msgspec.structs.replace(RUN, **known)


def test_a_run_in_words() -> None:
    assert (place_name(RUN), sources_name(RUN)) == ("Encord in Europe", "a.json and 2 more")
    assert written_to(RUN) == "predictions.json and branch “yolo-7”"
    assert written_to(but(branch="")) == "predictions.json" and written_to(but(output="")) == "branch “yolo-7”"
    assert amount(RUN) == "1,200 predictions in 2 rows" and amount(but(rows=0, rows_published=0)) == ""
    assert sources_name(but(sources=["a.json"])) == "a.json" and sources_name(but(sources=[])) == ""


def test_what_became_of_it() -> None:
    assert state(RUN, is_running=False) == "Published, read back"
    assert state(but(branch=""), is_running=False) == "Saved"
    assert state(but(verified=False, outcome="cancelled"), is_running=False) == "Stopped"
    for outcome in ("failed", ""):
        assert state(but(verified=False, outcome=outcome), is_running=False) == "Cut short"
    assert state(but(verified=False, outcome=""), is_running=True) == "Under way"
    for removal, words in (
        (Removal(emptied=2, is_whole=True), "Removed"),
        (Removal(emptied=1, changed=1, is_whole=True), "Removed, 1 row left"),
        (Removal(emptied=1), "Removed in part"),
    ):
        assert state(but(removal=removal), is_running=False) == words


@pytest.mark.parametrize(
    ("run", "domain", "project", "is_running", "words"),
    [
        (but(branch=""), EUROPE, "p", False, "a file only"),
        (RUN, EUROPE, "p", True, "still under way"),
        (RUN, "", "", False, "Open the project “Orchard” first"),
        (RUN, EUROPE, "another", False, "(Encord in Europe). Open that one first"),
        (RUN, "https://api.us.encord.com", "p", False, "Open that one first"),
        (but(domain="demo"), "http://localhost:1", "another", False, "(Demo)"),
    ],
)
def test_why_nothing_can_be_removed(run: PastRun, domain: str, project: str, is_running: bool, words: str) -> None:
    assert words in why_not_removable(run, domain, project, is_running)


def test_it_can_be_removed_where_it_is_whichever_address_the_demo_has() -> None:
    assert why_not_removable(RUN, EUROPE, "p", is_running=False) == ""
    assert why_not_removable(but(domain="demo"), "http://127.0.0.1:4711", "p", is_running=False) == ""


def test_a_removal_in_words() -> None:
    removal = Removal(emptied=1200, already_empty=1, changed=2, gone=3)
    besides = "1 is empty already, 2 are left, as they have changed since, 3 are no longer on the branch."
    assert foretold(removal) == f"1,200 rows will be emptied; {besides}"
    assert done(removal) == f"1,200 rows emptied; {besides}"
    assert done(Removal(emptied=1)) == "1 row emptied."


def test_rows_that_were_left_are_named_and_only_so_many_are_kept() -> None:
    assert rows_left(Removal(emptied=5)) is None
    removal = Removal(changed=MOST_NAMED + 5)
    for number in range(MOST_NAMED + 5):
        removal.leave(f"row {number}", "why")
    assert len(removal.left) == MOST_NAMED
    said = rows_left(removal)
    assert said is not None and said.what == "1,005 rows were left as they are."
    assert said.why == "Somebody has changed them since: “row 0”, “row 1”, “row 2” and 1,002 more."
    alone = rows_left(Removal(failed=1))
    assert alone is not None and alone.what == "1 row was left as it is." and "failed" in alone.why
