"""The type scale: sizes in points relative to the system's font, so that they grow with it."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtGui import QFont

USUAL_POINTS = 9.75
"""Points: 13 px at 96 dpi. Where the system says less (Windows and bare Linux say 9), reading comes first."""


class Type(StrEnum):
    """The roles of text."""

    TITLE = "title"
    FIGURE = "figure"
    SECTION = "section"
    STRONG = "strong"
    BODY = "body"
    SECONDARY = "secondary"
    TABLE_HEAD = "table_head"
    LABEL = "label"


_SCALE: dict[Type, tuple[float, QFont.Weight]] = {
    Type.TITLE: (20 / 13, QFont.Weight.DemiBold),
    Type.FIGURE: (22 / 13, QFont.Weight.DemiBold),
    Type.SECTION: (14 / 13, QFont.Weight.DemiBold),
    Type.STRONG: (1.0, QFont.Weight.DemiBold),
    Type.BODY: (1.0, QFont.Weight.Normal),
    Type.SECONDARY: (12 / 13, QFont.Weight.Normal),
    Type.TABLE_HEAD: (12 / 13, QFont.Weight.Medium),
    Type.LABEL: (11 / 13, QFont.Weight.DemiBold),
}
"""How many times the body's size, and how heavy (LOOK: title 20/600, figure 22/600, section 14/600, …)."""


def font(system: QFont, kind: Type) -> QFont:
    """The font for ``kind``, made from the system's own; digits are tabular, so that columns stand still."""
    factor, weight = _SCALE[kind]
    result = QFont(system)
    result.setPointSizeF(body_points(system) * factor)
    result.setWeight(weight)
    result.setFeature(QFont.Tag("tnum"), 1)
    return result


def body_points(system: QFont) -> float:
    """The size of running text in points."""
    return max(system.pointSizeF(), USUAL_POINTS)
