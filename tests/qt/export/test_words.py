"""Names and paths as the finished export shows them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import msgspec
import pytest

from gui.domain.branch_report import BranchReport
from gui.qt.export.speed_curve import extremes, thinned
from gui.qt.export.words import branch_detail, done_title, failed_words, name_proposal, removed_title, shown_path
from tests.qt.export.export_events import done

PROVEN = "read back and compared with what was meant"


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("/x/yolo11m_week-27.json", "yolo11m week 27, 9 July"),
        ("/runs/detect/val3/predictions.json", "val3, 9 July"),
        ("/runs/night shift/labels", "night shift, 9 July"),
        ("/predictions.json", "predictions, 9 July"),
        ("/x/___.json", "x, 9 July"),
        (None, "Predictions, 9 July"),
    ],
)
def test_the_name_says_where_the_predictions_come_from(source: str | None, name: str) -> None:
    assert name_proposal(Path(source) if source else None, date(2026, 7, 9)) == name


def test_a_path_starts_at_the_home_folder_when_it_lies_in_a_folder_there(isolated_home: Path) -> None:
    assert shown_path(isolated_home / "Documents" / "a.json") == str(Path("Documents/a.json"))
    assert shown_path(isolated_home / "a.json") == str(isolated_home / "a.json"), "a bare name says no place"
    assert shown_path(Path("/data/a.json")) == str(Path("/data/a.json"))


def test_a_long_history_is_thinned_and_keeps_its_end() -> None:
    history = [(n / 10, float(n)) for n in range(36_001)]
    points = thinned(history)
    assert 120 <= len(points) <= 250
    assert (points[0], points[-1]) == (history[0], history[-1])
    assert thinned(history[:3]) == history[:3]


def test_the_first_seconds_are_neither_the_highest_nor_the_lowest() -> None:
    assert extremes([(0.1, 1.0), (1.0, 900.0)]) is None
    assert extremes([(0.1, 1.0), (2.0, 400.0), (3.0, 380.0)]) == (400.0, 380.0)


def test_a_branch_is_told_with_what_is_on_it_and_whether_it_was_read_back() -> None:
    branch = BranchReport(
        name="yolo-7", created=9, saved=9, emptied=3, failed=0, in_doubt=0, verified=True, predictions=85,
        read_back_seconds=0.1,
    )  # fmt: skip
    assert branch_detail(branch) == "9 rows with 85 predictions, 3 other rows emptied: " + PROVEN
    unproven = msgspec.structs.replace(branch, emptied=0, verified=False)
    assert branch_detail(unproven) == "9 rows with 85 predictions: not read back"
    file = done(1, Path("/x/predictions.json"))
    both = msgspec.structs.replace(file, branch=branch)
    assert [done_title(each) for each in (file, both, msgspec.structs.replace(both, output=""))] == [
        "predictions.json is ready",
        "predictions.json and the branch yolo-7 are ready",
        "The branch yolo-7 is published",
    ]
    alone = msgspec.structs.replace(both, output="")
    assert [removed_title(each) for each in (both, alone)] == [
        "predictions.json is ready",
        "What was published on yolo-7 is removed",
    ]


@pytest.mark.parametrize(
    ("in_file", "on_branch", "words"),
    [
        (0, 0, ""),
        (1, None, "1 row failed and is not in the file. The report says why."),
        (2, 0, "2 rows failed and are not written. The report says why."),
        (0, 1, "1 row could not be saved on the branch. The report says why."),
        (
            2,
            3,
            "2 rows failed and are not written. 3 rows could not be saved on the branch. The report says why.",
        ),
    ],
)
def test_rows_that_are_missing_are_told_where(in_file: int, on_branch: int | None, words: str) -> None:
    branch = None
    if on_branch is not None:
        branch = BranchReport(
            name="b", created=0, saved=0, emptied=0, failed=on_branch, in_doubt=0, verified=True, predictions=0,
            read_back_seconds=0.0,
        )  # fmt: skip
    finished = msgspec.structs.replace(done(1, Path("/x/a.json")), failed_rows=in_file, branch=branch)
    assert failed_words(finished) == words
