"""Names and paths as the finished export shows them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from gui.qt.export.speed_curve import extremes, thinned
from gui.qt.export.words import name_proposal, shown_path


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
