"""What the words of one line of other tools' text files are, and whether they make sense as that.

Tools for mean average precision (Cartucho/mAP, rafaelpadilla's) and Darknet write ``class confidence`` and four
numbers, which may be pixels or fractions, corners or sizes; the class may be a name with spaces. DOTA
(https://captain-whu.github.io/DOTA/dataset.html) writes x and y of four corners, the class and a difficulty, after
two lines about the picture.
"""

from __future__ import annotations

import msgspec

from gui.domain.geometry import Box, Corners
from gui.domain.reasons import Reason
from gui.sources import entries, shapes
from gui.sources.entries import BadEntry
from gui.sources.formats.ultralytics.txt_layout import EDGE, is_count
from gui.sources.intake.files import is_picture_name
from gui.sources.read_settings import ReadSettings
from gui.sources.readers.text_sample import Words

HEADERS = ("imagesource:", "gsd:")
"""How the lines of DOTA begin that tell of the picture."""

_CORNERS = 8


class TextLayout(msgspec.Struct, frozen=True):
    """One way to read the lines; the fields have the values of the settings with their names.

    ``shape`` is box or corners; ``box`` tells what the four numbers of a box are; ``scale`` is the setting
    ``confidence``, unit or percent.
    """

    shape: str = "box"
    confidence_column: str = "none"
    box: str = "xywh"
    units: str = "pixels"
    scale: str = "unit"

    def parts(self, words: Words) -> tuple[str, float | None, list[float]]:
        """The class, the confidence and the coordinates as they stand there. Raises ``BadEntry``."""
        name, confidence, numbers = self._split(words)
        if not name:
            raise BadEntry(Reason.BAD_ENTRY, f"{len(words)} words are too few for {self.words()}")
        found = None if confidence is None else entries.confidence(confidence, self.scale)
        return " ".join(name), found, [entries.number(word, "a coordinate") for word in numbers]

    def geometry(self, numbers: list[float]) -> Box | Corners:
        """In pixels, or in fractions where ``units`` are not pixels. Raises ``BadEntry``."""
        if self.units == "percent":
            numbers = [number / 100 for number in numbers]
        return shapes.corners(numbers) if self.shape == "corners" else shapes.box_of(numbers, self.box)

    def words(self) -> str:
        """What stands on a line, for people."""
        if self.shape == "corners":
            last = "confidence" if self.confidence_column == "last" else "difficulty"
            return f"four corners in {UNIT_WORDS[self.units]}, a class and a {last}"
        words = ["a class", f"{BOXES[self.box]} in {UNIT_WORDS[self.units]}"]
        if self.confidence_column != "none":
            words.insert(1 if self.confidence_column == "second" else 2, "a confidence")
        return f"{', '.join(words[:-1])} and {words[-1]}"

    def misfit(self, words: Words, size: tuple[int, int] | None) -> str:
        """Why a line makes no sense this way, as the end of a sentence; empty when it does.

        ``size`` is the picture's in pixels, where the project knows it.
        """
        try:
            name, _, numbers = self.parts(words)
            geometry = self.geometry(numbers)
        except BadEntry as problem:
            return problem.detail
        if is_picture_name(words[0]):
            return f"the class would be called {entries.shown(words[0])}"
        *before, last = name.split()
        if is_number(last) and (before or not is_count(float(last))):
            return f"the class would be called {entries.shown(name)}"
        if self.shape == "corners" and self.confidence_column == "none" and not _is_whole_or_word(words[-1]):
            return f"the difficulty is {words[-1]}"
        if self.units == "pixels" and max(map(abs, numbers)) <= 1:
            return "the numbers are too small for pixels"
        return _misplaced(geometry, (1, 1) if self.units != "pixels" else size)

    def _split(self, words: Words) -> tuple[Words, str | None, Words]:
        if self.shape == "corners":
            numbers, rest = words[:_CORNERS], words[_CORNERS:]
            if self.confidence_column == "last":
                return rest[:-1], rest[-1] if rest else None, numbers
            return rest[:-1] if len(rest) > 1 and is_number(rest[-1]) else rest, None, numbers
        if self.confidence_column == "second":
            return words[:-5], words[-5] if len(words) > 5 else None, words[-4:]
        if self.confidence_column == "last":
            return words[:-5], words[-1] if len(words) > 5 else None, words[-5:-1]
        return words[:-4], None, words[-4:]


UNIT_WORDS = {"pixels": "pixels", "fraction": "fractions", "percent": "percent"}
BOXES = {"xywh": "left, top, width, height", "xyxy": "left, top, right, bottom", "cxcywh": "centre, width, height"}


def is_number(word: str) -> bool:
    """Whether ``word`` can be read as a number."""
    try:
        float(word)
    except ValueError:
        return False
    return True


def class_of_word(word: str, settings: ReadSettings) -> str:
    """The name of a class given by number; a name stays as it is."""
    if is_number(word) and is_count(float(word)):
        return settings.class_name(int(float(word)))
    return word


def _is_whole_or_word(word: str) -> bool:
    return not is_number(word) or is_count(float(word))


def _misplaced(geometry: Box | Corners, size: tuple[int, int] | None) -> str:
    """Why the shape cannot be on a picture of this size, or on any when it is unknown; empty when it can."""
    if isinstance(geometry, Corners):
        far = max(1.0, *(side / 4 for side in size)) if size else None
        outside = (
            far is not None
            and size
            and not all(-far <= value <= size[place % 2] + far for place, value in enumerate(geometry.points))
        )
        return "a corner lies far outside the picture" if outside else ""
    edge_x, edge_y = (EDGE * size[0], EDGE * size[1]) if size else (EDGE * geometry.w, EDGE * geometry.h)
    if geometry.x < -edge_x or geometry.y < -edge_y:
        return "the box leaves the picture"
    if size and (geometry.x + geometry.w > size[0] + edge_x or geometry.y + geometry.h > size[1] + edge_y):
        return "the box leaves the picture"
    return ""
