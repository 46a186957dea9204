"""The box for what nobody foresaw: says so, and gives a report to copy and the folder with the logs."""

from __future__ import annotations

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from gui import paths
from gui.qt.theme.fonts import Type
from gui.qt.theme.theme import Theme
from gui.qt.widgets.button import Button, Kind
from gui.qt.widgets.label import Label


class BugBox(QDialog):
    """Shown once; a second bug while it is open is added to its report."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        """Hidden until there is something to report."""
        super().__init__(parent)
        self.setWindowTitle("Something unforeseen happened")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.resize(640, 420)
        self._report = QPlainTextEdit()
        self._report.setReadOnly(True)
        self._report.setAccessibleName("Report")
        self._report.setTabChangesFocus(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 20)
        layout.setSpacing(8)
        layout.addWidget(Label(theme, "Something happened that we did not foresee.", Type.SECTION, wraps=True))
        safe = "Your labels in Encord were only read. The report below holds no key and no passphrase."
        layout.addWidget(Label(theme, safe, Type.BODY, "muted", wraps=True))
        layout.addWidget(self._report, 1)
        layout.addLayout(self._buttons(theme))

    def add(self, report: str) -> None:
        """Show the box with this report, or with one more."""
        if self.isVisible():
            self._report.appendPlainText(f"\n{report}")
            return
        self._report.setPlainText(report)
        self.open()

    @property
    def report(self) -> str:
        """What Copy report copies."""
        return self._report.toPlainText()

    def _buttons(self, theme: Theme) -> QHBoxLayout:
        copy = Button(theme, "Copy report", Kind.FILLED, icon="copy")
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.report))
        folder = Button(theme, "Open log folder", icon="folder")
        folder.clicked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(paths.log_dir()))))
        close = Button(theme, "Close")
        close.clicked.connect(self.close)
        row = QHBoxLayout()
        row.setContentsMargins(0, 8, 0, 0)
        row.setSpacing(8)
        row.addWidget(folder)
        row.addStretch(1)
        row.addWidget(close)
        row.addWidget(copy)
        return row
