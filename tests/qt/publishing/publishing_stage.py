"""The window on the Check page with a branch as its goal, and what is on the server's branches afterwards."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QRadioButton, QWidget

from gui.domain.destination import Destination, Goal
from gui.domain.steps import Step
from gui.qt.check.page import CheckPage
from gui.qt.check.where_part import WherePart
from gui.qt.export.page import ExportPage
from tests.e2e.publishing import drawn_on
from tests.qt.failures.stage import Stage


class PublishingStage(Stage):
    """As for failures, with branches."""

    @property
    def where(self) -> WherePart:
        (page,) = self.parts.window.findChildren(CheckPage)
        return page.view.where

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

    def choose(self, goal: Goal, branch: str = "") -> None:
        """Say where to, as with the mouse; then type the branch's name."""
        (segment,) = [
            each for each in self.where.goal.findChildren(QRadioButton) if each.text().casefold() == goal.value
        ]
        QTest.mouseClick(segment, Qt.MouseButton.LeftButton)
        if branch:
            self.type_name(branch)

    def type_name(self, branch: str) -> None:
        edit = self.where.branch.edit
        edit.selectAll()
        QTest.keyClicks(edit, branch)

    def looked(self) -> None:
        """The engine has said how the branch stands."""
        session = self.parts.session

        def is_known() -> bool:
            standing = session.branch_standing()
            return standing is not None and standing.sign != "clock"

        self.wait(is_known, "looked at the branches")

    def publish(self, goal: Goal, branch: str) -> None:
        """On to a running export."""
        self.get_ready()
        self.choose(goal, branch)
        self.looked()
        self.press("Publish " if goal is Goal.BRANCH else "Export and publish ")

    def done(self) -> None:
        """The export has come to its end."""
        session = self.parts.session
        self.wait(lambda: session.done is not None or Step.EXPORT in session.failures, "published")
        assert session.done is not None, session.failures

    def answer_typed(self, word: str, button: str) -> None:
        """Type into the dialog that is open, and press a button of it."""
        self.wait(lambda: QApplication.activeModalWidget() is not None, "asked")
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QWidget)
        (edit,) = dialog.findChildren(QLineEdit)
        QTest.keyClicks(edit, word)
        self.press(button)

    def on_branch(self, branch: str) -> dict[str, Any]:
        """What is drawn on its rows, by data hash."""
        return drawn_on(self.server.project, branch)

    def filled(self, branch: str) -> list[str]:
        """Data hashes of the rows that hold something."""
        return [data_hash for data_hash, (_, objects, answers) in self.on_branch(branch).items() if objects or answers]
