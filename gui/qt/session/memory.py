"""The settings in use, saved whole at every change; a disk that refuses is logged and costs nothing else."""

from __future__ import annotations

import logging
from pathlib import Path

from gui.domain.destination import Goal
from gui.domain.last_export import LastExport
from gui.settings import Settings, load_settings, save_settings

log = logging.getLogger(__name__)


class Memory:
    """What the window remembers; never a key, never a passphrase."""

    def __init__(self, path: Path) -> None:
        """Read what was kept in ``path``."""
        self._path = path
        self.settings: Settings = load_settings(path)

    def keep(self) -> None:
        """Write the settings as they are now."""
        try:
            save_settings(self.settings, self._path)
        except OSError as error:
            log.warning("The settings cannot be kept: %s", error)

    def keep_project(self, domain: str, project_hash: str) -> None:
        """This project was opened at this address."""
        self.settings.domain = domain
        self.settings.project_hash = project_hash
        self.keep()

    def keep_mapping(self, project_hash: str, mapping: dict[str, str | None]) -> None:
        """These are the user's matches for this project."""
        self.settings.remember_mapping(project_hash, mapping)
        self.keep()

    def keep_output(self, output: Path) -> None:
        """A file was saved here."""
        self.settings.output_folder = str(output.parent)
        self.keep()

    def keep_export(self, project_hash: str, export: LastExport) -> None:
        """This was written for this project."""
        self.settings.remember_export(project_hash, export)
        self.keep()

    def keep_goal(self, project_hash: str, goal: Goal) -> None:
        """This is where this project's export went."""
        self.settings.remember_goal(project_hash, goal)
        self.keep()

    def forget_account(self) -> int:
        """Drop everything about keys and projects, not how the window looks; how many projects were known."""
        settings = self.settings
        last = [settings.project_hash] if settings.project_hash else []
        known = {*settings.mappings, *settings.exports, *settings.goals, *last}
        self.settings = Settings(theme=settings.theme, window=settings.window, rows=settings.rows, kept=settings.kept)
        self.keep()
        return len(known)
