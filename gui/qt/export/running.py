"""The export while it runs, waits, or has ended without a file: how far it is, how fast, and the newest rows."""

from __future__ import annotations

import time

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gui.domain.counting import duration, number, percent
from gui.domain.pace import Pace
from gui.domain.steps import Step
from gui.domain.words import rate
from gui.protocol import ExportProgress
from gui.qt.export.figures import Figures
from gui.qt.export.newest_model import NewestModel
from gui.qt.export.newest_table import NewestTable
from gui.qt.export.progress_bar import ProgressBar
from gui.qt.export.running_words import heading
from gui.qt.export.speed_curve import SpeedCurve, extremes
from gui.qt.session import Session
from gui.qt.theme.fonts import Type
from gui.qt.theme.theme import Theme
from gui.qt.widgets.button import Button
from gui.qt.widgets.label import Label
from gui.qt.widgets.notice import Notice

_NONE_YET = "–"


class RunningView(QWidget):
    """Drawn from the session; emits when somebody who stopped the export wants to go back."""

    back_wanted = Signal()

    def __init__(self, session: Session, theme: Theme) -> None:
        """Nothing runs yet."""
        super().__init__()
        self._session = session
        self._theme = theme
        self._pace: Pace | None = None
        self._predictions_pace = Pace()
        self._last_speed = 0.0
        self._model = NewestModel(self)
        self.title = Label(theme, "", Type.TITLE, wraps=True)
        self.subtitle = Label(theme, "", Type.BODY, "muted", wraps=True)
        self.notice = Notice(theme)
        self.back = Button(theme, "Back to check")
        self.percent = Label(theme, "", Type.SECTION)
        self.bar = ProgressBar(theme)
        self.figures = Figures(theme)
        self.curve = SpeedCurve(theme)
        self.table = NewestTable(theme, self._model)
        self._extremes = Label(theme, "", Type.SECONDARY, "muted")
        self._lay_out()
        self.back.clicked.connect(self.back_wanted)

    def take(self, progress: ExportProgress) -> None:
        """One more event of the running export."""
        if self._session.pace is not self._pace:
            self._pace, self._predictions_pace, self._last_speed = self._session.pace, Pace(), 0.0
            self._model.clear()
        self._predictions_pace.add(time.monotonic(), progress.predictions_done, progress.predictions_total)
        if not progress.waiting and self._pace.speed > 0:
            self._last_speed = self._pace.speed
        self._model.take(progress)
        self.refresh()

    def refresh(self) -> None:
        """Everything from the session's state."""
        session = self._session
        progress = session.progress
        waiting = progress.waiting if progress else ""
        is_moving = session.exporting and not waiting and not session.situation().stopping
        title, subtitle = heading(session)
        self.title.setText(title)
        self.subtitle.setText(subtitle)
        failed = Step.EXPORT in session.failures
        self.back.setVisible(not session.exporting and not failed)
        self._figures_part.setVisible(session.exporting)
        self._curve_part.setVisible(session.exporting)
        self._bar_part.setVisible(session.exporting or progress is not None)
        self.table.setVisible(session.exporting or progress is not None)
        self._show_bar(progress, is_moving)
        self._show_figures(progress, is_moving)

    def _lay_out(self) -> None:
        self._bar_part, self._curve_part = QWidget(), QWidget()
        bar = QHBoxLayout(self._bar_part)
        bar.setContentsMargins(0, 22, 0, 0)
        bar.setSpacing(14)
        bar.addWidget(self.percent)
        bar.addWidget(self.bar, 1)
        self._figures_part = self.figures
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
        column.addSpacing(4)
        column.addWidget(self.notice)
        column.addWidget(self.back)
        column.addWidget(self._bar_part)
        column.addWidget(self.figures)
        column.addWidget(self._curve_part)
        column.addSpacing(14)
        column.addWidget(self.table, 1)
        column.addStretch(0)

    def _show_bar(self, progress: ExportProgress | None, is_moving: bool) -> None:
        fraction = progress.rows_done / progress.rows_total if progress and progress.rows_total else 0.0
        phase = progress.phase if progress else "rows"
        named = {"checking": "Checking", "saving": "Saving"}.get(phase)
        self.percent.setText(named if named and self._session.exporting else percent(min(fraction, 0.99)))
        self.bar.show_fraction(fraction, moves=is_moving)
        self.bar.setAccessibleDescription(self.percent.text())
        history = self._session.pace.history
        self.curve.show_history(history, fraction, moves=is_moving)
        seen = extremes(history)
        self._extremes.setText(f"Highest {seen[0]:,.0f}, lowest {seen[1]:,.0f} since the start" if seen else "")

    def _show_figures(self, progress: ExportProgress | None, is_moving: bool) -> None:
        figures, session = self.figures, self._session
        if progress is None:
            for figure in (figures.predictions, figures.rows, figures.speed, figures.time_left):
                figure.show_value(_NONE_YET, "")
            return
        by_script = session.script is not None
        of_all = "the script decides how many" if by_script else f"of {number(progress.predictions_total)}"
        figures.predictions.show_value(number(progress.predictions_done), of_all)
        figures.rows.show_value(number(progress.rows_done), f"of {number(progress.rows_total)}")
        so_far = f"{duration(session.pace.elapsed)} so far"
        if progress.phase != "rows":
            figures.speed.show_value(_NONE_YET, self._was())
            figures.time_left.show_value("almost done", so_far)
        elif not is_moving:
            figures.speed.show_value("waiting" if progress.waiting else _NONE_YET, self._was())
            left = session.pace.time_left or _NONE_YET
            figures.time_left.show_value(left, "once it goes on" if progress.waiting else so_far)
        else:
            speed = session.pace.speed
            detail = rate(self._predictions_pace.speed, "predictions") if speed else ""
            figures.speed.show_value(rate(speed, "rows") if speed else _NONE_YET, detail)
            figures.time_left.show_value(session.pace.time_left or _NONE_YET, so_far)

    def _was(self) -> str:
        return f"was {rate(self._last_speed, 'rows')}" if self._last_speed else ""
