"""The classes that a prediction file names, with how many predictions each has."""

from __future__ import annotations

import msgspec


class ClassCount(msgspec.Struct, frozen=True):
    """One model class: how many predictions it has, as which kinds, and where its name leads by itself."""

    name: str
    count: int
    kinds: list[str]
    suggested: str | None = None
    """Feature hash of the target found by name; None when none or several fit."""
    ambiguous: bool = False
    """Whether several items of the ontology have this name."""
