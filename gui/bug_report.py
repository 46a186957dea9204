"""The report of a bug: versions, what happened, and the ends of the logs; nothing secret is in it."""

from __future__ import annotations

import platform
from importlib.metadata import PackageNotFoundError, version

from gui import __version__, logs, paths

_TAIL = 30
"""Lines of each log."""
_LOGS = ("window", "engine")


def whole_report(what_happened: str) -> str:
    """What somebody copies and sends: ``what_happened`` (a traceback) between the versions and the logs' ends."""
    parts = [versions(), what_happened.strip()]
    for role in _LOGS:
        tail = _end_of_log(role)
        if tail:
            parts.append(f"The last lines of {role}.log:\n{tail}")
    return logs.redact("\n\n".join(parts))


def versions() -> str:
    """Which versions run here, in one line."""
    try:
        sdk = version("encord")
    except PackageNotFoundError:
        sdk = "of an unknown version"
    return (
        f"Encord Prediction Exporter {__version__}, encord {sdk}, "
        f"Python {platform.python_version()}, {platform.platform()}"
    )


def _end_of_log(role: str) -> str:
    try:
        text = (paths.log_dir() / f"{role}.log").read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        return f"(cannot be read: {error.strerror})"
    return "\n".join(text.splitlines()[-_TAIL:])
