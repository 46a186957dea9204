"""Every pair of colours that carries meaning is readable: WCAG 2 contrast, computed from the tokens."""

from __future__ import annotations

import pytest

from gui.qt.theme.tokens import DARK, LIGHT, Tokens

TEXT = [
    (
        "text",
        ["surface", "window", "selection", "hover", "pressed", "tint", "warn_ground", "bad_ground", "good_ground"],
    ),
    ("muted", ["surface", "window", "selection", "hover"]),
    ("disabled", ["surface", "window"]),
    ("link", ["surface", "window", "tint", "selection"]),
    ("on_accent", ["accent", "accent_hover", "accent_pressed"]),
    ("good", ["surface", "window", "good_ground", "selection"]),
    ("warn", ["surface", "window", "warn_ground", "selection"]),
    ("bad", ["surface", "window", "bad_ground", "selection"]),
]
SIGNS = [
    ("control", ["surface", "window"]),
    ("accent", ["surface", "window", "selection"]),
    ("bar", ["surface"]),
]


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "grounds"), TEXT, ids=[ink for ink, _ in TEXT])
def test_text_has_a_contrast_of_at_least_4_5(tokens: Tokens, ink: str, grounds: list[str]) -> None:
    for ground in grounds:
        found = contrast(getattr(tokens, ink), getattr(tokens, ground))
        assert found >= 4.5, f"{ink} on {ground}: {found:.2f}"


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "grounds"), SIGNS, ids=[ink for ink, _ in SIGNS])
def test_edges_signs_and_bars_have_a_contrast_of_at_least_3(tokens: Tokens, ink: str, grounds: list[str]) -> None:
    for ground in grounds:
        found = contrast(getattr(tokens, ink), getattr(tokens, ground))
        assert found >= 3, f"{ink} on {ground}: {found:.2f}"


def test_the_formula_gives_the_measured_values() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast(LIGHT.text, LIGHT.surface) == pytest.approx(16.9, abs=0.05)
    assert contrast(DARK.muted, DARK.surface) == pytest.approx(7.1, abs=0.05)


def contrast(one: str, other: str) -> float:
    """WCAG 2: (lighter + 0.05) / (darker + 0.05) of the relative luminances."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def luminance(color: str) -> float:
    channels = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
