"""Writes predictions as the XML of Pascal VOC and CVAT."""

from __future__ import annotations

import math
from collections.abc import Sequence
from xml.sax.saxutils import quoteattr

from gui.domain.geometry import Box, ClassScore, Keypoints, Mask, Polygons, RotatedBox
from tests.contract.round_trip.pixels import pixels_of, runs
from tests.contract.round_trip.scene import CLIP, SIZES, Drawn, Written


def voc(drawn: Sequence[Drawn]) -> Written:
    """One file a picture; whole pixels counted from 1, the last one belongs to the box."""
    files = {}
    for name in dict.fromkeys(one.picture for one in drawn):
        width, height = SIZES[name]
        objects = "".join(
            f"<object><name>{one.name}</name><score>{one.confidence}</score>{_voc_place(one)}</object>"
            for one in drawn
            if one.picture == name
        )
        size = f"<size><width>{width}</width><height>{height}</height><depth>3</depth></size>"
        text = f"<annotation><folder>out</folder><filename>{name}</filename>{size}{objects}</annotation>"
        files[f"{name}.xml"] = text.encode()
    return Written(files)


def _voc_place(one: Drawn) -> str:
    match one.place:
        case Box(x, y, w, h):
            sides = {"xmin": x + 1, "ymin": y + 1, "xmax": x + w, "ymax": y + h}
            return f"<bndbox>{''.join(f'<{side}>{n}</{side}>' for side, n in sides.items())}</bndbox>"
        case RotatedBox(cx, cy, w, h, theta):
            numbers = {"cx": cx, "cy": cy, "w": w, "h": h, "angle": math.radians(theta)}
            return f"<robndbox>{''.join(f'<{name}>{n}</{name}>' for name, n in numbers.items())}</robndbox>"
        case Polygons(parts):
            flat = parts[0][0]
            tags = ""
            for place, (x, y) in enumerate(zip(flat[::2], flat[1::2], strict=True), 1):
                tags += f"<x{place}>{x + 1}</x{place}><y{place}>{y + 1}</y{place}>"
            return f"<polygon>{tags}</polygon>"
    raise AssertionError(one.place)


def cvat(drawn: Sequence[Drawn]) -> Written:
    """Shapes on images, or tracks that say from which frame on the thing is outside."""
    if drawn[0].frame is not None:
        return _cvat_tracks(drawn)
    images = ""
    for number, name in enumerate(dict.fromkeys(one.picture for one in drawn)):
        width, height = SIZES[name]
        shapes = "".join(_cvat_shape(one) for one in drawn if one.picture == name)
        images += f'<image id="{number}" name={quoteattr(name)} width="{width}" height="{height}">{shapes}</image>'
    return Written({"file": f'<?xml version="1.0"?><annotations><version>1.1</version>{images}</annotations>'.encode()})


def _cvat_shape(one: Drawn) -> str:
    score = f'<attribute name="score">{one.confidence}</attribute>'
    label = f"label={quoteattr(one.name)} occluded="
    match one.place:
        case Box():
            return f'<box {label}"0" {_cvat_sides(one.place)}>{score}</box>'
        case RotatedBox(cx, cy, w, h, theta):
            sides = _cvat_sides(Box(cx - w / 2, cy - h / 2, w, h))
            return f'<box {label}"0" {sides} rotation="{theta}">{score}</box>'
        case Polygons(parts):
            flat = parts[0][0]
            points = ";".join(f"{x},{y}" for x, y in zip(flat[::2], flat[1::2], strict=True))
            return f'<polygon {label}"0" points="{points}">{score}</polygon>'
        case Mask() as mask:
            code = ", ".join(map(str, runs(pixels_of(mask))))
            part = f'rle="{code}" left="0" top="0" width="{mask.width}" height="{mask.height}"'
            return f'<mask {label}"0" {part}>{score}</mask>'
        case Keypoints([point]):
            return f'<points {label}"0" points="{point.x},{point.y}">{score}</points>'
        case Keypoints(points):
            inner = "".join(
                f'<points label="{point.name}" outside="{int(not point.visibility)}" points="{point.x},{point.y}"/>'
                for point in points
            )
            return f'<skeleton {label}"0">{inner}{score}</skeleton>'
        case ClassScore():
            return f"<tag label={quoteattr(one.name)}>{score}</tag>"
    raise AssertionError(one.place)


def _cvat_sides(box: Box) -> str:
    return f'xtl="{box.x}" ytl="{box.y}" xbr="{box.x + box.w}" ybr="{box.y + box.h}"'


def _cvat_tracks(drawn: Sequence[Drawn]) -> Written:
    width, height = SIZES[CLIP]
    size = f"<original_size><width>{width}</width><height>{height}</height></original_size>"
    tracks = ""
    for number in dict.fromkeys(one.track for one in drawn):
        seen = [one for one in drawn if one.track == number]
        boxes = "".join(_cvat_frame(one, frames={other.frame for other in seen}) for one in seen)
        tracks += f'<track id="{number}" label={quoteattr(seen[0].name)}>{boxes}</track>'
    meta = f"<meta><task><id>1</id><mode>interpolation</mode>{size}<source>{CLIP}</source></task></meta>"
    return Written({"file": f"<annotations><version>1.1</version>{meta}{tracks}</annotations>".encode()})


def _cvat_frame(one: Drawn, frames: set[int | None]) -> str:
    """A box, and one outside on the next frame if the track has none there."""
    assert isinstance(one.place, Box) and one.frame is not None
    inner = f'{_cvat_sides(one.place)}><attribute name="score">{one.confidence}</attribute></box>'
    text = f'<box frame="{one.frame}" outside="0" {inner}'
    if one.frame + 1 in frames:
        return text
    return f'{text}<box frame="{one.frame + 1}" outside="1" {inner}'
