"""Scores of formats that let models write any number as their confidence (MOT, KITTI): how they are to be taken."""

from __future__ import annotations

import math
from collections.abc import Sequence

import msgspec

from gui.domain.reading_ways import Reading
from gui.sources.common_settings import CONFIDENCE
from gui.sources.read_settings import ReadSettings

SCORE = msgspec.structs.replace(
    CONFIDENCE, choices=(*CONFIDENCE.choices, ("none", "something else: they are not taken, and all count as 1"))
)
"""The setting ``confidence`` with one more value, for scores that are no probabilities."""

_LEFT = 0.5
"""The score of leaving them out: where neither way fits all, nobody but the user can say."""
_STRICTNESS = 5


def score_readings(scores: Sequence[float], settings: ReadSettings) -> list[Reading]:
    """The ways to take ``scores``; empty when all are from 0 to 1, or the user said."""
    outside = [score for score in scores if not 0 <= score <= 1]
    if not outside or SCORE.name in settings.values:
        return []
    evidence = f"{len(outside):,} of {len(scores):,} scores are not from 0 to 1, such as {outside[0]:g}"
    in_unit = 1 - len(outside) / len(scores)
    in_percent = sum(score == 0 or 1 < score <= 100 for score in scores) / len(scores)
    return [
        Reading({SCORE.name: "unit"}, max(in_unit**_STRICTNESS, _LEFT * (in_percent < 1)), evidence),
        Reading({SCORE.name: "percent"}, in_percent**_STRICTNESS, evidence),
        Reading({SCORE.name: "none"}, _LEFT, evidence),
    ]


def taken_score(text: str, settings: ReadSettings) -> str | None:
    """The score to check and keep; None where scores are not taken."""
    return None if settings.value(SCORE) == "none" or not text else text


def plain_scores(texts: Sequence[str]) -> list[float]:
    """Those that are finite numbers."""
    found = []
    for text in texts:
        try:
            found.append(float(text))
        except ValueError:
            continue
    return [score for score in found if math.isfinite(score)]
