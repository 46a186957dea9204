"""Dialogs are awaited: the loop goes on meanwhile, and the answer comes back."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLineEdit, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from gui.errors import Sentence
from gui.qt.cannot_start import cannot_start
from gui.qt.dialogs import ask, choose_file, choose_folder, choose_target
from gui.qt.tasks import Tasks
from gui.qt.theme.theme import Theme


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.show()
    return widget


@pytest.fixture(autouse=True)
def _qts_own_file_dialogs(monkeypatch: pytest.MonkeyPatch) -> None:
    """A native dialog cannot be driven from here."""
    plain = QFileDialog.__init__

    def init(self: QFileDialog, *args: Any) -> None:
        plain(self, *args)
        self.setOption(QFileDialog.Option.DontUseNativeDialog)

    monkeypatch.setattr(QFileDialog, "__init__", init)


def run(tasks: Tasks, work: Coroutine[Any, Any, Any], act: Callable[[QDialog], None], parent: QWidget) -> object:
    """Start ``work``, let ``act`` answer the dialog it opens, and return what it returned."""
    results: list[object] = []
    loop = tasks._loop

    async def keep() -> None:
        results.append(await work)
        loop.stop()

    def answer() -> None:
        dialogs = [each for each in parent.findChildren(QDialog) if each.isVisible()]
        assert len(dialogs) == 1
        act(dialogs[0])

    tasks.start(keep())
    loop.call_later(0.2, answer)
    loop.call_later(10, loop.stop)
    loop.run_forever()
    assert results, "nothing was answered"
    return results[0]


def press(text: str) -> Callable[[QDialog], None]:
    def act(dialog: QDialog) -> None:
        next(each for each in dialog.findChildren(QPushButton) if each.text() == text).click()

    return act


def escape(dialog: QDialog) -> None:
    QTest.keyClick(dialog, Qt.Key.Key_Escape)


@pytest.mark.parametrize(("act", "answer"), [(press("Keep"), 0), (press("Discard"), 1), (escape, None)])
def test_a_question_is_answered_by_place(
    tasks: Tasks, theme: Theme, parent: QWidget, act: Callable[[QDialog], None], answer: int | None
) -> None:
    work = ask(parent, theme, "Stop writing?", "Finished rows can be kept.", ["Keep", "Discard"])
    assert run(tasks, work, act, parent) == answer


def test_a_file_is_chosen_or_not(tasks: Tasks, parent: QWidget, tmp_path: Path) -> None:
    (tmp_path / "key.txt").write_text("x")

    def choose(dialog: QDialog) -> None:
        assert isinstance(dialog, QFileDialog)
        dialog.findChildren(QLineEdit)[0].setText(str(tmp_path / "key.txt"))
        QTest.keyClick(dialog.findChildren(QLineEdit)[0], Qt.Key.Key_Return)

    assert run(tasks, choose_file(parent, "Key", "All (*)", tmp_path), choose, parent) == tmp_path / "key.txt"
    assert run(tasks, choose_file(parent, "Key", "All (*)", tmp_path), escape, parent) is None


def test_a_folder_is_chosen(tasks: Tasks, parent: QWidget, tmp_path: Path) -> None:
    def choose(dialog: QDialog) -> None:
        assert isinstance(dialog, QFileDialog)
        dialog.accept()

    assert run(tasks, choose_folder(parent, "Folder", tmp_path), choose, parent) == tmp_path


def test_the_suggested_target_can_be_taken_as_it_is(tasks: Tasks, parent: QWidget, tmp_path: Path) -> None:
    def choose(dialog: QDialog) -> None:
        assert isinstance(dialog, QFileDialog)
        dialog.accept()

    suggestion = tmp_path / "predictions.json"
    assert run(tasks, choose_target(parent, "Save", suggestion), choose, parent) == suggestion


def test_a_coroutine_that_fails_is_told(tasks: Tasks) -> None:
    told: list[str] = []
    tasks.on_bug = told.append

    async def fail() -> None:
        tasks._loop.call_later(0.05, tasks._loop.stop)
        raise ValueError("nobody foresaw this")

    tasks.start(fail())
    tasks._loop.run_forever()
    assert "nobody foresaw this" in told[0]


def test_a_start_that_fails_shows_what_why_and_what_to_do(qtbot: QtBot) -> None:
    seen: list[str] = []

    def look() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        seen.extend((box.text(), box.informativeText()))
        QTest.keyClick(box, Qt.Key.Key_Escape)

    QTimer.singleShot(0, look)
    assert cannot_start(Sentence("own_folders", "No folder.", "It is read-only.", "Make it writable.")) == 1
    assert seen == ["No folder.", "It is read-only.\nMake it writable."]
