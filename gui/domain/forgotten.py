"""What “Sign out and forget” did, in words."""

from __future__ import annotations

import msgspec

from gui.domain.counting import counted

_ENTRIES = {"key": "the key", "passphrase": "the passphrase", "proxy password": "the proxy's password"}


class Forgotten(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that was there and is gone."""

    entries: list[str] = []
    """Entries of the key store."""
    store: str = ""
    """What people call the key store."""
    key_path: bool = False
    """Whether a key file's place was remembered."""
    projects: int = 0
    """Projects whose settings were remembered."""
    past_runs: int = 0
    """Entries of the history."""
    runs: int = 0
    logs: int = 0


def forgotten_words(forgotten: Forgotten) -> str:
    """One sentence with what was removed, and one with what was not touched."""
    parts = []
    if forgotten.entries:
        names = _joined([_ENTRIES[entry] for entry in forgotten.entries])
        parts.append(f"{names} in {forgotten.store}")
    if forgotten.key_path:
        parts.append("the place of the key file")
    if forgotten.projects:
        parts.append(f"the settings of {counted(forgotten.projects, 'project', 'projects')}")
    if forgotten.past_runs:
        parts.append(f"the history of {counted(forgotten.past_runs, 'run', 'runs')}")
    if forgotten.runs:
        parts.append(counted(forgotten.runs, "run folder", "run folders"))
    if forgotten.logs:
        parts.append(counted(forgotten.logs, "log file", "log files"))
    removed = f"Removed: {_joined(parts)}." if parts else "Nothing else was remembered."
    return f"{removed} The key file itself and the files you exported stay where they are."


def _joined(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
