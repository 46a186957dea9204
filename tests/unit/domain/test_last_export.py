"""What has changed since a project's last export."""

from __future__ import annotations

import pytest

from gui.domain.last_export import LastExport, changes_since

LAST = LastExport("2026-07-12T14:12:00+02:00", 12_340, ["apple", "leaf"], 0.4)


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (12_340, "As many predictions as then, 12,340"),
        (12_341, "1 prediction more than the 12,340 then"),
        (3_100, "9,240 predictions fewer than the 12,340 then"),
    ],
)
def test_more_or_fewer_predictions(now: int, said: str) -> None:
    (fact,) = changes_since(LAST, now, ["apple", "leaf"], 0.4)
    assert fact.text == said


def test_classes_and_threshold_are_named() -> None:
    told = [fact.text for fact in changes_since(LAST, 12_340, ["bruise", "apple", "stem"], 0.35)]
    assert told[1:] == [
        "2 new classes: “bruise” and “stem”",
        "1 class no longer there: “leaf”",
        "Threshold was 0.40, now 0.35",
    ]


def test_the_order_of_classes_means_nothing() -> None:
    assert len(changes_since(LAST, 12_340, ["leaf", "apple"], 0.4)) == 1
