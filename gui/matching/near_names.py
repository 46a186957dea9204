"""Rows with nearly the name of a picture that no row fits: offered to the user, never taken by themselves."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from urllib.parse import unquote

import numpy as np
import numpy.typing as npt

from gui.domain.label_row import ListedRow
from gui.domain.prediction import Picture
from gui.matching.row_index import SEQUENCE_TYPES, Place

_ADDED = re.compile(
    r"""
      (?:[_-](?:jpe?g|png|bmp|tiff?|webp))?\.rf\.[0-9a-f]{20,64}$   # Roboflow: IMG_1_jpg.rf.0123456789abcdef…
    | [ _-]*\(\d+\)$                                                 # a second download: IMG_1 (2)
    | [ _-]copy$
    | [_-](?:pred|preds|prediction|predictions|mask|result|results|det|label|labels|out|output)$
    """,
    re.VERBOSE,
)
"""What tools and people put behind a file's name."""
_PARTS = re.compile(r"(\d+)")
_SEPARATORS = re.compile(r"[\s_.\-+,()\[\]]+")
_EXTENSION = re.compile(r"\.(?=[a-z0-9]{1,5}$)(?=[0-9]*[a-z])[a-z0-9]+$")


def near_key(name: str) -> str:
    """What is left of ``name`` when its folders, extension, separators, leading zeros and usual additions are gone.

    ``labels/IMG-0012 (1).JPG``, ``img_12.jpeg`` and ``img%200012.png`` have the same key; empty when nothing is left.
    """
    folded = unicodedata.normalize("NFKC", unquote(name)).casefold().replace("\\", "/").rstrip("/")
    stem = _EXTENSION.sub("", folded.rpartition("/")[2])
    while (shorter := _ADDED.sub("", _EXTENSION.sub("", stem))) != stem and shorter:
        stem = shorter
    key = ""
    for part in _PARTS.split(_SEPARATORS.sub("_", stem)):
        if part.isdigit():
            key += part.lstrip("0") or "0"
        elif part == "_" and key[-1:].isdigit():
            key += "_"  # numbers stay apart: 1_2 is not 12
        else:
            key += part.replace("_", "")
    return key.strip("_")


def near_places(
    pictures: Sequence[Picture], wanted: Iterable[int], rows: Sequence[ListedRow], candidates: npt.NDArray[np.bool_]
) -> dict[int, Place]:
    """Picture number → the one place with nearly its name; pictures with none or with several are not in it.

    ``wanted`` are numbers of pictures that no row fits. Videos and other sequences are not offered, as a picture's
    name says nothing of their frames.
    """
    places: dict[str, Place | None] = {}
    for number, row in enumerate(rows):
        if not candidates[number] or row.data_type in SEQUENCE_TYPES:
            continue
        titles = [image.title for image in row.images] if len(row.images) > 1 else [row.title]
        for frame, title in enumerate(titles):
            if key := near_key(title):
                places[key] = None if key in places else Place(number, frame)
    found: dict[int, Place] = {}
    for number in wanted:
        place = places.get(near_key(pictures[number].name))
        if place is not None:
            found[number] = place
    return found
