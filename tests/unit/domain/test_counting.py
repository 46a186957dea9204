"""Numbers, plurals, sizes and durations as people read them."""

from __future__ import annotations

import pytest

from gui.domain.counting import counted, duration, file_size, number, percent


@pytest.mark.parametrize(("value", "text"), [(0, "0"), (999, "999"), (1214880, "1,214,880"), (-4920, "−4,920")])
def test_numbers_have_group_signs_and_a_true_minus(value: int, text: str) -> None:
    assert number(value) == text


def test_one_is_not_many() -> None:
    assert counted(1, "row") == "1 row"
    assert counted(0, "row") == "0 rows"
    assert counted(1204, "row") == "1,204 rows"
    assert counted(2, "class", "classes") == "2 classes"


@pytest.mark.parametrize(
    ("share", "text"),
    [(0, "0\u00a0%"), (0.001, "1\u00a0%"), (0.404, "40\u00a0%"), (0.999, "99\u00a0%"), (1, "100\u00a0%")],
)
def test_a_share_is_never_all_before_all_is_done(share: float, text: str) -> None:
    assert percent(share) == text


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (999, "999\u00a0bytes"),
        (1000, "1\u00a0kB"),
        (412_300_000, "412\u00a0MB"),
        (999_600_000, "1.0\u00a0GB"),
        (61_000_000_000, "61.0\u00a0GB"),
    ],
)
def test_sizes(size: int, text: str) -> None:
    assert file_size(size) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0.2, "0\u00a0s"),
        (48.4, "48\u00a0s"),
        (232, "3\u00a0min 52\u00a0s"),
        (3600, "1\u00a0h 00\u00a0min"),
        (3840, "1\u00a0h 04\u00a0min"),
    ],
)
def test_durations(seconds: float, text: str) -> None:
    assert duration(seconds) == text
