"""Writes a run into the history: begun before the first row is published, ended with its report."""

from __future__ import annotations

import logging
from datetime import datetime
from pathlib import Path
from typing import Literal, cast

import msgspec

from gui import history
from gui.domain.past_run import PastRun
from gui.export.assemble import saying_why
from gui.export.report import Report, to_html
from gui.export.run_header import RunHeader
from gui.sources.plain_text import whole_characters

log = logging.getLogger(__name__)


def begin_record(token: str, header: RunHeader) -> None:
    """A run is about to save rows on a branch, for the first time or again. Raises ``OutputProblem``."""
    known = history.known_run(token)
    begun = msgspec.structs.replace(
        _record(token, header),
        branch=header.branch,
        began=known.began if known else now(),
        replaced=header.replaces_branch or (known is not None and known.replaced),
    )
    with saying_why(history.rows_of(token)):
        history.rows_of(token).touch(mode=0o600)  # a run with a record and no list has lost it
        history.keep(begun)


def end_record(token: str, header: RunHeader, report: Report, has_file: bool, report_path: Path | None) -> None:
    """A run has come to its end, or was cut short after it had written something.

    A history that cannot be written is logged, and costs the run nothing.
    """
    known = history.known_run(token) or _record(token, header)
    branch = report.branch
    ended = msgspec.structs.replace(
        known,
        ended=now(),
        outcome=cast(Literal["written", "failed", "cancelled"], report.outcome),
        output=str(Path(report.output).absolute()) if has_file else "",
        rows=report.rows.exported,
        predictions=report.predictions.exported,
        rows_published=branch.saved if branch else 0,
        verified=branch.verified if branch else False,
        report=str(report_path.absolute()) if report_path else "",
    )
    try:
        history.keep(ended)
        history.keep_page(token, whole_characters(to_html(report)))
    except OSError as error:
        log.warning("The run is not in the history: %s", error)


def now() -> str:
    """This moment, in ISO form with its zone."""
    return datetime.now().astimezone().isoformat(timespec="seconds")


def _record(token: str, header: RunHeader) -> PastRun:
    return PastRun(
        run=token,
        began=now(),
        domain=header.domain,
        project_hash=header.project_hash,
        project_title=header.project_title,
        sources=[Path(path).name for path in header.source.paths],
    )
