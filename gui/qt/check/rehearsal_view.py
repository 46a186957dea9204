"""One rehearsal, top to bottom: the answer, warnings, four figures, what is left out, what to know, where to save."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QRect, Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from gui.domain.check_view import estimated_size, facts, figures, headline, spelt_sum, subtitle
from gui.domain.datasets import datasets_of, never_labelled
from gui.domain.last_export import changes_since
from gui.domain.loss_lines import MENDED_BY_CONVERT, LossLine, Mend, loss_lines
from gui.domain.plan_summary import PlanSummary
from gui.domain.reasons import Reason
from gui.domain.words import when
from gui.errors import Sentence
from gui.qt.check.branch_part import BranchPart
from gui.qt.check.dataset_part import DatasetPart
from gui.qt.check.facts_part import FactsPart
from gui.qt.check.funnel import Funnel
from gui.qt.check.goal_part import GoalPart
from gui.qt.check.loss_table import LossTable
from gui.qt.check.names_part import MOST, NamesPart
from gui.qt.check.options_part import OptionsPart
from gui.qt.check.save_part import SavePart
from gui.qt.check.warning_part import WarningPart
from gui.qt.session.session import Session
from gui.qt.theme.fonts import Type
from gui.qt.theme.theme import Theme
from gui.qt.widgets.button import Button, Kind
from gui.qt.widgets.hairline import Hairline
from gui.qt.widgets.icon_label import IconLabel
from gui.qt.widgets.key_order import keys_before
from gui.qt.widgets.label import Label
from gui.qt.widgets.notice import Notice

_MARGIN = 28
_MOST_WIDTH = 1360
"""Pixels: in a wider window words and their numbers would stand too far apart."""


class RehearsalView(QScrollArea):
    """Shows what it is given; emits what the links ask for."""

    mend_wanted = Signal(object)
    """A ``LossLine``."""
    again_wanted = Signal()
    project_wanted = Signal()
    file_wanted = Signal()
    csv_wanted = Signal()
    """What is left out is to be saved as a table."""

    def __init__(self, theme: Theme) -> None:
        """Empty."""
        super().__init__()
        self._theme = theme
        self._named = ""
        """The reason whose names are shown."""
        self.never_labelled = 0
        """Chosen rows for which an export that may would create label rows in Encord."""
        self.title = Label(theme, "", Type.TITLE, wraps=True)
        self.subtitle = Label(theme, "", Type.BODY, "muted", wraps=True)
        self.notice = Notice(theme)
        self.warning = WarningPart(theme)
        self.funnel = Funnel(theme)
        self.table = LossTable(theme)
        self.lines: list[LossLine] = []
        """What the table shows."""
        self.sum = Label(theme, "", Type.STRONG)
        self.save_csv = Button(theme, "Save as CSV…", Kind.LINK, icon="save")
        self.saved = Notice(theme)
        self.names = NamesPart(theme, can_close=True)
        self.datasets = DatasetPart(theme)
        self.facts = FactsPart(theme)
        self.since = FactsPart(theme)
        self.options = OptionsPart(theme)
        self.goal = GoalPart(theme)
        self.branch = BranchPart(theme)
        self.save = SavePart(theme)
        self._lay_out()
        self._connect()

    def show_plan(self, session: Session, plan: PlanSummary) -> None:
        """Everything of a rehearsal that is up to date."""
        script = Path(session.script.path).name if session.script else ""
        file_name = Path(session.predictions.path).name if session.predictions else ""
        project = session.project.title if session.project else ""
        self.title.setText(headline(plan, script))
        self.say(subtitle(plan))
        self.warning.show_warnings(plan, project)
        self.funnel.setVisible(not plan.by_script)
        self.funnel.show_figures(figures(plan, file_name, session.choices))
        self.lines = loss_lines(plan.losses, session.choices, plan.twins)
        self.table.show_lines(self.lines)
        self.save_csv.setVisible(bool(self.lines))
        self.saved.clear()
        self.table.setVisible(bool(plan.losses))
        for part in (self._sum_line, self._line):
            part.setVisible(not plan.by_script)
        self.sum.setText(spelt_sum(plan))
        self._all_written.setVisible(not plan.losses)
        self._show_changes(session, plan)
        self.save.show_size(estimated_size(plan, session.predictions.classes if session.predictions else []))
        self.never_labelled = never_labelled(session.rows, session.unticked, session.choices.datasets)
        if self._named not in {loss.reason for loss in plan.losses}:
            self.names.hide()
        self.show_choices(session)
        self.goal.show()
        self._body.show()
        self.show_destination(session)
        self._aim_focus()

    def forget_plan(self) -> None:
        """There is no rehearsal any more: another file, another project."""
        self.title.setText("The check did not come to its end")
        self.say("Nothing has been written.")
        self.names.hide()
        self.datasets.hide()
        for part in (self.goal, self.branch, self._body):
            part.hide()
        self._aim_focus()

    def show_choices(self, session: Session) -> None:
        """What is allowed, and which datasets the file belongs to."""
        choices, plan = session.choices, session.plan
        reasons = {loss.reason for loss in plan.losses} if plan else set()
        self.options.show_convert(choices.convert, matters=not reasons.isdisjoint(MENDED_BY_CONVERT))
        self.options.show_near_names(choices.near_names, plan.near if plan else [], plan.near_count if plan else 0)
        self.options.show_thinning(choices, matters=plan is not None and not plan.by_script and plan.to_write > 0)
        self.options.show_turning(choices.rotate, matters=Reason.TURNED in reasons)
        self.options.show_create_rows(choices.create_missing_rows, self.never_labelled)
        self.options.show_frames(choices.frame_classifications, matters=bool(session.ontology.classifications))
        if choices.datasets or not self.datasets.isHidden():
            self._show_datasets(session)

    def show_destination(self, session: Session) -> None:
        """The goal, how the branch stands, where the file goes, and what either will hold."""
        destination, standing = session.where_to.destination, session.branch_standing()
        self.goal.show_goal(destination.goal)
        self.branch.setVisible(standing is not None and session.plan is not None)
        if standing is not None:
            self.branch.show_branch(destination, standing, session.where_to.names)
        self.save.setVisible(destination.has_file)
        self.save.show_output(session.output)
        if session.plan is not None:
            self.facts.show_facts("Good to know", facts(session.plan, destination.goal))

    def say(self, sentence: str) -> None:
        """The muted sentence below the title."""
        self.subtitle.setText(sentence)

    def show_failure(self, failure: Sentence | None) -> None:
        """The rehearsal could not be made; what was known before stays below."""
        if failure is None:
            self.notice.clear()
        else:
            self.notice.say_once(failure, [("Check again", self.again_wanted.emit)])
        self._aim_focus()

    def open_datasets(self, session: Session) -> None:
        """Show the boxes, in sight and with the keys."""
        self._show_datasets(session)
        self._bring(self.datasets)
        self.datasets.focus_first()

    def open_names(self, session: Session, line: LossLine) -> None:
        """Show the file's names, next to those of the project where pictures found no row."""
        plan = session.plan
        titles: list[str] = []
        from_file = list(line.examples)
        if line.mend is Mend.NAMES and plan is not None:
            from_file = plan.names_file or from_file
            titles = plan.names_project or [row.title for row in session.rows[:MOST]]
        project = session.project.title if session.project else ""
        self._named = line.reason
        self.names.compare(line.title, from_file, titles, project)
        self._bring(self.names)
        self.names.close_link.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_changes(self, session: Session, plan: PlanSummary) -> None:
        """Against the project's last export; nobody knows what a script will add."""
        last = session.last_export
        if last is None or plan.by_script:
            self.since.show_facts("", [])
            return
        at = when(last.at, datetime.now().astimezone())
        changes = changes_since(last, plan.to_write, session.matched_classes, session.choices.min_confidence)
        self.since.show_facts(f"Since your last export, {at}", changes)

    def _show_datasets(self, session: Session) -> None:
        twins = session.plan.twins if session.plan else []
        self.datasets.show_choice(datasets_of(session.rows), session.choices.datasets, twins)
        self.datasets.show()

    def _bring(self, part: QWidget) -> None:
        self._column.activate()  # a part that was hidden has no place yet
        self.ensureWidgetVisible(part, 0, 16)

    def _bring_line(self, area: QRect) -> None:
        """The table does not scroll, the page does."""
        middle = self.table.mapTo(self._inside, area.center())
        self.ensureVisible(0, middle.y(), 0, area.height())

    def _connect(self) -> None:
        self.table.mend_wanted.connect(self.mend_wanted)
        self.table.line_reached.connect(self._bring_line)
        self.save_csv.clicked.connect(self.csv_wanted)
        self.names.closed.connect(lambda: self._close(self.names))
        self.datasets.closed.connect(lambda: self._close(self.datasets))
        self.warning.project_wanted.connect(self.project_wanted)
        self.warning.file_wanted.connect(self.file_wanted)

    def _close(self, part: QWidget) -> None:
        part.hide()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _aim_focus(self) -> None:
        """The page's keys go to the remedy of a failure, else to the losses, else to where the file goes."""
        if not self.notice.isHidden():
            self.setFocusProxy(self.notice)
        else:
            where = self.branch.edit if self.save.isHidden() else self.save.edit
            self.setFocusProxy(where if self.table.isHidden() else self.table)

    def _lay_out(self) -> None:
        self._inside, self._body = QWidget(), self._build_body()
        self._inside.setMaximumWidth(_MOST_WIDTH)
        column = QVBoxLayout(self._inside)
        column.setContentsMargins(_MARGIN, 22, _MARGIN, 16)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(self.title, 1)
        head.addWidget(self.goal, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(head)
        column.addSpacing(4)
        column.addWidget(self.subtitle)
        self.branch.setContentsMargins(0, 14, 0, 0)
        column.addWidget(self.branch)
        self.notice.setContentsMargins(0, 16, 0, 0)
        column.addWidget(self.notice)
        column.addWidget(self._body, 1)
        # Where it goes is decided last, and an arrow key pressed on arriving must not change it.
        keys_before(self.save.edit, *self.goal.segments, *self.branch.controls)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(self._inside)

    def showEvent(self, event: QShowEvent) -> None:
        """Whoever comes to this page begins at its top, although the keys go to a table that may be tall."""
        super().showEvent(event)
        QTimer.singleShot(0, lambda: self.verticalScrollBar().setValue(0))

    def _build_body(self) -> QWidget:
        body = QWidget()
        column = self._column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._sum_line = self._build_sum_line()
        # Space belongs to the part below it, so that hidden parts leave none.
        self.warning.setContentsMargins(0, 16, 0, 2)
        self.funnel.setContentsMargins(0, 18, 0, 14)
        for opened in (self.saved, self.datasets, self.names):
            opened.setContentsMargins(8, 0, 8, 16)
        for part in (self.warning, self.funnel, self.table, self._sum_line, self.saved, self.datasets, self.names):
            column.addWidget(part)
        self._line = Hairline(self._theme)
        column.addWidget(self._line)
        column.addLayout(self._build_columns(), 1)
        return body

    def _build_sum_line(self) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(8, 12, 8, 16)
        row.setSpacing(8)
        self._all_written = IconLabel(self._theme, "check", "good")
        row.addWidget(self._all_written)
        row.addWidget(self.sum)
        row.addStretch(1)
        row.addWidget(self.save_csv)
        return line

    def _build_columns(self) -> QHBoxLayout:
        left, right = QVBoxLayout(), QVBoxLayout()
        left.setSpacing(18)
        left.addWidget(self.facts)
        left.addWidget(self.options)
        left.addStretch(1)
        right.setSpacing(18)
        right.addWidget(self.save)
        right.addWidget(self.since)
        right.addStretch(1)
        columns = QHBoxLayout()
        columns.setContentsMargins(0, 16, 0, 0)
        columns.setSpacing(24)
        columns.addLayout(left, 1)
        columns.addWidget(Hairline(self._theme, Qt.Orientation.Vertical))
        columns.addLayout(right, 1)
        return columns
