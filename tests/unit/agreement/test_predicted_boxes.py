"""Which rows are looked at, and where predictions lie on them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from gui.agreement.predicted_boxes import MOST_ROWS, predicted_boxes, rows_to_compare, turned_pictures
from gui.domain.geometry import Box, ClassScore, Geometry
from gui.domain.label_row import ListedRow
from gui.domain.prediction import Prediction
from gui.matching.row_index import Place
from gui.sources.spool_writer import SpoolWriter


def row(number: int, status: str = "LABELLED", *, label: bool = True, frames: int = 1) -> ListedRow:
    kind = "video" if frames > 1 else "image"
    own = f"l{number}" if label else None
    return ListedRow(own, f"d{number}", "s", "S", f"{number}.jpg", kind, status, "", frames, 200, 100, None)


def places(*rows: int) -> list[Place | None]:
    return [Place(number, 0) for number in rows]


def test_rows_never_labelled_are_never_looked_at() -> None:
    rows = [row(0, label=False), row(1), row(2, "NOT_LABELLED")]
    assert rows_to_compare([None, *places(0, 1, 2, 1)], rows) == [1, 2]
    assert rows_to_compare(places(0), rows) == []


def test_sound_and_text_have_no_boxes() -> None:
    sound = ListedRow("l", "d", "s", "S", "0.mp3", "audio", "LABELLED", "", 1, None, None, None)
    assert rows_to_compare(places(0), [sound]) == []


def test_finished_rows_go_before_others() -> None:
    rows = [row(number, "NOT_LABELLED" if number % 2 else "REVIEWED") for number in range(4 * MOST_ROWS)]
    chosen = rows_to_compare(places(*range(len(rows))), rows)
    assert len(chosen) == MOST_ROWS
    assert all(number % 2 == 0 for number in chosen)
    assert max(chosen) > 3 * MOST_ROWS, "they are spread over the project"


def test_few_finished_rows_are_joined_by_those_that_were_begun() -> None:
    rows = [row(0, "LABEL_IN_PROGRESS"), row(1, "REVIEW_IN_PROGRESS"), row(2, "NOT_LABELLED")]
    assert rows_to_compare(places(2, 1, 0), rows) == [0, 1, 2]


def test_few_long_videos_are_read_at_once() -> None:
    rows = [row(number, frames=20_000) for number in range(30)]
    assert len(rows_to_compare(places(*range(30)), rows)) == 4


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[SpoolWriter]:
    made = SpoolWriter(tmp_path)
    yield made
    made.discard()


def add(writer: SpoolWriter, picture: int, geometry: Geometry, confidence: float | None, name: str = "apple") -> None:
    writer.add(picture, writer.class_number(name), confidence, Prediction(geometry, "line 1"))


def test_boxes_become_fractions_the_surest_first(writer: SpoolWriter) -> None:
    rows = [row(0), row(1)]
    pixels, scaled = writer.picture("0.jpg"), writer.picture("1.jpg", 400, 200)
    fractions = writer.picture("0.txt", fractions=True)
    add(writer, pixels, Box(20, 10, 40, 20), 0.4)
    add(writer, pixels, Box(0, 0, 200, 100), 0.9, "pear")
    add(writer, pixels, ClassScore(), 0.99)
    add(writer, scaled, Box(40, 20, 80, 40), None)
    add(writer, fractions, Box(0.5, 0.5, 0.25, 0.25), 0.5)
    spool = writer.finish("txt", "")
    found = predicted_boxes(spool, places(0, 1, 0), rows, {0, 1})
    spool.close()
    assert [box.class_name for box in found[0, 0]] == ["pear", "apple", "apple"]
    assert found[0, 0][0][1:] == pytest.approx((0, 0, 1, 1))
    assert found[0, 0][1][1:] == pytest.approx((0.5, 0.5, 0.75, 0.75))
    assert found[0, 0][2][1:] == pytest.approx((0.1, 0.1, 0.3, 0.3))
    assert found[1, 0][0][1:] == pytest.approx((0.1, 0.1, 0.3, 0.3))


def test_other_rows_and_turned_pictures_are_left_out(writer: SpoolWriter) -> None:
    turned, elsewhere, unknown = writer.picture("0.jpg", 100, 200), writer.picture("1.jpg"), writer.picture("x.jpg")
    for picture in (turned, elsewhere, unknown):
        add(writer, picture, Box(1, 1, 10, 10), 0.5)
    spool = writer.finish("txt", "")
    found = predicted_boxes(spool, [Place(0, 0), Place(1, 0), None], [row(0), row(1)], {0})
    spool.close()
    assert found == {}


@pytest.mark.parametrize(
    ("rotate", "expected"),
    [("90", (0.9, 0.0, 1.0, 0.1)), ("270", (0.0, 0.9, 0.1, 1.0)), ("none", (0.0, 0.0, 0.05, 0.2))],
)
def test_pictures_on_their_side_are_turned_as_asked(
    writer: SpoolWriter, rotate: str, expected: tuple[float, ...]
) -> None:
    """The row is 200 × 100; the file's picture is 100 × 200, with a box of 10 × 20 in its top left corner."""
    turned, upright = writer.picture("0.jpg", 100, 200), writer.picture("1.jpg", 200, 100)
    for picture in (turned, upright):
        add(writer, picture, Box(0, 0, 10, 20), 0.5)
    spool = writer.finish("txt", "")
    rows = [row(0), row(1)]
    on_their_side = turned_pictures(spool, places(0, 1), rows)
    assert on_their_side == [Place(0, 0), None]
    found = predicted_boxes(spool, on_their_side, rows, {0, 1}, rotate)
    spool.close()
    assert list(found) == [(0, 0)]
    assert found[0, 0][0][1:] == pytest.approx(expected)


def test_nothing_read_is_nothing(writer: SpoolWriter) -> None:
    spool = writer.finish("txt", "")
    assert predicted_boxes(spool, [], [row(0)], {0}) == {}
    spool.close()
