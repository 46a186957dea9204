"""Which rows a command line means: by a file of hashes and titles, by names of datasets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from gui.domain.label_row import ListedRow
from gui.errors import ProjectProblem


def chosen_by_names(names: Iterable[str], rows: Sequence[ListedRow]) -> tuple[set[int], list[str]]:
    """Numbers of the rows with these label hashes, data hashes or titles; and the names that no row has.

    A title that several rows have names them all.
    """
    by_name: dict[str, set[int]] = {}
    for number, row in enumerate(rows):
        for name in (row.label_hash, row.data_hash, row.title.strip()):
            if name:
                by_name.setdefault(name, set()).add(number)
    chosen: set[int] = set()
    unknown = []
    for name in names:
        if name in by_name:
            chosen |= by_name[name]
        else:
            unknown.append(name)
    return chosen, unknown


def unticked_without(chosen: Iterable[int], total: int) -> list[int]:
    """Every row but the chosen ones."""
    keep = set(chosen)
    return [number for number in range(total) if number not in keep]


def datasets_named(names: Sequence[str], rows: Sequence[ListedRow]) -> list[str]:
    """Hashes of the datasets with these hashes or titles. Raises ``ProjectProblem`` for one that is not there."""
    hashes: list[str] = []
    for name in names:
        found = sorted({row.dataset_hash for row in rows if name in (row.dataset_hash, row.dataset_title)})
        if not found:
            known = ", ".join(sorted({f"“{row.dataset_title}”" for row in rows})[:5])
            raise ProjectProblem(
                f"The project has no dataset “{name}”.", f"It has {known or 'none'}.", "Check --dataset."
            )
        hashes.extend(found)
    return hashes
