"""Paints the table of columns and opens the list of what a column can be, as a combo box of its own."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QWidget

from gui.qt.predictions.column_model import EVIDENCE, ROLE, ColumnModel
from gui.qt.theme.fonts import Type
from gui.qt.widgets.choice_frame import choice_area, draw_choice
from gui.qt.widgets.choice_table import ChoiceDelegate, Index
from gui.qt.widgets.combo import Combo

PAD = 8
_RING = 3
"""Room for the ring at the left of a choice."""


class ColumnDelegate(ChoiceDelegate):
    """What a column is is a choice; all other cells are texts."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """The table gives the sizes."""
        return QSize(80, 34)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Hairline, then the cell."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(option.rect)
        painter.fillRect(QRectF(area.left(), area.bottom() - 1, area.width(), 1), self._theme.color("line"))
        painter.setFont(self._theme.font(Type.SECONDARY if index.row() == EVIDENCE else Type.BODY))
        tone = "muted" if index.row() == EVIDENCE else "text"
        if index.row() == ROLE:
            is_hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
            is_ringed = index == self.ringed
            tone = "text" if index.data(Qt.ItemDataRole.EditRole) else "muted"
            area = area.adjusted(_RING, 0, 0, 0)
            area = draw_choice(painter, self._theme, area, edge="control", is_hovered=is_hovered, is_ringed=is_ringed)
        room = area.adjusted(PAD, 0, -2, 0)
        text = str(index.data(Qt.ItemDataRole.DisplayRole))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(room.width()))
        painter.setPen(self._theme.color(tone))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)
        painter.restore()

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """A combo box with its list open at once."""
        model = index.model()
        assert isinstance(model, ColumnModel)
        combo = self.opened(parent, f"What {model.choice.title(index.column())} is")
        for role, words in model.choice.role_options():
            combo.addItem(words, role)
        combo.view().setMinimumWidth(combo.sizeHint().width())
        combo.setMaxVisibleItems(combo.count())
        return combo

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """What it is now."""
        assert isinstance(editor, Combo)
        editor.setCurrentIndex(editor.findData(index.data(Qt.ItemDataRole.EditRole)))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """What was chosen."""
        assert isinstance(editor, Combo)
        model.setData(index, editor.currentData(), Qt.ItemDataRole.EditRole)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        """Where its painted frame is."""
        editor.setGeometry(choice_area(QRectF(option.rect).adjusted(_RING, 0, 0, 0)).toRect())
