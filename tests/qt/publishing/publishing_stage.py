"""The window on the Check page with a branch as its goal, and what is on the server's branches afterwards."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QRadioButton

from gui.demo.faults import Fault
from gui.domain.destination import Destination, Goal
from gui.domain.steps import Step
from gui.qt.check.page import CheckPage
from gui.qt.check.rehearsal_view import RehearsalView
from gui.qt.export.page import ExportPage
from tests.e2e.publishing import drawn_on, saves
from tests.qt.failures.stage import PATIENCE, TICKED, Stage


class PublishingStage(Stage):
    """As for failures, with branches."""

    @property
    def check(self) -> RehearsalView:
        (page,) = self.parts.window.findChildren(CheckPage)
        return page.view

    @property
    def page(self) -> ExportPage:
        (page,) = self.parts.window.findChildren(ExportPage)
        return page

    def sweep(self) -> None:
        """No branches, no writes, no export that could go on."""
        self.server.project.branches.clear()
        self.server.site.record.clear()
        if self.parts.session.unfinished is not None:
            self.parts.session.going_on.discard()

    def leave(self) -> None:
        """Whatever ran has ended, and the next export goes into a file."""
        session = self.parts.session
        if session.exporting:
            session.cancel()
            self.wait(lambda: not session.exporting, "stopped")
        session.where_to.go_to(Destination())
        session.set_ticked(range(len(session.rows)), True)

    def choose(self, goal: Goal, branch: str = "") -> None:
        """Say where to, as with the mouse; then type the branch's name."""
        (segment,) = [
            each for each in self.check.goal.findChildren(QRadioButton) if each.text().casefold() == goal.value
        ]
        QTest.mouseClick(segment, Qt.MouseButton.LeftButton)
        if branch:
            self.type_name(branch)

    def type_name(self, branch: str) -> None:
        edit = self.check.branch.edit
        edit.selectAll()
        QTest.keyClicks(edit, branch)

    def looked(self) -> None:
        """The engine has said how the branch stands."""
        session = self.parts.session

        def is_known() -> bool:
            standing = session.branch_standing()
            return standing is not None and standing.sign != "clock"

        self.wait(is_known, "looked at the branches")

    def publish(self, goal: Goal, branch: str, faults: Sequence[Fault] = ()) -> None:
        """On to a running export, during which the server misbehaves."""
        self.get_ready()
        self.choose(goal, branch)
        self.looked()
        self.server.faults.set(*faults)
        self.press("Publish " if goal is Goal.BRANCH else "Export and publish ")

    def done(self) -> None:
        """The export has come to its end."""
        session = self.parts.session
        self.wait(lambda: session.done is not None or Step.EXPORT in session.failures, "published")
        assert session.done is not None, session.failures

    def press_and_type(self, start: str, word: str, button: str) -> None:
        """Press a button of the window, type into the dialog that it opens, and press a button of that."""
        tasks = self.parts.tasks
        (opens,) = [each for each in self.buttons() if each.text().startswith(start)]

        async def answered() -> None:
            QTest.mouseClick(opens, Qt.MouseButton.LeftButton)
            while QApplication.activeModalWidget() is None:
                await asyncio.sleep(0.02)
            dialog = QApplication.activeModalWidget()
            assert dialog is not None
            (edit,) = dialog.findChildren(QLineEdit)
            QTest.keyClicks(edit, word)
            (answer,) = [each for each in dialog.findChildren(QPushButton) if each.text() == button]
            assert answer.isEnabled()
            QTest.mouseClick(answer, Qt.MouseButton.LeftButton)
            while len(tasks._running) > 0:
                await asyncio.sleep(0.02)

        tasks._loop.run_until_complete(asyncio.wait_for(answered(), PATIENCE / 1000))

    def on_branch(self, branch: str) -> dict[str, Any]:
        """What is drawn on its rows, by data hash."""
        return drawn_on(self.server.project, branch)

    def each_saved_once(self, branch: str) -> None:
        """Every ticked row is on the branch, and none was saved twice."""
        assert sorted(saves(self.server)) == sorted(self.on_branch(branch))
        assert len(saves(self.server)) == TICKED

    def filled(self, branch: str) -> list[str]:
        """Data hashes of the rows that hold something."""
        return [data_hash for data_hash, (_, objects, answers) in self.on_branch(branch).items() if objects or answers]
