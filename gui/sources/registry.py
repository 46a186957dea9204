"""The ordered list of prediction formats, and which of them knows some files by their content."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

from gui.errors import UsageProblem
from gui.sources.class_names.names_files import is_names_file
from gui.sources.formats import huggingface, kitti, labelme, mot, panoptic, voc
from gui.sources.formats.coco import source as coco
from gui.sources.formats.cvat import source as cvat
from gui.sources.formats.encord import source as encord_export
from gui.sources.formats.label_studio import source as label_studio
from gui.sources.formats.masks import source as masks
from gui.sources.formats.tables import source as csv_tables
from gui.sources.formats.text import source as other_txt
from gui.sources.formats.ultralytics import predictions_json as ultralytics_json
from gui.sources.formats.ultralytics import txt as ultralytics_txt
from gui.sources.intake.files import Intake
from gui.sources.intake.opening import is_folder, open_files, open_intake
from gui.sources.refusals import refusal, unreadable
from gui.sources.source import PredictionSource, Recognition, Strength

SOURCES: tuple[PredictionSource, ...] = (
    voc,
    cvat,
    encord_export,
    label_studio,
    labelme,
    huggingface,
    panoptic,
    masks,
    kitti,
    mot,
    ultralytics_txt,
    other_txt,
    ultralytics_json,
    coco,
    csv_tables,
)
"""Every format; of two that are equally sure, the first is taken."""


class Recognised(NamedTuple):
    """Files and the format that reads them, with the reason."""

    files: Intake
    source: PredictionSource
    recognition: Recognition


@contextmanager
def recognised_sources(paths: Sequence[Path], format: str | None) -> Iterator[list[Recognised]]:
    """What was chosen as sources to read: folders and archives each by itself, loose files together by format.

    ``format`` names the format of all, None leaves it to the content. Raises ``SourceProblem`` and ``UsageProblem``.
    """
    with ExitStack() as stack:
        folders = [path for path in paths if is_folder(path)]
        loose = [path for path in paths if path not in folders]
        groups = _grouped(loose, format) if len(loose) > 1 else [loose] if loose else []
        intakes = [open_intake(path) for path in folders] + [open_files(group) for group in groups]
        for files in intakes:
            stack.enter_context(files)
        found = [recognised(files, format) for files in intakes]
        if len(found) > 1:
            for files in intakes:
                files.named_after(files.title)
        yield found


def recognised(files: Intake, format: str | None) -> Recognised:
    """The format of ``files``: the one named (``UsageProblem``), else the surest by content (``SourceProblem``)."""
    try:
        if format is not None:
            source = source_named(format)
            return Recognised(files, source, source.recognise(files) or Recognition("you said so", Strength.POSSIBLE))
        found = [
            Recognised(files, source, recognition) for source in SOURCES if (recognition := source.recognise(files))
        ]
        if not found:
            raise csv_tables.refusal(files) or refusal(files)
        return max(found, key=lambda one: one.recognition.strength)
    except OSError as problem:
        raise unreadable(Path(problem.filename or files.title), problem) from problem


def source_named(format: str) -> PredictionSource:
    """The format with this name. Raises ``UsageProblem``."""
    for source in SOURCES:
        if format == source.FORMAT:
            return source
    known = ", ".join(source.FORMAT for source in SOURCES)
    raise UsageProblem(f"There is no format called {format}.", f"Known formats: {known}.", "Use one of them.")


def _grouped(paths: Sequence[Path], format: str | None) -> list[list[Path]]:
    """Loose files of one format are one source, with the files of class names that were chosen beside them."""
    if format is not None:
        return [list(paths)]
    helpers: list[Path] = []
    groups: dict[str, list[Path]] = {}
    for path in paths:
        with open_intake(path) as files:
            if files.kind == "archive":
                groups[str(path)] = [path]
            elif is_names_file(files.files[0]):
                helpers.append(path)
            else:
                groups.setdefault(recognised(files, None).source.FORMAT, []).append(path)
    return [[*group, *helpers] for group in groups.values()] or [list(paths)]
