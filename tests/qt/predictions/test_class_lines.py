"""The states of a class's match, and what is offered for it."""

from __future__ import annotations

import pytest

from gui.domain.class_count import ClassCount
from gui.domain.ontology import Classification, ClassificationOption, Ontology, OntologyObject
from gui.qt.predictions.class_lines import Match, class_lines, options

ONTOLOGY = Ontology(
    objects=(
        OntologyObject("a", "Apple", "bounding_box", "#E5484D"),
        OntologyObject("l", "Leaf litter", "polygon", "#1F9D6B"),
        OntologyObject("s", "Stem", "skeleton", "#0EA5E9"),
        OntologyObject("b", "Bruise", "bitmask", "#8B5CF6"),
    ),
    classifications=(
        Classification("q", "Belt", "radio", (ClassificationOption("q1", "Clean"), ClassificationOption("q2", "Wet"))),
        Classification("t", "Remark", "text"),
    ),
)


@pytest.mark.parametrize(
    ("found", "mapping", "match"),
    [
        (ClassCount("apple", 1, ["box"], "a"), {}, Match.SAME_NAME),
        (ClassCount("leaf_litter", 1, ["polygon"], "l"), {}, Match.SUGGESTED),
        (ClassCount("leaf_litter", 1, ["box"], "l"), {}, Match.CHANGES),
        (ClassCount("clean", 1, ["class score"], "q1"), {}, Match.SAME_NAME),
        (ClassCount("twig", 1, ["box"]), {}, Match.CHOOSE),
        (ClassCount("twig", 1, ["box"], None, True), {}, Match.SEVERAL),
        (ClassCount("twig", 1, ["box"]), {"twig": None}, Match.LEFT_OUT),
        (ClassCount("twig", 1, ["box"]), {"twig": "a"}, Match.CHOSEN),
        (ClassCount("twig", 1, ["box"]), {"twig": "s"}, Match.IMPOSSIBLE),
        (ClassCount("apple", 1, ["box"], "a"), {"apple": "a"}, Match.SAME_NAME),
        (ClassCount("apple", 1, ["box"], "a"), {"apple": None}, Match.LEFT_OUT),
        (ClassCount("twig", 1, ["box", "mask"]), {"twig": "b"}, Match.CHANGES),
        (ClassCount("twig", 1, ["box"]), {"twig": "gone"}, Match.LEFT_OUT),
    ],
)
def test_states(found: ClassCount, mapping: dict[str, str | None], match: Match) -> None:
    (line,) = class_lines([found], mapping, ONTOLOGY, may_convert=False)
    assert line.match is match


def test_once_changes_are_allowed_they_are_matches_like_others() -> None:
    (line,) = class_lines([ClassCount("leaf_litter", 1, ["box"], "l")], {}, ONTOLOGY, may_convert=True)
    assert line.match is Match.SUGGESTED


def test_names_like_its_own_are_offered_first_and_what_is_impossible_last_with_the_reason() -> None:
    offered = options(ClassCount("bruise_v2", 1, ["box"]), ONTOLOGY)
    assert [(option.text, option.why_not) for option in offered] == [
        ("Bruise (bitmask), changes shape", ""),
        ("Apple (box)", ""),
        ("Leaf litter (polygon), changes shape", ""),
        ("Belt: Clean, without its place", ""),
        ("Belt: Wet, without its place", ""),
        ("Remark, without its place", ""),
        ("Stem (skeleton)", "a box cannot become that"),
    ]


def test_a_question_with_options_is_offered_by_its_options_alone() -> None:
    assert "q" not in [option.feature_hash for option in options(ClassCount("x", 1, ["class score"]), ONTOLOGY)]
