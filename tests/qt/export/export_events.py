"""An export played from events: what the engine says, and what of it is in sight."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import msgspec
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from gui.domain.counting import MINUS
from gui.domain.losses import Loss, Problem
from gui.export.report import PredictionCounts, Report, RowCounts, to_json
from gui.protocol.commands import MakePlan
from gui.protocol.events import ExportDone, ExportProgress, PlanMade, ScriptTried
from gui.qt.export.account_table import AccountTable
from gui.qt.session.session import Session
from gui.qt.tasks import Tasks
from tests.qt.fake_link import FakeLink, demo_opened, plan, predictions_read

LOSSES = [
    Loss("class_not_in_ontology", 10, 8, [], by_choice=False, by_class={"stem": 7, "leaf & twig": 3}),
    Loss("outside_the_picture", 5, 2, [], by_choice=False),
]


def start(session: Session, link: FakeLink, qtbot: QtBot, *, by_script: bool = False) -> int:
    """Everything up to a running export; returns its job."""
    session.try_demo()
    demo_opened(link)
    if by_script:
        session.choose_script("/x/add_predictions.py", "0" * 64)
        tried = ScriptTried(
            job=link.last.job, path="/x/add_predictions.py", row=0, title="a", objects=3, classifications=0,
            problems=[], printed="",
        )  # fmt: skip
        link.play(tried)
    else:
        session.read_predictions("/runs/week 27/predictions.json")
        link.play(predictions_read(link.last.job, "/runs/week 27/predictions.json"))
    qtbot.waitUntil(lambda: isinstance(link.last, MakePlan))
    made = msgspec.structs.replace(plan(), to_write=0, by_script=True) if by_script else plan()
    link.play(PlanMade(job=link.last.job, plan=made))
    session.start_export()
    return link.last.job


def progress(job: int, rows: int = 3, predictions: int = 20, **more: object) -> ExportProgress:
    known = {"predictions_total": 85, "newest": [(f"row {n}", n, "") for n in range(1, rows + 1)]}
    return ExportProgress(job=job, rows_done=rows, rows_total=12, predictions_done=predictions, **(known | more))  # type: ignore[arg-type]


def done(job: int, output: Path, *, failed: int = 0, url: str | None = None) -> ExportDone:
    dropped = {loss.reason: loss.count for loss in LOSSES}
    report = Report(
        rows=RowCounts(12, 9 - failed, failed, {"row_never_labelled": 3}),
        predictions=PredictionCounts(100, 85, dropped),
        problems=[Problem("row 4", "=1+1")],
        output=str(output),
    )
    return ExportDone(
        job=job,
        output=str(output),
        bytes=412_000_000,
        rows=9 - failed,
        predictions=85,
        failed_rows=failed,
        seconds=232.0,
        losses=LOSSES,
        problems=report.problems,
        report_json=to_json(report),
        project_url=url,
    )


def in_sight(page: QWidget) -> list[str]:
    """Every text that is shown."""
    labels = [each.text() for each in page.findChildren(QLabel) if each.isVisible() and each.text()]
    return labels + [each.text() for each in page.findChildren(QAbstractButton) if each.isVisible()]


def total(table: AccountTable) -> int:
    *lines, (_, written) = table.texts()
    assert sum(int(count.replace(",", "").replace(MINUS, "-")) for _, count in lines) == int(written.replace(",", ""))
    return int(written)


def with_dialog(tasks: Tasks, page: QWidget, act: Callable[[], object], answer: Callable[[QFileDialog], None]) -> None:
    """Do what opens a file dialog, answer it, and go on until what waited for it has ended."""
    loop = tasks._loop

    async def answered() -> None:
        while not [each for each in page.findChildren(QFileDialog) if each.isVisible()]:
            await asyncio.sleep(0.02)
        answer(next(each for each in page.findChildren(QFileDialog) if each.isVisible()))
        while len(tasks._running) > 0:
            await asyncio.sleep(0.02)

    act()
    loop.run_until_complete(asyncio.wait_for(answered(), 10))
