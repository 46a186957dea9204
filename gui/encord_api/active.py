"""Asks Encord Active to take over what was published."""

from __future__ import annotations

from encord.orm.active import ActiveProjectMode

from gui.encord_api.client import OpenedProject
from gui.encord_api.patience import Stop, ask

SYNC = "sync"


def ask_active(project: OpenedProject, wish: str, stop: Stop) -> None:
    """Let Active look at a project's labels again (``sync``), or import the project in a mode (`ActiveProjectMode`).

    Active answers at once and works on its own. Raises the failures of a request.
    """
    if wish == SYNC:
        ask(project.sdk.active_sync, project.domain, stop)
        return
    mode = ActiveProjectMode(wish)
    ask(lambda: project.sdk.active_import(mode), project.domain, stop)
