"""Draws the demo's video again: ``python -m gui.demo.make_clip FILE`` (the result is committed)."""

from __future__ import annotations

import sys
from pathlib import Path

import cv2

from gui.demo.clip import FPS, HEIGHT, WIDTH, clip_scenes
from gui.demo.pictures import paint


def make_clip(path: Path) -> None:
    """Write the clip as MPEG-4 to ``path``. Raises OSError when this OpenCV cannot encode it."""
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"mp4v"), FPS, (WIDTH, HEIGHT))
    if not writer.isOpened():
        raise OSError(f"cannot write a video to {path}")
    for scene in clip_scenes():
        # The encoder spends its bits on grain otherwise, and the file is to stay small.
        writer.write(cv2.bilateralFilter(paint(scene), 5, 18, 3))
    writer.release()


if __name__ == "__main__":
    make_clip(Path(sys.argv[1]))
