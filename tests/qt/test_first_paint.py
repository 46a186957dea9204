"""The first paint of a window is noted once, in the words that the measuring command looks for."""

import logging
import time

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

import first_paint as measuring
from gui.qt import first_paint
from gui.qt.first_paint import FirstPaint


def test_the_first_paint_alone_is_noted(qtbot: QtBot, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    window = QWidget()
    qtbot.addWidget(window)
    FirstPaint(window)
    before = time.time()
    assert not caplog.messages  # nothing has been painted yet
    window.show()
    qtbot.waitUntil(lambda: bool(caplog.messages), timeout=20_000)
    window.repaint()
    qtbot.wait(50)
    (line,) = caplog.messages
    assert line.startswith(first_paint.PAINTED)
    assert before - 0.01 <= float(line.split()[-1]) <= time.time() + 0.01


def test_the_measuring_command_looks_for_the_same_words() -> None:
    assert measuring.PAINTED == first_paint.PAINTED
