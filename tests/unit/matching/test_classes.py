"""Which ontology item a model's class leads to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui.domain.ontology import (
    Choice,
    Classification,
    ClassificationOption,
    Ontology,
    OntologyObject,
)
from gui.domain.reasons import Reason
from gui.errors import MappingProblem
from gui.matching.classes import normal_name, resolve_classes

APPLE = OntologyObject("apple-hash", "Green Apple", "bounding_box", "#00FF00")
PEAR_BOX = OntologyObject("pear-box", "Pear", "bounding_box", "#00FF00")
PEAR_MASK = OntologyObject("pear-mask", "Pear", "bitmask", "#00FF00")
SUNNY, RAINY = ClassificationOption("sunny-hash", "Sunny"), ClassificationOption("rainy-hash", "rainy-day")
WEATHER = Classification("weather-hash", "Weather", "radio", (SUNNY, RAINY))
DEFECT = Classification("defect-hash", "Defect", "checklist", (ClassificationOption("defect-option", "defect"),))
NOTE = Classification("note-hash", "Note", "text")
ONTOLOGY = Ontology((APPLE, PEAR_BOX, PEAR_MASK), (WEATHER, DEFECT, NOTE))


@pytest.mark.parametrize(
    "name", ["green apple", "GREEN_APPLE", "Green-Apple", "greenapple", " g r e e n a p p l e ", "ｇreen\u00a0apple"]
)
def test_names_compare_without_case_spaces_underscores_and_hyphens(name: str) -> None:
    (found,) = resolve_classes([name], ONTOLOGY, {})
    assert found.target == APPLE
    assert found.reason is None
    assert found.by_name


@given(st.text())
def test_a_normal_name_is_normal_already(name: str) -> None:
    assert normal_name(normal_name(name)) == normal_name(name)


def test_an_option_is_found_by_its_name() -> None:
    sunny, rainy = resolve_classes(["SUNNY", "Rainy day"], ONTOLOGY, {})
    assert sunny.target == Choice(WEATHER, SUNNY)
    assert rainy.target == Choice(WEATHER, RAINY)


def test_a_name_that_nothing_has_or_that_two_items_have_is_not_guessed() -> None:
    nothing, two, empty = resolve_classes(["banana", "pear", "_"], ONTOLOGY, {})
    assert (nothing.target, nothing.reason) == (None, Reason.NO_CLASS)
    assert (two.target, two.reason) == (None, Reason.AMBIGUOUS_CLASS)
    assert empty.reason is Reason.NO_CLASS


def test_a_class_without_letters_fits_no_item_without_letters() -> None:
    ontology = Ontology((OntologyObject("h", "-", "polygon", "#000000"),))
    assert resolve_classes(["_"], ontology, {})[0].reason is Reason.NO_CLASS


def test_the_mapping_decides_before_the_name() -> None:
    mapping = {"pear": "pear-mask", "green apple": None, "class 3": "apple-hash", "class 4": "apple-hash"}
    pear, left_out, three, four = resolve_classes(list(mapping), ONTOLOGY, mapping)
    assert pear.target == PEAR_MASK
    assert not pear.by_name
    assert (left_out.target, left_out.reason, left_out.by_name) == (None, Reason.IGNORED_CLASS, False)
    assert three.target == four.target == APPLE


def test_a_question_stands_for_its_option_of_the_class_name_only() -> None:
    by_name, mapped, without = resolve_classes(["defect", "sunny", "cloudy"], ONTOLOGY, {
        "sunny": "weather-hash", "cloudy": "weather-hash",
    })  # fmt: skip
    assert by_name.target == Choice(DEFECT, DEFECT.options[0])
    assert mapped.target == Choice(WEATHER, SUNNY)
    assert (without.target, without.reason, without.by_name) == (None, Reason.NEEDS_OPTION, False)
    assert resolve_classes(["weather"], ONTOLOGY, {})[0].reason is Reason.NEEDS_OPTION


def test_two_options_of_one_name_are_not_guessed_between() -> None:
    twins = Classification(
        "q", "Question", "radio", (ClassificationOption("a", "same"), ClassificationOption("b", "Same"))
    )
    ontology = Ontology((), (twins,))
    assert resolve_classes(["same"], ontology, {})[0].reason is Reason.AMBIGUOUS_CLASS
    assert resolve_classes(["same"], ontology, {"same": "q"})[0].reason is Reason.NEEDS_OPTION
    assert resolve_classes(["same"], ontology, {"same": "b"})[0].target == Choice(twins, twins.options[1])


def test_a_text_question_takes_any_class() -> None:
    named, mapped = resolve_classes(["note", "ripe"], ONTOLOGY, {"ripe": "note-hash"})
    assert named.target == mapped.target == NOTE


def test_a_feature_hash_that_the_ontology_lacks_is_refused_even_for_a_class_the_file_lacks() -> None:
    with pytest.raises(MappingProblem) as caught:
        resolve_classes(["apple"], ONTOLOGY, {"elsewhere": "unknown-hash"})
    assert "unknown-hash" in caught.value.sentence.why
    assert "elsewhere" in caught.value.sentence.what
