"""What publishing on a branch will do, counted before it does anything."""

from __future__ import annotations

import msgspec


class BranchForecast(msgspec.Struct, frozen=True):
    """What publishing will do, said before it does anything."""

    name: str
    to_create: int
    """Rows that do not exist on the branch yet."""
    to_replace: int
    """Rows of the branch whose predictions are replaced."""
    to_empty: int
    """Rows of the branch that this run has nothing for: they will be emptied, else two models would mix."""
    predictions: int
    """What will be written; 0 when a script adds it."""

    def sentence(self) -> str:
        """It in one line."""
        parts = [
            f"{count:,} {what}"
            for count, what in (
                (self.to_create, "rows will be created"),
                (self.to_replace, "rows replaced"),
                (self.to_empty, "rows emptied"),
                (self.predictions, "predictions written"),
            )
            if count
        ]
        return f"Branch “{self.name}”: {', '.join(parts) or 'nothing will be written'}."
