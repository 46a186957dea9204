"""A prediction branch as Encord lists it, and the fence between it and the main branch.

What is saved must be a `BranchRow`, and none can be made of a row of the main branch: whichever way one is made, it
looks itself over, and the one module that saves (`gui.encord_api.branch_writing`) looks again before each request.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gui.domain.branch_name import checked_branch_name
from gui.encord_api.client import OpenedProject
from gui.encord_api.listing import Listing
from gui.encord_api.patience import Stop, ask
from gui.errors import BranchProblem

Entry = Mapping[str, Any]
"""A row as the server sends it, in a listing or with its labels."""

_AT_ONCE = 1000
"""Rows looked at together: what the server sent of all of them would take hundreds of megabytes."""


class Fence:
    """Keeps what is meant for one branch on that branch."""

    def __init__(self, name: str, main: Listing) -> None:
        """``main`` is the listing of the main branch. Raises ``BranchProblem`` for a name that is not allowed."""
        if main.branch is not None:
            raise ValueError(f"a listing of {main.branch} says nothing of the main branch")
        self.name = checked_branch_name(name)
        self._main = frozenset(row.label_hash for row in main.rows if row.label_hash)

    def check(self, entry: Entry) -> None:
        """Raise ``BranchProblem`` unless ``entry`` is a label row on this branch, and not one of the main branch."""
        label_hash, found = entry.get("label_hash"), entry.get("branch_name")
        if found != self.name or not isinstance(label_hash, str) or not label_hash or label_hash in self._main:
            raise BranchProblem(
                f"Encord's answer does not fit the branch “{self.name}”.",
                "A row in it lies elsewhere, so nothing was written to it.",
                "Send us the log.",
                detail=f"label row {label_hash} on branch {found}",
            )


@dataclass(frozen=True)
class BranchRow:
    """A label row that exists on a prediction branch. Raises ``BranchProblem`` when made of any other row."""

    labels: dict[str, Any]
    """The row as the server sent it just now."""
    fence: Fence

    def __post_init__(self) -> None:
        self.check()

    def check(self) -> None:
        """Raise ``BranchProblem`` when this is no row of the fence's branch, or is one of the main branch."""
        if type(self.fence) is not Fence:
            raise BranchProblem("A row without a fence is not written.", "Its branch is not known.", "Send us the log.")
        self.fence.check(self.labels)

    @property
    def label_hash(self) -> str:
        """Its own, which the main branch does not have."""
        return str(self.labels["label_hash"])

    @property
    def data_hash(self) -> str:
        """Of the picture or video, the same on every branch."""
        return str(self.labels["data_hash"])


class Branch:
    """A prediction branch of a project; its rows go by their numbers in the listing of the main branch."""

    def __init__(self, fence: Fence, main: Listing, listing: Listing) -> None:
        """``listing`` is the branch's own. Raises ``BranchProblem`` when it names a row of another branch."""
        self.fence = fence
        self.main = main
        self._listing = listing
        self._places = {row.data_hash: place for place, row in enumerate(listing.rows)}
        self._numbers = {row.data_hash: number for number, row in enumerate(main.rows)}
        self.label_hashes: dict[int, str] = {}
        """The label hash of each row that exists on the branch, by its number."""
        existing = [place for place, row in enumerate(listing.rows) if row.label_hash]
        for start in range(0, len(existing), _AT_ONCE):
            self.learn(listing.metadata(existing[start : start + _AT_ONCE]))

    @property
    def name(self) -> str:
        """The branch's name."""
        return self.fence.name

    @property
    def project(self) -> OpenedProject:
        """The project."""
        return self.main.project

    def learn(self, entries: Iterable[Entry]) -> None:
        """Take in that these rows exist. Raises ``BranchProblem`` when one is of another branch."""
        for entry in entries:
            self.fence.check(entry)
            number = self._numbers.get(entry["data_hash"])
            if number is not None:
                self.label_hashes[number] = entry["label_hash"]

    def metadata(self, data_hash: str) -> dict[str, Any]:
        """What the server listed of a row, whether it exists on the branch or not. Raises KeyError."""
        return self._listing.metadata([self._places[data_hash]])[0]


def branch_names(project: OpenedProject, stop: Stop, on_wait: Callable[[str], None] | None = None) -> list[str]:
    """The project's branches, the main one among them. Raises the failures of a request."""
    return ask(lambda: list(project.sdk.list_branches()), project.domain, stop, on_wait=on_wait)


def list_branch(
    name: str, main: Listing, folder: Path, stop: Stop, on_wait: Callable[[str], None] | None = None
) -> Branch:
    """The branch as it is now; one that does not exist has no rows. ``folder`` takes the listing.

    Raises ``BranchProblem``, and the failures of a request.
    """
    fence = Fence(name, main)
    listing = Listing(main.project, folder / "branch.jsonl", fence.name)
    listing.load(stop, on_wait=on_wait)
    return Branch(fence, main, listing)
