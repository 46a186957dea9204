"""Small, overlapping and too many predictions are left out on request, each under its own reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui.domain.choices import Choices
from gui.domain.geometry import Box, ClassScore, Geometry, RotatedBox
from gui.domain.label_row import ListedRow
from gui.domain.ontology import Choice, Classification, ClassificationOption, Ontology, OntologyObject
from gui.domain.prediction import Prediction
from gui.domain.reasons import Reason
from gui.export.plan import make_plan
from gui.export.status import REASONS
from gui.sources.spool_writer import SpoolWriter

YES = ClassificationOption("yes001", "Yes")
ONTOLOGY = Ontology(
    objects=(
        OntologyObject("apple1", "Apple", "bounding_box", "#ff0000"),
        OntologyObject("pear01", "Pear", "bounding_box", "#00ff00"),
        OntologyObject("turned", "Turned", "rotatable_bounding_box", "#00ff00"),
    ),
    classifications=(Classification("ripe01", "Ripe", "radio", (YES,)),),
)
ROWS = [
    ListedRow(f"l{name}", f"d{name}", "s", "S", name, "image", "", "", 1, width, height, None)
    for name, width, height in (("a.jpg", 200, 100), ("b.jpg", 200, 100), ("unknown.jpg", None, None))
]
MAPPING: dict[str, str | None] = {"fruit": "apple1"}

Add = Callable[..., None]
Statuses = Callable[..., list[Reason | None]]


@pytest.fixture
def writer(tmp_path: Path) -> SpoolWriter:
    return SpoolWriter(tmp_path)


@pytest.fixture
def add(writer: SpoolWriter) -> Add:
    def add(
        confidence: float,
        geometry: Geometry,
        name: str = "a.jpg",
        class_name: str = "apple",
        source: int = 0,
        fractions: bool = False,
        size: tuple[int, int] | None = None,
    ) -> None:
        writer.begin_source(source)
        picture = writer.picture(name, *(size or (None, None)), fractions=fractions)
        writer.add(picture, writer.class_number(class_name), confidence, Prediction(geometry, "line"))

    return add


@pytest.fixture
def statuses(writer: SpoolWriter) -> Iterator[Statuses]:
    spools = []

    def statuses(**choices: object) -> list[Reason | None]:
        spool = writer.finish("txt", "")
        spools.append(spool)
        plan = make_plan(ROWS, ONTOLOGY, spool, Choices(mapping=MAPPING, **choices))  # type: ignore[arg-type]
        return [REASONS[value - 1] if value else None for value in plan.status]

    yield statuses
    for spool in spools:
        spool.close()


def test_nothing_is_left_out_unless_asked_for(add: Add, statuses: Statuses) -> None:
    add(0.9, Box(10, 10, 20, 20))
    add(0.8, Box(10, 10, 20, 20))
    assert statuses() == [None, None]


def test_of_two_models_the_surer_box_stays_whatever_the_classes_are_called(add: Add, statuses: Statuses) -> None:
    add(0.7, Box(10, 10, 20, 20))
    add(0.9, Box(11, 10, 20, 20), class_name="fruit", source=1)
    add(0.6, Box(11, 10, 20, 20), class_name="pear")
    add(0.5, Box(80, 10, 20, 20))
    add(0.5, Box(10, 10, 20, 20), name="b.jpg")
    assert statuses(nms=0.5) == [Reason.OVERLAPS, None, None, None, None]


def test_fractions_and_pixels_and_scaled_pictures_are_compared_in_the_same_picture(
    add: Add, statuses: Statuses
) -> None:
    add(0.9, Box(20, 10, 40, 20))
    add(0.8, Box(0.1, 0.1, 0.2, 0.2), source=1, fractions=True)
    add(0.7, Box(40, 20, 80, 40), source=2, size=(400, 200))
    add(0.6, RotatedBox(40, 20, 40, 20, 0), class_name="turned")
    add(0.5, RotatedBox(40, 20, 20, 40, 90), class_name="turned")
    assert statuses(nms=0.9) == [None, Reason.OVERLAPS, Reason.OVERLAPS, None, Reason.OVERLAPS]


def test_statements_about_the_whole_picture_overlap_nothing(add: Add, statuses: Statuses) -> None:
    add(0.9, ClassScore(), class_name="yes")
    add(0.0, Box(10, 10, 20, 20))
    assert statuses(nms=0.0) == [None, None]


def test_the_surest_stay_on_each_picture(add: Add, statuses: Statuses) -> None:
    for confidence, name in ((0.1, "a.jpg"), (0.9, "a.jpg"), (0.5, "a.jpg"), (0.9, "a.jpg"), (0.1, "b.jpg")):
        add(confidence, Box(10, 10, 20, 20), name=name)
    assert statuses(most_per_picture=2) == [Reason.OVER_CAP, None, Reason.OVER_CAP, None, None]


def test_small_ones_are_measured_in_pixels_of_the_row(add: Add, statuses: Statuses) -> None:
    add(0.9, Box(10, 10, 20, 9))
    add(0.9, Box(10, 10, 10, 10))
    add(0.9, Box(0.1, 0.1, 0.1, 0.05), fractions=True)  # 20 × 5
    add(0.9, Box(10, 10, 30, 30), size=(1000, 500), source=1)  # 6 × 6
    add(0.9, Box(0.1, 0.1, 0.001, 0.001), name="unknown.jpg", fractions=True)
    add(0.9, ClassScore(), class_name="yes")
    small = Reason.TOO_SMALL
    assert statuses(min_size=10) == [small, None, small, small, None, None]


def test_each_works_on_what_the_one_before_left(add: Add, statuses: Statuses) -> None:
    add(0.9, Box(10, 10, 5, 5))
    add(0.8, Box(10, 10, 20, 20))
    add(0.7, Box(10, 10, 20, 20))
    add(0.6, Box(80, 10, 20, 20))
    add(0.5, Box(120, 10, 20, 20))
    assert statuses(min_size=10, nms=0.5, most_per_picture=2) == [
        Reason.TOO_SMALL, None, Reason.OVERLAPS, None, Reason.OVER_CAP,
    ]  # fmt: skip


def naive(boxes: list[tuple[Box, float]], overlap: float) -> Counter[tuple[Box, float]]:
    """Suppression as textbooks have it, for boxes without ties."""
    kept: list[tuple[Box, float]] = []
    for box, confidence in sorted(boxes, key=lambda entry: -entry[1]):
        if all(_overlap(box, other) <= overlap for other, _ in kept):
            kept.append((box, confidence))
    return Counter(kept)


def _overlap(one: Box, other: Box) -> float:
    width = min(one.x + one.w, other.x + other.w) - max(one.x, other.x)
    height = min(one.y + one.h, other.y + other.h) - max(one.y, other.y)
    common = max(0.0, width) * max(0.0, height)
    return common / (one.w * one.h + other.w * other.h - common)


@given(
    boxes=st.lists(
        st.builds(Box, st.integers(0, 40), st.integers(0, 40), st.integers(1, 40), st.integers(1, 40)), max_size=12
    ),
    overlap=st.sampled_from([0.0, 0.31, 0.53, 0.77]),
)
def test_it_is_what_textbooks_say(boxes: list[Box], overlap: float, tmp_path_factory: pytest.TempPathFactory) -> None:
    entries = [(box, 0.9 - place / 100) for place, box in enumerate(boxes)]
    writer = SpoolWriter(tmp_path_factory.getbasetemp() / "textbook")
    picture, number = writer.picture("a.jpg"), writer.class_number("apple")
    for box, confidence in entries:
        writer.add(picture, number, confidence, Prediction(box, "line"))
    spool = writer.finish("txt", "")
    plan = make_plan(ROWS, ONTOLOGY, spool, Choices(nms=overlap))
    spool.close()
    assert Counter(entries[index] for index in np.flatnonzero(plan.status == 0)) == naive(entries, overlap)


def test_the_target_of_a_class_may_be_an_option(add: Add, statuses: Statuses) -> None:
    assert isinstance(ONTOLOGY.find("yes001"), Choice)
    add(0.9, Box(10, 10, 20, 20), class_name="yes")
    add(0.8, Box(10, 10, 20, 20), class_name="yes")
    assert statuses(nms=0.5, convert=True) == [None, Reason.OVERLAPS]
