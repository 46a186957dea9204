"""Makes resources/demo/welcome.jpg, the picture beside "Try the demo": a scene of the demo with its predictions.

Run it with ``.venv/bin/python packaging/welcome_picture.py`` from the root of the checkout after the demo's
pictures or its model have changed. Boxes and scores are those of the demo's own model.
"""

from __future__ import annotations

import sys
from pathlib import Path

import cv2
from PIL import Image, ImageDraw, ImageFont

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from gui.demo import ontology  # noqa: E402
from gui.demo.model import Detection, detect  # noqa: E402
from gui.demo.pictures import paint  # noqa: E402
from gui.demo.scene import make_scene  # noqa: E402

TARGET = ROOT / "resources" / "demo" / "welcome.jpg"
SIZE = (888, 592)
"""Pixels: three times the width of its column."""

MOST_BYTES = 120_000
LEAST_SCORE = 0.4
FONT = "DejaVuSans-Bold.ttf"
CASING = "#101216"
COLORS = {
    "apple": ontology.APPLE.color,
    "orange": ontology.ORANGE.color,
    "pear": ontology.PEAR.color,
    "leaf": ontology.LEAF.color,
    "bruise": ontology.BRUISE.color,
    "tag": ontology.TAG.color,
}
"""Model class → the ontology's colour; the model's "stem" has none and is left out."""


Area = tuple[float, float, float, float]
"""Left, top, right, bottom in pixels of the finished picture."""


def main(scene_number: int) -> None:
    """Paint, draw the boxes with their labels, save."""
    scene = make_scene(scene_number, 1280, 853)  # as the demo's cameras on line 1
    picture = Image.fromarray(cv2.cvtColor(paint(scene), cv2.COLOR_BGR2RGB)).resize(SIZE, Image.Resampling.LANCZOS)
    found = [each for each in detect(scene, seed=7) if each.score >= LEAST_SCORE and each.name in COLORS]
    found.sort(key=lambda each: -each.score)
    areas = [_area(each, SIZE[0] / scene.width) for each in found]
    draw = ImageDraw.Draw(picture)
    for each, area in zip(found, areas, strict=True):
        _draw_box(draw, area, COLORS[each.name])
    taken: list[Area] = []
    for each, area in zip(found, areas, strict=True):
        others = [other for other in areas if other is not area]
        _draw_label(draw, each, area, others, taken)
    TARGET.parent.mkdir(exist_ok=True)
    picture.save(TARGET, quality=84, optimize=True)
    size = TARGET.stat().st_size
    if size > MOST_BYTES:
        raise SystemExit(f"{TARGET.name} has {size} bytes; at most {MOST_BYTES} are allowed")
    print(f"{TARGET}: {size} bytes")


def _area(found: Detection, scale: float) -> Area:
    x, y, w, h = (each * scale for each in found.box)
    return x, y, x + w, y + h


def _draw_box(draw: ImageDraw.ImageDraw, area: Area, color: str) -> None:
    """An outline with a dark casing, so that it is seen on any ground."""
    left, top, right, bottom = area
    draw.rectangle((left - 2, top - 2, right + 2, bottom + 2), outline=CASING, width=7)
    draw.rectangle(area, outline=color, width=3)


def _draw_label(draw: ImageDraw.ImageDraw, found: Detection, area: Area, others: list[Area], taken: list[Area]) -> None:
    """The score above the box, else below it; left out where it would hide another label or object."""
    font = ImageFont.truetype(FONT, 24)
    text = f"{found.score:.2f}"
    width = draw.textlength(text, font=font) + 40
    left = min(max(area[0] - 2, 4), SIZE[0] - width - 4)
    for top in (area[1] - 42, area[3] + 8):
        plate = (left, top, left + width, top + 34)
        is_inside = top >= 0 and top + 34 <= SIZE[1]
        if is_inside and not any(_meet(plate, each) for each in [*others, *taken]):
            taken.append(plate)
            draw.rounded_rectangle(plate, 7, fill=CASING)
            draw.rounded_rectangle((left + 10, top + 11, left + 22, top + 23), 3, fill=COLORS[found.name])
            draw.text((left + 30, top + 3), text, font=font, fill="#FFFFFF")
            return


def _meet(one: Area, other: Area) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 9)
