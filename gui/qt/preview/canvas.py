"""The picture with its predictions: fit, zoom, pan, and the label of what lies under the mouse."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from gui.qt.preview.labels import Rect
from gui.qt.preview.painter import draw_hovered_label, draw_labels, draw_things, labels_of
from gui.qt.preview.scene import Scene, Thing, spoken
from gui.qt.preview.viewport import Viewport
from gui.qt.theme.fonts import Type
from gui.qt.theme.theme import Theme

STEP = 1.25
"""How much one press of + makes it larger."""

_PAN = 40
_LEAST_FOR_LABELS = 340
"""A whole picture narrower than this is too small for labels: they show on hover, or once it is larger."""


class Canvas(QLabel):
    """Keys: + and − zoom, 0 fits, arrows pan; the wheel zooms about the mouse, dragging pans."""

    zoom_changed = Signal(float)
    """Canvas pixels for one pixel of the picture."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Empty until something is shown."""
        super().__init__(parent)
        self._theme = theme
        self._image: QImage | None = None
        self._scene = Scene(0, 0)
        self._view = Viewport.fit((0, 0), (0, 0))
        self._sentence = ""
        self._hovered: Thing | None = None
        self._dragged_from: QPointF | None = None
        self._labels: list[tuple[Thing, Rect]] | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        # Everything is painted here; a label that has a picture is what Qt tells a screen reader is a graphic.
        self.setPixmap(QPixmap(1, 1))
        self.setAccessibleName("Picture")
        theme.changed.connect(self.update)

    def show_picture(self, image: QImage | None, scene: Scene, sentence: str = "") -> None:
        """Another picture; without an image the scene is drawn on plain ground, below ``sentence``."""
        self._image = image
        self._view = Viewport.fit((scene.width, scene.height), (self.width(), self.height()))
        self.show_scene(scene, sentence)
        self.zoom_changed.emit(self._view.scale)

    def show_scene(self, scene: Scene, sentence: str = "") -> None:
        """Other predictions on the same picture; zoom and place stay."""
        self._scene = scene
        self._labels = None
        self._sentence = sentence
        self._hovered = None
        self.setAccessibleDescription(self._described())
        self.update()

    def say(self, sentence: str) -> None:
        """No picture: say why, or what to do."""
        self.show_picture(None, Scene(0, 0), sentence)

    @property
    def sentence(self) -> str:
        """What is said in place of a picture."""
        return self._sentence

    @property
    def scene(self) -> Scene:
        """What is drawn."""
        return self._scene

    @property
    def view(self) -> Viewport:
        """Where the picture lies."""
        return self._view

    @property
    def labelled(self) -> list[Thing]:
        """The things whose label is shown."""
        return [thing for thing, _ in self._placed_labels()]

    def fit(self) -> None:
        """The whole picture."""
        self._move(Viewport.fit(self._view.picture, self._view.canvas))

    def zoom(self, factor: float) -> None:
        """Larger or smaller about the middle."""
        self._move(self._view.zoomed(factor))

    def sizeHint(self) -> QSize:
        """Three to two, as most pictures."""
        return QSize(288, 192)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The view stays what it was, as far as it can."""
        self._move(self._view.resized((self.width(), self.height())))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom about the mouse; over an empty canvas the page scrolls."""
        if not self._scene.width or not event.angleDelta().y():
            event.ignore()
            return
        place = event.position()
        self._move(self._view.zoomed(1.0015 ** event.angleDelta().y(), (place.x(), place.y())))
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to pan."""
        if event.button() == Qt.MouseButton.LeftButton and not self._view.is_fitted:
            self._dragged_from = event.position()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Pan, or show the label of what lies under the mouse."""
        place = event.position()
        if self._dragged_from is not None:
            moved = place - self._dragged_from
            self._dragged_from = place
            self._move(self._view.panned(moved.x(), moved.y()))
            return
        hit = self._scene.hit(*self._view.to_picture(place.x(), place.y()))
        if hit is not self._hovered:
            self._hovered = hit
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Enough panned."""
        self._dragged_from = None
        self.unsetCursor()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Twice as large there, or the whole again."""
        if self._view.is_fitted:
            self._move(self._view.zoomed(2, (event.position().x(), event.position().y())))
        else:
            self.fit()

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is under the mouse."""
        self._hovered = None
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Zoom and pan by keys."""
        pans = {
            Qt.Key.Key_Left: (_PAN, 0),
            Qt.Key.Key_Right: (-_PAN, 0),
            Qt.Key.Key_Up: (0, _PAN),
            Qt.Key.Key_Down: (0, -_PAN),
        }
        key = Qt.Key(event.key())
        if event.text() in ("+", "="):
            self.zoom(STEP)
        elif event.text() in ("-", "−"):
            self.zoom(1 / STEP)
        elif event.text() == "0":
            self.fit()
        elif key in pans and not self._view.is_fitted:
            self._move(self._view.panned(*pans[key]))
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ground, picture, predictions, sentence; all within round corners."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        corners = QPainterPath()
        corners.addRoundedRect(QRectF(self.rect()), 8, 8)
        painter.setClipPath(corners)
        painter.fillRect(self.rect(), self._theme.color("sunken"))
        view = self._view
        if self._image is not None:
            width, height = view.picture
            painter.drawImage(QRectF(view.x, view.y, width * view.scale, height * view.scale), self._image)
        if self._scene.width:
            draw_things(painter, self._scene, view, self._hovered)
            font = self._theme.font(Type.LABEL)
            draw_labels(painter, self._placed_labels(), font)
            if self._hovered is not None:
                draw_hovered_label(painter, self._hovered, view, font)
        if self._sentence:
            self._paint_sentence(painter)

    def _paint_sentence(self, painter: QPainter) -> None:
        area = QRectF(self.rect()).adjusted(20, 12, -20, -12)
        painter.setFont(self._theme.font(Type.SECONDARY))
        painter.setPen(self._theme.color("muted"))
        flags = int(Qt.AlignmentFlag.AlignCenter.value) | int(Qt.TextFlag.TextWordWrap.value)
        painter.drawText(area, flags, self._sentence)

    def _placed_labels(self) -> list[tuple[Thing, Rect]]:
        """Found once for every scene and view: the mouse moves more often than they change."""
        if self._labels is None:
            is_small = self.width() < _LEAST_FOR_LABELS and self._view.is_fitted
            scene = Scene(0, 0) if is_small else self._scene
            self._labels = labels_of(scene, self._view, self._theme.font(Type.LABEL))
        return self._labels

    def _move(self, view: Viewport) -> None:
        self._view = view
        self._labels = None
        self.update()
        self.zoom_changed.emit(view.scale)

    def _described(self) -> str:
        """The picture in words, for a screen reader."""
        return " ".join(part for part in (self._sentence, spoken(self._scene)) if part)
