"""Names of branches: allowed, refused in a sentence, proposed."""

from __future__ import annotations

from datetime import date

import pytest

from gui.domain.branch_name import LONGEST, checked_branch_name, proposed_branch_name, unused_branch_name
from gui.errors import BranchProblem

DAY = date(2026, 7, 12)


@pytest.mark.parametrize("name", ["model-7", "a", "YOLO_11.x", "mainline", "my-encord-x", "x" * LONGEST])
def test_allowed(name: str) -> None:
    assert checked_branch_name(name) == name


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("", "needs a name"),
        ("main", "never written to the main branch"),
        ("MAIN", "never written to the main branch"),
        (" main", "not the name of a branch"),
        ("model 7", "not the name of a branch"),
        ("modèle", "not the name of a branch"),
        ("a/b", "not the name of a branch"),
        ("model\n", "not the name of a branch"),
        ("encord-7", "Encord's own branches"),
        ("Encord-7", "Encord's own branches"),
        ("x" * (LONGEST + 1), "too long"),
    ],
)
def test_refused_in_three_sentences(name: str, says: str) -> None:
    with pytest.raises(BranchProblem, match=says) as refused:
        checked_branch_name(name)
    assert refused.value.sentence.why and refused.value.sentence.remedy


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("yolo11n", "yolo11n-2026-07-12"),
        ("my model (3)", "my-model-3-2026-07-12"),
        ("encord-predictions", "predictions-2026-07-12"),
        ("模型", "predictions-2026-07-12"),
        ("", "predictions-2026-07-12"),
        ("--x--", "x-2026-07-12"),
    ],
)
def test_proposed(source: str, name: str) -> None:
    assert proposed_branch_name(source, DAY) == name


@pytest.mark.parametrize("source", ["main", "m" * 500, "encord-encord-x", "ENCORD-", "\n", "../.."])
def test_whatever_is_proposed_is_allowed(source: str) -> None:
    name = proposed_branch_name(source, DAY)
    assert checked_branch_name(name) == name


def test_a_name_that_is_taken_is_counted_on_and_stays_allowed() -> None:
    assert unused_branch_name("a", ["main"]) == "a"
    assert unused_branch_name("a", ["a", "a-2"]) == "a-3"
    long = "x" * LONGEST
    made = unused_branch_name(long, [long])
    assert checked_branch_name(made) == made != long and made.endswith("-2")
