"""Writes predictions as lines of text: Ultralytics and other text files, KITTI, MOT and CSV."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import PurePosixPath

from gui.domain.geometry import Box, ClassScore, Keypoints, Polygons, RotatedBox
from tests.contract.round_trip.json_files import DATA_YAML
from tests.contract.round_trip.pixels import corners
from tests.contract.round_trip.scene import CLASSES, CLIP, Drawn, Written


def ultralytics_txt(drawn: Sequence[Drawn]) -> Written:
    """Fractions with six digits, the confidence last and the track after it; names of classes beside the files."""
    return Written(_file_each(drawn, _ultralytics_line) | {"data.yaml": DATA_YAML}, _ultralytics_values(drawn[0]))


def _ultralytics_values(first: Drawn) -> dict[str, str]:
    match first.place:
        case ClassScore():
            return {"task": "classify"}
        case Polygons():
            return {"task": "segment", "confidence_column": "last", "track_id": "none"}
        case RotatedBox():
            return {"task": "obb", "confidence_column": "last", "track_id": "none"}
        case Keypoints(points):
            return {"task": "pose", "kpt_shape": f"{len(points)},3", "confidence_column": "last", "track_id": "none"}
    track = "none" if first.track is None else "last"
    media = {} if first.track is None else {"media": "video"}
    return {"task": "detect", "confidence_column": "last", "track_id": track} | media


def _ultralytics_line(one: Drawn) -> str:
    width, height = one.size
    match one.place:
        case ClassScore():
            return f"{one.confidence} {one.name}"
        case Box() as box:
            numbers = _centred(box, width, height)
        case Polygons(parts):
            numbers = _fractions(parts[0][0], width, height)
        case RotatedBox() as turned:
            numbers = _fractions([n for corner in corners(turned) for n in corner], width, height)
        case Keypoints(points, box):
            assert box is not None
            numbers = _centred(box, width, height)
            for point in points:
                numbers += [point.x / width, point.y / height, 0.75 * (point.visibility > 0)]
        case _:
            raise AssertionError(one.place)
    track = "" if one.track is None else f" {one.track}"
    return f"{CLASSES.index(one.name)} {' '.join(f'{n:.6f}' for n in numbers)} {one.confidence:g}{track}"


def _centred(box: Box, width: int, height: int) -> list[float]:
    return [(box.x + box.w / 2) / width, (box.y + box.h / 2) / height, box.w / width, box.h / height]


def _fractions(flat: Sequence[float], width: int, height: int) -> list[float]:
    return [n / (height if place % 2 else width) for place, n in enumerate(flat)]


def txt(drawn: Sequence[Drawn]) -> Written:
    """Boxes as Darknet's relatives write them (name, confidence, corners in pixels); turned boxes as DOTA does."""
    if isinstance(drawn[0].place, RotatedBox):
        values = {"shape": "corners", "units": "pixels", "confidence_column": "last"}
        return Written(_file_each(drawn, _dota_line), values)
    values = {"shape": "box", "units": "pixels", "confidence_column": "second", "box": "xyxy"}
    return Written(_file_each(drawn, _map_line), values)


def _map_line(one: Drawn) -> str:
    left, top, right, bottom = _sides(one)
    return f"{one.name} {one.confidence} {left} {top} {right} {bottom}"


def _dota_line(one: Drawn) -> str:
    assert isinstance(one.place, RotatedBox)
    return f"{' '.join(f'{n:.1f}' for corner in corners(one.place) for n in corner)} {one.name} {one.confidence}"


def kitti(drawn: Sequence[Drawn]) -> Written:
    """Sixteen columns, the sides with two digits."""
    return Written(_file_each(drawn, _kitti_line))


def _kitti_line(one: Drawn) -> str:
    sides = " ".join(f"{side:.2f}" for side in _sides(one))
    return f"{one.name} -1 -1 -10 {sides} -1 -1 -1 -1000 -1000 -1000 -10 {one.confidence}"


def csv(drawn: Sequence[Drawn]) -> Written:
    """A table with a header in UTF-16, as spreadsheets in Europe save it: semicolons and decimal commas."""
    is_video = drawn[0].frame is not None
    places = ["filename", "frame", "track_id"] if is_video else ["filename"]
    lines = [";".join([*places, "class", "score", "xmin", "ymin", "xmax", "ymax"])]
    for one in drawn:
        place = [one.picture, str(one.frame), str(one.track)] if is_video else [one.picture]
        numbers = [str(float(number)).replace(".", ",") for number in (one.confidence, *_sides(one))]
        lines.append(";".join([*place, one.name, *numbers]))
    values = {"box": "xyxy", "units": "pixels"} | ({"first_frame": "0"} if is_video else {})
    return Written({"boxes.csv": "\n".join(lines).encode("utf-16")}, values)


def mot(drawn: Sequence[Drawn]) -> Written:
    """Ten columns; frames and pixels count from 1, and the class is said beside the file."""
    lines = []
    for one in drawn:
        assert isinstance(one.place, Box) and one.frame is not None
        box = one.place
        place = f"{box.x + 1},{box.y + 1},{box.w},{box.h}"
        lines.append(f"{one.frame + 1},{one.track},{place},{one.confidence},-1,-1,-1")
    return Written({f"{PurePosixPath(CLIP).stem}.txt": "\r\n".join(lines).encode()}, {"class": drawn[0].name})


def _sides(one: Drawn) -> tuple[float, float, float, float]:
    assert isinstance(one.place, Box)
    return one.place.x, one.place.y, one.place.x + one.place.w, one.place.y + one.place.h


def _file_each(drawn: Sequence[Drawn], line: Callable[[Drawn], str]) -> dict[str, bytes]:
    """A text file for each picture, or each frame of a video (``clip_12.txt`` is the 12th)."""
    files: dict[str, list[str]] = {}
    for one in drawn:
        frame = "" if one.frame is None else f"_{one.frame + 1}"
        files.setdefault(f"labels/{PurePosixPath(one.picture).stem}{frame}.txt", []).append(line(one))
    return {name: ("\n".join(lines) + "\n").encode() for name, lines in files.items()}
