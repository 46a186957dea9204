"""What a threshold keeps."""

import pytest

from gui.domain.threshold import bars, kept

HISTOGRAM = [10, 0, 6, 0, 4, 0, 0, 0, 0, 20]


@pytest.mark.parametrize(
    ("threshold", "left"), [(0.0, 40), (0.1, 30), (0.2, 30), (0.3, 24), (0.25, 27), (0.9, 20), (0.95, 10), (1.0, 0)]
)
def test_keeps_this_confidence_or_more(threshold: float, left: int) -> None:
    assert kept(HISTOGRAM, threshold) == left


def test_every_step_of_a_hundredth_is_exact() -> None:
    counts = list(range(1, 101))
    assert all(kept(counts, step / 100) == sum(counts[step:]) for step in range(101))


def test_nothing_is_kept_of_nothing() -> None:
    assert (kept([], 0.5), bars([])) == (0, [])


def test_bars_keep_every_count() -> None:
    assert bars([1] * 100, 50) == [2] * 50
    assert bars([1] * 7, 3) == [3, 3, 1]
    assert bars([5] * 20, 50) == [5] * 20
