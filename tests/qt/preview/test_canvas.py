"""The canvas by mouse and keys, the painter's pixels, and the loader that decodes off the GUI thread."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from pycocotools import mask as coco
from PySide6.QtCore import QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.domain.geometry import Box, ClassScore, Geometry, Keypoint, Keypoints, Mask, RotatedBox
from gui.protocol.events import DrawnPrediction, PictureReady
from gui.qt.preview.canvas import Canvas
from gui.qt.preview.loader import PictureLoader, decode
from gui.qt.preview.scene import Scene, make_scene, outlines_of
from gui.qt.theme.theme import Theme

RED = "#FF0000"


def scene_of(*shapes: tuple[Geometry, str | None, bool], size: tuple[int, int] = (400, 300)) -> Scene:
    things = [
        DrawnPrediction(shape, f"Thing {place}", color, 0.9 - place / 100, written)
        for place, (shape, color, written) in enumerate(shapes)
    ]
    unmatched = {thing.label for thing in things if thing.color is None}
    return make_scene(size, things, outlines_of(things, size), unmatched=unmatched)


def black(width: int = 400, height: int = 300) -> QImage:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.black)
    return image


@pytest.fixture
def canvas(theme: Theme, qtbot: QtBot) -> Canvas:
    made = Canvas(theme)
    qtbot.addWidget(made)
    made.setFixedSize(400, 300)
    made.show()
    return made


def pixel(canvas: Canvas, x: int, y: int) -> QColor:
    return canvas.grab().toImage().pixelColor(x, y)


def is_red(color: QColor) -> bool:
    return color.red() > 200 and color.green() < 80


def test_a_box_is_drawn_where_it_is_in_its_color(canvas: Canvas) -> None:
    canvas.show_picture(black(), scene_of((Box(100, 100, 50, 40), RED, True)))
    assert is_red(pixel(canvas, 125, 100))
    assert is_red(pixel(canvas, 150, 120))
    assert pixel(canvas, 125, 120) == QColor("black")


def test_a_turned_box_is_drawn_turned(canvas: Canvas) -> None:
    canvas.show_picture(black(), scene_of((RotatedBox(200, 150, 100, 20, 90), RED, True)))
    assert is_red(pixel(canvas, 200, 100))
    assert not is_red(pixel(canvas, 150, 150))


def test_a_mask_is_drawn_pixel_by_pixel(canvas: Canvas) -> None:
    pixels = np.zeros((300, 400), dtype=np.uint8)
    pixels[50:60, 200:300] = 1
    pixels[60:100, 290:300] = 1
    counts = coco.encode(np.asfortranarray(pixels))["counts"]
    canvas.show_picture(black(), scene_of((Mask(300, 400, counts), RED, True)))
    seen = [pixel(canvas, *place).red() > 60 for place in ((205, 55), (295, 90), (205, 90), (310, 55))]
    assert seen == [True, True, False, False]


def test_keypoints_are_dots(canvas: Canvas) -> None:
    pose = Keypoints([Keypoint("nose", 100, 100, 2), Keypoint("ear", 150, 100, 1), Keypoint("tail", 200, 100, 0)])
    canvas.show_picture(black(), scene_of((pose, RED, True)))
    assert is_red(pixel(canvas, 100, 100))
    assert not is_red(pixel(canvas, 150, 100))
    assert pixel(canvas, 200, 100) == QColor("black")


def test_what_has_no_match_is_white_and_what_is_left_out_dashed(canvas: Canvas) -> None:
    canvas.show_picture(black(), scene_of((Box(50, 50, 200, 150), None, False), (Box(60, 60, 180, 130), RED, False)))
    white = [pixel(canvas, x, 50).lightness() > 200 for x in range(60, 240)]
    red = [is_red(pixel(canvas, x, 60)) for x in range(70, 230)]
    assert any(white)
    assert not all(white)
    assert any(red)
    assert not all(red)


def test_a_statement_about_the_whole_picture_has_its_label_in_the_corner(canvas: Canvas) -> None:
    canvas.show_picture(black(), scene_of((ClassScore(), RED, True)))
    assert [thing.label for thing in canvas.labelled] == ["Thing 0 0.90"]


def test_a_label_that_would_collide_shows_on_hover(canvas: Canvas) -> None:
    crowd = [(Box(100 + 4 * place, 100 + 3 * place, 30, 30), RED, True) for place in range(10)]
    canvas.show_picture(black(), scene_of(*crowd))
    hidden = next(thing for thing in canvas.scene.things if thing not in canvas.labelled)
    assert hidden.outline is not None
    before = canvas.grab().toImage()
    left, top, right, bottom = hidden.outline.bounds
    QTest.mouseMove(canvas, QPoint(round((left + right) / 2), round((top + bottom) / 2)))
    assert canvas.grab().toImage() != before


def test_small_whole_pictures_have_no_labels_until_they_are_larger(canvas: Canvas) -> None:
    canvas.setFixedSize(300, 200)
    canvas.show_picture(black(), scene_of((Box(180, 130, 30, 30), RED, True)))
    assert canvas.labelled == []
    canvas.zoom(2)
    assert len(canvas.labelled) == 1


def test_keys_zoom_pan_and_fit(canvas: Canvas, qtbot: QtBot) -> None:
    canvas.show_picture(black(), scene_of())
    canvas.show_picture(black(), Scene(400, 300))
    QTest.keyClicks(canvas, "++")
    assert canvas.view.scale == pytest.approx(1.5625)
    x = canvas.view.x
    QTest.keyClick(canvas, Qt.Key.Key_Right)
    assert canvas.view.x < x
    QTest.keyClicks(canvas, "-")
    assert canvas.view.scale == pytest.approx(1.25)
    QTest.keyClicks(canvas, "0")
    assert canvas.view.is_fitted


def test_the_wheel_zooms_about_the_mouse_and_dragging_pans(canvas: Canvas) -> None:
    canvas.show_picture(black(), Scene(400, 300))
    place = QPointF(300, 75)
    none, keys = QPoint(0, 0), Qt.KeyboardModifier.NoModifier
    event = QWheelEvent(
        place, place, none, QPoint(0, 480), Qt.MouseButton.NoButton, keys, Qt.ScrollPhase.NoScrollPhase, False
    )
    QApplication.sendEvent(canvas, event)
    assert canvas.view.scale > 2
    assert canvas.view.to_picture(300, 75) == pytest.approx((300, 75))
    before = canvas.view.x
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=QPoint(100, 100))
    QTest.mouseMove(canvas, QPoint(130, 100))
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=QPoint(130, 100))
    assert canvas.view.x == pytest.approx(before + 30)


def test_a_screen_reader_hears_what_is_in_the_picture(canvas: Canvas) -> None:
    canvas.show_picture(black(), scene_of((Box(1, 1, 5, 5), RED, True), (Box(9, 9, 5, 5), None, False)))
    assert canvas.accessibleDescription() == "2 predictions: Thing 0 0.90; Thing 1, no match."
    canvas.say("The picture is gone.")
    assert canvas.accessibleDescription() == "The picture is gone."


def ready(path: Path | None, width: int, height: int, why_not: str = "") -> PictureReady:
    shown = str(path) if path else None
    return PictureReady(job=1, row=0, frame=0, path=shown, width=width, height=height, predictions=[], why_not=why_not)


def test_a_picture_is_decoded_and_gives_its_size_when_the_row_has_none(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    assert black(64, 48).save(str(path))
    decoded = decode(ready(path, 0, 0))
    assert decoded.image is not None
    assert decoded.size == (64, 48)


def test_huge_pictures_are_made_smaller_while_they_are_read(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    assert black(5000, 100).save(str(path))
    decoded = decode(ready(path, 5000, 100))
    assert decoded.image is not None
    assert decoded.image.width() == 4096
    assert decoded.size == (5000, 100)


def test_what_cannot_be_shown_says_so(tmp_path: Path) -> None:
    path = tmp_path / "a.tif"
    path.write_bytes(b"not a picture")
    assert decode(ready(path, 9, 9)).why_not == "This picture cannot be shown here (TIF)."
    assert decode(ready(None, 9, 9, "Sound has no picture.")).why_not == "Sound has no picture."


def test_of_several_pictures_asked_for_the_newest_alone_is_shown(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    parent = QObject()
    loader = PictureLoader(parent)
    shown = []
    loader.loaded.connect(lambda decoded: shown.append(decoded.size))
    path = tmp_path / "a.png"
    assert black(2000, 1500).save(str(path))
    for width in range(1, 6):
        loader.load(ready(path, width, 1))
    qtbot.waitUntil(lambda: len(shown) > 0)
    qtbot.wait(100)
    assert shown == [(5, 1)]
    loader.load(ready(path, 7, 1))
    loader.forget()
    qtbot.wait(100)
    assert shown == [(5, 1)]
