"""What publishing on a branch will do, counted before it does anything."""

from __future__ import annotations

import msgspec

from gui.domain.counting import counted


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
            f"{counted(count, one, several)} {done}"
            for count, one, several, done in (
                (self.to_create, "row", "rows", "to be created"),
                (self.to_replace, "row", "rows", "to be replaced"),
                (self.to_empty, "row", "rows", "to be emptied"),
                (self.predictions, "prediction", "predictions", "to be written"),
            )
            if count
        ]
        return f"Branch “{self.name}”: {', '.join(parts) or 'nothing to be written'}."
