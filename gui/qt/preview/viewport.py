"""Where a picture lies in the canvas: fitted or zoomed about a place, panned, never lost out of sight."""

from __future__ import annotations

from dataclasses import dataclass

MOST = 16.0
"""Canvas pixels for one pixel of the picture."""


@dataclass(frozen=True)
class Viewport:
    """Picture → canvas: ``canvas = offset + scale × picture``; all in logical pixels."""

    picture: tuple[float, float]
    canvas: tuple[float, float]
    scale: float
    x: float
    y: float
    is_fitted: bool = True

    @staticmethod
    def fit(picture: tuple[float, float], canvas: tuple[float, float]) -> Viewport:
        """The whole picture, as large as it goes, in the middle."""
        if min(picture) <= 0 or min(canvas) <= 0:
            return Viewport(picture, canvas, 1.0, 0.0, 0.0)
        scale = min(canvas[0] / picture[0], canvas[1] / picture[1])
        return Viewport(
            picture, canvas, scale, (canvas[0] - scale * picture[0]) / 2, (canvas[1] - scale * picture[1]) / 2
        )

    def zoomed(self, factor: float, at: tuple[float, float] | None = None) -> Viewport:
        """Larger or smaller about a place of the canvas (its middle by default), never smaller than fitted."""
        whole = Viewport.fit(self.picture, self.canvas)
        scale = min(self.scale * factor, max(MOST, whole.scale))
        if scale <= whole.scale:
            return whole
        across, down = at or (self.canvas[0] / 2, self.canvas[1] / 2)
        x, y = self.to_picture(across, down)
        return self._placed(scale, across - scale * x, down - scale * y)

    def panned(self, across: float, down: float) -> Viewport:
        """Moved by canvas pixels, as far as there is picture."""
        return self if self.is_fitted else self._placed(self.scale, self.x + across, self.y + down)

    def resized(self, canvas: tuple[float, float]) -> Viewport:
        """The same view in a canvas of another size; what was fitted stays fitted."""
        if self.is_fitted:
            return Viewport.fit(self.picture, canvas)
        return Viewport(self.picture, canvas, self.scale, self.x, self.y, False).zoomed(1.0)

    def to_picture(self, across: float, down: float) -> tuple[float, float]:
        """The place of the picture under a place of the canvas."""
        return (across - self.x) / self.scale, (down - self.y) / self.scale

    def to_canvas(self, x: float, y: float) -> tuple[float, float]:
        """The place of the canvas over a place of the picture."""
        return self.x + self.scale * x, self.y + self.scale * y

    def _placed(self, scale: float, x: float, y: float) -> Viewport:
        x = _kept_in(x, scale * self.picture[0], self.canvas[0])
        y = _kept_in(y, scale * self.picture[1], self.canvas[1])
        return Viewport(self.picture, self.canvas, scale, x, y, False)


def _kept_in(offset: float, length: float, room: float) -> float:
    """No empty margin while the picture is longer than the room; in the middle when it is shorter."""
    if length <= room:
        return (room - length) / 2
    return min(0.0, max(room - length, offset))
