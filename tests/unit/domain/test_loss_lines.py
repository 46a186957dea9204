"""Each loss has its words, its cause, whose choice it was, and the control that mends it."""

from __future__ import annotations

import pytest

from gui.domain.choices import Choices
from gui.domain.loss_lines import MEND_WORDS, MOST_LETTERS, LossLine, Mend, loss_lines, quoted, shortened
from gui.domain.losses import Loss
from gui.domain.plan_summary import Twins
from gui.domain.reasons import SENTENCES, Reason
from tests.unit.domain.plans import PLAN

CHOICES = Choices(min_confidence=0.35)


def only(loss: Loss, choices: Choices = CHOICES, twins: list[Twins] | None = None) -> LossLine:
    (line,) = loss_lines([loss], choices, twins or [])
    return line


def lose(reason: Reason, *, by_choice: bool = False, **more: object) -> Loss:
    return Loss(reason, 7, 3, [], by_choice, **more)  # type: ignore[arg-type]


def test_lines_stand_in_the_order_of_the_losses_and_hold_every_prediction() -> None:
    lines = loss_lines(PLAN.losses, CHOICES)
    assert [(line.title, line.predictions, line.pictures) for line in lines] == [
        ("Class “stem” has no match", 250, 31),
        ("Class “twig” has no match", 100, 12),
        ("The shape lies outside the picture", 199, 30),
        ("The picture is not among the rows", 100, 12),
        ("Confidence below 0.35", 50, 20),
        ("The row was never labelled", 30, 3),
        ("The width or height is zero or less", 14, None),
    ]
    assert sum(line.predictions for line in lines) == sum(loss.count for loss in PLAN.losses)


def test_causes_name_an_example_and_have_no_full_stop() -> None:
    causes = {line.reason: line.cause for line in loss_lines(PLAN.losses, CHOICES)}
    assert causes["picture_not_in_project"] == "For example cam9.jpg. It may belong elsewhere"
    assert causes["size_zero_or_less"] == "For example element 17"
    assert causes["confidence_below_threshold"] == "You set this threshold in Predictions"
    assert causes["class_not_in_ontology"] == "The ontology has no such class"
    assert only(lose(Reason.EMPTY, cause="All of it was cut off.")).cause == "All of it was cut off"


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_has_a_line_with_a_link(reason: Reason) -> None:
    line = only(lose(reason, by_class={"stem": 7}))
    assert line.title
    assert line.mend_words == MEND_WORDS[line.mend]
    assert line.icon == "triangle"
    assert only(lose(reason, by_class={"stem": 7}, by_choice=True)).icon in ("dash", "tag", "stage-half")


@pytest.mark.parametrize(
    ("reason", "mend"),
    [
        (Reason.LOW_CONFIDENCE, Mend.THRESHOLD),
        (Reason.NO_CLASS, Mend.CLASSES),
        (Reason.AMBIGUOUS_CLASS, Mend.CLASSES),
        (Reason.IGNORED_CLASS, Mend.CLASSES),
        (Reason.NEEDS_OPTION, Mend.CLASSES),
        (Reason.NO_CONVERSION, Mend.CLASSES),
        (Reason.NEEDS_CONVERT, Mend.CONVERT),
        (Reason.NAMELESS_KEYPOINTS, Mend.CONVERT),
        (Reason.OTHER_KEYPOINTS, Mend.CLASSES),
        (Reason.AMBIGUOUS_ROW, Mend.DATASETS),
        (Reason.NEVER_LABELLED, Mend.CREATE_ROWS),
        (Reason.NOT_TICKED, Mend.TICKS),
        (Reason.NO_ROW, Mend.NAMES),
        (Reason.FRAME_MISSING, Mend.EXAMPLES),
        (Reason.BAD_GEOMETRY, Mend.EXAMPLES),
        (Reason.OUTSIDE, Mend.LOST_ROWS),
        (Reason.SIZE_UNKNOWN, Mend.LOST_ROWS),
    ],
)
def test_the_link_leads_to_what_mends_it(reason: Reason, mend: Mend) -> None:
    assert only(lose(reason, by_class={"stem": 7})).mend is mend


