"""The right column of Rows and Predictions: one row's picture, what is in it, and what is known of the row."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent, QImage, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui.domain.counting import counted, number
from gui.domain.label_row import ListedRow
from gui.domain.words import confidence, media_name, pixels
from gui.protocol.events import PictureReady
from gui.qt.preview.about_row import AboutRow
from gui.qt.preview.canvas import Canvas
from gui.qt.preview.class_tally import ClassTally
from gui.qt.preview.frame_bar import FrameBar
from gui.qt.preview.loader import Decoded, PictureLoader
from gui.qt.preview.picture_bar import PictureBar
from gui.qt.preview.scene import Scene, make_scene
from gui.qt.session.session import Session
from gui.qt.theme.fonts import Type
from gui.qt.theme.theme import Theme
from gui.qt.widgets.elided_label import ElidedLabel
from gui.qt.widgets.hairline import Hairline
from gui.qt.widgets.label import Label

_FETCH_DELAY = 80
"""Milliseconds a row has to stay before its picture is asked for: arrows run through many."""
_INVITATION = "Choose a row to see its picture."
_SAY_AFTER = 300
"""Milliseconds before it is said that a picture is being fetched."""


class PreviewPane(QWidget):
    """Shows the row it is given, asks the session for its picture while it is in sight; drops late answers."""

    step_wanted = Signal(int)
    """To the next (1) or the previous (-1) row with predictions."""

    def __init__(self, session: Session, theme: Theme, *, with_row: bool, extra: QWidget | None = None) -> None:
        """``with_row``: below the classes, what is known of the row; ``extra`` stands between picture and classes."""
        super().__init__()
        self._session = session
        self._theme = theme
        self._with_row = with_row
        self._extra = extra
        self._row: int | None = None
        self._frame = 0
        self._asked: tuple[int, int] | None = None
        self._decoded: Decoded | None = None
        self._loader = PictureLoader(self)
        self._fetch_timer = self._timer(_FETCH_DELAY, self._fetch)
        self._say_timer = self._timer(_SAY_AFTER, self._say_fetching)
        self._build()
        self._connect()
        self.setFocusProxy(self._canvas)
        self.show_row(None)

    def show_row(self, number: int | None) -> None:
        """Show a row of the listing, or the invitation to choose one."""
        if number is not None and number >= len(self._session.rows):
            number = None
        if number == self._row and number is not None:
            return
        self._row = number
        self._canvas.setAccessibleName("Picture")
        self._forget_picture(0)
        row = self._listed()
        self._title.setText(row.title if row else "")
        self._about.show_row(row)
        self._about_part.setVisible(self._with_row and row is not None)
        self._frames.show_frames(row.frames if row else 1)
        self._show_scene()
        self._canvas.say(_INVITATION if row is None else "")
        self._want_picture()

    def show_place(self, place: int, total: int) -> None:
        """Say which of the rows with predictions this is (from 1); 0 when it is none of them."""
        self._bar.show_place(place, total)
        row = self._listed()
        which = f"Picture {number(place)} of {number(total)}" if place else "Picture"
        self._canvas.setAccessibleName(f"{which}, {row.title}" if row else which)

    @property
    def canvas(self) -> Canvas:
        """The picture."""
        return self._canvas

    @property
    def row(self) -> int | None:
        """The number of the row that is shown."""
        return self._row

    def showEvent(self, event: QShowEvent) -> None:
        """What changed while nobody looked is fetched now."""
        super().showEvent(event)
        self._want_picture()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing is fetched for nobody."""
        super().hideEvent(event)
        self._fetch_timer.stop()
        self._asked = None

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The picture keeps three to two."""
        super().resizeEvent(event)
        margins = self.layout().contentsMargins()  # type: ignore[union-attr]
        self._canvas.setFixedHeight(max(120, round((self.width() - margins.left() - margins.right()) * 2 / 3)))

    def _build(self) -> None:
        theme = self._theme
        self._title = ElidedLabel(theme, "", Type.SECTION)
        self._detail = ElidedLabel(theme, "", Type.SECONDARY, "muted")
        self._canvas = Canvas(theme)
        self._bar = PictureBar(theme, self._canvas)
        self._frames = FrameBar(theme)
        self._tally_title = Label(theme, "", Type.SECTION, wraps=True)
        self._tally = ClassTally(theme)
        self._about = AboutRow(theme)
        self._about_part = QWidget()
        about = QVBoxLayout(self._about_part)
        about.setContentsMargins(0, 8, 0, 0)
        about.setSpacing(12)
        about.addWidget(Hairline(theme))
        about.addWidget(self._about)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 0, 20, 4)
        layout.setSpacing(0)
        for space, part in (
            (2, self._title),
            (6, self._detail),
            (4, self._canvas),
            (0, self._bar),
            (8, self._frames),
            (4, self._extra),
            (6, self._tally_title),
            (6, self._tally),
            (0, self._about_part),
        ):
            if part is not None:
                layout.addWidget(part)
                layout.addSpacing(space)
        layout.addStretch(1)

    def _connect(self) -> None:
        session = self._session
        self._loader.loaded.connect(self._show_decoded)
        self._bar.step_wanted.connect(self.step_wanted)
        self._frames.frame_wanted.connect(self._show_frame)
        session.picture_ready.connect(self._take)
        session.plan_changed.connect(self._plan_changed)
        session.choices_changed.connect(self._show_scene)
        session.predictions_changed.connect(self._predictions_changed)
        session.rows_reset.connect(lambda: self.show_row(None))

    def _timer(self, delay: int, act: object) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(delay)
        timer.timeout.connect(act)
        return timer

    def _listed(self) -> ListedRow | None:
        return self._session.rows[self._row] if self._row is not None else None

    def _want_picture(self) -> None:
        if self._row is not None and self.isVisible():
            self._fetch_timer.start()

    def _fetch(self) -> None:
        if self._row is None:
            return
        self._asked = (self._row, self._frame)
        if self._decoded is None:
            self._say_timer.start()
        self._session.fetch_picture(*self._asked)

    def _say_fetching(self) -> None:
        if self._decoded is None and self._row is not None:
            self._canvas.say("Fetching the picture…")

    def _plan_changed(self) -> None:
        """Another rehearsal knows other classes and other losses for the same picture."""
        if not self._session.plan_is_stale and self._session.plan is not None:
            self._want_picture()

    def _predictions_changed(self) -> None:
        """Another file: nothing of the one before may stand on the picture any longer."""
        self._forget_picture(self._frame)
        self._show_scene()
        self._canvas.say("" if self._row is not None else _INVITATION)
        self._want_picture()

    def _take(self, ready: PictureReady) -> None:
        if (ready.row, ready.frame) == self._asked:
            self._asked = None
            self._loader.load(ready)

    def _show_frame(self, frame: int) -> None:
        self._forget_picture(frame)
        self._canvas.say("")
        self._want_picture()

    def _forget_picture(self, frame: int) -> None:
        """What was asked for before is late from now on."""
        self._frame, self._decoded, self._asked = frame, None, None
        self._loader.forget()

    def _show_decoded(self, decoded: Decoded) -> None:
        self._say_timer.stop()
        is_same_picture = self._decoded is not None and self._decoded.ready.path == decoded.ready.path
        self._decoded = decoded
        scene = self._scene()
        if is_same_picture:
            self._canvas.show_scene(scene, decoded.why_not)
        else:
            image: QImage | None = decoded.image
            self._canvas.show_picture(image, scene, decoded.why_not)
        self._describe(scene)

    def _show_scene(self) -> None:
        """The same picture under another threshold or other matches."""
        scene = self._scene()
        if self._decoded is not None:
            self._canvas.show_scene(scene, self._decoded.why_not)
        self._describe(scene)

    def _scene(self) -> Scene:
        decoded = self._decoded
        if decoded is None:
            return Scene(0, 0)
        known = self._session.predictions.classes if self._session.predictions else []
        unmatched = {each.name for each in known if self._session.target_of(each.name) is None}
        return make_scene(
            decoded.size,
            decoded.ready.predictions,
            decoded.outlines,
            min_confidence=self._session.choices.min_confidence,
            unmatched=unmatched,
        )

    def _describe(self, scene: Scene) -> None:
        """The lines above and below the picture."""
        row, how_many = self._listed(), len(scene.things)
        size = pixels(scene.width, scene.height) or (pixels(row.width, row.height) if row else "")
        threshold = self._session.choices.min_confidence
        facts = [_what(row, self._frame) if row else "", size]
        said = ""
        plan = self._session.plan
        if self._decoded is not None and plan is not None and not plan.by_script:
            said = counted(how_many, "prediction") if how_many else "No predictions"
            facts.append(f"{said} of {confidence(threshold)} or more" if threshold and not self._with_row else "")
        self._detail.setText(", ".join(fact for fact in facts if fact))
        self._tally_title.setText(f"{said} on this picture" + ("" if how_many else ".") if said else "")
        self._tally_title.setVisible(bool(said))
        self._tally.show_scene(scene)
        has_row = row is not None
        for part in (self._title, self._detail, self._bar):
            part.setVisible(has_row)


def _what(row: ListedRow, frame: int) -> str:
    """What the picture is: the image of a group by its own name, anything else by its kind."""
    return row.images[frame].title if frame < len(row.images) else media_name(row.data_type)
