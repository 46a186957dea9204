"""What predictions are called by whoever made them: the name of their file, or of the folder it lies in."""

from __future__ import annotations

import re
from pathlib import PurePath

_SAYS_NOTHING = {"predictions", "prediction", "results", "result", "output", "detections", "labels", "coco", "bbox"}
"""Names that every run gives its file; the folder they lie in says more."""


def telling_name(source: PurePath) -> str:
    """The first name from the file outwards that says something, as words; that of the file when none does."""
    parts = [source.stem, *(each.name for each in source.parents)]
    named = [" ".join(re.split(r"[\W_]+", part)).strip() for part in parts]
    return next((name for name in named if name and name.casefold() not in _SAYS_NOTHING), source.stem)
