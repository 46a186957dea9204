"""Paints a scene: a conveyor belt between two rails, with lit fruit, leaves, bruises and tags and their shadows."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from gui.demo.scene import RAIL, Scene
from gui.demo.skins import SKINS, Skin
from gui.demo.subjects import Subject, Tag

Image = npt.NDArray[np.uint8]
Canvas = npt.NDArray[np.float32]

_BELT = {"teal": (0.150, 0.290, 0.300), "sand": (0.620, 0.560, 0.470)}
_RAIL_METAL = {"teal": (0.80, 0.82, 0.84), "sand": (0.42, 0.45, 0.50)}
_SHADOW = {"teal": 0.62, "sand": 0.48}
"""How much light a shadow takes away, by the belt's colour."""


class Painter:
    """Paints one scene; colours are RGB fractions until the end."""

    def __init__(self, scene: Scene) -> None:
        """Prepare a canvas of the scene's size."""
        self._scene = scene
        self._scale = scene.width / 1280
        self._rng = np.random.default_rng(scene.seed + 77)
        self._canvas: Canvas = np.zeros((scene.height, scene.width, 3), np.float32)

    def paint(self) -> Image:
        """The whole picture as BGR bytes, shape (height, width, 3)."""
        self._paint_belt()
        self._paint_belt_state()
        self._paint_seam()
        self._cast_shadows()
        for tag in self._scene.tags:
            self._paint_tag(tag)
        for subject in self._scene.subjects:
            self._paint_subject(subject)
        self._paint_rails()
        self._light_the_room()
        grain = self._rng.normal(0.0, 0.008, self._canvas.shape[:2]).astype(np.float32)
        self._canvas += grain[..., None]
        return np.ascontiguousarray((np.clip(self._canvas, 0, 1) * 255).astype(np.uint8)[..., ::-1])

    def _noise(self, cell: float) -> Canvas:
        """Soft noise of about −1 to 1 whose spots are ``cell`` pixels wide, shape (height, width)."""
        height, width = self._canvas.shape[:2]
        rows, columns = max(2, int(height / cell)), max(2, int(width / cell))
        coarse = self._rng.normal(0.0, 0.5, (rows, columns)).astype(np.float32)
        return np.asarray(cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC), np.float32)

    def _paint_belt(self) -> None:
        height, width = self._canvas.shape[:2]
        xs = np.arange(width, dtype=np.float32)[None, :] - self._scene.belt_shift
        ys = np.arange(height, dtype=np.float32)[:, None]
        pitch = 26 * self._scale
        chevron = (xs + np.abs(ys - height / 2) * 0.35) % (pitch * 4) / (pitch * 4)
        ridge = np.exp(-(((chevron - 0.5) * 26) ** 2)) - 0.8 * np.exp(-(((chevron - 0.53) * 26) ** 2))
        weave = 0.5 * np.sin(ys * 2 * np.pi / (4 * self._scale)) * np.sin(xs * 2 * np.pi / (4 * self._scale))
        shade = 1 + 0.10 * ridge + 0.025 * weave + 0.05 * self._noise(90 * self._scale) + 0.035 * self._noise(6)
        self._canvas[:] = np.asarray(_BELT[self._scene.look], np.float32) * shade[..., None].astype(np.float32)

    def _paint_belt_state(self) -> None:
        if self._scene.belt == "Dusty":
            dust = np.clip(self._noise(3.2) * 1.5 - 0.75, 0, 1) * np.clip(self._noise(140 * self._scale) + 0.35, 0, 1)
            self._blend(np.asarray((0.78, 0.70, 0.56), np.float32), 0.85 * np.clip(dust, 0, 1))
        elif self._scene.belt == "Wet":
            film = np.clip(self._noise(120 * self._scale) + 0.1, 0, 1)
            self._canvas *= (1 - 0.22 * film)[..., None]
            glint = np.clip(self._noise(7 * self._scale) * 2.4 - 1.5, 0, 1) * film
            self._blend(np.asarray((0.86, 0.95, 1.0), np.float32), 0.55 * np.clip(glint, 0, 1))

    def _paint_seam(self) -> None:
        if not self._scene.seam:
            return
        points = np.round(np.asarray(self._scene.seam) * 16).astype(np.int32)
        line = np.zeros(self._canvas.shape[:2], np.uint8)
        cv2.polylines(line, [points], False, 255, max(2, round(4 * self._scale)), cv2.LINE_AA, 4)
        self._blend(np.asarray((0.05, 0.08, 0.09), np.float32), line.astype(np.float32) / 255 * 0.75)
        shine = np.roll(line, round(4 * self._scale), axis=1)
        self._blend(np.asarray((0.85, 0.9, 0.9), np.float32), shine.astype(np.float32) / 255 * 0.28)

    def _cast_shadows(self) -> None:
        """Light comes from the upper left: a soft shadow to the lower right, a dark line of contact below."""
        height, width = self._canvas.shape[:2]
        far = np.zeros((height, width), np.float32)
        near = np.zeros((height, width), np.float32)
        for subject in self._scene.subjects:
            if subject.kind == "bruise":
                continue
            flat = subject.kind == "leaf"
            offset = np.array([0.10, 0.12]) if flat else np.array([0.34, 0.40])
            _fill(far, subject.outline + offset * subject.size)
            _fill(near, subject.outline + offset * subject.size * 0.35)
        for tag in self._scene.tags:
            _fill(near, tag.corners + 5 * self._scale)
        soft = cv2.GaussianBlur(far, (0, 0), 16 * self._scale)
        tight = cv2.GaussianBlur(near, (0, 0), 6 * self._scale)
        dark = 1 - _SHADOW[self._scene.look] * np.maximum(soft * 0.85, tight)
        self._canvas *= dark[..., None]

    def _paint_subject(self, subject: Subject) -> None:
        left, top, right, bottom = subject.window(self._scene.width, self._scene.height, round(30 * self._scale) + 2)
        if left >= right or top >= bottom:
            return
        window = self._canvas[top:bottom, left:right]
        skin = Skin(subject, left, top, window)
        SKINS[subject.kind](skin)

    def _paint_tag(self, tag: Tag) -> None:
        across, down = round(tag.width * 2), round(tag.height * 2)
        face = _tag_face(across, down, np.random.default_rng(tag.grain))
        source = np.asarray([[0, 0], [across, 0], [across, down], [0, down]], np.float32)
        height, width = self._canvas.shape[:2]
        warp = cv2.getPerspectiveTransform(source, tag.corners.astype(np.float32))
        painted = cv2.warpPerspective(face, warp, (width, height), flags=cv2.INTER_AREA)
        cover = np.zeros((height, width), np.float32)
        _fill(cover, tag.corners)
        soft = cv2.GaussianBlur(cover, (0, 0), 0.7)[..., None]
        self._canvas[:] = self._canvas * (1 - soft) + painted * soft

    def _paint_rails(self) -> None:
        height, width = self._canvas.shape[:2]
        rail = round(height * RAIL)
        across = np.linspace(-1, 1, rail, dtype=np.float32)[:, None]
        brushed = cv2.GaussianBlur(self._rng.normal(0, 1, (rail, width)).astype(np.float32), (0, 0), 24, sigmaY=0.6)
        sheen = 0.72 + 0.30 * np.exp(-(((across + 0.35) / 0.35) ** 2)) - 0.25 * np.clip(across, 0, 1)
        shade = (sheen + 0.5 * brushed)[..., None]
        metal = np.asarray(_RAIL_METAL[self._scene.look], np.float32) * shade
        for top in (0, height - rail):
            self._canvas[top : top + rail] = metal
        self._canvas[rail : rail + round(14 * self._scale)] *= 0.62
        self._canvas[height - rail - max(1, round(3 * self._scale)) : height - rail] *= 0.5
        stripe = max(2, round(7 * self._scale))
        for edge in (rail - stripe, height - rail):
            self._canvas[edge : edge + stripe] = np.asarray((0.94, 0.55, 0.13), np.float32) * 0.92
        self._paint_bolts(rail)

    def _paint_bolts(self, rail: int) -> None:
        height, width = self._canvas.shape[:2]
        radius = rail * 0.17
        ys, xs = np.mgrid[-radius * 1.6 : radius * 1.6 : 1, -radius * 1.6 : radius * 1.6 : 1].astype(np.float32)
        distance = np.hypot(xs, ys)
        cover = np.clip(radius - distance + 0.5, 0, 1)[..., None] * 0.9
        face = 0.50 - 0.20 * (xs + ys) / radius - 0.3 * (np.abs(xs * 0.8 + ys * 0.6) < radius * 0.16)
        for centre_y in (rail * 0.45, height - rail * 0.42):
            for centre_x in np.arange(width * 0.06, width, width / 6):
                y, x = int(centre_y - radius * 1.6), int(centre_x - radius * 1.6)
                spot = self._canvas[y : y + face.shape[0], x : x + face.shape[1]]
                part = (slice(0, spot.shape[0]), slice(0, spot.shape[1]))
                spot[:] = spot * (1 - cover[part]) + face[part][..., None] * cover[part]

    def _light_the_room(self) -> None:
        """A lamp above the upper left; the far corners fall off."""
        height, width = self._canvas.shape[:2]
        ys, xs = np.mgrid[0:height, 0:width].astype(np.float32)
        away = np.hypot((xs / width - 0.40) * 1.05, (ys / height - 0.36) * 0.95)
        lamp = 1.13 - 0.55 * away**1.7
        self._canvas *= lamp[..., None] * np.asarray((1.02, 1.0, 0.965), np.float32)

    def _blend(self, color: Canvas, cover: npt.NDArray[Any]) -> None:
        self._canvas += (color - self._canvas) * np.asarray(cover, np.float32)[..., None]


