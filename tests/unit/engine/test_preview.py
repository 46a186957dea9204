"""What is drawn on a picture: in pixels, the right way up, corners as the box they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from gui.domain.choices import Choices
from gui.domain.geometry import Box, Corners, Geometry, RotatedBox
from gui.domain.label_row import ListedRow
from gui.domain.ontology import Ontology, OntologyObject
from gui.domain.prediction import Prediction
from gui.engine.preview import drawn
from gui.export.plan import make_plan
from gui.protocol.events import DrawnPrediction
from gui.sources.spool_writer import SpoolWriter

ONTOLOGY = Ontology(objects=(OntologyObject("a1", "Apple", "bounding_box", "#ff0000"),))
ROWS = [ListedRow("l", "d", "s", "S", "a.jpg", "image", "", "", 1, 200, 100, None)]


@pytest.fixture
def writer(tmp_path: Path) -> SpoolWriter:
    return SpoolWriter(tmp_path)


def draw(
    writer: SpoolWriter,
    geometry: Geometry,
    size: tuple[int, int] | None = None,
    *,
    fractions: bool = False,
    rotate: str = "",
) -> DrawnPrediction:
    picture = writer.picture("a.jpg", *(size or (None, None)), fractions=fractions)
    writer.add(picture, writer.class_number("apple"), 0.5, Prediction(geometry, "line 1"))
    spool = writer.finish("txt", "")
    try:
        (found,) = drawn(make_plan(ROWS, ONTOLOGY, spool, Choices(rotate=rotate)), 0, 0)
    finally:
        spool.close()
    return found


def test_fractions_are_drawn_in_pixels_of_the_row(writer: SpoolWriter) -> None:
    found = draw(writer, Box(0.1, 0.5, 0.2, 0.25), fractions=True)
    assert (found.geometry, found.frame) == (Box(20, 50, 40, 25), (200, 100))


def test_corners_are_drawn_as_the_box_they_are(writer: SpoolWriter) -> None:
    found = draw(writer, Corners([10, 10, 30, 10, 30, 20, 10, 20]))
    assert isinstance(found.geometry, RotatedBox)
    assert (found.geometry.cx, found.geometry.cy) == (20, 15)


def test_a_picture_on_its_side_is_drawn_as_the_file_has_it_until_it_is_turned(writer: SpoolWriter) -> None:
    found = draw(writer, Box(10, 20, 30, 40), (100, 200))
    assert (found.geometry, found.frame, found.written) == (Box(10, 20, 30, 40), (100, 200), False)


def test_turned_as_asked(writer: SpoolWriter) -> None:
    found = draw(writer, Box(10, 20, 30, 40), (100, 200), rotate="90")
    assert (found.geometry, found.frame, found.written) == (Box(140, 10, 40, 30), (200, 100), True)
