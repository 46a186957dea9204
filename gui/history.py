"""The history of runs: one small record a run in the user's data, kept for a while and tolerant of damage."""

from __future__ import annotations

import json
import logging
import time
from pathlib import Path

import msgspec

from gui import paths
from gui.domain.past_run import PastRun
from gui.errors import UsageProblem
from gui.replacing import put_whole
from gui.run_folders import is_worked_on

log = logging.getLogger(__name__)

KEPT_DAYS = 180
"""Days after which a run is forgotten,"""
MOST_RUNS = 100
"""unless so many newer ones are known,"""
MOST_BYTES = 200_000_000
"""or those take so much room: 100,000 published rows take 7 MB."""
LONGEST_RECORD = 4 * 1024 * 1024
"""Bytes; whatever is longer is no record of ours."""

_RECORD, _ROWS, _PAGE = ".json", ".rows", ".html"


def keep(run: PastRun) -> None:
    """Write a record, whole or not at all, and forget what is too old or too much. Raises OSError."""
    put_whole(_encoded(run), _path(run.run, _RECORD))
    _tidy_up(run.run)


def keep_page(token: str, page: str) -> None:
    """Keep a run's report as a page. Raises OSError."""
    put_whole(page.encode("utf-8"), page_of(token))


def past_runs() -> list[PastRun]:
    """Every run that can be read, the newest first; a damaged record is passed over."""
    found = [_read(path) for path in paths.history_dir().glob(f"*{_RECORD}")]
    return sorted((run for run in found if run is not None), key=lambda run: (run.began, run.run), reverse=True)


def known_run(token: str) -> PastRun | None:
    """The run of exactly this name."""
    return _read(_path(token, _RECORD)) if token.isalnum() else None


def run_named(name: str) -> PastRun:
    """The run whose name begins with ``name``. Raises ``UsageProblem`` unless there is exactly one."""
    found = [run for run in past_runs() if name and run.run.startswith(name)]
    if len(found) != 1:
        what = f"No run is named “{name}”." if not found else f"{len(found)} runs have names that begin with “{name}”."
        raise UsageProblem(what, "Runs are named by letters and digits.", "python -m gui history lists them.")
    return found[0]


def page_of(token: str) -> Path:
    """Where the page with a run's report lies, if there is one."""
    return _path(token, _PAGE)


def rows_of(token: str) -> Path:
    """Where is kept what a run saved on which row (`gui.publish.saved_rows`), if it published anything."""
    return _path(token, _ROWS)


def forget_all() -> int:
    """Remove every record, but of runs that are under way; how many there were."""
    tokens = {path.stem for path in _files()}
    idle = {token for token in tokens if not is_worked_on(token)}
    for token in idle:
        _remove(token)
    return len(idle)


def _path(token: str, ending: str) -> Path:
    return paths.history_dir() / f"{token}{ending}"


def _encoded(run: PastRun) -> bytes:
    """Plain ASCII: paths may hold bytes that are no text, which UTF-8 has no place for."""
    return json.dumps(msgspec.to_builtins(run), indent=1).encode("ascii")


def _read(path: Path) -> PastRun | None:
    try:
        with path.open("rb") as file:
            run = msgspec.convert(json.loads(file.read(LONGEST_RECORD)), PastRun)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, RecursionError) as error:
        log.warning("A record of the history cannot be read: %s", type(error).__name__)
        return None
    return run if run.run == path.stem else None


def _tidy_up(newest: str) -> None:
    """Forget the oldest runs, by when they were last written to; ``newest`` stays whatever it takes."""
    sizes: dict[str, int] = {}
    changed: dict[str, float] = {}
    for path in _files():
        try:
            status = path.stat()
        except OSError:
            continue  # another process has removed it
        sizes[path.stem] = sizes.get(path.stem, 0) + status.st_size
        changed[path.stem] = max(changed.get(path.stem, 0.0), status.st_mtime)
    room, oldest = MOST_BYTES, time.time() - KEPT_DAYS * 24 * 3600
    for place, token in enumerate(sorted(changed, key=lambda token: -changed[token])):
        room -= sizes[token]
        is_too_much = place >= MOST_RUNS or room < 0 or changed[token] < oldest
        if is_too_much and token != newest and not is_worked_on(token):
            _remove(token)


def _files() -> list[Path]:
    return [path for path in paths.history_dir().iterdir() if path.suffix in (_RECORD, _ROWS, _PAGE)]


def _remove(token: str) -> None:
    for ending in (_RECORD, _ROWS, _PAGE):
        try:
            _path(token, ending).unlink(missing_ok=True)
        except OSError as error:  # open in another process, on Windows
            log.warning("A record of the history stays: %s", error.strerror)
