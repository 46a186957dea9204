"""Format and settings of a prediction file, to be said by hand where what was found is not what is meant."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from gui.domain.reading_ways import Setting, SourceWays
from gui.domain.reading_words import setting_label, setting_options
from gui.qt.theme.fonts import Type
from gui.qt.theme.theme import Theme
from gui.qt.widgets.button import Button
from gui.qt.widgets.combo import Combo
from gui.qt.widgets.label import Label

_BY_CONTENT = "By its content"


class SettingForm(QWidget):
    """A list of formats and a control for each setting; emits format (empty: by content) and values."""

    way_wanted = Signal(str, dict)
    file_wanted = Signal(QLineEdit)
    """A file is to be chosen for this line."""

    def __init__(self, theme: Theme) -> None:
        """Empty."""
        super().__init__()
        self._theme = theme
        self._settings: list[Setting] = []
        self._controls: dict[str, Combo | QLineEdit] = {}
        self._stops: list[QWidget] = []
        """What Tab comes to among the settings, from top to bottom."""
        self._formats = Combo(theme, small=True)
        self._format_label = Label(theme, "Format", Type.BODY)
        self._format_label.setBuddy(self._formats)
        self._rows = QFormLayout()
        self._rows.setHorizontalSpacing(16)
        self._rows.setVerticalSpacing(8)
        self._rows.addRow(self._format_label, self._formats)
        self._problem = Label(theme, "", Type.SECONDARY, "bad", wraps=True)
        self._problem.hide()
        self._again = Button(theme, "Read it with these settings", small=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(self._rows)
        layout.addWidget(self._problem)
        layout.addWidget(self._again, 0, Qt.AlignmentFlag.AlignLeft)
        self._again.clicked.connect(self._ask)
        # Settings belong to a format: another one is read at once, and brings its own.
        self._formats.activated.connect(lambda: self.way_wanted.emit(self.format, {}))

    @property
    def format(self) -> str:
        """The name of the chosen format; empty: by the content."""
        return str(self._formats.currentData() or "")

    def show_settings(self, source: SourceWays, formats: Sequence[tuple[str, str]], chosen_format: str) -> None:
        """The formats there are, and the settings of this source with the values it was read with."""
        with QSignalBlocker(self._formats):
            self._formats.clear()
            for name, title in [("", _BY_CONTENT), *sorted(formats, key=lambda entry: entry[1].casefold())]:
                self._formats.addItem(title, name)
            self._formats.setCurrentIndex(max(0, self._formats.findData(chosen_format)))
        while self._rows.rowCount() > 1:
            self._rows.removeRow(1)
        self._controls.clear()
        self._stops.clear()
        self._problem.hide()
        self._settings = source.settings
        for setting in self._settings:
            self._add(setting, source.values.get(setting.name, ""))

    def follow(self, before: QWidget) -> None:
        """Tab comes here from ``before``, and goes from top to bottom."""
        for one, other in pairwise([before, self._formats, *self._stops, self._again]):
            QWidget.setTabOrder(one, other)

    def _add(self, setting: Setting, value: str) -> None:
        label = Label(self._theme, setting_label(setting), Type.BODY, wraps=True)
        control: Combo | QLineEdit
        if setting.choices:
            control = Combo(self._theme, small=True)
            for choice, words in setting_options(setting):
                control.addItem(words, choice)
            control.setCurrentIndex(max(0, control.findData(value)))
        else:
            control = self._line(setting, value)
        label.setBuddy(control)
        self._controls[setting.name] = control
        self._stops.append(control)
        if setting.kind == "file or list" and isinstance(control, QLineEdit):
            self._rows.addRow(label, self._with_choice(control, setting))
        else:
            self._rows.addRow(label, control)

    def _line(self, setting: Setting, value: str) -> QLineEdit:
        line = QLineEdit(value)
        line.setFont(self._theme.font(Type.BODY))
        line.setAccessibleName(setting_label(setting))
        line.setPlaceholderText(setting.default)
        return line

    def _with_choice(self, line: QLineEdit, setting: Setting) -> QWidget:
        """The line with a button that brings a file's path into it."""
        both = QWidget()
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        choose = Button(self._theme, "Choose file…", small=True)
        choose.setAccessibleDescription(setting_label(setting))
        choose.clicked.connect(lambda: self.file_wanted.emit(line))
        row.addWidget(line, 1)
        row.addWidget(choose)
        self._stops.append(choose)
        return both

    def _values(self) -> dict[str, str]:
        found = {}
        for name, control in self._controls.items():
            value = str(control.currentData() or "") if isinstance(control, Combo) else control.text().strip()
            if value:
                found[name] = value
        return found

    def _ask(self) -> None:
        values = self._values()
        refusals = [
            f"{setting_label(setting)}: {why}"
            for setting in self._settings
            if setting.name in values and (why := setting.refusal(values[setting.name]))
        ]
        self._problem.setText(" ".join(refusals))
        self._problem.setVisible(bool(refusals))
        if not refusals:
            self.way_wanted.emit(self.format, values)
