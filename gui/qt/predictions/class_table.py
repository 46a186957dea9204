"""The table of classes, as high as its lines, and the choice of what each class becomes."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFocusEvent, QFontMetrics, QPainter, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QSizePolicy

from gui.qt.predictions.class_delegate import ARROW, PAD, ClassDelegate
from gui.qt.predictions.class_lines import Match
from gui.qt.predictions.class_model import COUNT, MATCH, NAME, SHAPE, TARGET, TITLES, ClassModel, cell_text
from gui.qt.theme.fonts import Type
from gui.qt.theme.theme import Theme
from gui.qt.widgets.choice_table import ChoiceTable, Index

_LEAST_ROWS = 4
_USUAL_ROWS = 7
_MOST_LETTERS = 44
"""Letters that the choice of a class has room for in a wide window."""


class ClassTable(ChoiceTable):
    """The current line is the one that takes the keys."""

    def __init__(self, theme: Theme, model: ClassModel) -> None:
        """``model`` stays the table's for good."""
        super().__init__(theme, ClassDelegate(theme))
        self.setModel(model)
        self.setHorizontalHeader(_Head(theme, self))
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setAccessibleName("Classes")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._resized()
        model.modelReset.connect(self._resized)
        model.dataChanged.connect(self._fit_columns)
        theme.changed.connect(self.viewport().update)

    def focus_class(self, row: int) -> None:
        """Give the keys to a line."""
        self.setCurrentIndex(self.model().index(row, TARGET))
        self._keys_were_last = True
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.show_ring()

    def sizeHint(self) -> QSize:
        """A usual number of lines; with more room, up to all of them."""
        return QSize(400, self._height_of(min(max(self.model().rowCount(), 1), _USUAL_ROWS)))

    def minimumSizeHint(self) -> QSize:
        """Some lines; the rest scrolls."""
        return QSize(300, self._height_of(min(max(self.model().rowCount(), 1), _LEAST_ROWS)))

    def choice_of(self, index: Index) -> QModelIndex:
        """What the class of this line becomes."""
        return self.model().index(index.row(), TARGET)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """From the keyboard: to the first line that needs a match, else the first."""
        by_keys = event.reason() != Qt.FocusReason.MouseFocusReason
        if by_keys and not self.currentIndex().isValid() and self.model().rowCount():
            index = self.model().index(self._first_open(), TARGET)
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
        super().focusInEvent(event)  # takes the first line when none is current

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The choice takes what the other columns leave."""
        super().resizeEvent(event)
        self._fit_columns()

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
