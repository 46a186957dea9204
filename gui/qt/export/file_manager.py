"""Shows a file in the system's file manager, selected where the system can do that, else its folder."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QDir, QObject, QProcess, QUrl
from PySide6.QtGui import QDesktopServices


class FileManager(QObject):
    """Explorer and Finder are told by their command, the file managers of Linux over D-Bus."""

    def show_file(self, path: Path, failed: Callable[[], object]) -> None:
        """Show ``path``; ``failed`` is called, now or later, when nothing on this system shows folders."""
        command = select_command(path, sys.platform)
        if not command:
            self._ask_desktop(path, failed)
        elif not QProcess.startDetached(command[0], command[1:])[0]:
            _open_folder(path, failed)

    def _ask_desktop(self, path: Path, failed: Callable[[], object]) -> None:
        """Ask whoever owns FileManager1 (freedesktop.org: "File manager D-Bus interface"); nobody may."""
        # Here and not at the top: on the other systems this part of Qt is not needed.
        from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusPendingCallWatcher

        bus = QDBusConnection.sessionBus()
        if not bus.isConnected():
            _open_folder(path, failed)
            return
        name, place = "org.freedesktop.FileManager1", "/org/freedesktop/FileManager1"
        message = QDBusMessage.createMethodCall(name, place, name, "ShowItems")
        address = QUrl.fromLocalFile(str(path)).toString(QUrl.ComponentFormattingOption.FullyEncoded)
        message.setArguments([[address], ""])
        # Not waited for: the file manager may have to be started first.
        answer = QDBusPendingCallWatcher(bus.asyncCall(message), self)

        def take_answer() -> None:
            if answer.isError():
                _open_folder(path, failed)
            answer.deleteLater()

        answer.finished.connect(take_answer)


def select_command(path: Path, platform: str) -> list[str]:
    """The program that selects a file, with its arguments; empty where there is none."""
    match platform:
        case "win32":
            return ["explorer.exe", "/select,", QDir.toNativeSeparators(str(path))]
        case "darwin":
            return ["open", "-R", str(path)]
        case _:
            return []


def _open_folder(path: Path, failed: Callable[[], object]) -> None:
    if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent))):
        failed()
