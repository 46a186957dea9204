"""How the file was read and why; unfolded, other ways to read it: readings with their evidence, format, settings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from gui.domain.comparison_view import ComparisonView
from gui.domain.reading_ways import SourceWays
from gui.domain.reading_words import evidence_words, read_as, way_words
from gui.qt.predictions.setting_form import SettingForm
from gui.qt.theme.fonts import Type
from gui.qt.theme.theme import Theme
from gui.qt.widgets.button import Button, Kind
from gui.qt.widgets.combo import Combo
from gui.qt.widgets.compare_part import ComparePart
from gui.qt.widgets.elided_label import ElidedLabel
from gui.qt.widgets.label import Label

_MOST_WAYS = 6


class ReadingPart(QWidget):
    """Emits another way to read the same file: a format's name (empty: by its content), settings, and whose they are.

    Of several sources one is shown at a time, with its ways and its settings. The last is the number of that source
    (``SourceWays.number``), 0 where the settings are for all.
    """

    way_wanted = Signal(str, dict, int)
    file_wanted = Signal(QLineEdit)
    """A file is to be chosen for this line."""
    compare_wanted = Signal()
    stop_wanted = Signal()
    """Labels of the project are to be looked at, or no longer."""
    columns_wanted = Signal()
    """It is to be said what the columns of the table are."""

    def __init__(self, theme: Theme) -> None:
        """Hidden until something was recognised."""
        super().__init__()
        self._theme = theme
        self._shown: object = None
        self._sources: list[SourceWays] = []
        self._formats: list[tuple[str, str]] = []
        self._chosen_format = ""
        self._is_undecided = False
        self._best: Button | None = None
        self._takers: list[Button] = []
        """The buttons of the ways, from top to bottom."""
        self._said = ElidedLabel(theme, "", Type.SECONDARY, "muted", mode=Qt.TextElideMode.ElideRight)
        self._toggle = Button(theme, "Read it differently…", Kind.LINK)
        self._columns = Button(theme, "Columns…", Kind.LINK)
        self._columns.setAccessibleDescription("What each column of the table is")
        self._which = Combo(theme, small=True)
        self._which_row = self._beside_its_label(self._which, "Which of them")
        self._ways = QVBoxLayout()
        self._ways.setSpacing(8)
        self._comparison = ComparePart(theme)
        self._form = SettingForm(theme)
        self._folded = QWidget()
        self._question = QWidget()
        self._lay_out()
        self._columns.clicked.connect(self.columns_wanted)
        self._toggle.clicked.connect(lambda: self._unfold(self._folded.isHidden()))
        self._which.activated.connect(self._show_source)
        self._form.way_wanted.connect(self._want_way)
        self._form.file_wanted.connect(self.file_wanted)
        self._comparison.compare_wanted.connect(self.compare_wanted)
        self._comparison.stop_wanted.connect(self.stop_wanted)
        self.hide()

    def _lay_out(self) -> None:
        asked = QVBoxLayout(self._question)
        asked.setContentsMargins(0, 0, 0, 0)
        asked.setSpacing(12)
        asked.addLayout(self._ways)
        asked.addWidget(self._comparison)
        inner = QVBoxLayout(self._folded)
        inner.setContentsMargins(0, 6, 0, 6)
        inner.setSpacing(12)
        inner.addWidget(self._which_row)
        inner.addWidget(self._question)
        inner.addWidget(self._form)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self._said, 1)
        head.addWidget(self._columns)
        head.addWidget(self._toggle)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self._folded)

    def _beside_its_label(self, control: Combo, words: str) -> QWidget:
        label = Label(self._theme, words, Type.BODY)
        label.setBuddy(control)
        both = QWidget()
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(label)
        row.addWidget(control, 1, Qt.AlignmentFlag.AlignLeft)
        return both

    def show_sources(
        self,
        sources: Sequence[SourceWays],
        formats: Sequence[tuple[str, str]],
        chosen_format: str,
        *,
        is_undecided: bool,
    ) -> None:
        """What was recognised; ``chosen_format`` is what the user said. A tie is unfolded at once."""
        key = (list(sources), chosen_format, is_undecided)
        if key == self._shown:
            return
        self._shown = key
        titles = dict(formats)
        is_one = len(sources) == 1 and not is_undecided
        self._said.setText(f"{'Read as ' if is_one else ''}{read_as(sources, titles)}")
        focused = QApplication.focusWidget()
        had_keys = focused is not None and self._question.isAncestorOf(focused)
        before = self._which.currentIndex() if len(sources) == len(self._sources) else 0
        self._sources, self._formats = list(sources), list(formats)
        self._chosen_format, self._is_undecided = chosen_format, is_undecided
        self._which.clear()
        self._which.addItems([source.title for source in sources])
        self._which_row.setVisible(len(sources) > 1)
        if sources:
            self._which.setCurrentIndex(max(before, 0))
            self._show_source(max(before, 0))
        self._comparison.setVisible(is_undecided)
        self._unfold(is_undecided)
        if had_keys and is_undecided:
            self.focus_ways()  # the evidence that was asked for is there

    def show_comparison(self, view: ComparisonView) -> None:
        """What is offered or said of a comparison with labels of the project."""
        self._comparison.show_view(view)

    def offer_columns(self, is_table: bool) -> None:
        """Whether there are columns that something can be said about."""
        self._columns.setVisible(is_table)

    def focus_ways(self) -> None:
        """Give the keys to the best of the ways."""
        (self._best or self._toggle).setFocus(Qt.FocusReason.OtherFocusReason)

    def _unfold(self, is_open: bool) -> None:
        self._folded.setVisible(is_open)
        self._toggle.setText("Close" if is_open else "Read it differently…")
        self._toggle.setAccessibleDescription("The ways to read this file, its format and its settings")

    def _show_source(self, place: int) -> None:
        """The ways and the settings of one of the sources."""
        source = self._sources[place]
        if not (self._is_undecided and source.compared):  # else the evidence alone is new: what is being chosen stays
            self._form.show_settings(source, self._formats, self._chosen_format)
        self._show_ways(source, self._is_undecided)
        self._put_in_order()

    def _want_way(self, format: str, values: Mapping[str, str]) -> None:
        """Settings are of the source that is shown; another format is for all of them."""
        number = self._sources[max(self._which.currentIndex(), 0)].number
        self.way_wanted.emit(format, dict(values), number if format == self._chosen_format else 0)

    def _show_ways(self, source: SourceWays, is_undecided: bool) -> None:
        self._best = None
        self._takers.clear()
        while (item := self._ways.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for place, reading in enumerate(source.readings[:_MOST_WAYS] if len(source.readings) > 1 else ()):
            is_taken = not is_undecided and source.is_taken(reading)
            self._ways.addWidget(
                self._way(
                    way_words(source, reading),
                    evidence_words(reading),
                    source.values | reading.values,
                    is_taken=is_taken,
                    is_first=is_undecided and place == 0,
                )
            )

    def _put_in_order(self) -> None:
        """Tab goes from top to bottom: what was made anew would come after everything else in the window."""
        stops = [self._columns, self._toggle, self._which, *self._takers, self._comparison.button]
        for one, other in pairwise(stops):
            QWidget.setTabOrder(one, other)
        self._form.follow(self._comparison.button)

    def _way(self, words: str, evidence: str, values: Mapping[str, str], *, is_taken: bool, is_first: bool) -> QWidget:
        """One way to read the file, with what speaks for it and the button that takes it."""
        theme = self._theme
        line = QWidget()
        text = QVBoxLayout()
        text.setSpacing(1)
        text.addWidget(Label(theme, f"{words[:1].upper()}{words[1:]}", Type.STRONG, wraps=True))
        text.addWidget(Label(theme, evidence, Type.SECONDARY, "muted", wraps=True))
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addLayout(text, 1)
        if is_taken:
            row.addWidget(Label(theme, "Read this way", Type.SECONDARY, "muted"))
        else:
            take = Button(theme, "Read it this way", Kind.FILLED if is_first else Kind.PLAIN, small=True)
            take.setAccessibleDescription(f"{words}. {evidence}")
            given = dict(values)
            take.clicked.connect(lambda: self._want_way(self._form.format, given))
            row.addWidget(take, 0, Qt.AlignmentFlag.AlignTop)
            self._takers.append(take)
            self._best = take if is_first else self._best
        return line
