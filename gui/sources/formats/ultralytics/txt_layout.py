"""What the numbers of one line of Ultralytics' text files are, and whether they make sense as that.

The format: https://docs.ultralytics.com/datasets/ (labels), and ``Results.save_txt`` for predictions: class, then
coordinates as fractions of the picture, then the confidence (``save_conf``), then the number of the track. Coordinates
are centre, width and height of a box (detect), the same and keypoints (pose), x and y of an outline's points
(segment), or of four corners (obb). Darknet and others write the confidence after the class.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from gui.domain.geometry import Box, Corners, Geometry, Keypoint, Keypoints, Polygons
from gui.sources import shapes
from gui.sources.entries import BadEntry

Row = Sequence[float]
"""The numbers of one line, the class first."""

EDGE = 0.05
"""How far a box may reach beyond its picture, as a fraction of it, and still make sense."""
FAR = 0.25
"""The same for corners of turned boxes, which may well lie outside."""
SKEW = 0.1
"""How far, as a share of its extent, four corners may be from a parallelogram and still be those of a turned box."""

MOST_CLASSES = 1e9
"""Numbers of classes and tracks are below."""

_BEFORE_POINTS = 4


class Layout(msgspec.Struct, frozen=True):
    """One way to read the lines: ``confidence`` is last, second or none; ``shape`` is keypoints × numbers each."""

    task: str
    confidence: str = "none"
    track: bool = False
    shape: tuple[int, int] = (0, 0)

    def fits(self, count: int) -> bool:
        """Whether a line may have so many numbers, the class among them."""
        left = count - 1 - (self.confidence != "none") - self.track
        match self.task:
            case "detect":
                return left == 4
            case "obb":
                return left == 8
            case "pose":
                return left == _BEFORE_POINTS + self.shape[0] * self.shape[1]
            case _:
                return left >= 6 and left % 2 == 0

    def parts(self, row: Row) -> tuple[Row, float | None, float | None]:
        """The coordinates, the confidence and the track number of a line with as many numbers as fit."""
        end = len(row) - self.track
        track = row[end] if self.track else None
        if self.confidence == "last":
            return row[1 : end - 1], row[end - 1], track
        if self.confidence == "second":
            return row[2:end], row[1], track
        return row[1:end], None, track

    def geometry(self, coordinates: Row) -> Geometry:
        """In fractions of the picture. Raises ``BadEntry``."""
        match self.task:
            case "detect":
                x, y, w, h = coordinates
                return shapes.box(x - w / 2, y - h / 2, w, h)
            case "obb":
                return shapes.corners(coordinates)
            case "pose":
                return self._pose(coordinates)
            case _:
                return shapes.polygons([[coordinates]])

    def words(self) -> str:
        """What stands on a line, for people."""
        points, numbers = self.shape
        what = {
            "detect": "a box",
            "obb": "a turned box by its corners",
            "pose": f"a box and {points} keypoints of {numbers} numbers",
            "segment": "an outline",
        }[self.task]
        words = ["a class", what] + ["a track number"] * self.track
        if self.confidence != "none":
            words.insert(1 if self.confidence == "second" else 2, "a confidence")
        return f"{', '.join(words[:-1])} and {words[-1]}"

    def misfit(self, row: Row) -> str:
        """Why a line makes no sense this way, as the end of a sentence; empty when it does."""
        if not self.fits(len(row)):
            return f"there are {len(row)} numbers"
        if not is_count(row[0]):
            return "the class is no whole number"
        coordinates, confidence, track = self.parts(row)
        if confidence is not None and not 0 <= confidence <= 1:
            return "the confidence is not 0 to 1"
        if track is not None and not is_count(track):
            return "the track is no whole number"
        try:
            geometry = self.geometry(coordinates)
        except BadEntry as problem:
            return problem.detail
        return _misplaced(geometry)

    def _pose(self, numbers: Row) -> Keypoints:
        """A keypoint at 0, 0 is one that Ultralytics was not sure of; a third number is a visibility or confidence."""
        shapes.check_coordinates(numbers, "a keypoint")
        x, y, w, h = numbers[:_BEFORE_POINTS]
        step = self.shape[1]
        is_visibility = all(value in (0, 1, 2) for value in numbers[_BEFORE_POINTS + 2 :: step])
        points = []
        for place in range(self.shape[0]):
            px, py, *third = numbers[_BEFORE_POINTS + place * step :][:step]
            seen = third[0] if third else 2.0
            visibility = int(seen) if is_visibility or not third else 2 * (seen > 0)
            points.append(Keypoint(str(place + 1), px, py, visibility if px or py else 0))
        return Keypoints(points, shapes.box(x - w / 2, y - h / 2, w, h))


def is_count(value: float) -> bool:
    """Whether ``value`` is a whole number from 0, small enough to count something."""
    return 0 <= value < MOST_CLASSES and value == int(value)


def is_turned_box(corners: Corners) -> bool:
    """Whether the corners are nearly those of a parallelogram, as a turned box's are once the picture is stretched."""
    points = corners.points
    extent = max(max(points[axis::2]) - min(points[axis::2]) for axis in (0, 1))
    off = max(abs(points[n] - points[2 + n] + points[4 + n] - points[6 + n]) for n in (0, 1))
    return off <= SKEW * extent


def _misplaced(geometry: Geometry) -> str:
    match geometry:
        case Box():
            return "" if _inside(geometry) else "the box leaves the picture"
        case Corners(points):
            if not all(-FAR <= value <= 1 + FAR for value in points):
                return "a corner lies far outside the picture"
            return "" if is_turned_box(geometry) else "the corners are not those of a turned box"
        case Polygons(parts):
            inside = all(-EDGE <= value <= 1 + EDGE for value in parts[0][0])
            return "" if inside else "a point lies outside the picture"
        case Keypoints(points, box):
            assert box, "a pose has its box here"
            if not _inside(box):
                return "the box leaves the picture"
            there = [point for point in points if point.visibility]
            around = sum(_is_around(box, point) for point in there)
            return "" if around >= 0.8 * len(there) else "keypoints lie outside their box"
    return ""


def _inside(box: Box) -> bool:
    return box.x >= -EDGE and box.y >= -EDGE and box.x + box.w <= 1 + EDGE and box.y + box.h <= 1 + EDGE


def _is_around(box: Box, point: Keypoint) -> bool:
    """Whether the keypoint lies in the box, or beside it by a quarter of its size."""
    return (
        box.x - box.w / 4 <= point.x <= box.x + box.w * 5 / 4 and box.y - box.h / 4 <= point.y <= box.y + box.h * 5 / 4
    )
