"""The colours of the window by role, light and dark; no colour value is written anywhere else."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Tokens:
    """One set of colours, each as ``#RRGGBB``; the names say what they are for."""

    is_dark: bool
    window: str
    """Rail and head."""
    surface: str
    """The page."""
    sunken: str
    """Tracks."""
    text: str
    muted: str
    disabled: str
    line: str
    """Hairlines: ornament, never the only sign of anything."""
    control: str
    """Edges of controls."""
    accent: str
    accent_hover: str
    accent_pressed: str
    on_accent: str
    link: str
    tint: str
    selection: str
    hover: str
    pressed: str
    good: str
    good_ground: str
    warn: str
    warn_ground: str
    bad: str
    bad_ground: str
    bar: str
    bar_left_out: str
    """Drawn hatched."""


LIGHT = Tokens(
    is_dark=False,
    window="#F4F5F7",
    surface="#FFFFFF",
    sunken="#ECEEF2",
    text="#1A1D23",
    muted="#565E6B",
    disabled="#626A77",
    line="#DDE1E7",
    control="#858D99",
    accent="#4449C8",
    accent_hover="#373BAF",
    accent_pressed="#2C3093",
    on_accent="#FFFFFF",
    link="#3D42BE",
    tint="#ECEDFC",
    selection="#E1E3FA",
    hover="#EEF0F4",
    pressed="#E2E5EB",
    good="#14703F",
    good_ground="#E5F4EB",
    warn="#85510A",
    warn_ground="#FDF2DC",
    bad="#B3261E",
    bad_ground="#FCEAE8",
    bar="#7C83E0",
    bar_left_out="#C3C8D1",
)

DARK = Tokens(
    is_dark=True,
    window="#15171B",
    surface="#1C1F24",
    sunken="#111316",
    text="#E7E9EE",
    muted="#A3ABB8",
    disabled="#8A929E",
    line="#30353D",
    control="#747D8B",
    accent="#9CA0FF",
    accent_hover="#B4B7FF",
    accent_pressed="#C6C8FF",
    on_accent="#12132E",
    link="#AEB1FF",
    tint="#272A45",
    selection="#30345A",
    hover="#262A31",
    pressed="#2F343C",
    good="#6FCF97",
    good_ground="#17301F",
    warn="#EDB95E",
    warn_ground="#342812",
    bad="#FF9A90",
    bad_ground="#3B1C1A",
    bar="#7D82E0",
    bar_left_out="#454B56",
)