def _fill(plane: Canvas, points: npt.NDArray[np.float64]) -> None:
    cv2.fillPoly(plane, [np.round(points * 16).astype(np.int32)], 1.0, cv2.LINE_AA, 4)


def _tag_face(width: int, height: int, rng: np.random.Generator) -> Canvas:
    """A shipping tag seen from above: a coloured head, lines of print and a bar code, shape (height, width, 3)."""
    face = np.full((height, width, 3), (0.96, 0.95, 0.91), np.float32)
    face[: int(height * 0.24)] = (0.16, 0.42, 0.66)
    face[int(height * 0.08) : int(height * 0.16), int(width * 0.08) : int(width * 0.42)] = (0.93, 0.95, 0.97)
    for line, share in enumerate(rng.uniform(0.5, 0.95, 3)):
        y = int(height * (0.34 + 0.11 * line))
        face[y : y + max(1, int(height * 0.045)), int(width * 0.08) : int(width * (0.08 + 0.42 * share))] = 0.30
    x = int(width * 0.58)
    while x < width * 0.92:
        bar, gap = rng.integers(1, 5, 2) * max(1, width // 130)
        face[int(height * 0.32) : int(height * 0.84), x : x + bar] = 0.10
        x += int(bar + gap)
    face[int(height * 0.74) : int(height * 0.86), int(width * 0.08) : int(width * 0.30)] = (0.82, 0.23, 0.18)
    return face
