"""The answer, the four figures, the sum, and how large the file will be."""

from __future__ import annotations

import pytest

from gui.domain.check_view import (
    NOTHING_LEFT_OUT,
    REHEARSED,
    Fact,
    Room,
    estimated_size,
    facts,
    figures,
    headline,
    room_sentence,
    spelt_sum,
    subtitle,
)
from gui.domain.choices import Choices
from gui.domain.class_count import ClassCount
from gui.domain.losses import Loss
from tests.unit.domain.plans import PLAN, but

CHOICES = Choices(min_confidence=0.35)


def test_the_title_is_the_answer() -> None:
    assert headline(PLAN) == "1,101 predictions will be written to 50 rows"
    assert headline(but(to_write=1, rows_with_predictions=1)) == "1 prediction will be written to 1 row"
    assert headline(but(to_write=0)) == "No prediction will be written"
    assert headline(but(read=0, to_write=0)) == "The file holds no predictions"
    assert headline(but(by_script=True), "add_predictions.py") == "57 rows will be filled by add_predictions.py"


def test_nobody_claims_to_know_what_a_script_adds() -> None:
    script = but(by_script=True)
    assert subtitle(PLAN) == REHEARSED
    assert "counted while it runs" in subtitle(script)
    assert estimated_size(script, []) is None
    assert facts(script) == [Fact("images", "The file will hold 57 rows.")]


def test_each_figure_is_measured_against_what_was_read() -> None:
    found = figures(PLAN, "model.json", CHOICES)
    assert [(each.name, each.value, each.line) for each in found] == [
        ("Read", 1844, "from model.json"),
        ("Matched to rows", 1700, "−144 without a row, never labelled or other"),
        ("Matched to classes", 1300, "−400 without a class or below 0.35"),
        ("To be written", 1101, "−199 outside the picture"),
    ]
    assert [round(each.kept, 3) for each in found] == [1.0, 0.922, 0.705, 0.597]
    assert all(each.kept + each.lost == pytest.approx(1) for each in found)


def test_figures_without_losses_say_so() -> None:
    whole = but(read=10, matched_rows=10, matched_classes=10, to_write=10, losses=[])
    assert [each.line for each in figures(whole, "m.json", CHOICES)[1:]] == [NOTHING_LEFT_OUT] * 3
    none = but(read=0, matched_rows=0, matched_classes=0, to_write=0, losses=[])
    assert [(each.kept, each.lost) for each in figures(none, "m.json", CHOICES)] == [(0.0, 0.0)] * 4


def test_two_reasons_with_the_same_words_are_named_once() -> None:
    shapes = but(
        losses=[Loss("shape_cannot_become_that", 100, 1, [], False), Loss("shape_change_not_allowed", 99, 1, [], False)]
    )
    assert figures(shapes, "m.json", CHOICES)[3].line == "−199 of another shape"


def test_a_reason_found_while_writing_needs_no_short_word() -> None:
    failed = but(losses=[Loss("row_failed", 199, 1, [], False)])
    assert figures(failed, "m.json", CHOICES)[3].line == "−199"


def test_the_sum_is_spelt_out_and_adds_up() -> None:
    assert spelt_sum(PLAN) == "1,844 read = 1,101 written + 743 left out"


def test_facts_tell_the_rows_and_each_change_of_shape_once() -> None:
    plan = but(
        conversions={"mask → polygon": 1204, "polygon → box": 1},
        notes=[
            "3 entries have no confidence: they are written with 1.0.",
            "1,204 predictions change their shape: mask → polygon.",
            "1 predictions change their shape: polygon → box.",
        ],
    )
    assert [fact.text for fact in facts(plan)] == [
        "The file will hold 57 rows. 7 of them get no predictions: there Active counts what the model missed.",
        "1,204 predictions change their shape: mask → polygon.",
        "1 prediction changes its shape: polygon → box.",
        "3 entries have no confidence: they are written with 1.0.",
    ]


@pytest.mark.parametrize(
    ("rows", "having", "said"),
    [
        (57, 57, "The file will hold 57 rows, and each has predictions."),
        (1, 1, "The file will hold 1 row, with predictions."),
        (0, 0, "The file will hold 0 rows."),
        (2, 1, "The file will hold 2 rows. 1 of them gets no predictions: there Active counts what the model missed."),
    ],
)
def test_the_rows_of_the_file(rows: int, having: int, said: str) -> None:
    assert facts(but(rows_to_export=rows, rows_with_predictions=having))[0].text == said


def test_the_estimate_is_near_the_demos_files() -> None:
    """Measured: 1,125 boxes on 57 rows took 542,387 bytes; 700 outlines and masks on 57 rows took 710,313."""
    boxes, outlines = but(to_write=1125), but(to_write=700)
    box_size = estimated_size(boxes, [ClassCount("apple", 5, ["box"])])
    outline_size = estimated_size(outlines, [ClassCount("leaf", 5, ["polygon"]), ClassCount("belt", 5, ["mask"])])
    assert box_size == pytest.approx(542_387, rel=0.1)
    assert outline_size == pytest.approx(710_313, rel=0.1)
    mixed = estimated_size(boxes, [ClassCount("apple", 1, ["box"]), ClassCount("leaf", 1, ["polygon", "box"])])
    assert box_size is not None
    assert mixed is not None
    assert mixed > box_size
    assert estimated_size(boxes, []) == box_size


def test_the_room_says_what_is_wrong() -> None:
    fine, is_problem = room_sentence(Room(412_000_000, 61_000_000_000))
    assert fine == (
        "About 412\u00a0MB. 61.0\u00a0GB free. An existing file is replaced only after the new one is proven complete."
    )
    assert not is_problem
    assert room_sentence(Room(None, 61_000_000_000))[0].startswith("61.0\u00a0GB free. An existing")
    assert room_sentence(Room(2_000_000, 1_000_000)) == (
        "About 2\u00a0MB, but only 1\u00a0MB free. Choose another disk.",
        True,
    )
    assert room_sentence(Room(1, None)) == ("This folder does not exist. Choose another one.", True)
    assert room_sentence(Room(1, 10, is_folder=True)) == ("This is a folder. Add the name of a file.", True)
