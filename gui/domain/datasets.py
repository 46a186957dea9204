"""The datasets of a listing, and the titles that rows of several datasets share."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

import msgspec

from gui.domain.counting import counted
from gui.domain.label_row import ListedRow
from gui.domain.plan_summary import Twins

MOST_TWINS = 4
"""Shared titles that are named; the others are counted."""


class Dataset(msgspec.Struct, frozen=True):
    """One dataset of the project, with how many rows of the listing it has."""

    dataset_hash: str
    title: str
    rows: int


def datasets_of(rows: Iterable[ListedRow]) -> list[Dataset]:
    """Every dataset in the listing, by title."""
    titles: dict[str, str] = {}
    counts: dict[str, int] = {}
    for row in rows:
        titles.setdefault(row.dataset_hash, row.dataset_title)
        counts[row.dataset_hash] = counts.get(row.dataset_hash, 0) + 1
    found = [Dataset(known, title, counts[known]) for known, title in titles.items()]
    return sorted(found, key=lambda dataset: (dataset.title.casefold(), dataset.dataset_hash))


def never_labelled(rows: Iterable[ListedRow], unticked: Collection[int], datasets: Collection[str]) -> int:
    """How many of the chosen rows (ticked, and of the chosen datasets if any) were never labelled."""
    return sum(
        1
        for number, row in enumerate(rows)
        if not row.is_labelled and number not in unticked and (not datasets or row.dataset_hash in datasets)
    )


def twin_lines(twins: Sequence[Twins]) -> list[str]:
    """``a.jpg is in Line 1 and in Line 2``; the titles beyond the first few are counted."""
    lines = [twin_line(twin) for twin in twins[:MOST_TWINS]]
    if len(twins) > MOST_TWINS:
        lines.append(f"{counted(len(twins) - MOST_TWINS, 'more title is', 'more titles are')} shared by several rows")
    return lines


def twin_line(twin: Twins) -> str:
    """Where a title is found more than once."""
    if len(twin.datasets) == 1:  # choosing a dataset cannot settle it
        return f"Several rows of {twin.datasets[0]} have the title {twin.title}"
    return f"{twin.title} is in {' and in '.join(twin.datasets)}"
