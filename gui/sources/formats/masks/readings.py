"""The ways to read mask pictures, scored: what their values mean, and where the class of a binary one stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from gui.domain.counting import counted
from gui.domain.reading_ways import Reading, Setting
from gui.sources.common_settings import CLASS
from gui.sources.intake.files import SourceFile
from gui.sources.read_settings import ReadSettings
from gui.sources.readers.each_file import BrokenFile, contents
from gui.sources.readers.mask_pictures import decoded_picture, one_number, values_in

KIND = Setting(
    "kind",
    "what the values of a mask are",
    (
        ("index", "class numbers, 0 for background"),
        ("colour", "a colour for each class, black for background"),
        ("binary", "one class, black for background"),
    ),
)
CLASS_FROM = Setting(
    "class_from",
    "where the class of a black-and-white mask stands",
    (
        ("folder", "in the folder: car/a.png"),
        ("name", "after the last underscore of the name: a_car.png"),
        ("file", "in the name, the picture in the folder: a/car.png"),
    ),
)

NAMELESS = "mask"
"""The class of a black-and-white mask that nothing names."""

_SAMPLE = 12
"""Pictures that are decoded to look at their values."""
_NAMES = 400
"""Names that are looked at for the place of the class."""


def readings_of(files: Sequence[SourceFile], settings: ReadSettings) -> list[Reading]:
    """Kinds that fit the values of a sample, each with the places where the class can stand."""
    found: list[Reading] = []
    given = settings.values.get(KIND.name)
    for kind, score, evidence in _kinds(files, settings):
        if given not in (None, kind):
            continue
        if kind != "binary" or CLASS.name in settings.values or CLASS_FROM.name in settings.values:
            found.append(Reading({KIND.name: kind}, score, evidence))
            continue
        for place, share, why in _places(files, settings):
            values = {KIND.name: kind, CLASS_FROM.name: place}
            found.append(Reading(values, score * (0.6 + 0.4 * share), f"{evidence}; {why}"))
    return found if len(found) > 1 or given is None else []


def likely_kind(files: Sequence[SourceFile]) -> str:
    """The kind that the values of a sample fit best, where nobody was asked."""
    return max(_kinds(files, ReadSettings()), key=lambda kind: kind[1], default=("index", 0.0, ""))[0]


def _kinds(files: Sequence[SourceFile], settings: ReadSettings) -> Iterator[tuple[str, float, str]]:
    """Kind, score and evidence, over what the sampled pictures hold together."""
    values: set[int] = set()
    coloured = seen = 0
    for file in files[:: max(1, len(files) // _SAMPLE)][:_SAMPLE]:
        try:
            pixels = decoded_picture(contents(file))
        except BrokenFile:
            continue
        seen += 1
        coloured += pixels.ndim == 3
        values.update(values_in(one_number(pixels)))
    if not seen:
        return
    shown = ", ".join(str(value) for value in sorted(values)[:6]) + (" …" if len(values) > 6 else "")
    if coloured and not values <= {0, 0xFFFFFF}:
        yield "colour", 1.0, f"{counted(seen, 'picture')} looked at: {len(values)} colours"
        return
    evidence = f"{counted(seen, 'picture')} looked at: the values are {shown}"
    if values <= {0, 255} or values <= {0, 0xFFFFFF}:
        yield "binary", 1.0, evidence
    elif values <= {0, 1}:
        named = len(settings.class_names) > 1
        yield "index", 0.9 if named else 0.5, evidence
        yield "binary", 0.5, evidence
    else:
        yield "index", 1.0, evidence


def _places(files: Sequence[SourceFile], settings: ReadSettings) -> Iterator[tuple[str, float, str]]:
    """Place, score and evidence: pictures that the project knows, else classes that come again and again."""
    sample = files[:: max(1, len(files) // _NAMES)][:_NAMES]
    for place in ("folder", "name", "file"):
        split = [found for file in sample if (found := _split(file, place))]
        if not split:
            continue
        known = sum(settings.project.frames_of(picture) is not None for _, picture in split)
        classes, pictures = {name for name, _ in split}, {picture for _, picture in split}
        share = len(split) / len(sample)
        if known:
            yield place, share * known / len(split), f"{known} of {len(split)} names are pictures of the project"
        else:  # a class stands on many pictures, a picture has few classes
            fits = max(0.1, 1 - len(classes) / len(pictures)) if len(files) > 1 else 0.5
            yield place, share * fits, f"{len(classes)} classes on {len(pictures)} pictures"


def class_and_picture(file: SourceFile, settings: ReadSettings) -> tuple[str, str]:
    """The class and the picture's name of a black-and-white mask."""
    given = settings.values.get(CLASS.name)
    place = settings.values.get(CLASS_FROM.name)
    found = _split(file, place) if place else None
    if found is None:
        return given or NAMELESS, PurePosixPath(file.name).stem
    return given or found[0], found[1]


def _split(file: SourceFile, place: str) -> tuple[str, str] | None:
    """Class and picture by ``place``; None when the name has no such place."""
    path = PurePosixPath(file.name)
    stem, folder = path.stem, path.parent.name
    match place:
        case "folder":
            return (folder, stem) if folder else None
        case "file":
            return (stem, folder) if folder else None
        case _:
            picture, underscore, name = stem.rpartition("_")
            return (name, picture) if underscore and name and picture else None
