"""The table of label rows: keys, widths that fit, a ring inside the row that takes the keys."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QPoint, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QFontMetrics,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QApplication, QHeaderView, QTableView

from gui.qt.rows.cell_delegate import CellDelegate
from gui.qt.rows.column_choice import TICK_WIDTH, ColumnChoice
from gui.qt.rows.columns import COLUMNS, TICK, TITLE
from gui.qt.rows.table_model import Index, RowTableModel
from gui.qt.rows.tick_header import TickHeader
from gui.qt.theme.fonts import Type
from gui.qt.theme.theme import Theme
from gui.qt.widgets.copied_cells import copy_lines
from gui.qt.widgets.plain_table import draw_row_ring, make_plain

ROW_HEIGHT = 30


class RowsTable(QTableView):
    """Space ticks what is selected, arrows move, any letter goes to the search."""

    letter_typed = Signal(str)
    current_changed = Signal(int)
    """The row number that is current now, -1 for none."""
    selection_count_changed = Signal()
    menu_wanted = Signal(QPoint)
    """The place on the screen where the menu of the selected rows is wanted."""

    look_changed = Signal()
    """Columns, widths or order are others now, because the user wanted it."""

    def __init__(self, theme: Theme, model: RowTableModel, columns: ColumnChoice) -> None:
        """``model`` and ``columns`` stay the table's for good."""
        super().__init__()
        self._theme = theme
        self._model = model
        self._columns = columns
        self._keys_were_last = False
        self.setModel(model)
        self.setAccessibleName("Rows")
        self._delegate = CellDelegate(theme, self)
        self.setItemDelegate(self._delegate)
        self._head = TickHeader(theme, self)
        self.setHorizontalHeader(self._head)
        self._head.sort_wanted.connect(self._sort)
        self._head.sectionResized.connect(self._keep_width)
        self._head.tick_all_wanted.connect(lambda ticked: model.tick_wanted.emit(list(model.view.shown), ticked))
        self._dress()
        self._fit_columns()
        theme.changed.connect(self.viewport().update)
        for signal in (model.dataChanged, model.modelReset, model.layoutChanged, model.rowsInserted):
            signal.connect(self.show_head)
        self.show_head()

    def is_chosen(self, key: str) -> bool:
        """Whether a column is wanted (it may still have given way)."""
        return next(self._columns.is_chosen(column) for column in COLUMNS if column.key == key)

    def choose_column(self, key: str, is_wanted: bool) -> None:
        """Show or hide a column."""
        self._columns.asked[key] = is_wanted
        self._fit_columns()
        self.look_changed.emit()

    def sort(self, column: int, is_descending: bool) -> None:
        """Sort by a column."""
        order = Qt.SortOrder.DescendingOrder if is_descending else Qt.SortOrder.AscendingOrder
        self._model.sort(column, order)
        self.show_head()
        self.look_changed.emit()

    def show_counts(self, has_counts: bool) -> None:
        """Before a rehearsal nothing is known of predictions: their columns are not there."""
        if has_counts != self._columns.has_counts:
            self._columns.has_counts = has_counts
            self._fit_columns()

    def fit_texts(self, key: str, texts: Sequence[str]) -> None:
        """The texts that the listing has for a column: it shows them whole where no other has to leave for it."""
        if texts != self._columns.texts.get(key):
            self._columns.texts[key] = texts
            self._fit_columns()

    def select_number(self, number: int) -> bool:
        """Make a row current and bring it into sight; False when the filter hides it."""
        place = self._model.place(number)
        if place is None:
            return False
        self.selectRow(place)
        self.scrollTo(self._model.index(place, TITLE))
        return True

    def current_number(self) -> int:
        """The row number that is current, -1 for none."""
        index = self.currentIndex()
        return self._model.number(index.row()) if index.isValid() else -1

    def show_head(self) -> None:
        """The tick and the arrow of the head, from the model."""
        self._head.show_tick(self._model.header_tick())
        self._head.show_order(self._model.sort_column(), self._model.is_descending)

    def currentChanged(self, current: Index, previous: Index) -> None:  # noqa: N802
        """Tell which row it is now."""
        super().currentChanged(current, previous)
        self.viewport().update()
        self.current_changed.emit(self._model.number(current.row()) if current.isValid() else -1)

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:  # noqa: N802
        """Tell that another number of rows is selected."""
        super().selectionChanged(selected, deselected)
        self.selection_count_changed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space ticks; letters search; the rest is the table's own."""
        self._keys_were_last = True
        plain = not event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_selected()
        elif event.key() == Qt.Key.Key_Space and plain:
            self._toggle_selected()
        elif plain and event.text().isprintable() and event.text():
            self.letter_typed.emit(event.text())
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click in the first column ticks and leaves the selection alone."""
        self._keys_were_last = False
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and index.column() == TICK and event.button() == Qt.MouseButton.LeftButton:
            checked = Qt.CheckState(index.data(Qt.ItemDataRole.CheckStateRole)) == Qt.CheckState.Checked
            self._model.tick_wanted.emit([self._model.number(index.row())], not checked)
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            return
        super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Two quick clicks on a tick are two clicks."""
        self.mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The whole row answers the mouse."""
        super().mouseMoveEvent(event)
        self._hover(self.indexAt(event.position().toPoint()).row())

    def leaveEvent(self, event: QEvent) -> None:
        """The mouse is gone."""
        super().leaveEvent(event)
        self._hover(-1)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """From the keyboard, the first row becomes current when none is."""
        super().focusInEvent(event)
        self._keys_were_last = event.reason() != Qt.FocusReason.MouseFocusReason
        if not self.currentIndex().isValid() and self._model.rowCount():
            index = self._model.index(0, TITLE)
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The ring goes."""
        super().focusOutEvent(event)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Columns leave where there is no room, and come back."""
        super().resizeEvent(event)
        self._fit_columns()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The ground, the cells, then the ring inside the row that takes the keys."""
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), self._theme.color("surface"))
        painter.end()
        super().paintEvent(event)
        if self.currentIndex().isValid() and self.hasFocus() and self._keys_were_last:
            draw_row_ring(self, self._theme)

    def _dress(self) -> None:
        make_plain(self)
        self.setMouseTracking(True)
        # What is opaque is moved when it is scrolled, and only the rows that come into sight are painted.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setWordWrap(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        metrics = QFontMetrics(self._theme.font(Type.BODY))
        self.verticalHeader().setDefaultSectionSize(max(ROW_HEIGHT, metrics.height() + 12))
        self._head.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self._head.setSectionResizeMode(TICK, QHeaderView.ResizeMode.Fixed)
        self._head.setSectionResizeMode(TITLE, QHeaderView.ResizeMode.Stretch)
        self.setColumnWidth(TICK, TICK_WIDTH)

    def _fit_columns(self) -> None:
        """Columns leave where there is no room, and come back."""
        widths = self._columns.fit(self.viewport().width(), QFontMetrics(self._theme.font(Type.BODY)))
        for place in range(len(COLUMNS)):
            self.setColumnHidden(place, place not in widths and place not in (TICK, TITLE))
        for place, width in widths.items():
            self.setColumnWidth(place, width)

    def _keep_width(self, place: int, before: int, width: int) -> None:
        if QApplication.mouseButtons() & Qt.MouseButton.LeftButton:
            self._columns.widths[COLUMNS[place].key] = width
            self.look_changed.emit()

    def _hover(self, row: int) -> None:
        if row != self._delegate.hovered_row:
            self._delegate.hovered_row = row
            self.viewport().update()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu of the row under the mouse, or of the current one."""
        index = self.indexAt(event.pos())
        is_by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        if is_by_mouse and index.isValid() and not self.selectionModel().isRowSelected(index.row()):
            self.clearSelection()
            self.selectRow(index.row())
        if self.currentIndex().isValid():
            self.menu_wanted.emit(event.globalPos())

    def copy_selected(self) -> None:
        """Put the selected rows on the clipboard, as they are seen."""
        copy_lines(self, self._selected_places())

    def tick_selected(self, *, ticked: bool) -> None:
        """Tick what is selected, or take its tick away."""
        self._model.tick_wanted.emit([self._model.number(place) for place in self._selected_places()], ticked)

    def _selected_places(self) -> list[int]:
        places = {index.row() for index in self.selectionModel().selectedRows()}
        if self.currentIndex().isValid() and not places:
            places = {self.currentIndex().row()}
        return sorted(places)

    def _toggle_selected(self) -> None:
        """All that is selected becomes ticked, or, when all is, unticked."""
        places = self._selected_places()
        states = {self._model.index(place, TICK).data(Qt.ItemDataRole.CheckStateRole) for place in places}
        if places:
            self.tick_selected(ticked=states != {Qt.CheckState.Checked})

    def _sort(self, column: int) -> None:
        is_again = column == self._model.sort_column()
        self.sort(column, not self._model.is_descending if is_again else COLUMNS[column].is_number)
