"""What the agreement with labels adds to the scores and the evidence of readings, and whether it settles them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import msgspec

from gui.agreement.scores import Agreement
from gui.domain.counting import counted
from gui.domain.reading_ways import Reading
from gui.sources.deciding import CLEAR, is_clear

LEAST_LYING = 5
"""So many boxes on labels are no chance any more."""
LEAST_DIFFERENCE = 2.0
"""Boxes, counted by their overlap, by which a reading must stay behind the best: one more or less is chance."""
LEAST_SHARE = 0.3
"""Under the best reading at least this part of the boxes must lie on labels: less may be a bad model's good luck."""
LEAST_OF_CLASS = 0.5
"""Under the best reading at least this part of those must have the label's class, else the names are other ones."""
STRICTNESS = 5
"""As lines of text files are weighed: a wrong reading often fits a part of the labels."""
TRUSTED = 0.5
"""The score that a likely reading has at least, as far as it agrees: labels that it fits outweigh broken lines."""


class Weighed(msgspec.Struct, frozen=True):
    """Readings with the labels' word in score and evidence, the best first, and what came of it in a sentence."""

    readings: list[Reading]
    verdict: str


def weighed(readings: Sequence[Reading], agreements: Sequence[Agreement]) -> Weighed:
    """``agreements`` has one for each of ``readings``; where too little agrees, no score changes."""
    boxes = max(found.boxes for found in agreements)
    if not boxes:
        return Weighed(list(readings), "")
    by_class = _strengths_by_class(agreements)
    told = [
        msgspec.structs.replace(reading, evidence=_with(reading.evidence, _words(found, boxes, by_class is not None)))
        for reading, found in zip(readings, agreements, strict=True)
    ]
    most = max(found.lying for found in agreements)
    if most < LEAST_LYING or most < LEAST_SHARE * boxes:
        return Weighed(_best_first(told), "too few boxes lie on a label, so this settles nothing")
    strengths = _relative([found.overlap for found in agreements])
    if by_class is not None:
        both = [one * other for one, other in zip(strengths, by_class, strict=True)]
        strengths = [strength / max(both) for strength in both]
    scored = [
        msgspec.structs.replace(reading, score=score * strength**STRICTNESS)
        for reading, score, strength in zip(told, _trusted(told), strengths, strict=True)
    ]
    best_first = _best_first(scored)
    settles = is_clear(best_first) and min(strengths) < 1
    return Weighed(best_first, "this settles it" if settles else "several ways agree with them about as well")


def _trusted(readings: Sequence[Reading]) -> list[float]:
    """The scores to begin with: those that the question is about have at least ``TRUSTED``."""
    best = max(reading.score for reading in readings)
    return [max(reading.score, TRUSTED) if best - reading.score < CLEAR else reading.score for reading in readings]


def _strengths_by_class(agreements: Sequence[Agreement]) -> list[float] | None:
    """How well classes agree, from 0 to 1 for the best; None where they are the same for all, or names are others."""
    best = max(agreements, key=lambda found: found.of_class)
    if best.of_class < LEAST_LYING or best.of_class < LEAST_OF_CLASS * best.lying:
        return None
    differ = any(
        one.lying == other.lying and one.of_class != other.of_class for one, other in combinations(agreements, 2)
    )
    return _relative([found.of_class for found in agreements]) if differ else None


def _relative(boxes: Sequence[float]) -> list[float]:
    """Numbers of boxes as parts of the most; those that are hardly fewer count as as many."""
    most = max(boxes)
    return [1.0 if most - number < LEAST_DIFFERENCE else number / most for number in boxes]


def _with(evidence: str, more: str) -> str:
    return f"{evidence}; {more}" if evidence else more


def _words(found: Agreement, boxes: int, with_classes: bool) -> str:
    one = boxes == 1
    words = f"{found.lying:,} of {counted(boxes, 'box', 'boxes')} {'lies' if one else 'lie'} on a label"
    return f"{words}, {found.of_class:,} of them on one of their class" if with_classes and found.lying else words


def _best_first(readings: Sequence[Reading]) -> list[Reading]:
    return sorted(readings, key=lambda reading: -reading.score)
