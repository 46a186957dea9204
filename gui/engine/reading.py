"""What the engine answers when predictions are to be read: what they are, or what the user has to say first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from gui.domain.class_count import ClassCount
from gui.domain.geometry import KIND_NAMES
from gui.domain.ontology import Choice, Ontology, Target
from gui.domain.reading_ways import SourceWays
from gui.domain.reasons import Reason
from gui.domain.table_guess import TableGuess
from gui.encord_api.patience import Stop
from gui.errors import SourceProblem
from gui.export.rehearsal import histogram
from gui.matching.classes import resolve_classes
from gui.protocol.commands import ReadPredictions
from gui.protocol.events import ColumnsAsked, PredictionsRead, ReadingsOffered
from gui.sources.common_settings import ENCODING
from gui.sources.deciding import UndecidedReading
from gui.sources.formats.tables import source as csv_tables
from gui.sources.registry import SOURCES, recognised_sources
from gui.sources.spool import Spool
from gui.workspace import Workspace


def answer_to(
    command: ReadPredictions, workspace: Workspace, stop: Stop
) -> PredictionsRead | ReadingsOffered | ColumnsAsked:
    """Read into the workspace's spool. Raises what ``Workspace.read`` raises, but for a tie between readings."""
    dataset = Path(command.dataset_json) if command.dataset_json else None
    paths = [Path(path) for path in (command.path, *command.more)]
    formats = [(source.FORMAT, source.TITLE) for source in SOURCES]
    try:
        spool = workspace.read(paths, stop, dataset, command.format, command.values)
    except UndecidedReading as tie:
        return ReadingsOffered(
            job=command.job,
            path=command.path,
            source=tie.source,
            sentence=tie.sentence,
            formats=formats,
            table=_table_read(paths, [tie.source], command.values),
        )
    except SourceProblem:
        table = unclear_table(paths, command.format, command.values)
        if table is None:
            raise
        return ColumnsAsked(job=command.job, path=command.path, table=table)
    ontology = workspace.project.ontology if workspace.project else Ontology()
    return PredictionsRead(
        job=command.job,
        path=command.path,
        format=spool.format,
        summary=spool.summary,
        read=spool.read,
        pictures=len(spool.pictures),
        scored=bool(spool.scored.any()),
        classes=class_counts(spool, ontology),
        histogram=histogram(spool.confidence),
        sources=spool.sources,
        formats=formats,
        table=_table_read(paths, spool.sources, command.values),
    )


def unclear_table(paths: Sequence[Path], format: str | None, values: Mapping[str, str]) -> TableGuess | None:
    """The table that ``paths`` are, or hold, if it lacks columns; None for anything else that could not be read."""
    if format not in (None, csv_tables.FORMAT):
        return None
    with recognised_sources(paths, csv_tables.FORMAT) as sources:
        if len(sources) != 1 or csv_tables.unclear_table(sources[0].files) is None:
            return None
    table = _table(paths, values)
    return table if table is not None and table.lacks else None


def _table_read(paths: Sequence[Path], sources: Sequence[SourceWays], values: Mapping[str, str]) -> TableGuess | None:
    """The columns of what was recognised, where that is one table: columns are said for all sources at once."""
    is_table = [source.format for source in sources] == [csv_tables.FORMAT]
    return _table(paths, values) if is_table else None


def _table(paths: Sequence[Path], values: Mapping[str, str]) -> TableGuess | None:
    with recognised_sources(paths, csv_tables.FORMAT) as sources:
        if len(sources) != 1:
            return None
        return csv_tables.guess(sources[0].files, values.get(ENCODING.name, ""), values.get("columns", ""))


def class_counts(spool: Spool, ontology: Ontology) -> list[ClassCount]:
    """Every class of the file with its count, its kinds, and where its name leads by itself."""
    counted = []
    found = resolve_classes(spool.classes, ontology, {})
    for number, target in enumerate(found):
        where = spool.class_number == number
        kinds = sorted({int(kind) for kind in spool.kind[where]})
        counted.append(
            ClassCount(
                name=target.name,
                count=int(where.sum()),
                kinds=list(dict.fromkeys(KIND_NAMES[kind] for kind in kinds)),
                suggested=_hash_of(target.target) if target.target else None,
                ambiguous=target.reason is Reason.AMBIGUOUS_CLASS,
            )
        )
    return sorted(counted, key=lambda entry: -entry.count)


def _hash_of(target: Target) -> str:
    return target.option.feature_hash if isinstance(target, Choice) else target.feature_hash
