"""A run that wrote something: when, from what, where to and how much; and what became of what it published."""

from __future__ import annotations

from typing import Literal

import msgspec

MOST_NAMED = 1000
"""Rows that were left and are named; beyond that they are counted alone."""


class LeftRow(msgspec.Struct, frozen=True):
    """A row that keeps what is on it, and why."""

    title: str
    why: str


class Removal(msgspec.Struct, kw_only=True):
    """What became of the rows that a run had published when that was removed; in a dry run what would become."""

    at: str = ""
    """ISO time with its zone; empty in a dry run."""
    emptied: int = 0
    """Rows that held what the run had saved, and hold nothing now."""
    already_empty: int = 0
    """Rows that held nothing any more."""
    gone: int = 0
    """Rows that are no longer on the branch."""
    changed: int = 0
    """Rows that have changed since, by whomever; they were left."""
    failed: int = 0
    """Rows that could not be read or emptied."""
    left: list[LeftRow] = []
    """The first of the rows that were left."""
    is_whole: bool = False
    """Whether it came to its end and was read back."""

    @property
    def done(self) -> int:
        """Rows that are settled so far."""
        return self.emptied + self.already_empty + self.gone + self.changed + self.failed

    def leave(self, title: str, why: str) -> None:
        """Name a row that keeps what is on it."""
        if len(self.left) < MOST_NAMED:
            self.left.append(LeftRow(title, why))


class PastRun(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of the history of runs; no secrets."""

    run: str
    """What names it, also on the command line."""
    began: str
    """ISO time with its zone."""
    ended: str = ""
    outcome: Literal["", "written", "failed", "cancelled"] = ""
    """Empty while it runs, and when it was killed."""
    domain: str
    """The server (`gui.domain.regions.kept_domain`),"""
    project_hash: str
    project_title: str
    sources: list[str]
    """Names of the files the predictions came from, or of the script."""
    output: str = ""
    """The file that was put in place."""
    branch: str = ""
    """The prediction branch that was written to."""
    replaced: bool = False
    """Whether the branch was there before and lost its predictions."""
    rows: int = 0
    """Rows that were exported,"""
    predictions: int = 0
    """and what they hold."""
    rows_published: int = 0
    """Rows that hold it on the branch."""
    verified: bool = False
    """Whether the branch was read back."""
    report: str = ""
    """Where the user had the report saved."""
    removal: Removal | None = None
    """What became of its rows on the branch since."""
