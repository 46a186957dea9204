"""The project's ontology as this application needs it: objects with a shape, classifications with options."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec


class SkeletonVertex(msgspec.Struct, frozen=True):
    """A vertex of a skeleton template."""

    name: str
    feature_hash: str


class OntologyObject(msgspec.Struct, frozen=True, tag="object"):
    """An object class: ``shape`` is the SDK's value (``bounding_box``, ``polygon``, …), ``color`` is ``#RRGGBB``."""

    feature_hash: str
    name: str
    shape: str
    color: str
    vertices: tuple[SkeletonVertex, ...] = ()


class ClassificationOption(msgspec.Struct, frozen=True, tag="option"):
    """One option of a radio or checklist classification."""

    feature_hash: str
    name: str


class Classification(msgspec.Struct, frozen=True, tag="classification"):
    """A frame-level question; ``kind`` is ``radio``, ``checklist``, ``text`` or another of the SDK's kinds."""

    feature_hash: str
    name: str
    kind: str
    options: tuple[ClassificationOption, ...] = ()


class Choice(msgspec.Struct, frozen=True):
    """One option together with the classification it answers."""

    classification: Classification
    option: ClassificationOption


Target = OntologyObject | Classification | Choice
"""What a model class can be mapped to."""


class Ontology(msgspec.Struct, frozen=True):
    """All top-level objects and classifications of a project."""

    objects: tuple[OntologyObject, ...] = ()
    classifications: tuple[Classification, ...] = ()

    def targets(self) -> Iterator[tuple[str, str, Target]]:
        """Every possible target as (feature hash, name, target): objects, then classifications and their options."""
        for item in self.objects:
            yield item.feature_hash, item.name, item
        for question in self.classifications:
            yield question.feature_hash, question.name, question
            for option in question.options:
                yield option.feature_hash, option.name, Choice(question, option)

    def find(self, feature_hash: str) -> Target | None:
        """The target with this feature hash, or None when the ontology has none."""
        return next((target for known, _, target in self.targets() if known == feature_hash), None)
