"""The rows file as a journal: whatever a crash leaves of it, the whole rows are found and the rest is cut off."""

from __future__ import annotations

from pathlib import Path

import pytest

from gui.domain.losses import Problem
from gui.domain.reasons import Reason
from gui.export.filled_labels import Drop, FilledLabels, RowAccount
from gui.export.rows_file import RowEntry, RowsFile

HEADER = b'{"what":"this export"}'


def filled(number: int) -> FilledLabels:
    line = b'{"label_hash":"l%d","text":"%s"}' % (number, b"x" * 5 * number)
    account = RowAccount(1, 2, [Drop(Reason.EMPTY, "a.jpg", 3, "pear")], [Problem("a.jpg", "ö")])
    return FilledLabels(line, f"l{number}", f"d{number}", [("apple", 0.5)], account)


def by_label(entry: RowEntry) -> int | None:
    return int(str(entry.label_hash)[1:])


@pytest.fixture
def path(tmp_path: Path) -> Path:
    rows = RowsFile(tmp_path / "a.rows", 10, HEADER)
    for number in (4, 1, 2):
        rows.add(number, filled(number), f"edited {number}")
    rows.keep()
    return rows.path


def test_an_export_goes_on_behind_its_last_row(path: Path) -> None:
    rows = RowsFile.reopen(path, 10, by_label)
    assert len(rows) == 3 and 4 in rows and 3 not in rows
    rows.add(3, filled(3), None)
    assert list(rows.lines()) == [filled(number).line for number in (1, 2, 3, 4)]
    first, *others = rows.entries()
    assert (first.number, first.label_hash, first.data_hash, first.last_edited) == (1, "l1", "d1", "edited 1")
    assert first.account == filled(1).account and len(others) == 3
    assert path.read_bytes().startswith(HEADER + b"\n")
    rows.remove()
    assert not path.exists()


def test_wherever_it_was_cut_the_whole_rows_are_there(path: Path) -> None:
    whole = path.read_bytes()
    found = []
    for length in range(len(HEADER) + 1, len(whole) + 1):
        path.write_bytes(whole[:length])
        rows = RowsFile.reopen(path, 10, by_label)
        found.append(len(rows))
        rows.add(7, filled(7))
        assert list(rows.lines())[-1] == filled(7).line
        rows.keep()
    assert found == sorted(found) and set(found) == {0, 1, 2, 3}


@pytest.mark.parametrize("tail", [b"\0" * 300, b"[1,2]\n", b"\xff\xfe\n", b"{}\n{}\n"])
def test_what_a_power_cut_leaves_at_the_end_is_cut_off(path: Path, tail: bytes) -> None:
    whole = path.read_bytes()
    path.write_bytes(whole + tail)
    rows = RowsFile.reopen(path, 10, by_label)
    rows.keep()
    assert len(rows) == 3 and path.read_bytes() == whole


def test_a_row_whose_bytes_have_changed_ends_what_is_whole(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b'"l1","text":"xx', b'"l1","text":"x\0'))
    rows = RowsFile.reopen(path, 10, by_label)
    assert len(rows) == 1 and 4 in rows
    rows.remove()


def test_a_row_that_is_done_again_counts_once(path: Path) -> None:
    rows = RowsFile.reopen(path, 10, lambda entry: None if entry.label_hash == "l1" else by_label(entry))
    assert 1 not in rows and len(rows) == 2
    rows.add(1, filled(1), "edited again")
    rows.keep()
    again = RowsFile.reopen(path, 10, by_label)
    assert len(again) == 3
    assert [entry.last_edited for entry in again.entries()] == ["edited again", "edited 2", "edited 4"]
    again.remove()


def test_rows_that_stand_elsewhere_now_are_taken_in_their_new_order(path: Path) -> None:
    rows = RowsFile.reopen(path, 10, lambda entry: 9 - int(str(entry.label_hash)[1:]))
    assert [entry.label_hash for entry in rows.entries()] == ["l4", "l2", "l1"]
    rows.remove()
