"""The Rows page: search, filters, the table with its ticks, and the picture of the current row."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QFocusEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget

from gui.domain.reasons import SENTENCES, Reason
from gui.domain.row_view import Field, Has, RowFilter
from gui.domain.steps import Step
from gui.qt.preview.beside import Beside
from gui.qt.preview.pane import PreviewPane
from gui.qt.rows.column_choice import ColumnChoice
from gui.qt.rows.column_menu import column_menu
from gui.qt.rows.columns import COLUMNS, place_of
from gui.qt.rows.count_line import CountLine
from gui.qt.rows.filter_bar import FilterBar
from gui.qt.rows.row_menu import row_menu
from gui.qt.rows.rows_table import RowsTable
from gui.qt.rows.table_model import RowTableModel
from gui.qt.session.memory import Memory
from gui.qt.session.session import Session
from gui.qt.theme.fonts import Type
from gui.qt.theme.theme import Theme
from gui.qt.widgets.button import Button
from gui.qt.widgets.empty_state import EmptyState
from gui.qt.widgets.label import Label
from gui.qt.widgets.notice import Notice, Remedy
from gui.qt.widgets.warn_line import WarnLine
from gui.settings import RowsLook

_PREVIEW_WIDTH = 324
_SETTLE = 50
"""Milliseconds in which changes of ticks and selection are gathered before they are counted."""


class RowsPage(QWidget):
    """Every ticked row is exported; all are ticked to begin with."""

    def __init__(self, session: Session, theme: Theme, memory: Memory) -> None:
        """The table fills while the listing comes in; ``memory`` knows how it looked the last time."""
        super().__init__()
        self._session = session
        self._theme = theme
        self._model = RowTableModel(self)
        self._columns = ColumnChoice(memory.settings.rows.columns, memory.settings.rows.widths)
        self._memory = memory
        look = memory.settings.rows
        self.table = RowsTable(theme, self._model, self._columns)
        self.table.sort(place_of(look.sorted_by), is_descending=look.is_descending)
        self.filters = FilterBar(theme)
        self.counts = CountLine(theme)
        self.why = WarnLine(theme, "Show all rows")
        """For which reason the shown rows lost predictions, while they are filtered by it."""
        self.preview = PreviewPane(session, theme, with_row=True)
        self._notice = Notice(theme)
        self._empty = EmptyState(theme, "", icon="images")
        self._count_timer = QTimer(self)
        self._count_timer.setSingleShot(True)
        self._count_timer.setInterval(_SETTLE)
        self._lay_out()
        self._connect()
        self._reset()
        if session.rows:
            self._add(0, len(session.rows))

    def show_rows(self, has: Has, lost_for: str = "") -> None:
        """Show the rows with lost predictions, for example, and no others; ``lost_for`` is a ``Reason``."""
        self.filters.set_has(has, lost_for)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keys go to the table, or what stands in its place; a proxy would make Tab skip the controls before it."""
        (self._empty if self._stack.currentIndex() else self.table).setFocus(event.reason())

    def _lay_out(self) -> None:
        theme = self._theme
        button = Button(theme, "Show preview", icon="image", small=True)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Label(theme, "Choose the rows to export", Type.TITLE), 1)
        head.addWidget(button)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._empty)
        work = QWidget()
        column = QVBoxLayout(work)
        column.setContentsMargins(24, 16, 16, 12)
        column.setSpacing(0)
        column.addLayout(head)
        column.addSpacing(2)
        column.addWidget(
            Label(theme, "Every ticked row gets its predictions. All are ticked to begin with.", Type.BODY, "muted")
        )
        column.addSpacing(12)
        column.addWidget(self._notice)
        column.addWidget(self.filters)
        column.addWidget(self.why)
        column.addSpacing(6)
        column.addWidget(self._stack, 1)
        column.addSpacing(10)
        column.addWidget(self.counts)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(Beside(theme, button, work, self.preview, _PREVIEW_WIDTH))

    def _connect(self) -> None:
        session, table = self._session, self.table
        session.rows_reset.connect(self._reset)
        session.rows_added.connect(self._add)
        session.choices_changed.connect(self._show_ticks)
        session.plan_changed.connect(self._show_plan)
        session.changed.connect(self._show_state)
        self._model.tick_wanted.connect(session.set_ticked)
        self.filters.filter_changed.connect(self._filter)
        self.filters.columns.clicked.connect(self._open_menu)
        self.filters.search.returnPressed.connect(lambda: table.setFocus(Qt.FocusReason.TabFocusReason))
        table.look_changed.connect(self._keep_look)
        table.letter_typed.connect(self.filters.search_for)
        table.current_changed.connect(self._show_row)
        table.selection_count_changed.connect(self._count_timer.start)
        self._count_timer.timeout.connect(self._count)
        self.counts.undo_wanted.connect(session.undo_ticks)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), self).activated.connect(session.undo_ticks)
        table.menu_wanted.connect(lambda place: _pop_up(row_menu(table), place))
        self.counts.tick_shown_wanted.connect(lambda: session.set_ticked(list(self._model.view.shown), True))
        self.counts.untick_all_wanted.connect(lambda: session.set_ticked(range(len(session.rows)), False))
        self.preview.step_wanted.connect(self._step)
        self._empty.chosen.connect(self._leave_empty)
        self.why.chosen.connect(self.filters.clear)

    def _reset(self) -> None:
        self._model.reset_rows()
        self._show_ticks()
        self._show_plan()
        self._show_state()

    def _add(self, first: int, count: int) -> None:
        self._model.add_rows(self._session.rows[first : first + count])
        view = self._model.view
        self.filters.show_options(view)
        for key, field in (("media", Field.MEDIA), ("stage", Field.STAGE)):
            self.table.fit_texts(key, [name for _, name, _ in view.options(field)])
        if not self.table.currentIndex().isValid() and self._model.rowCount():
            self.table.selectRow(0)
        self._show_state()

    def _filter(self, wanted: RowFilter) -> None:
        current = self.table.current_number()
        self._model.set_filter(wanted)
        if not (current >= 0 and self.table.select_number(current)) and self._model.rowCount():
            self.table.selectRow(0)
        self._show_row(self.table.current_number())
        self.why.say(f"Lost: {SENTENCES[Reason(wanted.lost_for)]}." if wanted.lost_for else "")
        self._show_state()

    def _show_ticks(self) -> None:
        self._model.set_unticked(self._session.unticked)
        self._count_timer.start()

    def _show_plan(self) -> None:
        plan = self._session.plan
        current = self.table.current_number()
        # A script fills rows by itself: nobody knows with what before it has run.
        known = plan if plan is not None and not plan.by_script else None
        if known is not None:
            self._model.set_plan(known.row_counts, known.row_losses, known.rows_by_reason)
        else:
            self._model.set_plan([], [])
        self.filters.show_plan(known is not None)
        self.table.show_counts(known is not None)
        if current >= 0 and self.table.current_number() != current:
            self.table.select_number(current)
        self._show_place(self.table.current_number())

    def _show_row(self, number: int) -> None:
        self.preview.show_row(number if number >= 0 else None)
        self._show_place(number)

    def _show_place(self, number: int) -> None:
        having = self._model.view.with_predictions()
        place = having.index(number) + 1 if number in having else 0
        self.preview.show_place(place, len(having))

    def _step(self, way: int) -> None:
        """To the next row with predictions in the order of the table, from wherever the current one stands."""
        having = self._model.view.with_predictions()
        here = self._model.place(self.table.current_number())
        places = {number: place for place, number in enumerate(self._model.view.shown)}
        if here is None:
            return
        beyond = [number for number in having if (places[number] - here) * way > 0]
        if beyond:
            self.table.clearSelection()
            self.table.select_number(beyond[0] if way > 0 else beyond[-1])

    def _show_state(self) -> None:
        """The table, or what stands in its place; a failure above it."""
        session = self._session
        failure = session.failures.get(Step.ROWS)
        if failure is None:
            self._notice.clear()
        else:
            is_new = self._notice.isHidden()
            elsewhere: Remedy = ("Go to Connect", lambda: session.go_to(Step.CONNECT))
            self._notice.say_once(failure, [("List again", session.list_again), elsewhere])
            if is_new and self.isVisible():
                self._notice.focus_remedy()
        is_empty = not self._model.rowCount()
        self._stack.setCurrentIndex(1 if is_empty else 0)
        if session.rows:
            self._empty.say("No row matches.", "Clear filters")
        elif session.listing_done:
            nothing = (
                "This project has no rows. Attach a dataset to it in Encord and open it again, or open another one."
            )
            self._empty.say(nothing, "Open another project")
        else:
            self._empty.say("" if failure else "Listing the rows…")
        self.filters.setEnabled(bool(session.rows))
        self._count_timer.start()

    def _leave_empty(self) -> None:
        if self._session.rows:
            self.filters.clear()
        else:
            self._session.go_to(Step.CONNECT)

    def _count(self) -> None:
        session = self._session
        self.counts.show_counts(
            total=len(session.rows),
            shown=self._model.rowCount(),
            ticked=len(session.rows) - len(session.unticked),
            selected=len(self.table.selectionModel().selectedRows()),
            can_undo=session.can_undo_ticks,
        )

    def _keep_look(self) -> None:
        key = COLUMNS[self._model.sort_column()].key
        look = RowsLook(dict(self._columns.asked), dict(self._columns.widths), key, self._model.is_descending)
        self._memory.settings.rows = look
        self._memory.keep()

    def _open_menu(self) -> None:
        button = self.filters.columns
        _pop_up(column_menu(self, self.table, self._model), button.mapToGlobal(QPoint(0, button.height() + 2)))


def _pop_up(menu: QMenu, place: QPoint) -> None:
    menu.aboutToHide.connect(menu.deleteLater)
    menu.popup(place)
