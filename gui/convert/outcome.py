"""What comes out of a conversion: shapes to write, or the reason why there are none."""

from __future__ import annotations

import msgspec

from gui.domain.reasons import Reason
from gui.domain.shapes import WrittenShape


class Converted(msgspec.Struct):
    """The shapes to write for one prediction, and what had to be done to it.

    ``clipped``: a part outside the picture was cut off or left out. ``scaled``: the file was made for the
    same picture in another size. ``lossy`` names a change of shape in words such as ``mask → polygon``, else
    it is empty.
    """

    shapes: list[WrittenShape]
    clipped: bool = False
    scaled: bool = False
    lossy: str = ""


class Dropped(msgspec.Struct):
    """Why a prediction is not written; ``detail`` is a few words more."""

    reason: Reason
    detail: str = ""


class CannotConvert(Exception):
    """Carries a `Dropped` from wherever a conversion stops: an outcome on its way out, not an error."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        """Keep what `Dropped` will say."""
        super().__init__(detail or reason)
        self.dropped = Dropped(reason, detail)
