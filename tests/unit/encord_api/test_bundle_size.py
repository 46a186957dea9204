"""How much one request asks for: it grows while all goes well, shrinks at once, and grows again carefully."""

from __future__ import annotations

from collections.abc import Callable

from gui.domain.label_row import ListedRow
from gui.encord_api.bundle_size import CAUTION, FIRST, MOST, SLOW_S, BundleSize, weight_of


def row(frames: int = 1) -> ListedRow:
    return ListedRow("label", "data", "set", "Set", "a.jpg", "image", "", "", frames, 10, 10, None)


def weights(*rows: ListedRow) -> Callable[[int], int]:
    return [weight_of(row) for row in rows].__getitem__


def test_pictures_are_asked_for_in_ever_larger_bundles() -> None:
    weigh, size = weights(*[row()] * 3000), BundleSize()
    taken = []
    start = 0
    while start < 3000:
        part = size.take(weigh, range(3000), start)
        taken.append(len(part))
        start += len(part)
        size.answered(0.1)
    assert taken[0] == FIRST and taken == sorted(taken[:-1]) + taken[-1:]
    assert max(taken) == MOST and sum(taken) == 3000


def test_twenty_long_videos_are_as_much_as_five_hundred_pictures() -> None:
    weigh, size = weights(*[row(frames=9000)] * 100), BundleSize()
    for _ in range(9):
        size.answered(0.1)
    assert len(size.take(weigh, range(100), 0)) == 20
    assert weight_of(row(frames=9000)) == MOST // 20


def test_a_row_heavier_than_the_limit_goes_alone() -> None:
    weigh, size = weights(row(frames=9000), row()), BundleSize()
    size.was_too_large(10)
    assert list(size.take(weigh, range(2), 0)) == [0]


def test_what_was_too_large_is_halved_and_grows_again_only_after_a_while() -> None:
    size = BundleSize()
    size.was_too_large(FIRST)
    size.was_too_large(FIRST)  # another one of the same size was under way
    assert size.limit == FIRST // 2
    for _ in range(CAUTION - 1):
        size.answered(0.1)
    assert size.limit == FIRST // 2
    size.answered(0.1)
    assert size.limit == FIRST
    size.was_too_large(1)
    assert size.limit == 1


def test_slow_answers_make_it_shrink_and_neither_quick_nor_slow_ones_keep_it() -> None:
    size = BundleSize()
    size.answered(SLOW_S - 1)
    assert size.limit == FIRST
    size.answered(SLOW_S + 1)
    assert size.limit == FIRST // 2
