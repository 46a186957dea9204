"""The Predictions page: one file (or script), what it is, how its classes match, from which confidence on."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from gui import paths
from gui.domain.reading_words import question
from gui.domain.steps import Step
from gui.errors import ExpectedFailure, Sentence
from gui.foreign.consent import Consents, Script, read_script
from gui.protocol.events import PredictionsRead
from gui.qt.predictions.asking import Asking
from gui.qt.predictions.class_part import ClassPart
from gui.qt.predictions.fit_question import FitQuestion
from gui.qt.predictions.reading_part import ReadingPart
from gui.qt.predictions.row_steps import RowSteps
from gui.qt.predictions.script_part import ScriptPart
from gui.qt.predictions.source_part import SourcePart
from gui.qt.predictions.threshold_part import ThresholdPart
from gui.qt.preview.beside import Beside
from gui.qt.preview.pane import PreviewPane
from gui.qt.session.jobs import Job
from gui.qt.session.session import Session
from gui.qt.tasks import Tasks
from gui.qt.theme.fonts import Type
from gui.qt.theme.theme import Theme
from gui.qt.widgets.button import Button
from gui.qt.widgets.hairline import Hairline
from gui.qt.widgets.label import Label
from gui.qt.widgets.notice import Notice, Remedy

log = logging.getLogger(__name__)

_PREVIEW_WIDTH = 438
_UNSCORED = Sentence(
    "unscored",
    "This file has no confidences. Is it your model’s output or labels?",
    "Labels compared with themselves look perfect. If it is your model’s output, every prediction is written "
    "with confidence 1.0.",
    "",
)


class PredictionsPage(QWidget):
    """Everything answers at once; the rehearsal follows by itself."""

    def __init__(self, session: Session, theme: Theme, tasks: Tasks) -> None:
        """The drop zone, until there is a file."""
        super().__init__()
        self._session = session
        self._theme = theme
        self._asking = Asking(self, session, theme, tasks, self.use_files)
        self._consents = Consents(paths.data_dir() / "scripts.json")
        self._script: Script | None = None
        """The script that waits for a yes."""
        self._agreed_unscored = ""
        self.source = SourcePart(theme)
        self.reading = ReadingPart(theme)
        self.classes = ClassPart(theme)
        self.threshold = ThresholdPart(theme)
        self.script = ScriptPart(theme)
        self.notice = Notice(theme)
        self._question = FitQuestion(theme)
        self.preview = PreviewPane(session, theme, with_row=False, extra=self._question)
        self._steps = RowSteps(session, self.preview)
        self._lay_out()
        self._connect()
        self._show()

    def use_files(self, paths: Sequence[Path]) -> None:
        """Read one or several files, folders or archives; a script is taken by itself."""
        scripts = [path for path in paths if path.suffix.lower() == ".py"]
        path, *more = scripts[:1] or paths
        self.use_file(path, more)

    def use_file(self, path: Path, more: Sequence[Path] = ()) -> None:
        """Read a file and ``more`` to be merged with it, or show a script and ask."""
        self._script = None
        self._session.await_consent(False)
        if path.suffix.lower() != ".py":
            self._session.read_predictions(path, more=more)
            return
        try:
            self._script = read_script(path)
        except ExpectedFailure as failure:
            self._session.fail(Step.PREDICTIONS, failure.sentence)
            return
        if self._consents.needs_consent(self._script):
            self._session.await_consent(True)
            self.script.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._run_script()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keys go to the file; a focus proxy would make Tab skip the controls before it."""
        self.source.setFocus(event.reason())

    def focus_threshold(self) -> None:
        """Give the keys to the handle."""
        self.threshold.histogram.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_classes(self) -> None:
        """Give the keys to the first class that needs a match."""
        self.classes.focus_open()

    def choose_dataset(self) -> None:
        """Ask for the dataset file that belongs to the predictions."""
        self._asking.for_dataset()

    def _lay_out(self) -> None:
        theme = self._theme
        button = Button(theme, "Show preview", icon="image", small=True)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Label(theme, "Choose the predictions", Type.TITLE), 1)
        head.addWidget(button)
        self._subtitle = Label(theme, "The file your model wrote. It is only read.", Type.BODY, "muted", wraps=True)
        self._line = Hairline(theme)
        work = QWidget()
        column = QVBoxLayout(work)
        column.setContentsMargins(24, 16, 20, 8)
        column.setSpacing(10)
        column.addLayout(head)
        column.addWidget(self._subtitle)
        for part in (self.notice, self.source, self.reading):
            column.addWidget(part)
        column.addWidget(self.script, 1)
        column.addWidget(self.classes, 3)
        column.addWidget(self._line)
        column.addWidget(self.threshold, 1)
        self._filler = QWidget()
        column.addWidget(self._filler, 1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(work)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self._beside = Beside(theme, button, area, self.preview, _PREVIEW_WIDTH)
        layout.addWidget(self._beside)

    def _connect(self) -> None:
        session = self._session
        session.changed.connect(self._show)
        session.predictions_changed.connect(self._show_predictions)
        session.choices_changed.connect(self._show_choices)
        session.plan_changed.connect(self._steps.show_place)
        session.failed.connect(self._show_failure)
        self.source.file_wanted.connect(self._asking.for_files)
        self.source.dataset_wanted.connect(self.choose_dataset)
        self._question.dataset_wanted.connect(self.choose_dataset)
        self.source.demo_wanted.connect(self._use_demo)
        self.source.dropped.connect(self.use_files)
        self.source.folder_wanted.connect(self._asking.for_folder)
        self.reading.way_wanted.connect(session.read_differently)
        self.reading.file_wanted.connect(self._asking.for_names)
        self.reading.columns_wanted.connect(self._asking.for_columns)
        self.reading.compare_wanted.connect(session.comparing.begin)
        self.reading.stop_wanted.connect(session.cancel)
        self.source.stop_wanted.connect(session.cancel)
        self.script.agreed.connect(self._run_script)
        self.script.refused.connect(self._asking.for_files)
        self.classes.target_wanted.connect(session.set_mapping)
        self.classes.changes_wanted.connect(session.set_convert)
        self.threshold.threshold_changed.connect(session.set_min_confidence)

    def _use_demo(self) -> None:
        if self._session.suggested_predictions:
            self.use_file(Path(self._session.suggested_predictions))

    def _run_script(self) -> None:
        if self._script is not None:
            script, self._script = self._script, None
            try:
                self._consents.remember(script)
            except OSError as error:
                log.warning("It cannot be remembered that a script may run: %s", error)
            self._session.choose_script(script.path, script.sha256)

    def _show(self) -> None:
        """Which parts are there, from what is known."""
        session = self._session
        focused = QApplication.focusWidget()
        had_focus = focused is not None and (self.source.isAncestorOf(focused) or self.script.isAncestorOf(focused))
        file, tried = session.predictions, session.script
        is_reading = session.is_running(Job.READ)
        asks = self._script is not None
        can_add = file is not None and _lacks_names(file)
        if asks and self._script is not None:
            self.source.show_source(self._script.path.name, "Python script", is_busy=False, can_add_names=False)
            self.script.ask(self._script.text)
        elif is_reading:
            title = session.asked_title
            doing = "Trying it on one row…" if title.endswith(".py") else "Reading…"
            self.source.show_source(title or "Your file", doing, is_busy=True, can_add_names=False)
        elif file is not None:
            title = session.asked_title or Path(file.path).name
            self.source.show_source(title, file.summary, is_busy=False, can_add_names=can_add)
        elif session.offered is not None or session.asks_columns:
            self.source.show_source(session.asked_title, "Not read yet", is_busy=False, can_add_names=False)
        elif tried is not None:
            self.source.show_source(Path(tried.path).name, "Python script", is_busy=False, can_add_names=False)
            self.script.show_trial(tried)
        else:
            has_failed = Step.PREDICTIONS in session.failures
            self.source.show_zone(has_demo=bool(session.suggested_predictions), has_failed=has_failed)
        has_file = file is not None and not is_reading and not asks
        self._show_reading(is_reading or asks)
        self.script.setVisible(asks or (tried is not None and not is_reading))
        self.classes.setVisible(has_file)
        has_threshold = has_file and file is not None and file.scored
        self.threshold.setVisible(has_threshold)
        self._line.setVisible(has_threshold)
        self._filler.setVisible(not has_threshold and not self.script.has_text)
        self._subtitle.setVisible(not has_file)
        self._question.setVisible(has_file)
        self._question.show_remedy(can_add)
        self._show_notice()
        if had_focus and focused is not None and not focused.isVisible():
            # What was pressed is gone: the keys go on to what comes next.
            if session.offered is not None:
                self.reading.focus_ways()
                return
            next_part = self.script if asks else self.classes.table if has_file else self.source
            next_part.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_reading(self, is_busy: bool) -> None:
        """How the file was read, or the ways to choose from."""
        session = self._session
        file, offered = session.predictions, session.offered
        self.reading.setVisible(not is_busy and (offered is not None or (file is not None and bool(file.sources))))
        if offered is not None:
            ways, formats = [offered.source], offered.formats
        elif file is not None:
            ways, formats = file.sources, file.formats
        else:
            return
        self.reading.show_sources(ways, formats, session.asked_format, is_undecided=offered is not None)
        self.reading.show_comparison(session.comparing.view())
        self.reading.offer_columns(session.table is not None)

    def _show_predictions(self) -> None:
        file = self._session.predictions
        self.threshold.show_counts(file.histogram if file else [], self._session.choices.min_confidence)
        self.classes.show_classes(self._session)
        self._steps.show_place()

    def _show_choices(self) -> None:
        self.threshold.show_threshold(self._session.choices.min_confidence)
        self.classes.show_classes(self._session)

    def _show_failure(self, step: str, sentence: Sentence) -> None:
        if step == "predictions":
            self._show_notice()
            if self.isVisible() and self._session.offered is not None:
                self._show_reading(is_busy=False)
                self.reading.focus_ways()
            elif self.isVisible() and self._session.asks_columns:
                self.notice.focus_remedy()  # where the keys are if the question is not answered
                self._asking.for_columns()
            elif self.isVisible():
                self.notice.focus_remedy()

    def _show_notice(self) -> None:
        """A failure, else the question about a file without confidences, else nothing."""
        failure, file = self._session.failures.get(Step.PREDICTIONS), self._session.predictions
        choose: Remedy = ("Choose another file…", self.source.file_wanted.emit)
        offered = self._session.offered
        if failure is not None and offered is not None:
            self.notice.say_once(question(failure, offered.source), [], tone="warn")
        elif failure is not None and self._session.asks_columns:
            self.notice.say_once(failure, [("Say what they are…", self._asking.for_columns), choose], tone="warn")
        elif failure is not None:
            again: Remedy = ("Try it again", self._read_again)
            is_script = failure.code == "script"  # it is corrected where it lies
            self.notice.say_once(failure, [again, choose] if is_script else [choose, self._other_way_out()])
        elif file is not None and not file.scored and file.path != self._agreed_unscored and self._script is None:
            self.notice.say_once(_UNSCORED, [("It is my model’s output", self._agree_unscored), choose], tone="warn")
        else:
            self.notice.clear()

    def _other_way_out(self) -> Remedy:
        """Back to the file that could be read, else the same one again: it may have been mended meanwhile."""
        session = self._session
        if session.previous_input:
            return f"Back to {Path(session.previous_input).name}", session.read_previous
        return "Read it again", self._read_again

    def _read_again(self) -> None:
        asked = self._session.asked_input
        if asked.endswith(".py"):
            self.use_file(Path(asked))  # a script that was mended is another one: the user is asked anew
        else:
            self._session.read_again()

    def _agree_unscored(self) -> None:
        self._agreed_unscored = self._session.predictions.path if self._session.predictions else ""
        self.notice.clear()
        self.classes.focus_open()


def _lacks_names(file: PredictionsRead) -> bool:
    """Whether a dataset file can add names and sizes: a list of results has neither, a dataset JSON both."""
    return file.format == "coco" and not file.summary.startswith("COCO dataset")
