"""The demo's pictures: scenes as JPEG, painted when first asked for and kept in a folder."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import numpy as np
import numpy.typing as npt

from gui.demo.scene import Scene

Image = npt.NDArray[np.uint8]

JPEG_QUALITY = 88


class PictureStore:
    """Painted pictures as files in one folder; several servers and processes may share it."""

    def __init__(self, folder: Path) -> None:
        """Keep pictures in ``folder``, which must exist."""
        self._folder = folder
        self._painting = threading.Lock()

    def jpeg(self, name: str, scene: Scene) -> bytes:
        """The picture of ``scene`` as JPEG; ``name`` must name this scene alone."""
        path = self._folder / f"{name}.jpg"
        if path.exists():
            return path.read_bytes()
        with self._painting:  # two cores at most: painting side by side would only make each picture later
            if not path.exists():
                part = path.with_suffix(f".{os.getpid()}.part")
                part.write_bytes(encode_jpeg(paint(scene)))
                part.replace(path)
        return path.read_bytes()


def paint(scene: Scene) -> Image:
    """The scene as BGR, shape (height, width, 3)."""
    from gui.demo.painter import Painter  # cv2 takes 0.2 s to load: only when a picture is wanted

    return Painter(scene).paint()


def encode_jpeg(image: Image) -> bytes:
    """BGR of shape (height, width, 3) as JPEG."""
    import cv2

    _, data = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])
    return data.tobytes()
