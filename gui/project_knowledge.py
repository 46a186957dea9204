"""What may be known of the open project when predictions are read: its rows and, if the user lets it, its labels."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec

from gui.agreement.comparing import LabelComparison
from gui.domain.reading_ways import SourceWays
from gui.encord_api.listing import Listing
from gui.encord_api.patience import Stop
from gui.matching.project_rows import ProjectRows
from gui.sources.read_settings import ReadSettings
from gui.sources.spool import Spool

log = logging.getLogger(__name__)


def read_settings(
    listing: Listing | None,
    folder: Path,
    stop: Stop,
    dataset_json: Path | None = None,
    values: Mapping[str, str] | None = None,
    compare_labels: bool = False,
    on_wait: Callable[[str], None] = log.info,
) -> ReadSettings:
    """How predictions are read while the project of ``listing`` is open; None: no project is.

    With ``compare_labels`` what their content leaves open is compared with labels of the project; ``folder`` takes
    samples meanwhile, ``on_wait`` is told why the server keeps us waiting.
    """
    settings = ReadSettings(dataset_json=dataset_json, values=values or {}, cancelled=lambda: stop.is_set)
    if listing is None:
        return settings
    rows = ProjectRows(listing.rows)
    comparison = LabelComparison(listing, rows, folder, stop, on_wait) if compare_labels else None
    return msgspec.structs.replace(settings, project=rows, comparison=comparison)


def compare_turning(
    listing: Listing, folder: Path, spool: Spool, stop: Stop, on_wait: Callable[[str], None] = log.info
) -> SourceWays | None:
    """How predictions for pictures that lie on their side in Encord agree with labels, turned each way.

    None where no picture does. Raises ``Cancelled`` and the failures of requests.
    """
    return LabelComparison(listing, ProjectRows(listing.rows), folder, stop, on_wait).turning(spool)
