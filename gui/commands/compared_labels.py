"""What labels of the project settled for a command, and the words for it."""

from __future__ import annotations

import msgspec

from gui.domain.choices import Choices
from gui.domain.reading_ways import SourceWays, said
from gui.encord_api.patience import Stop
from gui.project_knowledge import compare_turning
from gui.sources.common_settings import ROTATE
from gui.workspace import Workspace


def settled_by_labels(workspace: Workspace, choices: Choices, stop: Stop) -> tuple[Choices, list[str]]:
    """The choices with the way that labels say pictures on their side are to be turned, and lines that tell all.

    The predictions must have been read. What is said of turning is kept for the report as well. Raises ``Cancelled``
    and the failures of requests.
    """
    assert workspace.spool is not None and workspace.listing is not None
    told = [_line(source) for source in workspace.spool.sources if source.compared]
    if choices.rotate:
        return choices, told
    turning = compare_turning(workspace.listing, workspace.folder, workspace.spool, stop)
    if turning is None:
        return choices, told
    choices = msgspec.structs.replace(choices, rotate=turning.values.get(ROTATE.name, ""))
    line = f"{turning.reason}. {_line(turning)}"
    workspace.spool.notes.append((turning.title, line))
    return choices, [*told, line]


def _line(source: SourceWays) -> str:
    """How a source is read, by which evidence, and what the comparison came to."""
    taken = [reading for reading in source.readings if source.is_taken(reading)][:1]
    how = [f"{source.title}: {said(reading.values)}, as {reading.evidence}." for reading in taken]
    return " ".join([*(how or [f"{source.title}:"]), source.compared])
