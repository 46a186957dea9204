"""Mask pictures: a PNG a picture whose values are classes, or a PNG for each class that is black and white.

``kind=index``: values or palette indexes are class numbers; 0 is background, 255 is void, as in Pascal VOC
(http://host.robots.ox.ac.uk/pascal/VOC/). ``kind=colour``: each colour is a class. ``kind=binary``: the mask is what is
not black; the class stands in the folder (``car/a.png``), in the name (``a_car.png``), or is the name
(``a/car.png``).
"""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np
import numpy.typing as npt

from gui.domain.prediction import Prediction
from gui.domain.reading_ways import Reading, Setting
from gui.domain.reasons import Reason
from gui.sources.common_settings import CLASS, CLASSES
from gui.sources.entries import BadEntry
from gui.sources.formats.masks.readings import CLASS_FROM, KIND, class_and_picture, likely_kind, readings_of
from gui.sources.intake.files import Intake, SourceFile
from gui.sources.read_settings import ReadSettings
from gui.sources.readers.each_file import BrokenFile, contents, read_each
from gui.sources.readers.mask_pictures import decoded_picture, mask_of, one_number, values_in
from gui.sources.source import Recognition, Strength
from gui.sources.spool_writer import SpoolWriter

FORMAT = "masks"
TITLE = "Mask pictures"
OBJECTS = Setting(
    "objects",
    "what one object is",
    (("class", "all pixels of a class on a picture"), ("region", "each connected region of a class")),
    default="class",
)
SETTINGS: tuple[Setting, ...] = (KIND, CLASS_FROM, OBJECTS, CLASSES, CLASS)

SUFFIXES = (".png", ".bmp", ".tif", ".tiff")
BACKGROUND, VOID = 0, 255

MOST_VALUES = 1024
"""Different values of one picture: with more it is a photograph, not a mask."""
MOST_REGIONS = 10_000
"""Connected regions of one class on one picture; smaller ones beyond that are named as lost."""

_LOOK_AT = 3
_PREDICTIONS = {".txt", ".json", ".xml", ".csv", ".tsv"}


def recognise(files: Intake) -> Recognition | None:
    """Pictures of few values: photographs have thousands. Beside other predictions they may be charts or crops."""
    found = files.with_suffix(*SUFFIXES)
    few = 0
    for file in found[:_LOOK_AT]:
        try:
            few += len(values_in(one_number(decoded_picture(contents(file))))) <= MOST_VALUES
        except BrokenFile:
            continue
    if not few:
        return None
    reason = f"{len(found):,} PNG files of few values" if len(found) > 1 else "a picture of few values"
    return Recognition(reason, Strength.POSSIBLE if files.suffixes().keys() & _PREDICTIONS else Strength.LIKELY)


def readings(files: Intake, settings: ReadSettings) -> list[Reading]:
    """What the values mean, and where the class of a black-and-white mask stands."""
    return readings_of(files.with_suffix(*SUFFIXES), settings)


def read(files: Intake, sink: SpoolWriter, settings: ReadSettings) -> str:
    """Read every value of every picture but background and void; ``where`` is ``a.png value 3``."""
    chosen = files.with_suffix(*SUFFIXES)
    kind = settings.values.get(KIND.name) or likely_kind(chosen)
    read_each(chosen, sink, settings, lambda file, data: _read_file(file, data, kind, sink, settings))
    return {"binary": "Black-and-white masks", "colour": "Coloured masks"}.get(kind, "Masks by class number")


def _read_file(file: SourceFile, data: bytes, kind: str, sink: SpoolWriter, settings: ReadSettings) -> None:
    pixels = decoded_picture(data)
    height, width = pixels.shape[:2]
    flat = one_number(pixels)
    if kind == "binary":
        class_name, name = class_and_picture(file, settings)
        picture = sink.picture(name, width, height)
        _add(flat != 0, class_name, picture, file.place("mask"), sink, settings)
        return
    values = values_in(flat)
    if len(values) > MOST_VALUES:
        raise BrokenFile(f"it has {len(values):,} different values, as a photograph has")
    picture = sink.picture(file.name, width, height)
    for value in values:
        if value != BACKGROUND and not (kind == "index" and value == VOID and VOID not in settings.class_names):
            name = f"#{value:06X}" if kind == "colour" else settings.class_name(value)
            _add(flat == value, name, picture, file.place(f"value {value}"), sink, settings)


def _add(
    pixels: npt.NDArray[np.bool_], class_name: str, picture: int, where: str, sink: SpoolWriter, settings: ReadSettings
) -> None:
    number = sink.class_number(class_name)
    for place, region in _regions(pixels, settings.value(OBJECTS)):
        at = f"{where} region {place}" if place else where
        try:
            sink.add(picture, number, None, Prediction(mask_of(region), at))
        except BadEntry as problem:
            sink.drop(problem.reason, at, picture, class_name, problem.detail)
    if settings.value(OBJECTS) == "region" and (more := _count_regions(pixels) - MOST_REGIONS) > 0:
        detail = f"{more:,} regions beyond the first {MOST_REGIONS:,} of this class"
        sink.drop(Reason.BAD_ENTRY, where, picture, class_name, detail)


def _regions(pixels: npt.NDArray[np.bool_], objects: str) -> Iterator[tuple[int, npt.NDArray[np.bool_]]]:
    """All of it with number 0, or each connected region, from 1; regions that touch at a corner are one."""
    if objects == "class":
        yield 0, pixels
        return
    count, labels = cv2.connectedComponents(pixels.astype(np.uint8), connectivity=8)
    for place in range(1, min(count, MOST_REGIONS + 1)):
        yield place, labels == place


def _count_regions(pixels: npt.NDArray[np.bool_]) -> int:
    return int(cv2.connectedComponents(pixels.astype(np.uint8), connectivity=8)[0]) - 1
