"""The plan accounts for every prediction, on columns alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import numpy as np
import pytest
from pycocotools import mask as coco_mask

from gui.domain.choices import Choices
from gui.domain.geometry import Box, ClassScore, Geometry, Keypoint, Keypoints, Mask, Polygons
from gui.domain.label_row import ListedRow
from gui.domain.ontology import Classification, ClassificationOption, Ontology, OntologyObject, SkeletonVertex
from gui.domain.prediction import Prediction
from gui.domain.reasons import Reason
from gui.errors import MappingProblem
from gui.export.mismatch import warning_of
from gui.export.plan import Plan, make_plan
from gui.export.rehearsal import notes_of, summarise, summarise_for_script, tally_plan
from gui.sources.spool import Spool
from gui.sources.spool_writer import SpoolWriter


def options(*names: str) -> tuple[ClassificationOption, ...]:
    return tuple(ClassificationOption(name.lower(), name) for name in names)


ONTOLOGY = Ontology(
    objects=(
        OntologyObject("apple1", "Apple", "bounding_box", "#ff0000"),
        OntologyObject("leaf01", "Leaf", "polygon", "#00ff00"),
        OntologyObject(
            "axis01", "Axis", "skeleton", "#0000ff", (SkeletonVertex("Top", "v1"), SkeletonVertex("End", "v2"))
        ),
    ),
    classifications=(
        Classification("belt01", "Belt", "radio", options("Clean", "Wet")),
        Classification("note01", "Remarks", "checklist", options("Dark", "Blur")),
    ),
)


def row(
    title: str, *, label: bool = True, data_type: str = "image", size: tuple[int, int] | None = (100, 50)
) -> ListedRow:
    width, height = size or (None, None)
    return ListedRow(
        f"label-{title}" if label else None, f"data-{title}", "set", "Set", title, data_type, "LABELLED", "Done",
        1, width, height, None,
    )  # fmt: skip


ROWS = [
    row("a.jpg"),
    row("b.jpg"),
    row("new.jpg", label=False),
    row("speech.mp3", data_type="audio"),
    row("unknown.jpg", size=None),
]
BOX = Box(10, 10, 20, 20)


class File:
    """A prediction file in the making."""

    def __init__(self, folder: Path) -> None:
        self.writer = SpoolWriter(folder)

    def add(
        self,
        name: str,
        class_name: str = "apple",
        confidence: float | None = 0.5,
        geometry: Geometry = BOX,
        size: tuple[int, int] | None = None,
    ) -> None:
        picture = self.writer.picture(name, *(size or (None, None)))
        number = self.writer.class_number(class_name)
        self.writer.add(picture, number, confidence, Prediction(geometry, "element"))


@pytest.fixture
def file(tmp_path: Path) -> File:
    folder = tmp_path / "spool"
    folder.mkdir()
    return File(folder)


@pytest.fixture
def plan_of(file: File) -> Iterator[Callable[..., Plan]]:
    spools: list[Spool] = []

    def make(rows: list[ListedRow] = ROWS, **choices: object) -> Plan:
        if not spools:
            spools.append(file.writer.finish("coco", "a test"))
        return make_plan(rows, ONTOLOGY, spools[0], Choices(**choices))  # type: ignore[arg-type]

    yield make
    for spool in spools:
        spool.close()


def reasons(plan: Plan) -> dict[str, int]:
    tally = tally_plan(plan)
    assert tally.balances
    return {str(reason): count for reason, count in tally.left_out.items() if count}


def pose(*names: str) -> Keypoints:
    return Keypoints([Keypoint(name, 10 + place, 10, 2) for place, name in enumerate(names)])


def test_keypoints_are_compared_with_the_skeleton_before_anything_is_written(
    file: File, plan_of: Callable[..., Plan]
) -> None:
    file.add("a.jpg", "axis", geometry=pose("end", "top"))
    file.add("a.jpg", "apple", geometry=pose("", ""))
    for names in (("1", "2"), ("", ""), ("1", "2", "3"), ("wing", "beak"), ("top", "Top")):
        file.add("a.jpg", "axis", geometry=pose(*names))
    plan = plan_of()
    expected = {Reason.NAMELESS_KEYPOINTS: 2, Reason.OTHER_KEYPOINTS: 2}
    assert reasons(plan) == expected
    assert plan.kept(0).tolist() == [0, 1, 6]  # the last is broken, as the export will find
    assert {loss.reason: loss.by_class for loss in summarise(plan).losses} == {key: {"axis": 2} for key in expected}
    assert plan.conversions == {"keypoints → box": 1}
    allowed = plan_of(convert=True)
    assert reasons(allowed) == {Reason.OTHER_KEYPOINTS: 2}
    assert allowed.conversions == {"keypoints → box": 1, "keypoints → vertices by their order": 2}


def test_more_lists_of_names_than_are_known_apart_are_left_to_the_export(
    file: File, plan_of: Callable[..., Plan], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gui.sources.spool_writer.MAX_POINT_NAMES", 1)
    for names in (("1", "2"), ("1", "2", "3"), ("1", "2")):
        file.add("a.jpg", "axis", geometry=pose(*names))
    assert reasons(plan_of()) == {Reason.NAMELESS_KEYPOINTS: 2}


def test_every_reason_of_the_plan(file: File, plan_of: Callable[..., Plan]) -> None:
    file.add("a.jpg")
    file.add("a.jpg", confidence=0.1)
    file.add("nowhere.jpg")
    file.add("new.jpg")
    file.add("speech.mp3")
    file.add("a.jpg", class_name="stem")
    file.add("a.jpg", class_name="leaf")
    file.add("a.jpg", class_name="apple", geometry=ClassScore())
    file.add("a.jpg", geometry=Box(200, 10, 5, 5))
    file.add("b.jpg", size=(70, 50))
    file.add("unknown.jpg")
    file.add("/b.jpg", size=(50, 100))
    file.writer.drop(Reason.BAD_CONFIDENCE, "element 99")
    plan = plan_of(min_confidence=0.2)
    assert reasons(plan) == {
        Reason.LOW_CONFIDENCE: 1,
        Reason.NO_ROW: 1,
        Reason.NEVER_LABELLED: 1,
        Reason.CANNOT_CARRY: 1,
        Reason.NO_CLASS: 1,
        Reason.NEEDS_CONVERT: 1,
        Reason.NO_CONVERSION: 1,
        Reason.OUTSIDE: 1,
        Reason.OTHER_ASPECT: 1,
        Reason.TURNED: 1,
        Reason.BAD_CONFIDENCE: 1,
    }
    assert plan.to_write == 2
    by_reason = summarise(plan).rows_by_reason
    assert by_reason[Reason.LOW_CONFIDENCE] == [0] and Reason.NO_ROW not in by_reason
    assert {number for rows in by_reason.values() for number in rows} == {
        number for number, count in enumerate(summarise(plan).row_losses) if count
    }
    assert plan.rows_to_export == [0, 1, 3, 4]
    assert [list(plan.kept(number)) for number in range(len(ROWS))] == [[0], [], [], [], [10]]


def test_the_summary_adds_up_and_names_both_sides_when_little_matches(file: File, plan_of: Callable[..., Plan]) -> None:
    file.add("a.jpg")
    for number in range(3):
        file.add(f"far{number}.png")
    found = summarise(plan_of())
    assert found.read == 4 == found.to_write + sum(loss.count for loss in found.losses)
    assert found.row_counts == [1, 0, 0, 0, 0] and sum(found.row_losses) == 0
    assert found.rows_skipped == {"row_never_labelled": 1} and found.rows_to_export == 4
    assert any("Fewer than half" in warning for warning in found.warnings)
    assert found.names_file == ["far0.png", "far1.png", "far2.png"] and found.names_project[0] == "a.jpg"
    assert sum(found.histogram) == 4


def test_a_file_that_names_numbers_alone_is_told_what_it_lacks(file: File, plan_of: Callable[..., Plan]) -> None:
    file.add("17")
    file.add("4")
    warning = warning_of(plan_of())
    assert warning is not None and "“17”" in warning.why and "--dataset-json" in warning.remedy


def test_a_twin_that_is_skipped_is_a_twin_all_the_same(file: File, plan_of: Callable[..., Plan]) -> None:
    (row,) = [row for row in ROWS if row.title == "a.jpg"]
    rows = [msgspec.structs.replace(row, data_hash="twin", label_hash=None), row]
    file.add("a.jpg")
    assert reasons(plan_of(rows)) == {Reason.AMBIGUOUS_ROW: 1}
    assert reasons(plan_of(rows, create_missing_rows=True)) == {Reason.AMBIGUOUS_ROW: 1}
    assert reasons(plan_of(rows, unticked=[0])) == {}
    assert reasons(plan_of(rows, unticked=[1])) == {Reason.NEVER_LABELLED: 1}


def test_nothing_to_write_is_a_loud_warning(file: File, plan_of: Callable[..., Plan]) -> None:
    file.add("a.jpg", class_name="stem")
    assert any("Nothing would be written" in warning for warning in summarise(plan_of()).warnings)


def test_classes_that_fit_nothing_are_shown_next_to_those_of_the_ontology(
    file: File, plan_of: Callable[..., Plan]
) -> None:
    file.add("a.jpg", class_name="stem")
    file.add("a.jpg", class_name="bark")
    found, warning = summarise(plan_of()), warning_of(plan_of())
    assert (found.classes_file, found.names_file) == (["stem", "bark"], [])
    assert found.classes_project == ["Apple", "Leaf", "Axis", "Belt", "Remarks"]
    assert warning is not None and "“stem”, “bark”; the ontology has “Apple”" in warning.why
    assert "--mapping" in warning.remedy
    assert summarise(plan_of(mapping={"stem": "apple1"})).classes_file == []


@pytest.mark.parametrize(
    ("class_name", "choices", "option"),
    [
        ("leaf", {}, "--convert"),
        ("Belt", {}, "--mapping"),
        ("apple", {"min_confidence": 0.9}, "--min-confidence"),
        ("apple", {"unticked": [0]}, "--rows"),
    ],
)
def test_a_warning_that_nothing_is_written_names_the_way_out(
    file: File, plan_of: Callable[..., Plan], class_name: str, choices: dict[str, object], option: str
) -> None:
    file.add("a.jpg", class_name=class_name)
    warning = warning_of(plan_of(**choices))
    assert warning is not None and option in warning.remedy


def test_an_empty_file_is_a_loud_warning(plan_of: Callable[..., Plan]) -> None:
    found = summarise(plan_of())
    assert found.warnings == ["The file holds no predictions."] and found.to_write == 0


def test_ticks_datasets_and_create_missing_rows(file: File, plan_of: Callable[..., Plan]) -> None:
    file.add("a.jpg")
    file.add("new.jpg")
    assert reasons(plan_of(unticked=[0])) == {Reason.NOT_TICKED: 1, Reason.NEVER_LABELLED: 1}
    assert reasons(plan_of(datasets=["other"])) == {Reason.NOT_TICKED: 2}
    created = plan_of(create_missing_rows=True)
    assert reasons(created) == {} and created.skipped == {}


def test_conversions_are_counted_and_asked_for(file: File, plan_of: Callable[..., Plan]) -> None:
    file.add("a.jpg", class_name="leaf")
    file.add("a.jpg", class_name="apple", geometry=Polygons([[[1, 1, 9, 1, 9, 9]]]))
    assert reasons(plan_of()) == {Reason.NEEDS_CONVERT: 1}
    allowed = plan_of(convert=True)
    assert reasons(allowed) == {} and sum(allowed.conversions.values()) == 2
    assert any("shape: " in note for note in notes_of(allowed))


def test_a_question_takes_its_most_confident_answer(file: File, plan_of: Callable[..., Plan]) -> None:
    for class_name, confidence in (("wet", 0.3), ("clean", 0.9), ("wet", 0.5)):
        file.add("a.jpg", class_name, confidence, ClassScore())
    file.add("b.jpg", "wet", 0.2, ClassScore())
    plan = plan_of()
    assert reasons(plan) == {Reason.SECOND_ANSWER: 2}
    assert list(plan.kept(0)) == [1] and list(plan.kept(1)) == [3]


def test_a_checklist_takes_each_option_once(file: File, plan_of: Callable[..., Plan]) -> None:
    for class_name, confidence in (("dark", 0.3), ("blur", 0.9), ("dark", 0.5)):
        file.add("a.jpg", class_name, confidence, ClassScore())
    plan = plan_of()
    assert reasons(plan) == {Reason.SECOND_ANSWER: 1}
    assert list(plan.kept(0)) == [1, 2]


def test_a_mask_brings_its_own_size(file: File, plan_of: Callable[..., Plan]) -> None:
    runs = coco_mask.encode(np.asfortranarray(np.ones((50, 100), dtype=np.uint8)))["counts"]
    file.add("a.jpg", geometry=Mask(50, 100, runs), size=(50, 100))
    assert reasons(plan_of()) == {}


def test_unscored_entries_are_said(file: File, plan_of: Callable[..., Plan]) -> None:
    file.add("a.jpg", confidence=None)
    plan = plan_of(min_confidence=0.9)
    assert plan.to_write == 1
    assert any("No entry has a confidence" in note for note in notes_of(plan))


def test_some_unscored_entries_are_counted(file: File, plan_of: Callable[..., Plan]) -> None:
    file.add("a.jpg", confidence=None)
    file.add("a.jpg", confidence=0.5)
    assert any(note.startswith("1 entry has no confidence") for note in notes_of(plan_of()))


def test_a_mapping_of_something_unknown_is_refused(file: File, plan_of: Callable[..., Plan]) -> None:
    file.add("a.jpg")
    with pytest.raises(MappingProblem):
        plan_of(mapping={"apple": "nowhere"})


def test_a_project_without_rows_is_planned_too(file: File, plan_of: Callable[..., Plan]) -> None:
    file.add("a.jpg")
    plan = plan_of(rows=[])
    assert reasons(plan) == {Reason.NO_ROW: 1} and plan.rows_to_export == []


def test_the_plan_of_a_script_counts_rows_alone() -> None:
    found = summarise_for_script(3, {1: "row_never_labelled"})
    assert found.by_script and found.rows_to_export == 2 and found.rows_skipped == {"row_never_labelled": 1}
    assert found.notes == ["1 row was never labelled and is left out."]


def test_a_hundred_thousand_predictions_are_planned_in_columns(file: File, plan_of: Callable[..., Plan]) -> None:
    picture, number = file.writer.picture("a.jpg"), file.writer.class_number("apple")
    prediction = Prediction(BOX, "element")
    for step in range(100_000):
        file.writer.add(picture, number, step / 100_000, prediction)
    plan = plan_of(min_confidence=0.25)
    assert plan.to_write == 75_000
    assert np.all(np.diff(plan.kept(0)) > 0)


def test_pictures_on_their_side_are_kept_on_request(file: File, plan_of: Callable[..., Plan]) -> None:
    file.add("a.jpg", size=(50, 100), geometry=Box(10, 80, 20, 15))
    file.add("b.jpg", size=(50, 100), geometry=Box(10, 120, 20, 15))
    assert reasons(plan_of()) == {Reason.TURNED: 2}
    assert reasons(plan_of(rotate="90")) == {Reason.OUTSIDE: 1}
    assert reasons(plan_of(rotate="none")) == {Reason.OUTSIDE: 2}  # the row's picture is 50 high


def test_fractions_need_no_size(file: File, plan_of: Callable[..., Plan]) -> None:
    for name in ("a.jpg", "unknown.jpg"):
        picture = file.writer.picture(name, fractions=True)
        for box in (Box(0.5, 0.5, 0.2, 0.2), Box(1.5, 0.5, 0.2, 0.2)):
            file.writer.add(picture, file.writer.class_number("apple"), 0.5, Prediction(box, "line"))
    assert reasons(plan_of()) == {Reason.OUTSIDE: 2}


def test_near_names_are_offered_and_taken_on_request(file: File, plan_of: Callable[..., Plan]) -> None:
    file.add("A (1).png")
    file.add("other.png")
    plan = plan_of()
    assert reasons(plan) == {Reason.NO_ROW: 2}
    assert (summarise(plan).near, summarise(plan).near_count) == ([("A (1).png", "a.jpg")], 1)
    plan = plan_of(near_names=True)
    assert reasons(plan) == {Reason.NO_ROW: 1}
    assert plan.counts_by_row()[0] == 1
