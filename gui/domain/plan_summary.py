"""The rehearsal of an export, as the window shows it: what will be written, what will not and why."""

from __future__ import annotations

import msgspec

from gui.domain.losses import Loss


class Twins(msgspec.Struct, frozen=True):
    """A title that several rows have."""

    title: str
    datasets: list[str]


class PlanSummary(msgspec.Struct, frozen=True, kw_only=True):
    """The rehearsal: what will be written, what will not and why. ``read = to_write + sum of losses``."""

    read: int
    matched_rows: int
    """Predictions whose picture was found among the rows."""
    matched_classes: int
    """Of those, the ones whose class is mapped and whose confidence is high enough."""
    to_write: int
    rows_total: int
    rows_to_export: int
    rows_with_predictions: int
    rows_skipped: dict[str, int]
    losses: list[Loss]
    row_counts: list[int]
    """Predictions that will be written, one number a row of the listing."""
    row_losses: list[int]
    """Predictions for that row that will not be written."""
    rows_by_reason: dict[str, list[int]] = {}
    """Reason → numbers of the rows that lose predictions for it."""
    histogram: list[int]
    conversions: dict[str, int]
    """Conversions that lose something, with their counts, in words."""
    notes: list[str]
    warnings: list[str]
    twins: list[Twins]
    near: list[tuple[str, str]] = []
    """Names of the file that no row has, each with the one title that is nearly the same; some of them."""
    near_count: int = 0
    """How many pictures have such a title."""
    names_file: list[str]
    """A few names of the file, to show next to ``names_project`` when little matches."""
    names_project: list[str]
    classes_file: list[str] = []
    """A few classes of the file, to show next to ``classes_project`` when nothing is written for want of a class."""
    classes_project: list[str] = []
    by_script: bool = False
    """Whether a script will fill the rows: then nobody knows what it will add, and the counts are 0."""
