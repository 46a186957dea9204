"""How each kind of subject looks: colour, relief and light over its outline, painted into a part of the canvas."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import numpy.typing as npt

from gui.demo.subjects import Floats, Kind, Subject

Canvas = npt.NDArray[np.float32]
Color = tuple[float, float, float]

_LIGHT = np.array([-0.48, -0.58, 0.66])
"""Where the light comes from: x right, y down, z towards the viewer; length 1."""


class Skin:
    """One subject over its window of the canvas: coordinates around it, and ways to put paint on it."""

    def __init__(self, subject: Subject, left: int, top: int, window: Canvas) -> None:
        """``window`` is the canvas's part whose upper left pixel is (left, top); it is painted into."""
        self.subject = subject
        self.window = window
        self.rng = np.random.default_rng(subject.grain + 1)
        height, width = window.shape[:2]
        ys, xs = np.mgrid[0:height, 0:width].astype(np.float64) + 0.5
        self.distance, self.direction = subject.polar(xs + left, ys + top)
        edge = subject.radius_at(self.direction)
        self.cover: Floats = np.clip(edge - self.distance + 0.5, 0, 1)
        """1 inside the outline, 0 outside, between on the edge."""
        self.share: Floats = np.clip(self.distance / np.maximum(edge, 1e-6), 0, 1)
        """0 in the centre, 1 on the outline."""
        self.up: Floats = self.distance * np.cos(self.direction) / subject.size
        """Along the stem, in units of ``size``: positive towards it."""
        self.side: Floats = self.distance * np.sin(self.direction) / subject.size
        """Across the stem, in units of ``size``: positive to its right."""

    def noise(self, cell: float) -> Floats:
        """Soft noise of about −1 to 1 with spots of ``cell`` pixels, as large as the window."""
        height, width = self.window.shape[:2]
        shape = (max(2, int(height / cell)), max(2, int(width / cell)))
        coarse = self.rng.normal(0.0, 0.5, shape).astype(np.float32)
        return np.asarray(cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC), np.float64)

    def put(self, color: Floats | Color, cover: Floats) -> None:
        """Blend ``color`` (one, or one a pixel) over the window by ``cover`` 0..1."""
        share = np.clip(cover, 0, 1)[..., None].astype(np.float32)
        self.window += (np.asarray(color, np.float32) - self.window) * share

    def lit(
        self, color: Floats, *, bulge: float = 1.0, gloss: float = 0.5, sharp: float = 28, bump: float = 0
    ) -> Floats:
        """``color`` on a round body under the lamp: shade, a warm rim, a highlight; shape (h, w, 3)."""
        slope = self.share ** (1.0 + bulge)
        screen = self.direction + self.subject.turn
        nx, ny = slope * np.sin(screen), -slope * np.cos(screen)
        if bump:
            pores = self.noise(2.1)
            bump *= min(1.0, self.subject.size / 60)  # pores do not shrink with the fruit; their depth does
            nx, ny = nx + bump * np.gradient(pores, axis=1), ny + bump * np.gradient(pores, axis=0)
        nz = np.sqrt(np.clip(1 - nx**2 - ny**2, 0.02, 1))
        facing = nx * _LIGHT[0] + ny * _LIGHT[1] + nz * _LIGHT[2]
        shade = 0.36 + 0.80 * np.clip(facing, 0, 1) - 0.10 * self.share**6
        halfway = (_LIGHT + np.array([0, 0, 1])) / np.linalg.norm(_LIGHT + np.array([0, 0, 1]))
        mirror = np.clip(nx * halfway[0] + ny * halfway[1] + nz * halfway[2], 0, 1)
        shine = gloss * mirror**sharp + 0.12 * gloss * mirror ** (sharp / 6)
        bounce = 0.10 * np.clip(nx * 0.5 + ny * 0.8, 0, 1) * self.share**3
        return np.asarray(color * (shade + bounce)[..., None] + shine[..., None])

    def stem(self, root: float, length: float, width: float, color: Color, bend: float = 0.25) -> None:
        """A stem from ``root`` to ``root + length`` along the axis, all in units of ``size``."""
        along = (self.up - root) / length
        off = np.abs(self.side - bend * np.clip(along, 0, 1) ** 2 * length)
        thick = width * (1 + 0.35 * np.clip(along, 0, 1))
        cover = np.clip((thick - off) * self.subject.size + 0.5, 0, 1) * ((along > 0) & (along < 1))
        shade = 0.75 + 0.5 * np.clip(-(self.side - bend * along**2 * length) / width, -1, 1) * 0.5
        self.put(np.asarray(color) * shade[..., None], cover)


def _mix(first: Color, second: Color, share: Floats) -> Floats:
    blend = np.clip(share, 0, 1)[..., None]
    return np.asarray(first) * (1 - blend) + np.asarray(second) * blend


