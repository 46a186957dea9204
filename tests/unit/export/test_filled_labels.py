"""A row's line: what JSON cannot hold fails its row, before anything of it is counted."""

from __future__ import annotations

import datetime
import json

import numpy as np
import pytest

from gui.export.filled_labels import RowAccount, RowFailure, filled_labels


def test_a_line_is_the_row_as_json() -> None:
    labels = {"label_hash": None, "data_hash": "d", "x": np.float32(0.5), "title": "ä\u2028"}
    filled = filled_labels(labels, [("apple", 0.5)], RowAccount(1))
    assert json.loads(filled.line) == labels | {"x": 0.5} and b"\n" not in filled.line
    assert (filled.label_hash, filled.data_hash, filled.account.written) == (None, "d", 1)


@pytest.mark.parametrize("value", ["half \ud800", datetime.datetime(2026, 7, 1, tzinfo=datetime.UTC), {1, 2}])
def test_what_json_cannot_hold_fails_the_row(value: object) -> None:
    with pytest.raises(RowFailure, match="cannot be written as JSON"):
        filled_labels({"data_hash": "d", "title": value}, [], RowAccount(0))
