"""What readers of predictions may know of the open project: its rows and, if the user lets them be read, its labels."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec

from gui.agreement.comparing import LabelComparison
from gui.encord_api.listing import Listing
from gui.encord_api.patience import Stop
from gui.matching.project_rows import ProjectRows
from gui.sources.read_settings import ReadSettings

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
