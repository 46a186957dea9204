"""Rows of one listing share what they have in common."""

from __future__ import annotations

import msgspec

from gui.domain.label_row import ListedRow, Repeated


def test_a_row_stays_what_it_is_and_shares_what_repeats() -> None:
    row = ListedRow("l", "d", "set", "Week 27", "a.jpg", "image", "LABELLED", "Complete", 1, 1280, 853, None)
    sent = msgspec.msgpack.encode([row, row])
    one, other = msgspec.msgpack.decode(sent, type=list[ListedRow])
    assert one.dataset_title is not other.dataset_title
    repeated = Repeated()
    one, other = repeated.row(one), repeated.row(other)
    assert one == other == row
    for field in ("dataset_hash", "dataset_title", "data_type", "status", "stage", "frames", "width", "height"):
        assert getattr(one, field) is getattr(other, field)
