"""What the session needs of the one who speaks with the engine."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import SignalInstance

from gui.protocol.commands import AnyCommand


class Link(Protocol):
    """What the session needs of ``EngineLink``; tests hand in one that plays the engine."""

    @property
    def events(self) -> SignalInstance: ...
    @property
    def died(self) -> SignalInstance: ...
    @property
    def gave_up(self) -> SignalInstance: ...
    def send(self, command: AnyCommand) -> None: ...
    def cancel(self, number: int, target: int) -> None: ...
    def answered(self, number: int) -> None: ...
    def restart(self) -> None: ...
