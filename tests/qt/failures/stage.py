"""The real window with a real engine on a real demo server, and what a user sees and presses in it."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from gui import paths
from gui.demo.files import DemoFiles
from gui.demo.server import DemoServer
from gui.domain.steps import Step
from gui.errors import Sentence
from gui.qt.app import Parts
from gui.qt.predictions.page import PredictionsPage
from gui.qt.widgets.notice import Notice
from tests.qt.failures.gate import Gate

PATIENCE = 60_000
"""Milliseconds."""
LEFT_OUT = "stem"
"""A class of the demo's file that these tests leave out."""
THRESHOLD = 0.4
TICKED = 12
"""Rows left ticked, so that an export takes a moment only."""
_PAGE = re.compile(r"<\s*/?\s*(html|body|head|!doctype)|Traceback \(most recent|File \"", re.IGNORECASE)


@dataclass
class Stage:
    """One window, one engine, one server behind a gate; tests take turns on it."""

    parts: Parts
    server: DemoServer
    gate: Gate
    key: Path
    files: DemoFiles
    folder: Path
    qtbot: QtBot

    @property
    def output(self) -> Path:
        return self.folder / "saved" / "predictions.json"

    def wait(self, is_so: Callable[[], bool], what: str, timeout: int = PATIENCE) -> None:
        try:
            self.qtbot.waitUntil(is_so, timeout=timeout)
        except TimeoutError:  # only now, as looking at every label takes longer than asking
            seen = f"failures: {self.parts.session.failures}; sees: {self.texts()[:40]}"
            raise AssertionError(f"not yet {what}; {seen}") from None

    def texts(self) -> list[str]:
        """Every text in sight."""
        found = self.parts.window.findChildren(QLabel)
        return [each.text() for each in found if each.isVisible() and each.text()]

    def buttons(self) -> list[QPushButton]:
        """Every button that can be pressed now."""
        found = self.parts.window.findChildren(QPushButton)
        return [each for each in found if each.isVisible() and each.isEnabled()]

    def press(self, start: str) -> None:
        """Click the one button in sight whose text starts so, once it can be pressed."""

        def fitting() -> list[QPushButton]:
            return [each for each in self.buttons() if each.text().startswith(start)]

        self.wait(lambda: len(fitting()) == 1, f"one button {start!r} of {[each.text() for each in self.buttons()]}")
        QTest.mouseClick(fitting()[0], Qt.MouseButton.LeftButton)

    def offers(self, start: str) -> bool:
        """Whether a button whose text starts so can be pressed."""
        return any(each.text().startswith(start) for each in self.buttons())

    def said(self, what: str) -> Notice:
        """The one notice in sight that says so; another may tell of an export that can be resumed."""
        notices = [each for each in self.parts.window.findChildren(Notice) if each.isVisible()]
        (found,) = [each for each in notices if what in [label.text() for label in each.findChildren(QLabel)]]
        return found

    def hear(self, step: Step, words: str, remedy: str = "") -> Sentence:
        """Wait for a failure with ``words`` in sight on ``step``; it is what, why and what to do in plain words.

        ``remedy`` is the start of the button that leads out, which must have the focus.
        """
        session = self.parts.session
        self.wait(lambda: step in session.failures and words in " ".join(self.texts()), f"heard: {words!r}")
        assert session.step is step
        sentence = session.failures[step]
        notice = self.said(sentence.what)
        assert sentence.what and sentence.why and sentence.remedy, sentence
        assert not any(_PAGE.search(text) for text in (*self.texts(), sentence.detail))
        offered = [each.text() for each in notice.findChildren(QPushButton) if each.isVisible()]
        if remedy:
            assert offered and offered[0].startswith(remedy), offered
        return sentence

    def choose_address(self, address: str) -> None:
        """The server's address, as typed."""
        self.parts.connect_page.choose_domain(address)

    def start_afresh(self, address: str | None = None) -> None:
        """Nobody is signed in; the address is the server's."""
        self.parts.session.sign_out()
        self.choose_address(address or self.gate.url)

    def sign_in(self, key: Path | None = None) -> None:
        """Drop a key file on the window."""
        self.parts.connect_page.use_file(key or self.key)

    def signed_in(self) -> None:
        self.wait(lambda: self.parts.session.account is not None, "signed in")
        assert Step.CONNECT not in self.parts.session.failures

    def open_project(self, project_hash: str = "") -> None:
        """As a click in the list of projects does."""
        self.parts.session.open_project(project_hash or self.server.project_hash)

    def listed(self) -> None:
        session = self.parts.session
        self.wait(lambda: session.listing_done and not session.situation().signing_in, "listed")

    def read(self, path: Path) -> None:
        """Drop a predictions file on the window."""
        self.parts.session.go_to(Step.PREDICTIONS)
        (page,) = self.parts.window.findChildren(PredictionsPage)
        page.use_file(path)

    def open_without_file(self) -> None:
        """The project is open and its choices are made, but nothing was read in it yet."""
        self.start_afresh()
        self.parts.session.left.forget()
        self.sign_in()
        self.signed_in()
        self.open_project()
        self.listed()
        self.make_choices()

    def planned(self) -> None:
        session = self.parts.session
        self.wait(
            lambda: session.plan is not None and not session.plan_is_stale and session.predictions is not None,
            "rehearsed",
        )

    def make_choices(self) -> None:
        """One class left out, a threshold, few rows, conversions allowed."""
        session = self.parts.session
        session.set_mapping(LEFT_OUT, None)
        session.set_min_confidence(THRESHOLD)
        session.set_ticked(range(TICKED, len(session.rows)), False)
        session.set_convert(True)

    def chosen(self) -> dict[str, object]:
        """What a user would have to enter again if it were lost."""
        session, connect = self.parts.session, self.parts.connect_page
        read = session.predictions
        return {
            "region": connect._region.domain(),
            "key": connect._signing_in.source.name if connect._signing_in.source else "",
            "project": session.project.project_hash if session.project else None,
            "file": read.path if read else None,
            "choices": session.choices,
            "output": session.output,
        }

    def get_ready(self) -> dict[str, object]:
        """Signed in, project open, file read, choices made; from wherever the test before left the window."""
        session = self.parts.session
        self.server.faults.clear()
        self.gate.open()
        session.set_output(self.output)
        self.output.unlink(missing_ok=True)
        here = session.project is not None and session.project.project_hash == self.server.project_hash
        if not (here and session.account is not None and session.listing_done and not session.failures):
            self.start_afresh()
            self.sign_in()
            self.signed_in()
            self.open_project()
            self.listed()
        if session.predictions is None or session.predictions.path != str(self.files.predictions):
            self.read(self.files.predictions)
        self.wait(lambda: session.predictions is not None, "read")
        self.make_choices()
        self.planned()
        session.go_to(Step.CHECK)
        return self.chosen()

    def export(self) -> None:
        """On to a finished file, by the foot's button."""
        session = self.parts.session
        self.planned()
        session.go_to(Step.CHECK)
        self.press("Export ")
        self.exported()

    def exported(self) -> None:
        session = self.parts.session
        self.wait(lambda: session.done is not None or Step.EXPORT in session.failures, "exported")
        assert session.done is not None, session.failures
        assert len(json.loads(self.output.read_text())) == session.done.rows == TICKED
        assert self.server.writes == []
        self.nothing_left()

    def nothing_left(self) -> None:
        """No part of a file beside the target, no dialog."""
        assert [each.name for each in self.output.parent.iterdir() if each != self.output] == []
        assert QApplication.activeModalWidget() is None

    def engine_log(self) -> str:
        return (paths.log_dir() / "engine.log").read_text()


def let_pass(seconds: float) -> None:
    """Let the window live for a while."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        QTest.qWait(20)
