"""What the engine answers when ways to read, or to turn, predictions are to be compared with labels of the project."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from gui.encord_api.patience import Stop
from gui.project_knowledge import compare_turning, read_settings
from gui.protocol.commands import CompareLabels, CompareTurning
from gui.protocol.events import LabelsCompared
from gui.sources.reading import open_sources
from gui.sources.registry import recognised_sources
from gui.workspace import Workspace


def compared(
    command: CompareLabels, workspace: Workspace, stop: Stop, on_wait: Callable[[str], None]
) -> LabelsCompared:
    """Compare; the workspace's predictions stay as they are. A project must be open.

    Raises ``SourceProblem`` for files that have changed meanwhile, and the failures of reading labels.
    """
    read = command.read
    assert workspace.listing is not None
    dataset = Path(read.dataset_json) if read.dataset_json else None
    settings = read_settings(
        workspace.listing, workspace.folder, stop, dataset, read.values, compare_labels=True, on_wait=on_wait
    )
    with recognised_sources([Path(path) for path in (read.path, *read.more)], read.format) as sources:
        ways = [ways for _, ways in open_sources(sources, settings)]
    return LabelsCompared(job=command.job, sources=[each for each in ways if each.compared])


def turning_compared(
    command: CompareTurning, workspace: Workspace, stop: Stop, on_wait: Callable[[str], None]
) -> LabelsCompared:
    """Compare the ways to turn the workspace's predictions. A project must be open and predictions read.

    Raises the failures of reading labels.
    """
    assert workspace.listing is not None and workspace.spool is not None
    found = compare_turning(workspace.listing, workspace.folder, workspace.spool, stop, on_wait)
    return LabelsCompared(job=command.job, sources=[found] if found is not None else [])
