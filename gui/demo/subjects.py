"""What lies on the belt: fruit, leaves, bruises and tags as outlines in pixels, apart from how they are painted.

Every outline is star-shaped: a radius for each direction around a centre. Box, polygon, mask and the painter's
alpha all come from the same radii, so that labels fit the picture to the pixel.
Pixels: origin top-left, x right, y down. Directions in radians, clockwise on screen from "up".
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Kind = Literal["apple", "orange", "pear", "leaf", "bruise"]
Box = tuple[float, float, float, float]

DIRECTIONS: Floats = np.linspace(0.0, 2 * np.pi, 96, endpoint=False)
"""The directions for which an outline has a radius."""


@dataclass(frozen=True)
class Subject:
    """One thing on the belt. ``size`` is about half its width in pixels, ``turn`` where its stem points."""

    kind: Kind
    x: float
    y: float
    size: float
    turn: float
    grain: int
    """Seed of everything random about its shape and skin."""

    @cached_property
    def radii(self) -> Floats:
        """The outline's radius in pixels for each of ``DIRECTIONS`` (relative to ``turn``), shape (96,)."""
        wobble = np.random.default_rng(self.grain).uniform(-1.0, 1.0, 6)
        return self.size * _SHAPES[self.kind](DIRECTIONS, wobble)

    @cached_property
    def outline(self) -> Floats:
        """The outline's points in pixels, shape (96, 2), clockwise on screen."""
        direction = DIRECTIONS + self.turn
        return np.stack([self.x + self.radii * np.sin(direction), self.y - self.radii * np.cos(direction)], axis=1)

    @property
    def box(self) -> Box:
        """Left, top, width and height in pixels; not cut at the picture's edge."""
        left, top = self.outline.min(axis=0)
        right, bottom = self.outline.max(axis=0)
        return float(left), float(top), float(right - left), float(bottom - top)

    @property
    def reach(self) -> float:
        """The largest radius in pixels."""
        return float(self.radii.max())

    def along(self, share: float) -> tuple[float, float]:
        """The point at ``share`` of the radius towards the stem (negative: away from it), in pixels."""
        radius = self.radius_at(np.array(0.0 if share >= 0 else np.pi)) * abs(share)
        turn = self.turn if share >= 0 else self.turn + np.pi
        return float(self.x + radius * np.sin(turn)), float(self.y - radius * np.cos(turn))

    def radius_at(self, direction: Floats) -> Floats:
        """The outline's radius in pixels for directions relative to ``turn``; any shape."""
        return np.interp(direction, DIRECTIONS, self.radii, period=2 * np.pi)

    def polar(self, xs: Floats, ys: Floats) -> tuple[Floats, Floats]:
        """Distance from the centre and direction relative to ``turn`` of points in pixels; any shape."""
        dx, dy = xs - self.x, ys - self.y
        return np.hypot(dx, dy), np.arctan2(dx, -dy) - self.turn

    def mask(self, width: int, height: int) -> npt.NDArray[np.bool_]:
        """True where a pixel's centre lies inside the outline, shape (height, width)."""
        mask = np.zeros((height, width), bool)
        left, top, right, bottom = self.window(width, height, margin=1)
        if left < right and top < bottom:
            ys, xs = np.mgrid[top:bottom, left:right].astype(np.float64) + 0.5
            distance, direction = self.polar(xs, ys)
            mask[top:bottom, left:right] = distance <= self.radius_at(direction)
        return mask

    def window(self, width: int, height: int, margin: int) -> tuple[int, int, int, int]:
        """Left, top, right, bottom of the part of the picture it can touch, in whole pixels."""
        reach = int(np.ceil(self.reach)) + margin
        left, top = max(0, int(self.x) - reach), max(0, int(self.y) - reach)
        right, bottom = min(width, int(self.x) + reach + 1), min(height, int(self.y) + reach + 1)
        return left, top, right, bottom


@dataclass(frozen=True)
class Tag:
    """A paper tag on the belt: its centre, unrotated width and height in pixels, degrees clockwise on screen."""

    x: float
    y: float
    width: float
    height: float
    degrees: float
    grain: int

    @property
    def corners(self) -> Floats:
        """Its four corners in pixels, clockwise from what was the top-left one, shape (4, 2)."""
        angle = np.radians(self.degrees)
        across = np.array([np.cos(angle), np.sin(angle)]) * self.width / 2
        down = np.array([-np.sin(angle), np.cos(angle)]) * self.height / 2
        centre = np.array([self.x, self.y])
        return np.stack(
            [centre - across - down, centre + across - down, centre + across + down, centre - across + down]
        )


def _bump(direction: Floats, at: float, width: float) -> Floats:
    """A smooth bump of height 1 around the direction ``at``."""
    apart = np.angle(np.exp(1j * (direction - at)))
    return np.asarray(np.exp(-((apart / width) ** 2)))


def _apple(direction: Floats, wobble: Floats) -> Floats:
    body = 1.0 + 0.02 * wobble[0] * np.cos(2 * direction) + 0.015 * wobble[1] * np.sin(3 * direction)
    return np.asarray(body - 0.10 * _bump(direction, 0.0, 0.36) - 0.05 * _bump(direction, np.pi, 0.4))


def _orange(direction: Floats, wobble: Floats) -> Floats:
    body = 1.0 + 0.018 * wobble[0] * np.cos(2 * direction) + 0.010 * wobble[1] * np.sin(3 * direction)
    return np.asarray(body - 0.02 * _bump(direction, 0.0, 0.3))


def _pear(direction: Floats, wobble: Floats) -> Floats:
    neck = (0.55 + 0.08 * wobble[0]) * _bump(direction, 0.03 * wobble[1], 0.52)
    waist = 0.13 * (_bump(direction, 1.1, 0.45) + _bump(direction, -1.1, 0.45))
    return np.asarray(1.0 + neck - waist + 0.015 * wobble[2] * np.sin(3 * direction))


def _leaf(direction: Floats, wobble: Floats) -> Floats:
    slim = 0.40 + 0.06 * wobble[0]
    body = 1.0 / np.sqrt(np.cos(direction) ** 2 + (np.sin(direction) / slim) ** 2)
    tips = 0.16 * _bump(direction, 0.0, 0.16) + 0.08 * _bump(direction, np.pi, 0.2)
    return np.asarray(body + tips)


def _bruise(direction: Floats, wobble: Floats) -> Floats:
    lobes = 0.16 * np.cos(2 * direction + 3 * wobble[0]) + 0.09 * np.cos(3 * direction + 3 * wobble[1])
    return np.asarray(1.0 + lobes)


_SHAPES = {"apple": _apple, "orange": _orange, "pear": _pear, "leaf": _leaf, "bruise": _bruise}