def test_a_class_alone_has_the_pictures_of_its_loss() -> None:
    line = only(lose(Reason.IGNORED_CLASS, by_choice=True, by_class={"stem": 7}))
    assert (line.title, line.pictures, line.by_choice, line.class_name) == ("Class “stem” is left out", 3, True, "stem")


def test_many_classes_share_a_last_line() -> None:
    counts = {f"class {n}": 100 - n for n in range(9)}
    lines = loss_lines([Loss("class_not_in_ontology", 864, 50, [], False, by_class=counts)], CHOICES)
    assert [line.title for line in lines] == [
        *(f"Class “class {n}” has no match" for n in range(4)),
        "5 more classes have no match",
    ]
    assert (lines[-1].predictions, lines[-1].pictures) == (96 + 95 + 94 + 93 + 92, None)
    assert sum(line.predictions for line in lines) == 864


def test_shapes_that_would_change_name_their_classes() -> None:
    one = only(lose(Reason.NEEDS_CONVERT, by_class={"leaf": 7}))
    several = only(lose(Reason.NO_CONVERSION, by_class={"a": 1, "leaf": 2, "b": 2, "c": 1, "d": 1}))
    assert one.cause == "Class “leaf” has another shape in Encord"
    assert several.cause == "Classes “b”, “leaf”, “a” and 2 more have another shape in Encord"
    assert (
        only(lose(Reason.OTHER_KEYPOINTS, by_class={"axis": 2})).cause == "Class “axis” has another skeleton in Encord"
    )
    assert only(lose(Reason.NEEDS_CONVERT, cause="Another shape.")).cause == "Another shape"


def test_rows_outside_the_chosen_dataset_are_mended_there() -> None:
    assert only(lose(Reason.NOT_TICKED, by_choice=True)).cause == "You did not tick these rows"
    line = only(lose(Reason.NOT_TICKED, by_choice=True), Choices(datasets=["set0"]))
    assert (line.mend, line.title) == (Mend.DATASETS, "The row belongs to another dataset")
    line = only(lose(Reason.NOT_TICKED, by_choice=True), Choices(datasets=["set0"], unticked=[3]))
    assert line.title == "The row belongs to another dataset, or is not ticked"


def test_twins_say_where_they_are() -> None:
    loss = lose(Reason.AMBIGUOUS_ROW, cause="Say which dataset.")
    across = only(loss, twins=[Twins("b.jpg", ["Line 1"]), Twins("a.jpg", ["Line 1", "Line 2"])])
    assert across.cause == "a.jpg is in Line 1 and in Line 2. Say which dataset the file belongs to"
    assert across.mend is Mend.DATASETS
    inside = only(loss, twins=[Twins("b.jpg", ["Line 1"])])
    assert inside.cause == "Several rows of Line 1 have the title b.jpg. Tick one of them alone"
    assert inside.mend is Mend.TICKS
    assert only(loss).cause == "Say which dataset"


def test_names_from_outside_are_kept_short() -> None:
    assert shortened("a" * MOST_LETTERS) == "a" * MOST_LETTERS
    short = shortened("start-" + "x" * 500 + "-end.jpg")
    assert len(short) == MOST_LETTERS
    assert short.startswith("start-")
    assert short.endswith("-end.jpg")
    assert quoted(["a"]) == "“a”"
    assert quoted(["a", "b"]) == "“a” and “b”"
    assert quoted([]) == ""


def test_every_word_of_a_reason_is_used_for_reasons_without_better_ones() -> None:
    own_words = {"Confidence below 0.35"}
    for reason in Reason:
        line = only(lose(reason))
        assert line.title == SENTENCES[reason] or line.title in own_words or "class" in line.title
