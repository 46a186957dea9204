"""Paints the table of classes and opens the list of what a class can become, as a combo box of its own."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QWidget

from gui.domain.ontology import OntologyObject, Target
from gui.domain.words import shape_icon
from gui.qt.predictions.class_lines import OPEN, ClassLine, Match, Option
from gui.qt.predictions.class_model import COUNT, LEAVE_OUT, LINE_ROLE, MATCH, OPTIONS_ROLE, SHAPE, TARGET, cell_text
from gui.qt.preview.class_tally import draw_swatch
from gui.qt.theme.fonts import Type
from gui.qt.widgets.choice_frame import choice_area, draw_choice
from gui.qt.widgets.choice_table import ChoiceDelegate, Index
from gui.qt.widgets.combo import Combo

PAD = 8
ARROW = 36
"""Room at the right of the numbers for the arrow to what they become."""
_SIGNS: dict[Match, tuple[str, str, str]] = {
    Match.SAME_NAME: ("check", "good", "muted"),
    Match.SUGGESTED: ("question", "link", "muted"),
    Match.CHOSEN: ("check", "good", "muted"),
    Match.CHOOSE: ("triangle", "warn", "warn"),
    Match.SEVERAL: ("triangle", "warn", "warn"),
    Match.LEFT_OUT: ("dash", "muted", "muted"),
    Match.CHANGES: ("triangle", "warn", "warn"),
    Match.IMPOSSIBLE: ("triangle", "warn", "warn"),
}
"""State → icon, its token, the text's token."""


class ClassDelegate(ChoiceDelegate):
    """What a class becomes is a choice; the other cells are texts with signs."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """The table gives the sizes."""
        return QSize(80, 34)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Hairline, then the cell."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(option.rect)
        painter.fillRect(QRectF(area.left(), area.bottom() - 1, area.width(), 1), self._theme.color("line"))
        painter.setFont(self._theme.font(Type.BODY))
        line: ClassLine = index.data(LINE_ROLE)
        if index.column() == TARGET:
            is_hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
            self._paint_choice(painter, area, line, is_hovered, index == self.ringed)
        elif index.column() == COUNT:
            self._paint_count(painter, area, line)
        elif index.column() == MATCH:
            icon, icon_tone, tone = _SIGNS[line.match]
            self._write(painter, area, cell_text(line, MATCH), tone, icon, icon_tone)
        elif index.column() == SHAPE:
            icon = shape_icon(line.target) if line.target else ""
            self._write(painter, area, cell_text(line, SHAPE), "text", icon, "text")
        else:
            self._write(painter, area, line.name, "text")
        painter.restore()

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """A combo box with its list open at once."""
        combo = self.opened(parent, f"{index.data(LINE_ROLE).name} in Encord")
        combo.setPlaceholderText("Choose…")
        self._fill(combo, index.data(OPTIONS_ROLE))
        return combo

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """What is chosen now; nothing when nothing is."""
        assert isinstance(editor, Combo)
        line: ClassLine = index.data(LINE_ROLE)
        is_unset = line.match in (Match.CHOOSE, Match.SEVERAL)
        editor.setCurrentIndex(-1 if is_unset else editor.findData(line.feature_hash or LEAVE_OUT))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Only a choice that was made is one."""
        assert isinstance(editor, Combo)
        chosen = editor.currentData()
        if chosen is not None:
            model.setData(index, chosen, Qt.ItemDataRole.EditRole)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        """Where its painted frame is."""
        editor.setGeometry(choice_area(QRectF(option.rect)).toRect())

    def _fill(self, combo: Combo, options: list[Option]) -> None:
        """What is possible, then "Leave out", then what is not, with the reason."""
        items = QStandardItemModel(combo)
        for option in (each for each in options if not each.why_not):
            items.appendRow(self._item(option))
        leave_out = QStandardItem(self._theme.icon("dash", "muted"), "Leave out")
        leave_out.setData(LEAVE_OUT, Qt.ItemDataRole.UserRole)
        items.appendRow(leave_out)
        for option in (each for each in options if each.why_not):
            item = self._item(option)
            item.setEnabled(False)
            item.setText(f"{option.text}: {option.why_not}")
            items.appendRow(item)
        combo.setModel(items)
        width = max(combo.fontMetrics().horizontalAdvance(items.item(n).text()) for n in range(items.rowCount()))
        combo.view().setMinimumWidth(min(width + 56, 520))

    def _item(self, option: Option) -> QStandardItem:
        item = QStandardItem(QIcon(self._swatch(option.target)), option.text)
        item.setData(option.feature_hash, Qt.ItemDataRole.UserRole)
        return item

    def _swatch(self, target: Target) -> QPixmap:
        if not isinstance(target, OntologyObject):
            return self._theme.pixmap("classification", "muted", 16, 2.0)
        pixmap = QPixmap(32, 32)
        pixmap.setDevicePixelRatio(2.0)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_swatch(painter, self._theme, QRectF(2, 2, 12, 12), target.color)
        painter.end()
        return pixmap

    def _paint_count(self, painter: QPainter, area: QRectF, line: ClassLine) -> None:
        painter.setPen(self._theme.color("text"))
        numbers = area.adjusted(0, 0, -ARROW - PAD, 0)
        painter.drawText(numbers, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, cell_text(line, COUNT))
        top = area.top() + (area.height() - 16) / 2
        self._theme.draw_icon(painter, "arrow-right", "muted", round(area.right() - ARROW + 4), round(top))

    def _paint_choice(
        self, painter: QPainter, area: QRectF, line: ClassLine, is_hovered: bool, is_ringed: bool
    ) -> None:
        edge = "warn" if line.match in OPEN else "control"
        inside = draw_choice(painter, self._theme, area, edge=edge, is_hovered=is_hovered, is_ringed=is_ringed)
        left, top = inside.left() + 8, inside.top() + (inside.height() - 12) / 2
        if isinstance(line.target, OntologyObject):
            draw_swatch(painter, self._theme, QRectF(left, top, 12, 12), line.target.color)
            inside.setLeft(left + 11)
        elif line.target is not None:
            self._theme.draw_icon(painter, "classification", "muted", left, top, 12)
            inside.setLeft(left + 11)
        self._write(painter, inside, cell_text(line, TARGET), "text" if line.target else "muted")

    def _write(
        self, painter: QPainter, area: QRectF, text: str, tone: str, icon: str = "", icon_tone: str = ""
    ) -> None:
        left = area.left() + PAD
        if icon:
            top = area.top() + (area.height() - 16) / 2
            self._theme.draw_icon(painter, icon, icon_tone, round(left), round(top))
            left += 22
        room = area.right() - left - 2
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(room))
        painter.setPen(self._theme.color(tone))
        painter.drawText(QRectF(left, area.top(), room + 2, area.height()), Qt.AlignmentFlag.AlignVCenter, shown)
