"""Where things lie: the resources that ship with the program, and the user's own folders.

Resources are found in a checkout (``resources/``), in an installed wheel (``gui/_resources``) and in a
frozen build (``sys._MEIPASS/resources``); nothing else in the program knows which of the three it runs in.

The user's folders follow the habits of the system (platformdirs). With the environment variable
``EXPORTER_HOME`` set, all of them lie inside that one folder: the tests use it, and so can anybody who wants
the program on a stick. Every folder is made when it is asked for, readable by its owner alone.
"""

import os
import sys
from pathlib import Path

import platformdirs

APP_NAME = "encord-prediction-exporter"
HOME_VARIABLE = "EXPORTER_HOME"

_PACKAGE = Path(__file__).resolve().parent


def is_frozen() -> bool:
    """True in a built app, where there is no interpreter and no source."""
    return bool(getattr(sys, "frozen", False))


def checkout_root() -> Path | None:
    """The root of the checkout this program runs from, or None when it is installed or frozen."""
    root = _PACKAGE.parent
    if not is_frozen() and (root / "pyproject.toml").is_file() and (root / "resources").is_dir():
        return root
    return None


def resource_path(name: str) -> Path:
    """The file or folder ``name`` (with ``/``, such as ``icons/app.svg``) among the resources.

    Raises FileNotFoundError when it does not exist: a broken installation, never the user's fault.
    """
    path = _resources() / name
    if not path.exists():
        raise FileNotFoundError(f"resource {name!r} is missing from {path.parent}")
    return path


def guide_path() -> Path:
    """The guide for annotators with its pictures beside it: among the documents of a checkout, else shipped."""
    root = checkout_root()
    return root / "docs" / "guide.md" if root else resource_path("guide/guide.md")


def _resources() -> Path:
    if is_frozen():
        return Path(getattr(sys, "_MEIPASS", _PACKAGE.parent)) / "resources"
    root = checkout_root()
    return root / "resources" if root else _PACKAGE / "_resources"


def data_dir() -> Path:
    """The user's data: run folders and what is remembered per project."""
    return _owned(_home_part("data") or Path(platformdirs.user_data_dir(APP_NAME, appauthor=False)))


def settings_file() -> Path:
    """The one settings file; its folder exists, the file may not."""
    config = platformdirs.user_config_dir(APP_NAME, appauthor=False, roaming=True)
    return _owned(_home_part("config") or Path(config)) / "settings.json"


def log_dir() -> Path:
    """Log files, one set per role (window, engine, …)."""
    return _owned(_home_part("logs") or Path(platformdirs.user_log_dir(APP_NAME, appauthor=False)))


def cache_dir() -> Path:
    """What may be deleted at any time without loss."""
    return _owned(_home_part("cache") or Path(platformdirs.user_cache_dir(APP_NAME, appauthor=False)))


def runs_dir() -> Path:
    """One folder a run: its rows file (the journal) and its spool."""
    return _owned(data_dir() / "runs")


def history_dir() -> Path:
    """The history of runs: what was written, where to, and which rows of branches hold it."""
    return _owned(data_dir() / "history")


def _home_part(part: str) -> Path | None:
    home = os.environ.get(HOME_VARIABLE)
    return Path(home).absolute() / part if home else None


def _owned(folder: Path) -> Path:
    """Make ``folder``; what this program makes in the user's name only the user may read."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if os.name == "posix" and folder.stat().st_mode & 0o077:
        folder.chmod(0o700)
    return folder
