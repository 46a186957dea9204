"""One prediction as it was read from a file, with the place in the file it came from."""

from __future__ import annotations

import msgspec

from gui.domain.geometry import Geometry


class Prediction(msgspec.Struct, frozen=True, array_like=True):
    """What the spool keeps of one prediction.

    ``where`` names its place for people, for example ``element 12``; ``track`` joins the same thing over the
    frames of a video.
    """

    geometry: Geometry
    where: str
    track: str | None = None


class Picture(msgspec.Struct, frozen=True, array_like=True):
    """A picture as the prediction file names it.

    ``name`` is its path, file name, data hash or id as text; ``width`` and ``height`` are the pixels that the
    file's coordinates refer to, None when the file does not say. ``fractions``: the coordinates are fractions 0..1
    of width and height, whatever those are. ``source`` is the number of the source, from 0, where several are merged.
    """

    name: str
    width: int | None = None
    height: int | None = None
    fractions: bool = False
    source: int = 0
