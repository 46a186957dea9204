"""The history of runs: kept whole, bounded, for its owner alone, and whatever is damaged is passed over."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from gui import history, paths
from gui.domain.past_run import LeftRow, PastRun, Removal
from gui.errors import BranchProblem, UsageProblem
from gui.forgetting import remove_files
from gui.publish.saved_rows import SavedRow, SavedRows, saved_rows
from gui.run_folders import is_worked_on, leave_rows_file, new_rows_path, run_token


def a_run(token: str = "ab12", day: int = 1, **known: object) -> PastRun:
    given = {
        "run": token,
        "began": f"2026-07-{day:02d}T10:00:00+02:00",
        "domain": "demo",
        "project_hash": "p",
        "project_title": "Orchard",
        "sources": ["predictions.json"],
        **known,
    }
    return PastRun(**given)  # type: ignore[arg-type]


def names() -> list[str]:
    return sorted(path.name for path in paths.history_dir().iterdir())


def test_a_record_comes_back_as_it_was_and_only_its_owner_may_read_it() -> None:
    run = a_run(
        output="/a/b\udcff.json", branch="yolo-7", removal=Removal(at="now", emptied=3, left=[LeftRow("a", "why")])
    )
    history.keep(run)
    rows = SavedRows(run.run)
    rows.note([SavedRow("label", "mark")])
    rows.close()
    history.keep_page(run.run, "<p>")
    assert history.past_runs() == [run] and history.known_run("ab12") == run
    assert names() == ["ab12.html", "ab12.json", "ab12.rows"]
    if os.name == "posix":
        assert {path.stat().st_mode & 0o777 for path in paths.history_dir().iterdir()} == {0o600}
        assert paths.history_dir().stat().st_mode & 0o777 == 0o700


DAMAGED = {
    "empty": b"",
    "cut": b'{"run": "bad", "began": "2026',
    "another shape": b'{"run": "bad"}',
    "another run's": b'{"run": "x", "began": "", "domain": "", "project_hash": "", "project_title": "", "sources": []}',
    "a list": b"[]",
    "nested": b"[" * 100_000,
    "no text": b"\xff\xfe\0\0",
}


@pytest.mark.parametrize("case", DAMAGED)
def test_a_damaged_record_is_passed_over(case: str) -> None:
    history.keep(a_run())
    (paths.history_dir() / "bad.json").write_bytes(DAMAGED[case])
    assert [run.run for run in history.past_runs()] == ["ab12"]
    assert history.known_run("bad") is None


def test_names_never_lead_elsewhere() -> None:
    assert history.known_run("../settings") is None and history.known_run("") is None


def test_the_newest_come_first_and_a_beginning_names_one() -> None:
    for token, day in (("aa1", 3), ("aa2", 9), ("b", 5)):
        history.keep(a_run(token, day))
    assert [run.run for run in history.past_runs()] == ["aa2", "b", "aa1"]
    assert history.run_named("aa2").run == "aa2" and history.run_named("b").run == "b"
    with pytest.raises(UsageProblem, match="2 runs have names"):
        history.run_named("aa")
    for unknown in ("x", "", "*"):
        with pytest.raises(UsageProblem, match="No run is named"):
            history.run_named(unknown)


def age(token: str, days: float) -> None:
    for path in paths.history_dir().glob(f"{token}.*"):
        os.utime(path, (time.time() - days * 86400,) * 2)


def test_old_ones_and_too_many_are_forgotten_with_all_they_have(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "MOST_RUNS", 3)
    for number, token in enumerate(("old", "a", "b", "c")):
        history.keep(a_run(token))
        history.keep_page(token, "page")
        age(token, 200 if token == "old" else 10 - number)
    history.keep(a_run("new"))
    assert {Path(name).stem for name in names()} == {"b", "c", "new"}


def test_too_much_room_costs_the_oldest_but_never_the_newest(monkeypatch: pytest.MonkeyPatch) -> None:
    history.keep(a_run("small"))
    history.keep(a_run("large"))
    history.rows_of("large").write_bytes(bytes(5000))
    age("small", 2)
    age("large", 1)
    monkeypatch.setattr(history, "MOST_BYTES", 4000)
    history.keep(a_run("new"))
    assert names() == ["new.json"]
    history.rows_of("new").write_bytes(bytes(5000))
    history.keep(a_run("new"))
    assert names() == ["new.json", "new.rows"]


def test_forgetting_spares_what_a_living_process_works_on() -> None:
    mine = new_rows_path()
    mine.write_bytes(b"{}\n")
    token = run_token(mine)
    history.keep(a_run(token))
    history.keep(a_run("done"))
    history.rows_of("done").write_bytes(b"")
    assert is_worked_on(token) and not is_worked_on("done")
    assert history.forget_all() == 1 and names() == [f"{token}.json"]
    leave_rows_file(mine)
    assert not is_worked_on(token)
    assert remove_files().past_runs == 1 and names() == []


def test_rows_that_were_noted_are_known_again_and_a_broken_end_is_cut_off() -> None:
    rows = SavedRows("ab12")
    rows.note([SavedRow("one", "m1"), SavedRow("two", "m2")])
    rows.note([])
    rows.close()
    with history.rows_of("ab12").open("ab") as file:
        file.write(b'[["three","m')
    again = SavedRows("ab12")
    again.note([SavedRow("one", "m9")])
    again.close()
    assert saved_rows("ab12") == {"one": {"m1", "m9"}, "two": {"m2"}}
    with pytest.raises(BranchProblem, match="no longer known"):
        saved_rows("never")
