"""What publishing on a branch has come to: counts for the report and for what is said."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from gui.domain.branch_report import BranchReport
from gui.errors import Sentence
from gui.publish.journal import EMPTIED, Content


@dataclass
class BranchAccount:
    """How far a branch is; rows that were saved stay, however the run ends."""

    name: str
    created: int = 0
    """Rows this run created on the branch."""
    saved: int = 0
    """Rows that hold what was meant for them, those of an earlier start of this run among them."""
    emptied: int = 0
    """Rows of the branch that this run had nothing for, and that hold nothing now."""
    failed_rows: set[int] = field(default_factory=set)
    """Numbers of the rows that could not be saved."""
    in_doubt: int = 0
    """Rows that were sent, and whose answer did not come before the run ended."""
    verified: bool = False
    """Whether the branch was read back and holds what was meant."""
    predictions: int = 0
    """Frame annotations and answers that were read back,"""
    read_back_seconds: float = 0.0
    """and how long that took."""
    saved_rows: list[str] = field(default_factory=list)
    """Data hashes of the rows that are saved or emptied, unless the branch is verified."""
    active: str = ""
    """What Encord Active was asked, or why it could not be,"""
    active_failure: Sentence | None = None
    """and that in the user's words."""

    def cut_short(self, saved: Collection[Content], in_doubt: int) -> None:
        """The run ended before the branch was proven, with these rows saved; some answers may have come last."""
        emptied = {each.data_hash for each in saved if each.checksum == EMPTIED}
        self.saved_rows = sorted({each.data_hash for each in saved})
        self.emptied, self.saved = len(emptied), len(self.saved_rows) - len(emptied)
        self.in_doubt = in_doubt

    def report(self) -> BranchReport:
        """The account as it stands in the report."""
        return BranchReport(
            name=self.name,
            created=self.created,
            saved=self.saved,
            emptied=self.emptied,
            failed=len(self.failed_rows),
            in_doubt=self.in_doubt,
            verified=self.verified,
            predictions=self.predictions,
            read_back_seconds=round(self.read_back_seconds, 3),
            saved_rows=self.saved_rows,
            active=self.active,
        )
