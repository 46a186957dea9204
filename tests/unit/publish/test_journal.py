"""The journal of a branch: what was sent and saved is known again, and a broken end is cut off."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest

from gui.errors import OutputProblem
from gui.publish.journal import Content, Journal

ONE, TWO, THREE = Content("one", 1), Content("two", 2), Content("three", 3)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A journal in which one row of two that were sent is saved."""
    path = tmp_path / "a.branch"
    with contextlib.closing(Journal(path)) as journal:
        journal.note_sent([ONE, TWO])
        journal.note_saved([ONE])
    return path


def saved_in(path: Path) -> set[Content]:
    with contextlib.closing(Journal(path)) as journal:
        return journal.saved


def test_what_was_noted_is_known_again(path: Path) -> None:
    with contextlib.closing(Journal(path)) as journal:
        assert journal.saved == {ONE}
        assert [journal.is_doubtful(each) for each in (ONE, TWO, THREE)] == [False, True, False]


def test_other_content_of_the_same_row_is_not_saved(path: Path) -> None:
    assert Content("one", 9) not in saved_in(path)


@pytest.mark.parametrize("rest", [b'["saved",[["two"', b'["saved",[["two",2]]]', b"\0\0\0\n", b"\xff\n"])
def test_a_broken_end_is_cut_off_and_the_journal_goes_on(path: Path, rest: bytes) -> None:
    with path.open("ab") as file:
        file.write(rest)
    with contextlib.closing(Journal(path)) as journal:
        assert journal.saved == {ONE} and journal.is_doubtful(TWO)
        journal.note_saved([TWO])
    assert saved_in(path) == {ONE, TWO}


def test_nothing_is_noted_once_it_is_closed(path: Path) -> None:
    journal = Journal(path)
    journal.close()
    with pytest.raises(ValueError, match="closed file"):
        journal.note_sent([THREE])
    assert THREE not in journal.sent and saved_in(path) == {ONE}


def test_a_folder_that_is_gone_is_told(tmp_path: Path) -> None:
    with pytest.raises(OutputProblem):
        Journal(tmp_path / "gone" / "a.branch")
