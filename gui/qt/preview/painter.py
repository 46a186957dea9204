"""Paints a scene over its picture: outlines in a dark casing, masks as tinted pixels, labels white on near-black."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPainterPath, QPen, QTransform

from gui.qt.preview.labels import MOST, Rect, place_labels
from gui.qt.preview.outline import Outline
from gui.qt.preview.scene import Look, Scene, Thing
from gui.qt.preview.viewport import Viewport
from gui.qt.theme.tokens import DARK, LIGHT

_CASING = 4.0
_LINE = 2.0
_DOT = 3.5
_DASHES = {Look.LEFT_OUT: [3.0, 2.0], Look.NO_MATCH: [1.0, 1.5]}
_TINT = {Look.KEPT: 120, Look.LEFT_OUT: 50, Look.NO_MATCH: 90}
_CHIP_PAD = 5.0
_SWATCH = 7.0


def color_of(thing: Thing) -> QColor:
    """The colour of the thing's class; white when it has none."""
    color = QColor(thing.color)
    return color if color.isValid() and thing.look is not Look.NO_MATCH else QColor(LIGHT.surface)


def draw_things(painter: QPainter, scene: Scene, view: Viewport, hovered: Thing | None) -> None:
    """Every outline; the thing under the mouse with a thicker line."""
    for thing in scene.things:
        if thing.outline is not None:
            _draw_outline(painter, thing, thing.outline, view, _LINE + (1 if thing is hovered else 0))


def labels_of(scene: Scene, view: Viewport, font: QFont) -> list[tuple[Thing, Rect]]:
    """The labels that hide nothing, with their places on the canvas; the surest things choose first."""
    metrics = QFontMetricsF(font)
    things = sorted((each for each in scene.things if each.outline is not None), key=lambda each: -each.confidence)
    boxes = [_on_canvas(thing.outline, view) for thing in things if thing.outline is not None]
    sizes = [_chip_size(metrics, thing.label) for thing in things[:MOST]]
    places = place_labels(boxes, sizes, Rect(0, 0, *view.canvas))
    placed = [(thing, place) for thing, place in zip(things, places, strict=False) if place is not None]
    return placed + _statements(scene, view, metrics)


def draw_labels(painter: QPainter, placed: Sequence[tuple[Thing, Rect]], font: QFont) -> None:
    """The labels at their places."""
    for thing, place in placed:
        _draw_chip(painter, thing, place, font)


def draw_hovered_label(painter: QPainter, thing: Thing, view: Viewport, font: QFont) -> None:
    """The label of the thing under the mouse: above it, or as near as the canvas allows; it may hide something."""
    if thing.outline is None:
        return
    box = _on_canvas(thing.outline, view)
    width, height = _chip_size(QFontMetricsF(font), thing.label)
    x = min(max(box.x, 0.0), max(view.canvas[0] - width, 0.0))
    y = min(max(box.y - height - 1, 0.0), view.canvas[1] - height)
    _draw_chip(painter, thing, Rect(x, y, width, height), font)


def _draw_outline(painter: QPainter, thing: Thing, outline: Outline, view: Viewport, width: float) -> None:
    color = color_of(thing)
    if outline.mask is not None:
        _draw_mask(painter, outline, color, _TINT[thing.look], view)
    path = _path(outline.rings, view)
    if not path.isEmpty():
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(_casing_color(), width + _CASING - _LINE, Qt.PenStyle.SolidLine))
        painter.drawPath(path)
        pen = QPen(color, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap, Qt.PenJoinStyle.MiterJoin)
        if thing.look in _DASHES:
            pen.setDashPattern(_DASHES[thing.look])
        painter.setPen(pen)
        painter.drawPath(path)
    for x, y, visibility in outline.dots:
        painter.setPen(QPen(_casing_color() if visibility > 1 else color, 1.5))
        painter.setBrush(color if visibility > 1 else _casing_color())
        painter.drawEllipse(QPointF(*view.to_canvas(x, y)), _DOT, _DOT)


def _draw_mask(painter: QPainter, outline: Outline, color: QColor, tint: int, view: Viewport) -> None:
    """The mask's bytes lie column after column: as an image they are turned over, and turned back while drawing."""
    mask = outline.mask
    assert mask is not None
    left, top, right, bottom = mask.bounds
    pixels = QImage(mask.columns, mask.height, mask.width, mask.height, QImage.Format.Format_Indexed8)
    pixels.setColorTable([0, QColor(color.red(), color.green(), color.blue(), tint).rgba()])
    cut = pixels.copy(top, left, bottom - top, right - left)
    place = _on_canvas(outline, view)
    painter.save()
    painter.translate(place.x, place.y)
    painter.scale(place.w / (right - left), place.h / (bottom - top))
    painter.setTransform(QTransform(0, 1, 1, 0, 0, 0), combine=True)
    painter.drawImage(0, 0, cut)
    painter.restore()


def _path(rings: Sequence[Sequence[tuple[float, float]]], view: Viewport) -> QPainterPath:
    path = QPainterPath()
    for ring in rings:
        path.moveTo(*view.to_canvas(*ring[0]))
        for place in ring[1:]:
            path.lineTo(*view.to_canvas(*place))
        path.closeSubpath()
    return path


def _statements(scene: Scene, view: Viewport, metrics: QFontMetricsF) -> list[tuple[Thing, Rect]]:
    """What is said of the whole picture stands in its corner, one below the other."""
    x, y = max(view.x, 0.0) + 6, max(view.y, 0.0) + 6
    placed = []
    for thing in (each for each in scene.things if each.outline is None):
        width, height = _chip_size(metrics, thing.label)
        placed.append((thing, Rect(x, y, width, height)))
        y += height + 2
    return placed


def _draw_chip(painter: QPainter, thing: Thing, place: Rect, font: QFont) -> None:
    area = QRectF(place.x, place.y, place.w, place.h)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_casing_color(225))
    painter.drawRoundedRect(area, 3, 3)
    swatch = QRectF(area.left() + _CHIP_PAD, area.center().y() - _SWATCH / 2, _SWATCH, _SWATCH)
    if thing.look is Look.NO_MATCH:
        painter.setPen(QPen(color_of(thing), 1.2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(swatch.adjusted(0.5, 0.5, -0.5, -0.5), 2, 2)
    else:
        painter.setBrush(color_of(thing))
        painter.drawRoundedRect(swatch, 2, 2)
    painter.setFont(font)
    painter.setPen(QColor(LIGHT.surface))
    painter.drawText(area.adjusted(_CHIP_PAD + _SWATCH + 4, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, thing.label)


def _chip_size(metrics: QFontMetricsF, label: str) -> tuple[float, float]:
    return metrics.horizontalAdvance(label) + 2 * _CHIP_PAD + _SWATCH + 4, metrics.height() + 2


def _on_canvas(outline: Outline, view: Viewport) -> Rect:
    left, top = view.to_canvas(outline.bounds[0], outline.bounds[1])
    right, bottom = view.to_canvas(outline.bounds[2], outline.bounds[3])
    return Rect(left, top, right - left, bottom - top)


def _casing_color(alpha: int = 170) -> QColor:
    color = QColor(DARK.sunken)
    color.setAlpha(alpha)
    return color
