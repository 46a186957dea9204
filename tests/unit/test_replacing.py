"""A file is replaced in one step; one that is held for a moment is waited for, one that stays held is refused."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from gui.replacing import replace


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    part, target = tmp_path / "new.part", tmp_path / "predictions.json"
    part.write_text("new")
    target.write_text("old")
    return part, target


def hold(monkeypatch: pytest.MonkeyPatch, refusals: int) -> None:
    """Refuse as Windows does while another program has the file open; that cannot be had on other systems."""
    really, tries = Path.replace, itertools.count()

    def refusing(self: Path, target: Path) -> Path:
        if next(tries) < refusals:
            raise PermissionError(13, "The process cannot access the file because it is being used", str(self))
        return really(self, target)

    monkeypatch.setattr(Path, "replace", refusing)


def test_it_is_replaced(files: tuple[Path, Path]) -> None:
    part, target = files
    replace(part, target)
    assert target.read_text() == "new"
    assert not part.exists()


def test_a_file_that_is_held_for_a_moment_is_waited_for(
    files: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    hold(monkeypatch, refusals=3)
    replace(*files, patience=60)
    assert files[1].read_text() == "new"


def test_a_file_that_stays_held_is_refused_and_stays_as_it_was(
    files: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    hold(monkeypatch, refusals=10_000)
    with pytest.raises(PermissionError):
        replace(*files, patience=0.1)
    assert files[1].read_text() == "old"
    assert files[0].read_text() == "new"
