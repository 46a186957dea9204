"""The composition root: builds everything the window needs and hands each part its collaborators."""

from __future__ import annotations

import gc
import logging
import signal
import sys
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QWidget

from gui import __version__, logs, paths
from gui.console import say_sentence
from gui.domain.steps import Step
from gui.errors import OwnFoldersProblem
from gui.foreign.children import start_child
from gui.own_folders import FOR_THE_WINDOW, check_own_folders
from gui.qt.cannot_start import cannot_start
from gui.qt.check.page import CheckPage
from gui.qt.connect.page import ConnectPage
from gui.qt.engine.engine_link import EngineLink
from gui.qt.export.page import ExportPage
from gui.qt.first_paint import FirstPaint
from gui.qt.main_window import TITLE, MainWindow
from gui.qt.predictions.page import PredictionsPage
from gui.qt.rows.page import RowsPage
from gui.qt.session.memory import Memory
from gui.qt.session.remembered import Remembered
from gui.qt.session.session import Session
from gui.qt.tasks import Tasks
from gui.qt.theme.theme import Theme
from gui.qt.uncaught import Uncaught

log = logging.getLogger(__name__)


@dataclass
class Parts:
    """What was built; the window owns its pages, everything else is held here."""

    app: QApplication
    theme: Theme
    memory: Memory
    tasks: Tasks
    link: EngineLink
    session: Session
    connect_page: ConnectPage
    window: MainWindow


def run_window(*, demo: bool = False) -> int:
    """Show the window until it is closed; with ``demo`` the demo project is opened at once."""
    app = make_app()
    try:
        check_own_folders(FOR_THE_WINDOW)
    except OwnFoldersProblem as problem:
        say_sentence(sys.stderr, problem.sentence)
        return cannot_start(problem.sentence)
    logs.start_logging("window")
    # Ctrl-C in the terminal ends the window; engine and demo server end when their pipes close.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    parts = build(app)
    uncaught = Uncaught()
    uncaught.happened.connect(parts.window.report_bug)
    uncaught.install()
    FirstPaint(parts.window)
    begin(parts)
    if demo:
        parts.session.try_demo()
    try:
        return parts.tasks.run()
    finally:
        parts.link.close()


def begin(parts: Parts) -> None:
    """Show the window, and start the engine after it: it loads the SDK while people read."""
    parts.window.show()
    parts.link.start()
    # What is loaded now stays to the end. The garbage collector would walk through it again and again, which holds the
    # window up for 40 ms with 100,000 rows; without it, for 4 ms.
    gc.freeze()


def make_app() -> QApplication:
    """Qt's application object with our name and icon; there can be one in a process."""
    app = QApplication([TITLE])
    app.setApplicationName(paths.APP_NAME)
    app.setApplicationDisplayName(TITLE)
    app.setApplicationVersion(__version__)
    app.setDesktopFileName(paths.APP_NAME)
    app.setWindowIcon(QIcon(str(paths.resource_path("icons/app.svg"))))
    return app


def build(app: QApplication) -> Parts:
    """Everything, connected; nothing is shown and no engine is started yet."""
    memory = Memory(paths.settings_file())
    theme = Theme(app, memory.settings.theme)
    tasks = Tasks(app)
    link = EngineLink(partial(start_child, "engine"))
    session = Session(link, memory, _first_output(memory))
    connect_page = ConnectPage(session, theme, tasks, memory, Remembered(tasks, memory))
    pages: dict[Step, QWidget] = {Step.CONNECT: connect_page, **_later_pages(session, theme, tasks, memory)}
    window = MainWindow(app, session, theme, tasks, memory, pages)
    tasks.on_bug = window.report_bug
    return Parts(app, theme, memory, tasks, link, session, connect_page, window)


def _later_pages(session: Session, theme: Theme, tasks: Tasks, memory: Memory) -> dict[Step, QWidget]:
    """The four other pages; what mends a loss on Check leads to the control on another page."""
    rows = RowsPage(session, theme, memory)
    predictions = PredictionsPage(session, theme, tasks)
    check = CheckPage(session, theme, tasks)
    check.threshold_wanted.connect(predictions.focus_threshold)
    check.classes_wanted.connect(predictions.focus_classes)
    check.rows_wanted.connect(rows.show_rows)
    export = ExportPage(session, theme, tasks)
    return {Step.ROWS: rows, Step.PREDICTIONS: predictions, Step.CHECK: check, Step.EXPORT: export}


def _first_output(memory: Memory) -> Path:
    """Where the file goes until the user says otherwise: the last folder, else the documents."""
    remembered = memory.settings.output_folder
    if remembered and Path(remembered).is_dir():
        return Path(remembered) / "predictions.json"
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    folder = Path(documents) if documents and Path(documents).is_dir() else Path.home()
    return folder / "predictions.json"
