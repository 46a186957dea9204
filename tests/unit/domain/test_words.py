"""What pages call things."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from gui.domain import words
from gui.domain.ontology import Choice, Classification, ClassificationOption, OntologyObject

NOW = datetime(2026, 7, 12, 14, 0, tzinfo=timezone(timedelta(hours=2)))


@pytest.mark.parametrize(
    ("stamp", "said"),
    [
        ("2026-07-09T14:40:00+00:00", "9 July, 16:40"),
        ("2025-12-31T23:30:00+00:00", "1 January, 01:30"),
        ("2024-02-03T10:00:00+00:00", "3 February 2024, 12:00"),
        ("2026-07-09T14:40:00", "9 July, 14:40"),
        (None, ""),
        ("yesterday", ""),
    ],
)
def test_times_are_said_in_the_readers_zone(stamp: str | None, said: str) -> None:
    assert words.when(stamp, NOW) == said


def test_a_reader_in_another_zone_sees_another_hour() -> None:
    assert words.when("2026-07-09T14:40:00+00:00", NOW.astimezone(UTC)) == "9 July, 14:40"


@pytest.mark.parametrize(
    ("stage", "icon"),
    [
        ("Annotate 1", "stage-empty"),
        ("Labelling", "stage-empty"),
        ("", "stage-empty"),
        ("Review 1", "stage-half"),
        ("Router", "stage-half"),
        ("Complete", "stage-full"),
    ],
)
def test_stages_are_circles_of_different_fill(stage: str, icon: str) -> None:
    assert words.stage_icon(stage) == icon


def test_unknown_names_are_told_as_they_are() -> None:
    assert (words.media_name("point_cloud"), words.media_icon("point_cloud")) == ("Point cloud", "file")
    assert words.status_name("SENT_BACK") == "Sent back"
    cube = OntologyObject("h", "Crate", "cuboid", "#fff")
    assert (words.shape_name(cube), words.shape_icon(cube)) == ("Cuboid", "tag")


def test_targets_are_named_with_their_question() -> None:
    question = Classification("q", "Light", "radio", (ClassificationOption("o", "Dim"),))
    option = Choice(question, question.options[0])
    assert [words.target_name(each) for each in (question, option)] == ["Light", "Light: Dim"]
    assert words.shape_name(option) == "One of a list"
    assert words.target_name(OntologyObject("h", "Apple", "bounding_box", "#fff")) == "Apple"


def test_sizes_confidences_and_rates() -> None:
    assert words.pixels(1920, 1280) == "1920\u00a0×\u00a01280"
    assert words.pixels(None, 1280) == ""
    assert words.confidence(0.3) == "0.30"
    assert words.rate(4410.4, "predictions") == "4,410\u00a0predictions/s"
    assert words.rate(3.14, "rows") == "3.1\u00a0rows/s"
