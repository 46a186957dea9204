"""What the user may allow besides: changes of shape, label rows created in Encord, classifications per frame."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui.domain.choices import Choices
from gui.domain.counting import counted
from gui.domain.loss_lines import near_words
from gui.qt.check.thinning_part import ThinningPart
from gui.qt.check.turning_part import TurningPart
from gui.qt.theme.fonts import Type
from gui.qt.theme.theme import Theme
from gui.qt.widgets.check_box import BOX, CheckBox
from gui.qt.widgets.label import Label

_INDENT = BOX + 10


class OptionsPart(QWidget):
    """Only what means something for this project and file is shown; all of it can be taken back here."""

    convert_wanted = Signal(bool)
    create_rows_wanted = Signal(bool)
    frame_classifications_wanted = Signal(bool)
    near_names_wanted = Signal(bool)
    rotate_wanted = Signal(str)
    thinning_wanted = Signal(float, object, int)

    def __init__(self, theme: Theme) -> None:
        """Hidden until there is something to allow."""
        super().__init__()
        self._theme = theme
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(Label(theme, "What you allow", Type.SECTION))
        layout.addSpacing(4)
        changes = "A box becomes a polygon of four corners; keypoints without names are taken in their order."
        self.convert = _Option(theme, "Allow changes of shape", changes)
        self.create_rows = _Option(theme, "Create label rows in Encord", "")
        self.frames = _Option(
            theme,
            "Also write classifications per frame",
            "Older versions of Encord’s SDK wrote them per frame too. Whether Active reads more than the answers of "
            "the whole row is not known.",
        )
        self.near_names = _Option(theme, "Take rows with nearly the same name", "")
        self.turning = TurningPart(theme)
        self.thinning = ThinningPart(theme)
        for option in (*self._options(), self.thinning):
            layout.addWidget(option)
        self.near_names.box.toggled.connect(self.near_names_wanted)
        self.turning.rotate_wanted.connect(self.rotate_wanted)
        self.thinning.thinning_wanted.connect(self.thinning_wanted)
        self.convert.box.toggled.connect(self.convert_wanted)
        self.create_rows.box.toggled.connect(self.create_rows_wanted)
        self.frames.box.toggled.connect(self.frame_classifications_wanted)

    def show_convert(self, is_allowed: bool, *, matters: bool) -> None:
        """Whether shapes may change."""
        self.convert.show_state(is_allowed, matters or is_allowed)
        self._show_if_any()

    def show_create_rows(self, is_allowed: bool, never_labelled: int) -> None:
        """Whether label rows may be created, and for how many rows."""
        rows = counted(never_labelled, "row")
        reason = (
            f"The export creates a label row for each of the {rows} never labelled. This writes to Encord."
            if is_allowed
            else f"One for each of the {rows} never labelled. Nothing else is written among your labels."
        )
        self.create_rows.show_state(is_allowed, never_labelled > 0 or is_allowed, reason)
        self._show_if_any()

    def show_near_names(self, is_allowed: bool, near: Sequence[tuple[str, str]], count: int) -> None:
        """Whether such rows are taken, with the first pairs of names."""
        reason = f"{counted(count, 'picture')}: {near_words(near)}." if near else ""
        self.near_names.show_state(is_allowed, count > 0 or is_allowed, reason)
        self._show_if_any()

    def show_turning(self, rotate: str, *, matters: bool) -> None:
        """What becomes of pictures on their side."""
        self.turning.show_state(rotate, is_shown=matters or bool(rotate))
        self._show_if_any()

    def show_thinning(self, choices: Choices, *, matters: bool) -> None:
        """What is left out besides."""
        self.thinning.show_state(choices, is_shown=matters)
        self._show_if_any()

    def show_frames(self, is_allowed: bool, *, matters: bool) -> None:
        """Whether classifications are written per frame, too."""
        self.frames.show_state(is_allowed, matters)
        self._show_if_any()

    def _show_if_any(self) -> None:
        self.setVisible(any(not option.isHidden() for option in (*self._options(), self.thinning)))

    def _options(self) -> tuple[QWidget, ...]:
        return self.near_names, self.turning, self.convert, self.create_rows, self.frames


class _Option(QWidget):
    """A box with its reason below."""

    def __init__(self, theme: Theme, text: str, reason: str) -> None:
        super().__init__()
        self.box = CheckBox(theme, text)
        self._reason = Label(theme, reason, Type.SECONDARY, "muted", wraps=True)
        self._reason.setContentsMargins(_INDENT, 0, 0, 0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 6)
        layout.setSpacing(0)
        layout.addWidget(self.box, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self._reason)
        self.box.setAccessibleDescription(reason)
        self.hide()

    def show_state(self, is_on: bool, is_shown: bool, reason: str = "") -> None:
        """Setting the state tells nobody; people click, and screen readers toggle."""
        with QSignalBlocker(self.box):
            self.box.setChecked(is_on)
        if reason:
            self._reason.setText(reason)
            self.box.setAccessibleDescription(reason)
        self.setVisible(is_shown)
