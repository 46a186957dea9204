"""The speed of an export and its time left, said steadily."""

from __future__ import annotations

from gui.domain.pace import Pace


def run(pace: Pace, seconds: range, rate: float, total: int, start_rows: float = 0) -> list[str]:
    said = []
    for tick in seconds:
        pace.add(float(tick), round(start_rows + (tick - seconds[0]) * rate), total)
        said.append(pace.time_left)
    return said


def test_nothing_is_said_before_two_seconds() -> None:
    pace = Pace()
    assert (pace.speed, pace.elapsed, pace.time_left) == (0, 0, "")
    assert run(pace, range(4), 10, 10_000)[:2] == ["", ""]
    assert pace.time_left == "about 17\u00a0min"


def test_the_speed_is_that_of_the_last_ten_seconds() -> None:
    pace = Pace()
    run(pace, range(30), 10, 100_000)
    run(pace, range(30, 60), 40, 100_000, start_rows=300)
    assert pace.speed == 40
    assert pace.elapsed == 59
    assert len(pace.history) == 59


def test_minutes_do_not_flicker() -> None:
    """An export that wavers around two and a half minutes left says one thing, not two in turn."""
    pace = Pace()
    run(pace, range(12), 10, 1600)
    first = pace.time_left
    for tick in range(12, 30):
        wobble = 40 if tick % 2 else 0
        pace.add(float(tick), tick * 10, 1600 + (tick - 12) * 10 + wobble)
        assert pace.time_left == first
    assert first == "about 3\u00a0min"


def test_hours_are_hours_and_the_end_is_less_than_a_minute() -> None:
    slow, quick = Pace(), Pace()
    run(slow, range(5), 1, 15_000)
    assert slow.time_left == "about 4\u00a0h"
    run(quick, range(5), 100, 1000)
    assert quick.time_left == "less than a minute"


def test_while_nothing_moves_the_last_word_stands() -> None:
    pace = Pace()
    run(pace, range(5), 10, 1600)
    before = pace.time_left
    for tick in range(5, 30):
        pace.add(float(tick), 40, 1600)
    assert pace.speed == 0
    assert pace.time_left.startswith("about")
    assert before == "about 3\u00a0min"
