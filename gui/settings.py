"""What is remembered between two starts: one typed schema, saved whole; never a key, never a passphrase."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Literal

import msgspec

from gui.domain.destination import Goal
from gui.domain.last_export import LastExport
from gui.proxy import ProxyMode
from gui.replacing import put_whole

log = logging.getLogger(__name__)

MOST_PROJECTS = 200
"""Projects whose mapping is kept; the one used longest ago makes room."""


class WindowPlace(msgspec.Struct, frozen=True):
    """Where the window stood, in logical pixels."""

    x: int
    y: int
    width: int
    height: int
    maximized: bool = False


class RowsLook(msgspec.Struct, frozen=True, omit_defaults=True):
    """How the table of rows looks: column → whether it is shown, column → its width in pixels, and the order."""

    columns: dict[str, bool] = {}
    widths: dict[str, int] = {}
    sorted_by: str = "title"
    is_descending: bool = False


class Settings(msgspec.Struct, kw_only=True, omit_defaults=True):
    """Everything the window remembers; the defaults are those of a first start."""

    theme: Literal["system", "light", "dark"] = "system"
    """Follow the system, or what was chosen in the head."""
    key_path: str = ""
    """The key file chosen last; its text is read again at every sign-in."""
    kept: list[str] = []
    """Entries in the system's key store (``gui.qt.session.remembered``); the secrets themselves are there alone."""
    domain: str = "https://api.encord.com"
    """The address of the region chosen last."""
    proxy: ProxyMode = "system"
    """Where the proxy is taken from."""
    proxy_address: str = ""
    """The proxy's address given by hand, without name and password."""
    proxy_name: str = ""
    """The user's name for that proxy; its password is in the system's key store or nowhere."""
    project_hash: str = ""
    """The project opened last."""
    output_folder: str = ""
    """The folder the last file was saved to."""
    window: WindowPlace | None = None
    rows: RowsLook = RowsLook()
    mappings: dict[str, dict[str, str | None]] = {}
    """Project hash → model class → feature hash, or None for a class left out."""
    exports: dict[str, LastExport] = {}
    """Project hash → its last export."""
    goals: dict[str, Goal] = {}
    """Project hash → where its last export went; that a branch was replaced is never kept."""

    def remember_mapping(self, project_hash: str, mapping: dict[str, str | None]) -> None:
        """Keep a project's mapping as the newest; without entries it is forgotten."""
        kept = {known: value for known, value in self.mappings.items() if known != project_hash}
        if mapping:
            kept[project_hash] = dict(mapping)
        self.mappings = dict(list(kept.items())[-MOST_PROJECTS:])

    def remember_export(self, project_hash: str, export: LastExport) -> None:
        """Keep a project's last export as the newest."""
        kept = {known: value for known, value in self.exports.items() if known != project_hash}
        kept[project_hash] = export
        self.exports = dict(list(kept.items())[-MOST_PROJECTS:])

    def remember_goal(self, project_hash: str, goal: Goal) -> None:
        """Keep where a project's last export went."""
        kept = {known: value for known, value in self.goals.items() if known != project_hash}
        kept[project_hash] = goal
        self.goals = dict(list(kept.items())[-MOST_PROJECTS:])


def load_settings(path: Path) -> Settings:
    """The settings in ``path``; those of a first start when there are none or they cannot be read."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Settings)
    except FileNotFoundError:
        return Settings()
    except (OSError, msgspec.MsgspecError) as error:
        log.warning("The settings cannot be read, starting afresh: %s", error)
        return Settings()


def save_settings(settings: Settings, path: Path) -> None:
    """Write the settings whole: beside the file first, then in its place. Raises OSError."""
    put_whole(msgspec.json.format(msgspec.json.encode(settings), indent=2), path)