def paint_apple(skin: Skin) -> None:
    """Red over yellow in streaks from the stem, with a hollow and a short stem."""
    ripe = skin.rng.uniform(0.50, 1.0)
    from_stem = np.arctan2(skin.side, skin.up - 0.66)
    strength = np.clip(np.hypot(skin.side, skin.up - 0.66) - 0.1, 0, 0.8)
    streaks = np.interp(from_stem, np.linspace(-np.pi, np.pi, 120), skin.rng.normal(0, 1, 120), period=2 * np.pi)
    pale = 0.45 * np.exp(-((skin.side / 0.42) ** 2) - (((skin.up - 0.66) / 0.30) ** 2))
    blush = ripe + 0.20 * streaks * strength + 0.30 * skin.noise(26) - pale
    color = _mix((0.87, 0.76, 0.28), (0.70, 0.07, 0.09), blush)
    dots = np.clip(skin.noise(3.4) * 2 - 1.6, 0, 1)
    color = color + 0.14 * dots[..., None]
    skin.put(skin.lit(color, gloss=0.50, sharp=34), skin.cover)
    hollow = np.exp(-((skin.side / 0.26) ** 2) - (((skin.up - 0.62) / 0.17) ** 2))
    skin.put((0.20, 0.13, 0.05), 0.78 * hollow * skin.cover)
    skin.stem(0.58, 0.52, 0.055, (0.36, 0.24, 0.12))


def paint_orange(skin: Skin) -> None:
    """Pored and waxy, with the green star of the calyx."""
    color = _mix((0.96, 0.50, 0.06), (0.98, 0.62, 0.12), 0.5 + 0.7 * skin.noise(30))
    skin.put(skin.lit(color, gloss=0.30, sharp=15, bump=0.26), skin.cover)
    middle = np.hypot(skin.side, skin.up - 0.42)
    around = np.arctan2(skin.side, skin.up - 0.42)
    star = 0.115 + 0.05 * np.cos(5 * around)
    skin.put((0.78, 0.36, 0.03), 0.5 * np.exp(-((middle / 0.24) ** 2)) * skin.cover)
    skin.put((0.30, 0.40, 0.13), np.clip((star - middle) * skin.subject.size * 0.8, 0, 1) * skin.cover)
    skin.put((0.62, 0.58, 0.36), np.clip((0.045 - middle) * skin.subject.size, 0, 1) * skin.cover)


def paint_pear(skin: Skin) -> None:
    """Yellow-green with freckles, russet at the neck, a red cheek, and a long stem."""
    color = _mix((0.70, 0.74, 0.20), (0.88, 0.80, 0.30), 0.5 + 0.5 * skin.noise(34) - 0.25 * skin.up)
    cheek = np.clip(0.9 * skin.side + 0.2 * skin.noise(20) - 0.25, 0, 1) * skin.rng.uniform(0.0, 0.75)
    color = color + cheek[..., None] * (np.array([0.82, 0.32, 0.16]) - color)
    russet = np.clip((skin.up - 1.0) * 2.2 + 0.4 * skin.noise(8), 0, 0.8)
    color = color + russet[..., None] * (np.array([0.52, 0.38, 0.18]) - color)
    freckles = np.clip(skin.noise(3.0) * 2.2 - 1.7, 0, 1)
    color = color - 0.28 * freckles[..., None]
    skin.put(skin.lit(color, bulge=0.9, gloss=0.34, sharp=20), skin.cover)
    skin.stem(1.38, 0.42, 0.05, (0.33, 0.23, 0.13), bend=0.5)


def paint_leaf(skin: Skin) -> None:
    """A blade folded along its midrib, with side veins."""
    fold = np.where(skin.side < 0, 1.16, 0.84)
    wave = np.sin((skin.up - np.abs(skin.side) * 1.1) * 17)
    color = _mix((0.12, 0.36, 0.13), (0.36, 0.58, 0.18), 0.45 + 0.35 * skin.noise(18) + 0.10 * wave)
    shade = fold * (0.86 + 0.20 * np.clip(-skin.up * 0.6 - skin.side, -1, 1)) + 0.05 * wave
    skin.put(color * shade[..., None], skin.cover)
    inner = skin.cover * (skin.share < 0.93)
    pixel = 1.0 / skin.subject.size
    rib = np.clip((0.026 - np.abs(skin.side)) / pixel + 0.5, 0, 1)
    veins = np.clip(np.abs(wave) * -1 + 0.16, 0, 0.16) / 0.16
    skin.put((0.66, 0.78, 0.42), 0.30 * veins * inner)
    skin.put((0.74, 0.82, 0.48), 0.85 * rib * skin.cover * (skin.share < 0.985))
    skin.stem(-1.42, 0.40, 0.035, (0.42, 0.50, 0.20), bend=0.0)


def paint_bruise(skin: Skin) -> None:
    """A soft brown spot, darker towards its middle."""
    depth = np.clip((1 - skin.share) * 1.8, 0, 1)
    color = _mix((0.44, 0.24, 0.11), (0.25, 0.13, 0.07), depth + 0.3 * skin.noise(5))
    skin.put(color, 0.82 * np.clip((1 - skin.share) * 3.2, 0, 1) * skin.cover)


SKINS: dict[Kind, Callable[[Skin], None]] = {
    "apple": paint_apple,
    "orange": paint_orange,
    "pear": paint_pear,
    "leaf": paint_leaf,
    "bruise": paint_bruise,
}
