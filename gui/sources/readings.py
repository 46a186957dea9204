"""The ways in which an ambiguous source can be read, and the one that was taken."""

from __future__ import annotations

import msgspec


class Reading(msgspec.Struct, frozen=True):
    """One way to read what is ambiguous: the settings it takes, and how well it fits.

    ``score`` is 0..1, the share of what could be checked that agrees. ``evidence`` says it in words, without a full
    stop: ``all 300 boxes lie inside their pictures``.
    """

    values: dict[str, str]
    score: float
    evidence: str


class Decided(msgspec.Struct, frozen=True):
    """How one source was read: what it is and why, with which settings, and the readings there were."""

    title: str
    format: str
    reason: str
    values: dict[str, str]
    readings: list[Reading]
