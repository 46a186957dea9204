"""The datasets of a listing, twins, and the rows for which label rows would be created."""

from __future__ import annotations

from gui.domain.datasets import MOST_TWINS, Dataset, datasets_of, never_labelled, twin_lines
from gui.domain.label_row import ListedRow
from gui.domain.plan_summary import Twins


def row(dataset: str, *, is_labelled: bool = True) -> ListedRow:
    return ListedRow(
        "label" if is_labelled else None, "data", dataset, f"Set {dataset}", "a.jpg", "image", "LABELLED", "Done",
        1, 64, 48, None,
    )  # fmt: skip


def test_datasets_stand_by_title_with_their_rows() -> None:
    assert datasets_of([row("b"), row("a"), row("b")]) == [Dataset("a", "Set a", 1), Dataset("b", "Set b", 2)]


def test_only_chosen_rows_would_be_created() -> None:
    rows = [row("a"), row("a", is_labelled=False), row("b", is_labelled=False), row("b", is_labelled=False)]
    assert never_labelled(rows, set(), []) == 3
    assert never_labelled(rows, {1}, []) == 2
    assert never_labelled(rows, {3}, ["b"]) == 1


def test_twins_beyond_the_first_are_counted() -> None:
    twins = [Twins(f"{n}.jpg", ["Line 1", "Line 2"]) for n in range(MOST_TWINS + 3)]
    lines = twin_lines(twins)
    assert lines[0] == "0.jpg is in Line 1 and in Line 2"
    assert lines[MOST_TWINS:] == ["3 more titles are shared by several rows"]
    assert twin_lines(twins[:MOST_TWINS]) == lines[:MOST_TWINS]
    assert twin_lines([Twins("0.jpg", ["Line 1"])]) == ["Several rows of Line 1 have the title 0.jpg"]
