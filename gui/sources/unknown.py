"""Says what a file looks like that no prediction format knows."""

from __future__ import annotations

from pathlib import Path

from gui.errors import SourceProblem


def refusal(path: Path) -> SourceProblem:
    """The failure to show for a file that no format knows. Raises ``OSError`` when it cannot be read."""
    return SourceProblem(
        f"{path.name} is not a prediction file this application knows.",
        "Its content fits none of the formats.",
        "Choose a COCO results list, or a COCO dataset JSON with a score on its annotations.",
    )
