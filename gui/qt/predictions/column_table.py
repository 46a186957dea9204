"""The table of a file's columns with some of its rows, and the choice of what each column is."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QRect, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QAbstractItemView, QHeaderView

from gui.qt.predictions.column_delegate import PAD, ColumnDelegate
from gui.qt.predictions.column_model import ROLE, ColumnModel, Index
from gui.qt.theme.fonts import Type
from gui.qt.theme.theme import Theme
from gui.qt.widgets.choice_table import ChoiceTable

_WIDTHS = (110, 230)
"""The least and the most that a column takes."""
_CHOICE = 48
"""Room around the words of a choice."""


class ColumnTable(ChoiceTable):
    """The current cell's column is the one that takes the keys."""

    def __init__(self, theme: Theme, model: ColumnModel) -> None:
        """``model`` stays the table's for good."""
        super().__init__(theme, ColumnDelegate(theme))
        self._columns = model
        self.setModel(model)
        self.setHorizontalHeader(_Head(theme, Qt.Orientation.Horizontal, self))
        self.setVerticalHeader(_Head(theme, Qt.Orientation.Vertical, self))
        self.setAccessibleName("Columns of the file")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(self.line_height)
        self.setMinimumHeight((model.rowCount() + 2) * self.line_height)
        model.dataChanged.connect(self._fit_columns)
        self._fit_columns()
        self.setCurrentIndex(model.index(ROLE, 0))

    def choice_of(self, index: Index) -> QModelIndex:
        """What the column is."""
        return self._columns.index(ROLE, index.column())

    def _fit_columns(self) -> None:
        """Wide enough for name, cells and what each is, within reason."""
        metrics = QFontMetrics(self._theme.font(Type.BODY))
        model = self._columns
        for column in range(model.columnCount()):
            texts = [model.choice.title(column), *(model.text(line, column) for line in range(1, model.rowCount()))]
            widest = max(metrics.horizontalAdvance(text) + 2 * PAD for text in texts)
            role = metrics.horizontalAdvance(model.text(ROLE, column)) + _CHOICE
            self.setColumnWidth(column, min(max(widest, role, _WIDTHS[0]), _WIDTHS[1]))


class _Head(QHeaderView):
    """Muted words without frames: the columns' names above, what the lines are at the left."""

    def __init__(self, theme: Theme, orientation: Qt.Orientation, parent: ColumnTable) -> None:
        super().__init__(orientation, parent)
        self._theme = theme
        self.setFont(theme.font(Type.TABLE_HEAD))

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N802, N803
        area = QRectF(rect)
        painter.save()
        painter.fillRect(QRectF(area.left(), area.bottom() - 1, area.width(), 1), self._theme.color("line"))
        painter.setFont(self.font())
        painter.setPen(self._theme.color("muted"))
        text = str(self.model().headerData(logicalIndex, self.orientation()))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, int(area.width()) - PAD)
        painter.drawText(area.adjusted(PAD, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, shown)
        painter.restore()
