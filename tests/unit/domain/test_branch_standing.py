"""What is said of a branch before anything is written, and when publishing may begin."""

from __future__ import annotations

import msgspec
import pytest

from gui.domain.branch_forecast import BranchForecast
from gui.domain.branch_standing import BranchKnowledge, branch_standing, branches_line, forecast_words
from gui.domain.choices import Choices
from gui.domain.destination import Destination, Goal
from gui.errors import Sentence

TO = Destination(Goal.BRANCH, "yolo-7")
NEW = BranchForecast("yolo-7", to_create=12, to_replace=0, to_empty=0, predictions=85)
KNOWN = BranchKnowledge(names=["main", "week-27"], forecast=NEW)


def but(known: BranchKnowledge, **changes: object) -> BranchKnowledge:
    return msgspec.structs.replace(known, **changes)


def test_a_new_branch_may_begin_once_the_engine_has_looked() -> None:
    standing = branch_standing(TO, Choices(), KNOWN)
    assert (standing.can_begin, standing.exists, standing.sign) == (True, False, "check")
    assert standing.sentence == "12 rows will be created on it. 85 predictions will be written."
    some_bare = branch_standing(TO, Choices(), but(KNOWN, bare_rows=3))
    assert some_bare.sentence == "12 rows will be created on it. 85 predictions will be written; 3 rows get none."
    for unknown in (BranchKnowledge(), but(KNOWN, forecast=None), but(KNOWN, names=None)):
        assert not branch_standing(TO, Choices(), unknown).can_begin
    of_another_name = but(KNOWN, forecast=msgspec.structs.replace(NEW, name="yolo"))
    assert branch_standing(TO, Choices(), of_another_name).sign == "clock"


@pytest.mark.parametrize("name", ["", "main", "Main", "encord-3", "a b", "ä", "x" * 101])
def test_a_name_that_is_not_allowed_says_so_at_once_with_what_to_write(name: str) -> None:
    standing = branch_standing(Destination(Goal.BOTH, name), Choices(), KNOWN)
    assert not standing.can_begin and standing.sign == "octagon" and standing.sentence.count(".") >= 2


def test_a_branch_that_exists_begins_only_to_be_replaced() -> None:
    exists = but(KNOWN, names=["main", "yolo-7"], forecast=None)
    standing = branch_standing(TO, Choices(), exists)
    assert standing.exists and not standing.can_begin and standing.sentence.startswith("This branch exists already.")
    replaced = msgspec.structs.replace(TO, replace=True)
    assert branch_standing(replaced, Choices(), exists).sign == "clock"
    seen = but(exists, forecast=BranchForecast("yolo-7", to_create=2, to_replace=10, to_empty=1, predictions=85))
    standing = branch_standing(replaced, Choices(), seen)
    assert standing.can_begin and standing.is_replaced and standing.sign == "triangle"
    assert standing.brief == "What is on the branch yolo-7 now will be lost."


def test_names_are_told_apart_by_their_capitals_as_encord_does() -> None:
    assert not branch_standing(TO, Choices(), but(KNOWN, names=["main", "YOLO-7"])).exists


def test_branches_that_cannot_be_listed_hold_nothing_up() -> None:
    failure = Sentence("server", "Encord reports a problem on its side.", "", "")
    standing = branch_standing(TO, Choices(), BranchKnowledge(failure=failure))
    assert standing.can_begin and standing.sign == "triangle" and failure.what in standing.sentence


@pytest.mark.parametrize("choices", [Choices(create_missing_rows=True), Choices(frame_classifications=True)])
def test_what_only_a_file_can_have_is_to_be_unticked(choices: Choices) -> None:
    standing = branch_standing(TO, choices, KNOWN)
    assert not standing.can_begin and standing.sentence.startswith("Untick “")


def test_the_branch_of_an_export_that_goes_on_is_its_own() -> None:
    begun = BranchKnowledge(names=["main", "yolo-7"], begun="yolo-7")
    standing = branch_standing(TO, Choices(), begun)
    assert standing.can_begin and not standing.exists and "goes on" in standing.sentence
    assert not branch_standing(TO, Choices(), but(begun, begun="yolo-6")).can_begin


@pytest.mark.parametrize(
    ("forecast", "words"),
    [
        (BranchForecast("b", 1, 0, 0, 1), "1 row will be created on it. 1 prediction will be written."),
        (
            BranchForecast("b", 0, 1, 1, 0),
            "1 row of it loses its old predictions. 1 other row of it will be emptied: this export has nothing for it.",
        ),
        (
            BranchForecast("b", 0, 1200, 30, 0),
            "1,200 rows of it lose their old predictions. "
            "30 other rows of it will be emptied: this export has nothing for them.",
        ),
        (BranchForecast("b", 0, 0, 0, 0), "Nothing will be written to it."),
    ],
)
def test_a_forecast_in_words(forecast: BranchForecast, words: str) -> None:
    assert forecast_words(forecast) == words


def test_the_branches_in_a_line() -> None:
    safe = "A branch lies beside your labels, which stay as they are."
    assert branches_line(None) == safe
    assert branches_line(["main"]) == f"{safe} The project has no other branches yet."
    assert branches_line(["main", "b", "A"]) == f"{safe} Branches of the project: A, b."
    assert branches_line(["main", *"fedcba"]) == f"{safe} Branches of the project: a, b, c, d and 2 more."
