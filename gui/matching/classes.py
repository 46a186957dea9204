"""Which item of the ontology a model's class becomes: by the user's mapping, else by its name."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from gui.domain.ontology import Choice, Classification, Ontology, Target
from gui.domain.reasons import Reason
from gui.errors import MappingProblem

QUESTIONS_WITH_OPTIONS = frozenset({"radio", "checklist"})
"""Kinds of classification whose answer is one of their options."""


class ClassTarget(msgspec.Struct, frozen=True):
    """Where one class of the file leads: a ``target``, or the ``reason`` for which it leads nowhere.

    ``by_name`` is True when the name found (or did not find) it, False when the user's mapping decided.
    """

    name: str
    target: Target | None
    reason: Reason | None
    by_name: bool


def normal_name(name: str) -> str:
    """``name`` as names are compared: Unicode NFKC, case folded, without spaces, ``_`` and ``-``."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    letters = "".join(letter for letter in folded if letter not in "_-" and not letter.isspace())
    # Folding splits some letters, and an accent may have found its letter only now.
    return unicodedata.normalize("NFKC", letters)


def resolve_classes(classes: Sequence[str], ontology: Ontology, mapping: Mapping[str, str | None]) -> list[ClassTarget]:
    """One answer for each of ``classes``, in their order.

    A class named in ``mapping`` leads where the mapping says (None = left out). Any other leads to the one
    item of the ontology (object, classification or option) that has its name; of several nobody guesses. A
    radio or checklist stands for its option of that name; when it has none, the user has to choose one.
    Raises MappingProblem when the mapping names a feature hash that the ontology lacks.
    """
    _check_mapping(mapping, ontology)
    names: dict[str, list[Target]] = {}
    for _, name, target in ontology.targets():
        names.setdefault(normal_name(name), []).append(target)
    return [
        _by_mapping(name, mapping[name], ontology) if name in mapping else _by_name(name, names) for name in classes
    ]


def _check_mapping(mapping: Mapping[str, str | None], ontology: Ontology) -> None:
    known = {feature_hash for feature_hash, _, _ in ontology.targets()}
    for name, feature_hash in mapping.items():
        if feature_hash is not None and feature_hash not in known:
            raise MappingProblem(
                f"The mapping of the class “{name}” cannot be used.",
                f"The ontology has no object, classification or option with the feature hash “{feature_hash}”.",
                "Choose an item of this project's ontology for the class, or leave the class out.",
            )


def _by_mapping(name: str, feature_hash: str | None, ontology: Ontology) -> ClassTarget:
    if feature_hash is None:
        return ClassTarget(name, None, Reason.IGNORED_CLASS, by_name=False)
    target = ontology.find(feature_hash)
    assert target is not None, "the mapping was checked before"
    return _settle(name, [target], by_name=False)


def _by_name(name: str, names: Mapping[str, list[Target]]) -> ClassTarget:
    key = normal_name(name)
    # A class called "_" has no letters left to compare: it fits nothing.
    return _settle(name, names.get(key, []) if key else [], by_name=True)


def _settle(name: str, fitting: Iterable[Target], by_name: bool) -> ClassTarget:
    settled = {_key(target): target for target in (_answerable(target, name) for target in fitting)}
    if not settled:
        return ClassTarget(name, None, Reason.NO_CLASS, by_name)
    if len(settled) > 1:
        return ClassTarget(name, None, Reason.AMBIGUOUS_CLASS, by_name)
    (target,) = settled.values()
    if isinstance(target, Classification) and target.kind in QUESTIONS_WITH_OPTIONS:
        return ClassTarget(name, None, Reason.NEEDS_OPTION, by_name)
    return ClassTarget(name, target, None, by_name)


def _answerable(target: Target, name: str) -> Target:
    """A radio or checklist becomes its one option called ``name``; anything else stays what it is."""
    if not isinstance(target, Classification) or target.kind not in QUESTIONS_WITH_OPTIONS:
        return target
    wanted = normal_name(name)
    options = [option for option in target.options if normal_name(option.name) == wanted]
    return Choice(target, options[0]) if len(options) == 1 else target


def _key(target: Target) -> tuple[str, str]:
    """Tells two items apart: an option's feature hash is unique only within its question."""
    if isinstance(target, Choice):
        return target.classification.feature_hash, target.option.feature_hash
    return target.feature_hash, ""
