"""The table "What is left out": as high as its lines; Enter, Space or a click on the link mends a line."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QHeaderView, QSizePolicy, QTableView

from gui.domain.loss_lines import LossLine
from gui.qt.check.loss_delegate import LossDelegate
from gui.qt.check.loss_model import MEND, PICTURES, PREDICTIONS, TITLES, WHAT, WHOSE, LossModel, cell_text
from gui.qt.theme.fonts import Type
from gui.qt.theme.theme import Theme
from gui.qt.widgets.copied_cells import copy_lines
from gui.qt.widgets.plain_table import draw_row_ring, make_plain

_ACTING = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class LossTable(QTableView):
    """Nothing is selected: the current line is the one that takes the keys."""

    mend_wanted = Signal(object)
    """The ``LossLine`` whose link was used."""
    line_reached = Signal(QRect)
    """Keys moved to the line in this part of the table: the page has to bring it into sight."""

    def __init__(self, theme: Theme) -> None:
        """No lines."""
        super().__init__()
        self._theme = theme
        self._lines = LossModel(self)
        self._delegate = LossDelegate(theme, self)
        self._keys_were_last = False
        self.setModel(self._lines)
        self.setItemDelegate(self._delegate)
        self.setAccessibleName("What is left out")
        self._dress()
        theme.changed.connect(self.viewport().update)

    def show_lines(self, lines: Sequence[LossLine]) -> None:
        """Other losses."""
        place = self.currentIndex().row()
        self._lines.show_lines(lines)
        if self.hasFocus() and lines and not self.currentIndex().isValid():
            self._make_current(min(max(place, 0), len(lines) - 1))
        self._fit()

    def sizeHint(self) -> QSize:
        """All lines: the page scrolls, not the table."""
        heights = sum(self.rowHeight(row) for row in range(self._lines.rowCount()))
        return QSize(400, self.horizontalHeader().sizeHint().height() + heights)

    def minimumSizeHint(self) -> QSize:
        """The same height."""
        return QSize(300, self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Mend the current line, or move."""
        self._keys_were_last = True
        if event.matches(QKeySequence.StandardKey.Copy):
            copy_lines(self, [self.currentIndex().row()] if self.currentIndex().isValid() else [])
        elif event.key() in _ACTING and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self._mend(self.currentIndex().row())
        else:
            super().keyPressEvent(event)
            if self.currentIndex().isValid():
                area = self.visualRect(self.currentIndex())
                self.line_reached.emit(area.translated(self.viewport().pos()))
        self.viewport().update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Clicks show no ring."""
        self._keys_were_last = False
        super().mousePressEvent(event)
        self.viewport().update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A link answers the mouse."""
        super().mouseMoveEvent(event)
        index = self.indexAt(event.position().toPoint())
        self._hover(index.row() if index.column() == MEND else -1)

    def leaveEvent(self, event: QEvent) -> None:
        """The mouse is gone."""
        super().leaveEvent(event)
        self._hover(-1)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The page scrolls."""
        event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """From the keyboard, the first line becomes current when none is."""
        super().focusInEvent(event)
        if event.reason() != Qt.FocusReason.MouseFocusReason:
            self._keys_were_last = True
            if not self.currentIndex().isValid() and self._lines.rowCount():
                self._make_current(0)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The ring goes."""
        super().focusOutEvent(event)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The words take what the other columns leave, and as many lines as they need."""
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The cells, then the ring inside the line that takes the keys."""
        super().paintEvent(event)
        if self.currentIndex().isValid() and self.hasFocus() and self._keys_were_last:
            draw_row_ring(self, self._theme)

    def _dress(self) -> None:
        make_plain(self)
        self.setMouseTracking(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        lines, head = self.verticalHeader(), self.horizontalHeader()
        lines.setMinimumSectionSize(1)
        head.setFont(self._theme.font(Type.TABLE_HEAD))
        head.setSectionsClickable(False)
        head.setHighlightSections(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.clicked.connect(self._clicked)

    def _fit(self) -> None:
        fixed = {
            column: self._delegate.width(
                column, [TITLES[column], *(cell_text(line, column) for line in self._lines.lines)]
            )
            for column in (PREDICTIONS, PICTURES, WHOSE, MEND)
        }
        words = max(self.viewport().width() - sum(fixed.values()), 120)
        for column, wanted in {WHAT: words, **fixed}.items():
            self.setColumnWidth(column, wanted)
        for row, line in enumerate(self._lines.lines):
            self.setRowHeight(row, self._delegate.height(line, words))
        self.updateGeometry()

    def _make_current(self, row: int) -> None:
        index = self._lines.index(row, WHAT)
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)

    def _clicked(self, index: QModelIndex) -> None:
        if index.column() == MEND:
            self._mend(index.row())

    def _mend(self, row: int) -> None:
        if 0 <= row < self._lines.rowCount():
            self.mend_wanted.emit(self._lines.lines[row])

    def _hover(self, row: int) -> None:
        if row != self._delegate.hovered_link:
            self._delegate.hovered_link = row
            self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if row >= 0 else Qt.CursorShape.ArrowCursor)
            self.viewport().update()
