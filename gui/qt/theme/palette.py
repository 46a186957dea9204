"""The palette and the small style sheet that Fusion is dressed in, both made from the tokens."""

from __future__ import annotations

from PySide6.QtGui import QColor, QPalette

from gui.qt.theme.tokens import Tokens

_Role = QPalette.ColorRole
_Group = QPalette.ColorGroup


def palette(tokens: Tokens) -> QPalette:
    """Every role that Fusion and our own painting ask for."""
    colors = {
        _Role.Window: tokens.surface,
        _Role.WindowText: tokens.text,
        _Role.Base: tokens.surface,
        _Role.AlternateBase: tokens.window,
        _Role.Text: tokens.text,
        _Role.PlaceholderText: tokens.muted,
        _Role.Button: tokens.surface,
        _Role.ButtonText: tokens.text,
        _Role.BrightText: tokens.bad,
        _Role.ToolTipBase: tokens.window,
        _Role.ToolTipText: tokens.text,
        _Role.Highlight: tokens.selection,
        _Role.HighlightedText: tokens.text,
        _Role.Link: tokens.link,
        _Role.LinkVisited: tokens.link,
        _Role.Accent: tokens.accent,
        _Role.Light: tokens.surface,
        _Role.Midlight: tokens.hover,
        _Role.Mid: tokens.line,
        _Role.Dark: tokens.control,
        _Role.Shadow: tokens.line,
    }
    result = QPalette()
    for role, value in colors.items():
        result.setColor(role, QColor(value))
    for role in (_Role.WindowText, _Role.Text, _Role.ButtonText, _Role.PlaceholderText):
        result.setColor(_Group.Disabled, role, QColor(tokens.disabled))
    result.setColor(_Group.Disabled, _Role.Base, QColor(tokens.window))
    result.setColor(_Group.Disabled, _Role.Button, QColor(tokens.window))
    return result


def style_sheet(tokens: Tokens) -> str:
    """What the palette cannot say: edges of fields, hairlines of tables, thin scroll bars."""
    return _SHEET.format(**{name: getattr(tokens, name) for name in Tokens.__dataclass_fields__ if name != "is_dark"})


_SHEET = """
QLineEdit, QPlainTextEdit {{
    background: {surface}; color: {text};
    border: 1px solid {control}; border-radius: 6px; padding: 0 10px;
    selection-background-color: {selection}; selection-color: {text}; placeholder-text-color: {muted};
}}
QPlainTextEdit {{ padding: 6px; }}
QLineEdit {{ min-height: 30px; }}
QLineEdit:focus, QPlainTextEdit:focus {{ border-color: {accent}; }}
QLineEdit:disabled, QPlainTextEdit:disabled {{
    background: {window}; color: {disabled}; border-color: {line}; placeholder-text-color: {disabled};
}}
QLineEdit[problem="true"] {{ border: 2px solid {bad}; }}
QToolTip {{ background: {window}; color: {text}; border: 1px solid {control}; padding: 4px 6px; }}
QMenu {{ background: {surface}; border: 1px solid {control}; padding: 4px; }}
QMenu::item {{ padding: 6px 24px 6px 12px; border-radius: 4px; color: {text}; }}
QMenu::item:selected {{ background: {selection}; }}
QAbstractItemView {{
    background: {surface}; border: none; outline: none;
    selection-background-color: {selection}; selection-color: {text};
}}
QComboBoxPrivateContainer {{ background: {surface}; border: 1px solid {control}; }}
QHeaderView {{ background: {surface}; border: none; }}
QHeaderView::section {{
    background: {surface}; color: {muted};
    border: none; border-bottom: 1px solid {line}; padding: 6px 8px;
}}
QTableCornerButton::section {{ background: {surface}; border: none; border-bottom: 1px solid {line}; }}
QScrollArea {{ background: transparent; border: none; }}
QScrollBar {{ background: transparent; border: none; margin: 0; }}
QScrollBar:vertical {{ width: 12px; }}
QScrollBar:horizontal {{ height: 12px; }}
QScrollBar::handle {{ background: {control}; border-radius: 3px; margin: 3px; }}
QScrollBar::handle:hover {{ background: {muted}; }}
QScrollBar::handle:vertical {{ min-height: 28px; }}
QScrollBar::handle:horizontal {{ min-width: 28px; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
"""
