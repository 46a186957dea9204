"""The export of an open project that was cut short, as the window offers to go on with it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from gui.domain.label_row import ListedRow
from gui.domain.unfinished_export import UnfinishedExport
from gui.encord_api.client import OpenedProject
from gui.export.run import Run
from gui.export.run_header import differences, header_of
from gui.export.unfinished import unfinished_exports
from gui.publish.journal import count_saved
from gui.run_folders import journal_path


def newest_unfinished(
    project: OpenedProject, rows: Sequence[ListedRow], just_ended: Run | None = None
) -> UnfinishedExport | None:
    """The newest export of this project that was cut short; its rows are listed now.

    ``just_ended`` has counted its own rows: to count them in its file takes a second for 100,000, and somebody who
    has pressed Stop waits for it.
    """
    for found in unfinished_exports():
        before = found.header
        choices, output = before.choices(rows), Path(before.output) if before.output else None
        now = header_of(output, project, choices, rows, before.rows, before.source, before.branch_choice)
        if (now.domain, now.project_hash) != (before.domain, before.project_hash):
            continue
        is_known = just_ended is not None and just_ended.header.goes_to == before.goes_to
        return UnfinishedExport(
            place=before.goes_to,
            output=before.output,
            branch=before.branch_choice,
            rows_done=just_ended.rows_kept if just_ended is not None and is_known else found.rows_done(),
            rows_saved=count_saved(journal_path(found.path)),
            rows_total=before.rows,
            predictions=before.source.paths[0],
            more=before.source.paths[1:],
            format=before.source.format or "",
            values=before.source.values,
            dataset_json=before.source.dataset_json,
            script_sha256=before.source.digest if before.source.is_script else "",
            choices=choices,
            changed=differences(before, now, rows),
        )
    return None
