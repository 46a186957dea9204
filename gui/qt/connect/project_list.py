"""The list of the account's projects: what is typed or pasted there goes to the search."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QGuiApplication, QKeyEvent, QKeySequence, QPainter, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from gui.qt.theme.fonts import Type
from gui.qt.theme.theme import Theme

DETAIL_ROLE = Qt.ItemDataRole.UserRole + 2
"""What is known of a project besides its title."""


class ProjectList(QListView):
    """Emits the text that was typed or pasted while it had the keys."""

    typed = Signal(str)

    def __init__(self, theme: Theme) -> None:
        """Without a model."""
        super().__init__()
        self.setItemDelegate(_ProjectDelegate(theme, self))
        self.setAccessibleName("Projects of the account")
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Letters and pasted text are a search; the rest is the list's own."""
        plain = not event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
        if event.matches(QKeySequence.StandardKey.Paste):
            self.typed.emit(QGuiApplication.clipboard().text().strip())
        elif plain and event.text().strip() and event.text().isprintable():
            self.typed.emit(event.text())
        else:
            super().keyPressEvent(event)


class _ProjectDelegate(QStyledItemDelegate):
    """Title, and muted what is known about it; the focused row has a ring inside."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(120, max(34, QFontMetrics(self._theme.font(Type.BODY)).height() + 14))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area: QRect = option.rect
        state: QStyle.StateFlag = option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, self._theme.color("selection"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(area, self._theme.color("hover"))
        painter.fillRect(QRect(area.left(), area.bottom(), area.width(), 1), self._theme.color("line"))
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(self._theme.color("accent"), 2))
            painter.drawRoundedRect(area.adjusted(2, 2, -2, -3), 4, 4)
        self._write(painter, area.adjusted(12, 0, -12, 0), index)
        painter.restore()

    def _write(self, painter: QPainter, area: QRect, index: QModelIndex | QPersistentModelIndex) -> None:
        font = self._theme.font(Type.BODY)
        painter.setFont(font)
        painter.setPen(self._theme.color("text"))
        metrics = QFontMetrics(font)
        title = metrics.elidedText(str(index.data()), Qt.TextElideMode.ElideMiddle, area.width() * 2 // 3)
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, title)
        painter.setFont(self._theme.font(Type.SECONDARY))
        painter.setPen(self._theme.color("muted"))
        rest = area.adjusted(metrics.horizontalAdvance(title) + 16, 0, 0, 0)
        detail = painter.fontMetrics().elidedText(
            str(index.data(DETAIL_ROLE)), Qt.TextElideMode.ElideRight, rest.width()
        )
        painter.drawText(rest, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, detail)
