"""How a source of predictions can be read: settings, the readings that fit its content, and what was taken."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

import msgspec


class Setting(msgspec.Struct, frozen=True):
    """One thing that a format lets the user say: ``--set name=value``, or a choice in the window.

    ``choices`` are the allowed values with their meaning; without them the value is of ``kind``. ``default`` is
    what the reader takes when neither the user nor a reading says anything; empty means that it finds out itself.
    """

    name: str
    meaning: str
    choices: tuple[tuple[str, str], ...] = ()
    kind: Literal["choice", "text", "whole number", "file or list"] = "choice"
    default: str = ""

    def words(self, value: str) -> str:
        """``value`` as people read it."""
        return dict(self.choices).get(value, value)

    def refusal(self, value: str) -> str:
        """Why ``value`` is not allowed, as one sentence; empty when it is."""
        if self.choices and value not in dict(self.choices):
            return f"Allowed: {', '.join(f'{self.name}={choice}' for choice, _ in self.choices)}."
        if self.kind == "whole number" and not (value.isascii() and value.isdigit()):
            return f"It must be a whole number, such as {self.name}=1."
        return ""


class Reading(msgspec.Struct, frozen=True):
    """One way to read what is ambiguous: the settings it takes, and how well it fits.

    ``score`` is 0..1, the share of what could be checked that agrees. ``evidence`` says it in words, without a full
    stop: ``all 300 boxes lie inside their pictures``.
    """

    values: dict[str, str]
    score: float
    evidence: str


class SourceWays(msgspec.Struct, frozen=True):
    """One source: what it is and why, the readings there are, and the ``values`` it was read with.

    ``values`` hold what the user said and what the chosen reading adds; while nothing is decided, the former alone.
    ``compared`` is what a comparison with the project's labels came to, as a sentence; empty while there was none.
    ``number`` is its place among several sources, from 1, and 0 where it is the only one.
    """

    title: str
    format: str
    reason: str
    settings: list[Setting]
    readings: list[Reading] = []
    values: dict[str, str] = {}
    compared: str = ""
    number: int = 0

    def is_taken(self, reading: Reading) -> bool:
        """Whether the source was read this way."""
        return reading.values.items() <= self.values.items()


def values_to_repeat(given: Mapping[str, str], sources: Iterable[SourceWays]) -> dict[str, str]:
    """What the user said, and what a comparison with labels settled: without one, it has to be said as well."""
    repeated = dict(given)
    for source in sources:
        if source.compared:
            repeated |= numbered(source.values, source.number)
    return repeated


def said(values: Mapping[str, str]) -> str:
    """Settings as the command line takes them: ``box=xywh units=pixels``."""
    return " ".join(f"{name}={value}" for name, value in values.items())


def numbered(values: Mapping[str, str], number: int) -> dict[str, str]:
    """Settings of one source among others, as they are said: ``2.box``; as they are where ``number`` is 0."""
    return {f"{number}.{name}" if number else name: value for name, value in values.items()}


def source_and_name(name: str) -> tuple[int, str]:
    """The number of the source that a setting is said for, 0 where it is for all, and its own name."""
    number, dot, own = name.partition(".")
    return (int(number), own) if dot and number.isascii() and number.isdigit() and len(number) < 10 else (0, name)


def own_values(values: Mapping[str, str], number: int) -> dict[str, str]:
    """What is said for all sources and, before that, for the one with this ``number``."""
    parts = [(*source_and_name(name), value) for name, value in values.items()]
    for_all = {name: value for source, name, value in parts if source == 0}
    return for_all | {name: value for source, name, value in parts if source == number}


def with_own_values(values: Mapping[str, str], number: int, own: Mapping[str, str]) -> dict[str, str]:
    """``values`` with ``own`` instead of what was said for the source with this ``number``; 0 for all of them."""
    kept = {name: value for name, value in values.items() if number and source_and_name(name)[0] != number}
    return kept | numbered(own, number)
