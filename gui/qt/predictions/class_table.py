"""The table of classes: as high as its lines, opens a choice by click, F2, Enter or Space."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QSizePolicy, QTableView

from gui.qt.predictions.class_delegate import ARROW, PAD, ClassDelegate
from gui.qt.predictions.class_lines import Match
from gui.qt.predictions.class_model import COUNT, MATCH, NAME, SHAPE, TARGET, TITLES, ClassModel, Index, cell_text
from gui.qt.theme.fonts import Type
from gui.qt.theme.theme import Theme

ROW_HEIGHT = 34
_LEAST_ROWS = 4
_USUAL_ROWS = 7
_MOST_LETTERS = 44
"""Letters that the choice of a class has room for in a wide window."""
_OPENING = (Qt.Key.Key_F2, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class ClassTable(QTableView):
    """The current line is the one that takes the keys; nothing is selected."""

    def __init__(self, theme: Theme, model: ClassModel) -> None:
        """``model`` stays the table's for good."""
        super().__init__()
        self._theme = theme
        self._delegate = ClassDelegate(theme, self)
        self._keys_were_last = False
        self.setModel(model)
        self.setItemDelegate(self._delegate)
        self.setHorizontalHeader(_Head(theme, self))
        self.setAccessibleName("Classes")
        self._dress()
        self._resized()
        model.modelReset.connect(self._resized)
        model.dataChanged.connect(self._fit_columns)
        theme.changed.connect(self.viewport().update)

    def focus_class(self, row: int) -> None:
        """Give the keys to a line."""
        self.setCurrentIndex(self.model().index(row, TARGET))
        self._keys_were_last = True
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show_ring()

    def sizeHint(self) -> QSize:
        """A usual number of lines; with more room, up to all of them."""
        return QSize(400, self._height_of(min(max(self.model().rowCount(), 1), _USUAL_ROWS)))

    def minimumSizeHint(self) -> QSize:
        """Some lines; the rest scrolls."""
        return QSize(300, self._height_of(min(max(self.model().rowCount(), 1), _LEAST_ROWS)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the choice of the current line, or move."""
        self._keys_were_last = True
        current = self.currentIndex()
        if event.key() in _OPENING and current.isValid() and not event.modifiers():
            self.edit(self.model().index(current.row(), TARGET))
        else:
            super().keyPressEvent(event)
        self._show_ring()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Clicks show no ring."""
        self._keys_were_last = False
        super().mousePressEvent(event)
        self._show_ring()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """From the keyboard: to the first line that needs a match, else the first."""
        if event.reason() != Qt.FocusReason.MouseFocusReason:
            self._keys_were_last = True
            if not self.currentIndex().isValid() and self.model().rowCount():
                index = self.model().index(self._first_open(), TARGET)
                self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
        super().focusInEvent(event)  # takes the first line when none is current
        self._show_ring()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The ring goes."""
        super().focusOutEvent(event)
        self._show_ring()

    def currentChanged(self, current: Index, previous: Index) -> None:  # noqa: N802
        """The ring moves."""
        super().currentChanged(current, previous)
        self._show_ring()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The choice takes what the other columns leave."""
        super().resizeEvent(event)
        self._fit_columns()

    def _dress(self) -> None:
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        lines, head = self.verticalHeader(), self.horizontalHeader()
        lines.hide()
        lines.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        lines.setDefaultSectionSize(max(ROW_HEIGHT, QFontMetrics(self._theme.font(Type.BODY)).height() + 16))
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.clicked.connect(self._open)

    def _open(self, index: QModelIndex) -> None:
        if index.column() == TARGET:
            self.edit(index)

    def _fit_columns(self) -> None:
        metrics = QFontMetrics(self._theme.font(Type.BODY))
        model = self.model()
        assert isinstance(model, ClassModel)

        def longest(column: int, *others: str) -> int:
            texts = [*others, *(cell_text(line, column) for line in model.lines)]
            return max(metrics.horizontalAdvance(text) for text in texts)

        fixed = {
            COUNT: longest(COUNT, TITLES[COUNT]) + ARROW + PAD + 4,
            SHAPE: min(longest(SHAPE, "Polygon"), 110) + 22 + PAD + 4,
            MATCH: max(metrics.horizontalAdvance(match.value) for match in Match) + 22 + PAD + 4,
        }
        left = self.viewport().width() - sum(fixed.values())
        name = max(min(longest(NAME, TITLES[NAME]) + 2 * PAD, left // 2), 80)
        target = min(max(left - name, 110), _MOST_LETTERS * metrics.averageCharWidth())
        widths = {NAME: max(left - target, name), TARGET: target, **fixed}
        for column, wanted in widths.items():
            self.setColumnWidth(column, wanted)

    def _resized(self) -> None:
        self.setMaximumHeight(self._height_of(max(self.model().rowCount(), 1)))
        self.updateGeometry()
        self._fit_columns()

    def _height_of(self, rows: int) -> int:
        return self.horizontalHeader().sizeHint().height() + rows * self.verticalHeader().defaultSectionSize() + 2

    def _first_open(self) -> int:
        model = self.model()
        assert isinstance(model, ClassModel)
        wanted = (Match.CHOOSE, Match.SEVERAL, Match.IMPOSSIBLE)
        return next((place for place, line in enumerate(model.lines) if line.match in wanted), 0)

    def _show_ring(self) -> None:
        has_ring = self.hasFocus() and self._keys_were_last and self.currentIndex().isValid()
        self._delegate.ringed_row = self.currentIndex().row() if has_ring else -1
        self.viewport().update()


class _Head(QHeaderView):
    """Titles stand over their texts; that of the numbers before the arrow to what they become."""

    def __init__(self, theme: Theme, parent: ClassTable) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme = theme
        self.setFont(theme.font(Type.TABLE_HEAD))

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N802, N803
        area = QRectF(rect)
        painter.save()
        painter.fillRect(QRectF(area.left(), area.bottom() - 1, area.width(), 1), self._theme.color("line"))
        painter.setFont(self.font())
        painter.setPen(self._theme.color("muted"))
        if logicalIndex == COUNT:
            text, side = area.adjusted(0, 0, -ARROW - PAD, 0), Qt.AlignmentFlag.AlignRight
        else:
            text, side = area.adjusted(PAD, 0, 0, 0), Qt.AlignmentFlag.AlignLeft
        painter.drawText(text, Qt.AlignmentFlag.AlignVCenter | side, TITLES[logicalIndex])
        painter.restore()
