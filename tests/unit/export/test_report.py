"""The report adds up, and can be read by people, programs and spreadsheets without harm."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import msgspec
import pytest

from gui.domain.branch_report import BranchReport
from gui.domain.losses import Lost, Problem
from gui.domain.reasons import SENTENCES, Reason
from gui.domain.stages import ENDS_BEFORE, passed
from gui.errors import OutputProblem
from gui.export.report import Report, RowCounts, from_json, prediction_counts, save, to_csv, to_html, words_of
from gui.export.tally import EXAMPLES, MOST_OF_A_REASON, MOST_PROBLEMS, Tally


@pytest.fixture
def tally() -> Tally:
    tally = Tally(read=10, exported=6)
    tally.drop(Reason.NO_ROW, 3, example="a.jpg", picture=1, class_name="apple")
    tally.drop(Reason.LOW_CONFIDENCE, example="b.jpg", picture=2, class_name="pear")
    return tally


@pytest.fixture
def report(tally: Tally) -> Report:
    return Report(
        rows=RowCounts(3, 1, 1, {"row_never_labelled": 1}),
        predictions=prediction_counts(tally),
        problems=[Problem("=cmd()|x", "<script>alert(1)</script>"), Problem("element 3", "picture_not_in_project")],
        notes=["one <b>note</b>"],
        stages={"read": 10, "understood": 10, "written": 6},
        lost=[Lost("picture_not_in_project", "=a.txt line 3", "<b>.jpg", "@car", "</script><script>alert(2)")],
        output="/somewhere/predictions.json",
    )


def test_a_tally_balances_and_keeps_the_largest_loss_first(tally: Tally) -> None:
    assert tally.balances
    losses = tally.losses({Reason.NO_ROW: "because"})
    assert [loss.reason for loss in losses] == [Reason.NO_ROW, Reason.LOW_CONFIDENCE]
    assert losses[0].by_class == {"apple": 3} and losses[0].cause == "because" and not losses[0].by_choice
    assert losses[1].by_choice and losses[1].pictures == 1
    tally.read += 1
    assert not tally.balances


def test_a_run_that_gives_up_still_accounts_for_everything(tally: Tally) -> None:
    tally.give_up()
    assert tally.exported == 0 and tally.left_out[Reason.NOT_WRITTEN] == 6 and tally.balances


def test_examples_and_problems_are_bounded() -> None:
    tally = Tally()
    for number in range(MOST_PROBLEMS + 5):
        tally.drop(Reason.NO_ROW, example=str(number))
        tally.name(str(number), "why")
    assert len(tally.losses()[0].examples) == EXAMPLES
    assert tally.all_problems()[-1].reason == "5 more problems are not listed here"
    assert Tally(problems=[Problem("a", "b")]).all_problems() == [Problem("a", "b")]


def test_json_holds_the_promised_fields(report: Report, tmp_path: Path) -> None:
    save(report, tmp_path / "report.json")
    data = json.loads((tmp_path / "report.json").read_text())
    assert data["rows"] == {"total": 3, "exported": 1, "failed": 1, "skipped": {"row_never_labelled": 1}}
    counts = data["predictions"]
    assert counts["read"] == counts["exported"] + sum(counts["dropped"].values())
    assert data["problems"][0] == {"where": "=cmd()|x", "reason": "<script>alert(1)</script>"}
    assert from_json((tmp_path / "report.json").read_bytes()) == report


def test_csv_holds_no_formula(report: Report, tmp_path: Path) -> None:
    save(report, tmp_path / "report.csv")
    assert (tmp_path / "report.csv").read_bytes().decode() == to_csv(report)
    table = list(csv.reader(io.StringIO(to_csv(report))))
    assert ["predictions left out", SENTENCES[Reason.NO_ROW], "3", "", "", ""] in table
    assert ["predictions", "understood", "10", "", "", ""] in table
    assert table[-1][:4] == ["prediction left out", "'=a.txt line 3", SENTENCES[Reason.NO_ROW], "<b>.jpg"]
    assert not any(cell.startswith(("=", "+", "-", "@")) for line in table for cell in line)


def test_html_escapes_everything_from_outside(report: Report, tmp_path: Path) -> None:
    save(report, tmp_path / "report.html")
    page = (tmp_path / "report.html").read_text()
    assert page == to_html(report)
    assert "&lt;script&gt;alert(1)" in page and "10 read = 6 written + 4 left out" in page
    assert page.count("<script>") == 1  # the filter, which holds nothing from outside
    assert page.index("<script>") > page.index("&lt;/script&gt;&lt;script&gt;alert(2)")
    assert "10 read → 10 understood → 6 written" in page


def test_a_report_without_losses_has_nothing_to_filter(report: Report) -> None:
    assert "<script>" not in to_html(msgspec.structs.replace(report, lost=[]))


def test_losses_named_one_by_one_are_bounded(tally: Tally) -> None:
    for number in range(MOST_OF_A_REASON + 5):
        tally.lose(Lost(Reason.NO_ROW, f"line {number}"))
    tally.lose(Lost(Reason.EMPTY, "line 1"))
    assert len(tally.lost) == MOST_OF_A_REASON + 1


def test_every_reason_ends_at_one_stage() -> None:
    every = [reason for reasons in ENDS_BEFORE.values() for reason in reasons]
    assert sorted(every) == sorted(Reason)
    counts = passed(10, {Reason.BAD_SIZE: 1, Reason.NO_ROW: 2, Reason.OUTSIDE: 3, Reason.ROW_FAILED: 1})
    assert list(counts.values()) == [10, 9, 7, 7, 4, 3]


def test_a_report_that_cannot_be_saved_is_named(report: Report, tmp_path: Path) -> None:
    with pytest.raises(OutputProblem):
        save(report, tmp_path / "no" / "report.json")


def test_every_reason_has_its_words() -> None:
    assert set(SENTENCES) == set(Reason)
    assert words_of("row_not_chosen") == "The row was not chosen"
    assert words_of("anything else") == "anything else"


def test_the_page_of_a_run_without_a_file_is_named_after_its_branch(report: Report) -> None:
    branch = BranchReport(
        name="week-27", created=1, saved=1, emptied=0, failed=0, in_doubt=0, verified=True, predictions=6,
        read_back_seconds=0.0,
    )  # fmt: skip
    alone = to_html(msgspec.structs.replace(report, output="", branch=branch))
    assert "Report: week-27" in alone and "predictions.json" not in alone
