"""Decodes pictures off the GUI thread; an answer that comes too late is dropped."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QRunnable, QSize, QThreadPool, Signal
from PySide6.QtGui import QImage, QImageReader

from gui.protocol.events import PictureReady
from gui.qt.preview.outline import Outline
from gui.qt.preview.scene import outlines_of

MOST_PIXELS = 4096
"""Longest side of a decoded picture; larger ones are made smaller while they are read."""


@dataclass(frozen=True)
class Decoded:
    """A picture ready to be drawn: its size in pixels of the row, its image, outlines of its predictions."""

    ready: PictureReady
    image: QImage | None
    size: tuple[int, int]
    outlines: list[Outline | None]
    why_not: str = ""


class PictureLoader(QObject):
    """Emits the newest picture asked for."""

    loaded = Signal(object)
    _decoded = Signal(int, object)

    def __init__(self, parent: QObject) -> None:
        """One thread is enough: nobody looks at two pictures."""
        super().__init__(parent)
        self._generation = 0
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._decoded.connect(self._take)

    def load(self, ready: PictureReady) -> None:
        """Decode a picture; whatever was asked for before is forgotten."""
        self._generation += 1
        self._pool.clear()
        self._pool.start(_Decoding(self, self._generation, ready))

    def forget(self) -> None:
        """No picture is wanted any more."""
        self._generation += 1
        self._pool.clear()

    def deliver(self, generation: int, decoded: Decoded) -> None:
        """Called in the worker thread."""
        self._decoded.emit(generation, decoded)

    def _take(self, generation: int, decoded: Decoded) -> None:
        if generation == self._generation:
            self.loaded.emit(decoded)


class _Decoding(QRunnable):
    def __init__(self, loader: PictureLoader, generation: int, ready: PictureReady) -> None:
        super().__init__()
        self._loader = loader
        self._generation = generation
        self._ready = ready

    def run(self) -> None:
        self._loader.deliver(self._generation, decode(self._ready))


def decode(ready: PictureReady) -> Decoded:
    """The picture of an answer, or a sentence why it cannot be shown."""
    size = (ready.width, ready.height)
    image, stored = _read(ready.path, size) if ready.path is not None else (None, size)
    if image is not None and not all(size):
        size = stored
    why_not = ""
    if ready.path is None:
        why_not = ready.why_not or "There is no picture for this row."
    elif image is None:
        kind = Path(ready.path).suffix.lstrip(".").upper() or "this kind"
        why_not = f"This picture cannot be shown here ({kind})."
    return Decoded(ready, image, size, outlines_of(ready.predictions, size), why_not)


def _read(path: str, size: tuple[int, int]) -> tuple[QImage | None, tuple[int, int]]:
    """The image, None when it cannot be decoded, and the size it is stored in."""
    reader = QImageReader(path)
    stored = reader.size()
    if _is_turned(stored, size):
        reader.setAutoTransform(True)
    longest = max(stored.width(), stored.height())
    if longest > MOST_PIXELS:
        reader.setScaledSize(stored * (MOST_PIXELS / longest))
    image = reader.read()
    return None if image.isNull() else image, (stored.width(), stored.height())


def _is_turned(stored: QSize, size: tuple[int, int]) -> bool:
    """Whether the row's size is that of the picture after turning it as its file says."""
    return (stored.height(), stored.width()) == size and stored.width() != stored.height()
