"""What became of the rows on a prediction branch, as the report and the window tell it."""

from __future__ import annotations

import msgspec


class BranchReport(msgspec.Struct, frozen=True, kw_only=True):
    """What became of the rows on a prediction branch."""

    name: str
    created: int
    """Rows this run created on the branch."""
    saved: int
    """Rows that hold what was meant for them."""
    emptied: int
    """Rows that were on the branch, that this run had nothing for, and that hold nothing now."""
    failed: int
    in_doubt: int
    """Rows that were sent when the run ended, and nobody knows what became of them."""
    verified: bool
    """Whether the branch was read back and holds what was meant."""
    predictions: int
    """Frame annotations and answers that were read back,"""
    read_back_seconds: float
    """and how long that took."""
    saved_rows: list[str] = []
    """Data hashes of the rows that are saved or emptied; listed unless the whole branch is verified."""
    active: str = ""
    """What Encord Active was asked, or why it could not be."""
