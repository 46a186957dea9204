"""The states of the window in the order a user may meet them, brought about with the real engine and a demo server."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

import msgspec
from PySide6.QtWidgets import QWidget

from gui.demo.faults import Fault
from gui.demo.files import DemoFiles, write_demo_files
from gui.demo.scenario import Scenario
from gui.demo.server import DemoServer
from gui.domain.row_view import Has
from gui.domain.steps import Step
from gui.qt.check.page import CheckPage
from gui.qt.connect.key_part import KeyPart
from gui.qt.connect.network_part import NetworkPart
from gui.qt.predictions.column_dialog import ColumnDialog
from gui.qt.predictions.page import PredictionsPage
from gui.qt.rows.page import RowsPage
from gui.qt.tasks import until
from history_tour import HistoryTour
from publishing_tour import PublishingTour
from tour_files import centred_boxes, key_files

if TYPE_CHECKING:
    from gui.qt.app import Parts

Part = TypeVar("Part", bound=QWidget)

PATIENCE_S = 60.0
PREVIEW_S = 2.0
SCRIPT_THAT_FAILS = "def add_information_to_lr(label_row):\n    raise KeyError(label_row.data_title)\n"


class Camera(Protocol):
    """Takes the pictures of a state."""

    async def take(self, state: str) -> None:
        """One for each size and look."""


class Tour:
    """Each part leaves the window where the next one begins."""

    def __init__(self, parts: Parts, camera: Camera, home: Path) -> None:
        """``home`` takes key files and what is exported."""
        self._parts = parts
        self._session = parts.session
        self._take = camera.take
        self._home = home
        self._output = home / "Documents" / "predictions.json"
        self.failure = ""

    def fail(self, why: str) -> None:
        """Remember what went wrong and end the tour."""
        self.failure = why
        self._parts.app.quit()

    async def run(self) -> None:
        """All states; the demo server is in this process, so that it can be told to misbehave."""
        pictures = self._home / "pictures"
        pictures.mkdir()
        self._output.parent.mkdir()
        self._session.set_output(self._output)
        with DemoServer(Scenario(), pictures=pictures) as server:
            files = write_demo_files(self._home, server.project, server.private_key_pem, seed=7, big=False)
            await self._connect(server)
            await self._rows(server)
            await self._scripts(files)
            await self._question(server)
            await self._predictions(files)
            await self._check()
            await PublishingTour(self._session, server, self._take, self._until).run(self._output)
            await HistoryTour(self._parts.window, self._session, server, self._take, self._until).run()
            await self._export(server)
            await self._failures(server)
            await self._around()
        self._parts.app.quit()

    async def _connect(self, server: DemoServer) -> None:
        page, session = self._parts.connect_page, self._session
        await self._take("first-screen")
        page.show_paste()
        await self._take("paste-key")
        await self._proxy_by_hand()
        page.choose_domain("http://127.0.0.1:9")
        wrong, locked, right = key_files(self._home, server.private_key_pem)
        page.use_file(right)
        await self._until(lambda: bool(session.failures))
        await self._take("server-not-reached")
        page.choose_domain(server.url)
        page.use_file(self._home / "not-a-key.txt")
        await self._take("no-key-file")
        page.use_file(locked)
        await self._until(lambda: session.wants_passphrase)
        await self._take("passphrase")
        page.use_file(wrong)
        await self._until(lambda: bool(session.failures))
        await self._take("key-refused")
        server.faults.set(Fault("latency", latency_ms=1500, count=1))
        page.use_file(right)
        await self._take("signing-in")
        await self._until(lambda: session.account is not None)
        await self._take("choose-project")

    async def _proxy_by_hand(self) -> None:
        network = self._part(NetworkPart)
        memory = self._parts.memory.settings
        memory.proxy, memory.proxy_address, memory.proxy_name = "manual", "http://proxy.example.com:8080", "mara"
        network.show_settings()
        network.set_unfolded(True)
        await self._take("proxy-by-hand")
        memory.proxy, memory.proxy_address, memory.proxy_name = "system", "", ""
        network.show_settings()
        network.set_unfolded(False)

    async def _rows(self, server: DemoServer) -> None:
        session = self._session
        server.faults.set(Fault("latency", on="list", latency_ms=4000, count=1))
        session.open_project(server.project_hash)
        await self._until(lambda: session.project is not None)
        session.go_to(Step.ROWS)
        await self._take("rows-loading")
        await self._until(lambda: session.listing_done)
        session.go_to(Step.CONNECT)
        await self._take("project-open")
        session.go_to(Step.ROWS)
        await self._settle()
        await self._take("rows")
        filters = self._part(RowsPage).filters
        filters.search.setText("no such row")
        await asyncio.sleep(0.5)
        await self._take("no-row-matches")
        filters.clear()
        session.set_ticked(range(len(session.rows)), False)
        await self._take("no-row-ticked")
        session.set_ticked(range(len(session.rows)), True)

    async def _scripts(self, files: DemoFiles) -> None:
        session, page = self._session, self._part(PredictionsPage)
        session.go_to(Step.PREDICTIONS)
        await self._take("no-predictions")
        page.use_file(files.script)
        await self._take("script-question")
        page.script.agreed.emit()
        await self._until(lambda: session.script is not None and session.plan is not None)
        await self._take("script-tried")
        session.go_to(Step.CHECK)
        await self._take("script-check")
        session.go_to(Step.PREDICTIONS)
        failing = self._home / "failing_script.py"
        failing.write_text(SCRIPT_THAT_FAILS)
        page.use_file(failing)
        page.script.agreed.emit()
        await self._until(lambda: bool(session.failures))
        await self._take("script-failed")

    async def _question(self, server: DemoServer) -> None:
        """Centres or corners? The file does not tell, the project's labels do."""
        session, page = self._session, self._part(PredictionsPage)
        page.use_file(centred_boxes(self._home / "labels", server))
        await self._until(lambda: session.offered is not None)
        await self._take("reading-question")
        server.faults.set(Fault("key_revoked", on="labels"))
        session.comparing.begin()
        await self._until(lambda: session.comparing.view().action == "again")
        await self._take("comparison-failed")
        server.faults.set(Fault("latency", on="labels", latency_ms=6000, count=1))
        session.comparing.begin()
        await self._take("comparing")
        await self._until(lambda: session.offered is not None and bool(session.offered.source.compared))
        await self._take("compared")

    async def _predictions(self, files: DemoFiles) -> None:
        session, page = self._session, self._part(PredictionsPage)
        page.use_file(files.key)
        await self._until(lambda: bool(session.failures))
        await self._take("wrong-file")
        await self._unclear_table(page)
        page.use_file(files.results)
        await self._planned()
        await self._settle()
        await self._take("results-without-dataset")
        page.use_file(files.predictions)
        await self._take("reading")
        await self._planned()
        await self._settle()
        await self._take("predictions")
        session.set_min_confidence(0.35)
        await self._planned()
        await self._settle()
        await self._take("threshold")
        session.go_to(Step.ROWS)
        await self._settle()
        await self._take("rows-with-counts")
        self._part(RowsPage).show_rows(Has.LOST, "outside_the_picture")
        await self._settle()
        await self._take("rows-lost-for-a-reason")
        self._part(RowsPage).filters.clear()

    async def _unclear_table(self, page: PredictionsPage) -> None:
        table = self._home / "detections.csv"
        table.write_text("shot,kind,a,b,c,d\n" + "".join(f"cam1_{n}.jpg,apple,{n},{n},40,60\n" for n in range(9)))
        page.use_file(table)
        await self._until(lambda: self._session.asks_columns)
        await self._take("columns")
        self._part(ColumnDialog).reject()
        await self._take("columns-not-said")

    async def _check(self) -> None:
        session, view = self._session, self._part(CheckPage).view
        session.go_to(Step.CHECK)
        await self._settle()
        await self._take("check")
        names = next(line for line in view.lines if line.reason == "picture_not_in_project")
        view.open_names(session, names)
        await self._take("check-names")
        view.names.hide()

    async def _export(self, server: DemoServer) -> None:
        session = self._session
        server.faults.set(Fault("label_limit", limit=8), Fault("latency", on="labels", latency_ms=4000))
        session.start_export(self._output)
        await self._until(lambda: session.progress is not None and session.progress.rows_done > 0)
        await self._take("exporting")
        await self._play(rows_done=40, waiting="Encord asks us to wait 5 s")
        await self._take("waiting")
        await self._play(rows_done=57, phase="checking")
        await self._take("checking")
        session.cancel()
        await self._until(lambda: session.was_stopped)
        await self._take("stopped")
        server.faults.clear()
        session.start_export(self._output)
        await self._until(lambda: session.done is not None)
        await self._take("done")
        session.set_min_confidence(0.5)
        await self._planned()
        await self._take("done-but-changed")
        session.go_to(Step.CHECK)
        await self._settle()
        await self._take("check-after-an-export")

    async def _play(self, rows_done: int, waiting: str = "", phase: str = "rows") -> None:
        """What passes too quickly for a picture is told to the session as the engine tells it."""
        await self._until(lambda: self._session.progress is not None)
        progress = self._session.progress
        assert progress is not None
        event = msgspec.structs.replace(
            progress, rows_done=rows_done, predictions_done=11 * rows_done, waiting=waiting, phase=phase, newest=[]
        )
        self._parts.link.events.emit([event])

    async def _failures(self, server: DemoServer) -> None:
        session = self._session
        poisoned = [row.label_hash or "" for row in session.rows[:2]]
        server.faults.set(*(Fault("poisoned_row", on="labels", label_hash=each) for each in poisoned))
        session.start_export(self._output)
        await self._until(lambda: session.done is not None or bool(session.failures))
        await self._take("done-with-failed-rows")
        server.faults.clear()
        session.start_export(self._home / "no such folder" / "predictions.json")
        await self._until(lambda: bool(session.failures))
        await self._take("folder-gone")
        server.faults.set(Fault("key_revoked"))
        session.start_export(self._output)
        await self._until(lambda: bool(session.failures))
        await self._take("key-revoked")
        server.stop()
        session.start_export(self._output)
        await self._until(lambda: bool(session.failures))
        await self._take("connection-lost")

    async def _around(self) -> None:
        window = self._parts.window
        self._part(KeyPart).forget_wanted.emit()
        await self._until(lambda: self._session.account is None)
        await asyncio.sleep(1.0)
        await self._take("forgotten")
        window.report_bug("Traceback (most recent call last):\n  …\nValueError: a made-up fault")
        await self._take("bug")

    def _part(self, kind: type[Part]) -> Part:
        found = self._parts.window.findChild(kind)
        assert isinstance(found, kind)
        return found

    async def _until(self, is_so: Callable[[], bool]) -> None:
        if not await until(self._session.changed, is_so, PATIENCE_S):
            raise TimeoutError(f"a state did not come: {self._session.failures}")

    async def _planned(self) -> None:
        session = self._session
        await self._until(lambda: session.plan is not None and not session.plan_is_stale)

    async def _settle(self) -> None:
        """Give the preview the time to bring its picture and to decode it."""
        await asyncio.sleep(PREVIEW_S)
