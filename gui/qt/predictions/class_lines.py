"""The classes of a file next to what they become: one line each, with the state of its match in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from gui.convert.rules import Rule, rule
from gui.domain.class_count import ClassCount
from gui.domain.geometry import KIND_NAMES
from gui.domain.ontology import Classification, Ontology, OntologyObject, Target
from gui.domain.words import shape_name, target_name
from gui.matching.classes import QUESTIONS_WITH_OPTIONS, normal_name

_NEAR = 0.6
"""How alike two names are (0..1) for the one to be offered before all others."""


class Match(StrEnum):
    """How a class came to what it becomes; the value is what people read."""

    SAME_NAME = "Same name"
    SUGGESTED = "Suggested"
    CHOSEN = "Your choice"
    CHOOSE = "Choose one"
    SEVERAL = "Several fit"
    LEFT_OUT = "Left out"
    CHANGES = "New shape"
    IMPOSSIBLE = "Does not fit"


OPEN = frozenset({Match.CHOOSE, Match.SEVERAL, Match.IMPOSSIBLE})
"""States in which the predictions of a class are lost although nobody asked for it."""


@dataclass(frozen=True)
class ClassLine:
    """One class of the file."""

    name: str
    count: int
    target: Target | None
    feature_hash: str | None
    match: Match


@dataclass(frozen=True)
class Option:
    """One thing a class can become; ``why_not`` is empty when it can."""

    feature_hash: str
    target: Target
    text: str
    why_not: str = ""


def class_lines(
    classes: Sequence[ClassCount], mapping: Mapping[str, str | None], ontology: Ontology, *, may_convert: bool
) -> list[ClassLine]:
    """A line for each class, in the order of the file."""
    known = {feature_hash: target for feature_hash, _, target in ontology.targets()}
    return [_line(each, mapping, known, may_convert) for each in classes]


def options(of: ClassCount, ontology: Ontology) -> list[Option]:
    """What the class can become: names like its own first, then in the ontology's order; then what it cannot."""
    found = [
        _option(feature_hash, target, of)
        for feature_hash, _, target in ontology.targets()
        if not (isinstance(target, Classification) and target.kind in QUESTIONS_WITH_OPTIONS)
    ]
    likeness = {option.feature_hash: _likeness(of.name, option.target) for option in found}
    near = {feature_hash: like if like >= _NEAR else 0.0 for feature_hash, like in likeness.items()}
    return sorted(found, key=lambda option: (bool(option.why_not), -near[option.feature_hash]))


def _line(
    of: ClassCount, mapping: Mapping[str, str | None], known: Mapping[str, Target], may_convert: bool
) -> ClassLine:
    is_chosen = of.name in mapping
    feature_hash = mapping[of.name] if is_chosen else of.suggested
    target = known.get(feature_hash) if feature_hash is not None else None
    if target is None:
        match = Match.LEFT_OUT if is_chosen else Match.SEVERAL if of.ambiguous else Match.CHOOSE
        return ClassLine(of.name, of.count, None, None, match)
    rules = _rules(of, target)
    if rules == {"no"}:
        match = Match.IMPOSSIBLE
    elif "ask" in rules and not may_convert:
        match = Match.CHANGES
    elif is_chosen and feature_hash != of.suggested:
        match = Match.CHOSEN
    else:
        is_same = target_name(target).split(": ")[-1].casefold() == of.name.casefold()
        match = Match.SAME_NAME if is_same else Match.SUGGESTED
    return ClassLine(of.name, of.count, target, feature_hash, match)


def _option(feature_hash: str, target: Target, of: ClassCount) -> Option:
    rules = _rules(of, target)
    text = f"{target_name(target)} ({shape_name(target).lower()})" if _has_place(target) else target_name(target)
    if rules == {"no"}:
        return Option(feature_hash, target, text, f"a {of.kinds[0]} cannot become that")
    change = "changes shape" if _has_place(target) else "without its place"
    return Option(feature_hash, target, f"{text}, {change}" if "ask" in rules else text)


def _has_place(target: Target) -> bool:
    """Whether it is drawn; a question is answered for the whole picture."""
    return isinstance(target, OntologyObject)


def _rules(of: ClassCount, target: Target) -> set[Rule]:
    return {rule(KIND_NAMES.index(kind), target) for kind in of.kinds} or {"direct"}


def _likeness(name: str, target: Target) -> float:
    """0..1: how much of the names is the same; a name that holds the other is closer than one that does not."""
    ours, theirs = normal_name(name), normal_name(target_name(target).split(": ")[-1])
    held = 0.5 if ours and theirs and (ours in theirs or theirs in ours) else 0.0
    return held + SequenceMatcher(None, ours, theirs).ratio() / 2
