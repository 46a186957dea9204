"""What the user decided before an export: everything that shapes its plan."""

from __future__ import annotations

import msgspec


class Choices(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the user decided that shapes the plan."""

    mapping: dict[str, str | None] = {}
    """Model class → feature hash, or None to leave it out; a class not named is mapped by its name."""
    min_confidence: float = 0.0
    """Kept when confidence ≥ this."""
    convert: bool = False
    """Whether conversions that must be asked for (FACTS section 3, "ask") are allowed."""
    unticked: list[int] = []
    """Numbers of the rows (their place in the listing) that are not to be exported."""
    datasets: list[str] = []
    """Dataset hashes that the file belongs to; empty = all."""
    create_missing_rows: bool = False
    """Whether rows never labelled are exported too, which creates label rows in Encord."""
    rotate: str = ""
    """What becomes of predictions whose picture lies on its side in Encord: ``90`` or ``270`` turn them clockwise by so
    many degrees, ``none`` takes their numbers as they are; empty leaves them out."""
    min_size: float = 0.0
    """Pixels of the row's picture that both sides of a prediction must have at least."""
    nms: float | None = None
    """Non-maximum suppression: of two predictions of a class that overlap by more than this (0..1), the less confident
    is left out; None = off."""
    most_per_picture: int = 0
    """Predictions kept on one picture, the most confident; 0 = all."""
    near_names: bool = False
    """Whether a picture that no row fits goes to the one row with nearly its name."""
    frame_classifications: bool = False
    """Whether classifications are also written per frame, as older SDKs did."""

    @property
    def thins_out(self) -> bool:
        """Whether small, overlapping or too many predictions are left out."""
        return self.min_size > 0 or self.nms is not None or self.most_per_picture > 0
