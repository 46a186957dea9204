"""Brings the picture of one row and frame for the preview, with the predictions to draw on it."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from gui import paths
from gui.convert.convert import placed
from gui.convert.fractions import straightened
from gui.convert.frame_of_reference import Size
from gui.convert.outcome import CannotConvert
from gui.domain.geometry import Corners, Geometry
from gui.domain.ontology import Choice, OntologyObject
from gui.domain.prediction import Picture
from gui.encord_api.media import MediaFetcher
from gui.encord_api.patience import Stop
from gui.errors import ExpectedFailure
from gui.export.plan import Plan
from gui.protocol.commands import FetchPicture
from gui.protocol.events import DrawnPrediction, PictureReady
from gui.workspace import Workspace

MOST_DRAWN = 2000
"""Predictions drawn on one picture; more would hide it."""


class Previewer:
    """Keeps pictures in a folder of its own (0700) that is emptied at the end."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._folder = Path(tempfile.mkdtemp(prefix="pictures-", dir=paths.cache_dir()))
        self._media: MediaFetcher | None = None

    def picture(self, command: FetchPicture, plan: Plan | None, stop: Stop) -> PictureReady:
        """The picture, or a sentence why there is none; the predictions come in either case."""
        listing = self._workspace.listing
        assert listing is not None
        row = listing.rows[command.row]
        path, why_not = None, ""
        if self._media is None or self._media.listing is not listing:
            self._media = MediaFetcher(listing, self._folder)
        try:
            path = self._media.picture(command.row, command.frame, stop)
        except ExpectedFailure as failure:
            why_not = failure.sentence.what
        width, height = row.size_at(command.frame) or (0, 0)
        return PictureReady(
            job=command.job,
            row=command.row,
            frame=command.frame,
            path=str(path) if path else None,
            width=width,
            height=height,
            predictions=drawn(plan, command.row, command.frame) if plan else [],
            why_not=why_not,
        )

    def close(self) -> None:
        """Remove every picture."""
        shutil.rmtree(self._folder, ignore_errors=True)


def drawn(plan: Plan, row: int, frame: int) -> list[DrawnPrediction]:
    """The predictions on one picture, in the pixels of the file, those that are left out too.

    Fractions are pixels of the row's picture, and nothing can be drawn of them while its size is unknown.
    """
    spool = plan.spool
    row_size = plan.rows[row].size_at(frame)
    where = ((plan.row == row) & (plan.frame == frame)).nonzero()[0][:MOST_DRAWN]
    result = []
    for index, record in zip(where, spool.records(where), strict=True):
        resolved = plan.targets[int(spool.class_number[index])]
        name = spool.classes[int(spool.class_number[index])]
        picture = spool.pictures[int(spool.picture[index])]
        shown = _drawable(record.geometry, picture, row_size, plan.choices.rotate)
        if shown is None:
            continue
        geometry, size = shown
        target = resolved.target
        color = target.color if isinstance(target, OntologyObject) else None
        label = name
        if isinstance(target, OntologyObject):
            label = target.name
        elif isinstance(target, Choice):
            label = target.option.name
        result.append(
            DrawnPrediction(
                geometry=geometry,
                label=label,
                color=color,
                confidence=float(spool.confidence[index]),
                written=bool(plan.status[index] == 0),
                frame=size,
            )
        )
    return result


def _drawable(
    geometry: Geometry, picture: Picture, row_size: Size | None, rotate: str
) -> tuple[Geometry, Size | None] | None:
    """``geometry`` in pixels, turned as asked, corners as the shape they are, and the size its pixels refer to.

    None where that cannot be told. What does not fit the row's picture is shown as the file has it.
    """
    size = (picture.width, picture.height) if picture.width and picture.height else None
    try:
        if picture.fractions or rotate:
            geometry, frame = placed(geometry, size, row_size, picture.fractions, rotate)
            size = frame.width, frame.height
    except CannotConvert:
        if picture.fractions:
            return None
    return (straightened(geometry) if isinstance(geometry, Corners) else geometry), size
