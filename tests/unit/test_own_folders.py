"""Folders that cannot be used are found before anything begins, and named."""

from __future__ import annotations

from pathlib import Path

import pytest

from gui import paths
from gui.errors import OwnFoldersProblem
from gui.own_folders import FOR_THE_WINDOW, check_own_folders


def test_folders_are_made_where_they_can_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(paths.HOME_VARIABLE, str(tmp_path / "stick"))
    check_own_folders(FOR_THE_WINDOW)
    assert {path.name for path in (tmp_path / "stick").iterdir()} == {"cache", "config", "data", "logs"}


@pytest.mark.parametrize("part", ["cache", "config", "data", "logs"])
def test_the_one_that_cannot_be_used_is_named(part: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(paths.HOME_VARIABLE, str(tmp_path))
    (tmp_path / part).write_text("")
    with pytest.raises(OwnFoldersProblem) as raised:
        check_own_folders(FOR_THE_WINDOW)
    sentence = raised.value.sentence
    assert str(tmp_path / part) in sentence.why and paths.HOME_VARIABLE in sentence.remedy


def test_a_folder_that_may_not_be_written_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(paths.HOME_VARIABLE, str(tmp_path))
    monkeypatch.setattr("os.access", lambda folder, _mode: Path(folder).name != "config")  # root may write everywhere
    with pytest.raises(OwnFoldersProblem) as raised:
        check_own_folders(FOR_THE_WINDOW)
    assert str(tmp_path / "config") in raised.value.sentence.why
