"""What the question about readings offers and says of a comparison with labels, state by state."""

from __future__ import annotations

from typing import Any

import pytest

from gui.domain.comparison_view import OFFER, ComparisonView, comparison_view
from gui.errors import Sentence

LOST = Sentence("connection", "The connection was lost.", "", "Try again.")


def view(**facts: Any) -> ComparisonView:
    known: dict[str, Any] = {
        "has_project": True,
        "is_comparing": False,
        "is_stopping": False,
        "waiting": "",
        "failure": None,
        "compared": "",
    }
    return comparison_view(**known | facts)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, ComparisonView(OFFER, "compare")),
        ({"is_comparing": True}, ComparisonView("Looking at labels…", "stop")),
        (
            {"is_comparing": True, "waiting": "Encord asks us to wait 5 s."},
            ComparisonView("Encord asks us to wait 5 s.", "stop"),
        ),
        ({"is_comparing": True, "is_stopping": True}, ComparisonView("Stopping…", "stop", can_act=False)),
        ({"failure": LOST}, ComparisonView("The connection was lost. Try again.", "again", "bad")),
        ({"failure": LOST, "is_comparing": True}, ComparisonView("Looking at labels…", "stop")),
        ({"compared": "Compared with 9 labels."}, ComparisonView("Compared with 9 labels.", tone="text")),
    ],
)
def test_one_thing_is_said_at_a_time(facts: dict[str, Any], expected: ComparisonView) -> None:
    assert view(**facts) == expected


def test_without_rows_nothing_can_be_compared() -> None:
    assert not view(has_project=False).can_act
    assert "listed" in view(has_project=False).words
    assert not view(has_project=False, failure=LOST).can_act
