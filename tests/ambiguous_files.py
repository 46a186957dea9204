"""Text files of the demo's model whose numbers can be read in several ways, for pictures of the demo project."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from gui.demo.model import Detection, detect
from gui.demo.predictions import Shown, pictures_shown
from gui.demo.scene import Scene
from gui.demo.server import DemoServer

Line = Callable[[Detection, Scene], str]

SEED = 1


def centred(found: Detection, _: Scene) -> str:
    """Pixels of centre and size: as left and top, nearly all would fit, too."""
    x, y, w, h = found.box
    return f"{found.name} {found.score} {x + w / 2:.1f} {y + h / 2:.1f} {w:.1f} {h:.1f}"


def cornered(found: Detection, _: Scene) -> str:
    """Pixels of left, top and size: as the centre, nearly all would fit, too."""
    x, y, w, h = found.box
    return f"{found.name} {found.score} {max(x, 0):.1f} {max(y, 0):.1f} {w:.1f} {h:.1f}"


def elsewhere(found: Detection, scene: Scene) -> str:
    """Boxes of a model that has learnt nothing."""
    x, y, w, h = found.box
    return f"{found.name} {found.score} {scene.width - x:.1f} {scene.height - y:.1f} {w / 2:.1f} {h / 2:.1f}"


def some_pictures(demo: DemoServer, *, labelled: bool = True) -> list[Shown]:
    """Six pictures of the project whose title no other row has, and that were labelled, or never."""
    rows = {row.media.title: row.label_hash is not None for row in demo.project.rows.values()}
    pictures = [picture for picture in pictures_shown(demo.project) if rows.get(picture.file_name) is labelled]
    return [picture for picture in pictures if picture.file_name > "cam1_000127"][:6]


def written(folder: Path, pictures: list[Shown], line: Line) -> Path:
    """A new folder with a text file for each picture, the surest prediction first."""
    folder.mkdir()
    for picture in pictures:
        found = sorted(detect(picture.scene, SEED), key=lambda each: -each.score)
        lines = [line(each, picture.scene) for each in found]
        (folder / f"{Path(picture.file_name).stem}.txt").write_text("\n".join(lines) + "\n")
    return folder
