"""The export while it runs, waits, or has ended without a file: how far it is, how fast, and the newest rows."""

from __future__ import annotations

import time

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gui.domain.counting import percent
from gui.domain.export_phases import CHECKING, ON_THE_BRANCH
from gui.domain.pace import Pace
from gui.protocol.events import ExportProgress
from gui.qt.export.figures import Figures
from gui.qt.export.newest_model import NewestModel
from gui.qt.export.newest_table import NewestTable
from gui.qt.export.phase_line import PhaseLine
from gui.qt.export.progress_bar import ProgressBar
from gui.qt.export.report_buttons import ReportButtons
from gui.qt.export.running_words import Moment, figure_words, heading, no_rows_yet
from gui.qt.export.speed_curve import SpeedCurve, extremes
from gui.qt.session.session import Session
from gui.qt.tasks import Tasks
from gui.qt.theme.fonts import Type
from gui.qt.theme.theme import Theme
from gui.qt.widgets.empty_state import EmptyState
from gui.qt.widgets.label import Label
from gui.qt.widgets.notice import Notice
from gui.qt.widgets.warn_line import WarnLine

_TICK = 1000
"""Milliseconds after which the time so far is said anew, whether or not anything came."""

_MOST_WIDTH = 1360
"""Pixels: in a wider window words and their numbers would stand too far apart."""


class RunningView(QWidget):
    """Drawn from the session."""

    def __init__(self, session: Session, theme: Theme, tasks: Tasks) -> None:
        """Nothing runs yet."""
        super().__init__()
        self._session = session
        self._theme = theme
        self.choices = session.choices
        """Those of the newest export, whatever is changed while it runs."""
        self._pace: Pace | None = None
        self._predictions_pace = Pace()
        self._last_speed = 0.0
        self._started = 0.0
        self._model = NewestModel(self)
        self.title = Label(theme, "", Type.TITLE, wraps=True)
        self.subtitle = Label(theme, "", Type.BODY, "muted", wraps=True)
        self.discarded = WarnLine(theme)
        self.notice = Notice(theme)
        self.percent = Label(theme, "", Type.SECTION)
        self.phases = PhaseLine(theme)
        self.report = ReportButtons(theme, tasks)
        self._reported = ""
        self.bar = ProgressBar(theme)
        self.figures = Figures(theme)
        self.curve = SpeedCurve(theme)
        self.table = NewestTable(theme, self._model)
        self.no_rows = EmptyState(theme, "", icon="clock")
        self._extremes = Label(theme, "", Type.SECONDARY, "muted")
        self.setMaximumWidth(_MOST_WIDTH)
        self._lay_out()
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK)
        self._timer.timeout.connect(self._show_figures)

    def take(self, progress: ExportProgress) -> None:
        """One more event of the running export."""
        self._begin_if_new()
        self._predictions_pace.add(time.monotonic(), progress.predictions_done, progress.predictions_total)
        if not progress.waiting and self._session.pace.speed > 0:
            self._last_speed = self._session.pace.speed
        if progress.phase in ON_THE_BRANCH:
            self._model.keep_failed()
        else:
            self._model.take(progress)

    def refresh(self) -> None:
        """Everything from the session's state."""
        runs = self._session.exporting
        if runs:
            self._begin_if_new()
        elif self._timer.isActive():
            self._timer.stop()
            self._model.keep_failed()
        title, subtitle = heading(self._session)
        self.title.setText(title)
        self.subtitle.setText(subtitle)
        self.discarded.say(self._session.discarded)
        for part in (self._bar_part, self.figures, self._curve_part):
            part.setVisible(runs)
        self._show_report()
        has_rows = self._model.rowCount() > 0
        self.table.setVisible(has_rows)
        no_rows = "" if has_rows else no_rows_yet(self._session)
        self.no_rows.say(no_rows)
        self.no_rows.setVisible(bool(no_rows))
        if runs:
            self._show_bar()
            self._show_figures()

    @property
    def first(self) -> QWidget:
        """What takes the keys first."""
        if not self.notice.isHidden():
            return self.notice
        return self.table if self.table.isVisibleTo(self) else self

    def _begin_if_new(self) -> None:
        """Each export has a pace of its own: another one means another export."""
        if self._session.pace is self._pace:
            return
        self._pace, self._predictions_pace, self._last_speed = self._session.pace, Pace(), 0.0
        self._started = time.monotonic()
        self.choices = self._session.choices
        self._model.clear()
        self._timer.start()

    def _lay_out(self) -> None:
        self._bar_part, self._curve_part = QWidget(), QWidget()
        bar = QHBoxLayout(self._bar_part)
        bar.setContentsMargins(0, 8, 0, 0)
        bar.setSpacing(14)
        bar.addWidget(self.percent)
        bar.addWidget(self.bar, 1)
        self.figures.setContentsMargins(0, 20, 0, 0)
        captions = QHBoxLayout()
        captions.addWidget(Label(self._theme, "Rows per second", Type.SECONDARY, "muted"))
        captions.addStretch(1)
        captions.addWidget(self._extremes)
        curve = QVBoxLayout(self._curve_part)
        curve.setContentsMargins(0, 20, 0, 0)
        curve.setSpacing(4)
        curve.addLayout(captions)
        curve.addWidget(self.curve)
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 22, 28, 0)
        column.setSpacing(0)
        column.addWidget(self.title)
        column.addSpacing(3)
        column.addWidget(self.subtitle)
        column.addWidget(self.discarded)
        column.addSpacing(16)
        for part in (self.notice, self.report, self.phases, self._bar_part, self.figures, self._curve_part):
            column.addWidget(part)
        column.addSpacing(14)
        column.addWidget(self.table, 1)
        column.addWidget(self.no_rows, 1)
        column.addStretch(0)

    def _show_report(self) -> None:
        """An export that has reached a branch and was cut short has something to account for."""
        session, ended = self._session, self._session.ended
        runs = session.exporting
        self.report.setVisible(ended is not None and not runs)
        self.phases.setVisible(runs and session.export_destination.has_branch)
        if ended is not None and ended.report_json != self._reported:
            self._reported = ended.report_json
            has_file = session.export_destination.has_file
            beside = session.output if has_file else session.output.with_name(f"{ended.branch.name}.json")
            self.report.show_report(ended.report_json, beside)

    def _show_bar(self) -> None:
        progress = self._session.progress
        fraction = progress.rows_done / progress.rows_total if progress and progress.rows_total else 0.0
        phase = progress.phase if progress else "rows"
        self.percent.setText("Checking" if phase == CHECKING else percent(min(fraction, 0.99)))
        self.phases.show_phase(self._session.export_destination.goal, phase)
        is_moving = self._moment().is_moving
        self.bar.show_fraction(fraction, moves=is_moving)
        self.bar.setAccessibleDescription(self.percent.text())
        history = self._session.pace.history
        self.curve.show_history(history, fraction, moves=is_moving)
        seen = extremes(history)
        self._extremes.setText(f"Highest {seen[0]:,.0f}, lowest {seen[1]:,.0f} since the start" if seen else "")

    def _show_figures(self) -> None:
        self.figures.show_values(figure_words(self._session, self._moment()))

    def _moment(self) -> Moment:
        progress = self._session.progress
        return Moment(
            is_moving=not (progress and progress.waiting) and not self._session.situation().stopping,
            seconds=time.monotonic() - self._started,
            predictions_speed=self._predictions_pace.speed,
            last_speed=self._last_speed,
        )
