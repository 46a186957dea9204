"""Reads what the user chose, in whatever formats, into one spool."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

import msgspec
import numpy as np

from gui.domain.counting import counted
from gui.domain.geometry import KIND_NAMES
from gui.domain.reading_ways import SourceWays, own_values, said
from gui.sources.class_names.names_files import found_names, given_names
from gui.sources.common_settings import CLASSES
from gui.sources.deciding import check_values, decide, fitting_readings, is_beyond_doubt
from gui.sources.intake.files import Intake
from gui.sources.read_settings import ReadSettings
from gui.sources.refusals import unreadable
from gui.sources.registry import Recognised, recognised_sources
from gui.sources.sampling import Sampler
from gui.sources.spool import Spool
from gui.sources.spool_writer import SpoolWriter

_COUNTED = {
    "box": ("box", "boxes"),
    "rotated box": ("rotated box", "rotated boxes"),
    "polygon": ("polygon", "polygons"),
    "mask": ("mask", "masks"),
    "keypoints": ("pose", "poses"),
    "class score": ("class score", "class scores"),
}


def read_predictions(paths: Sequence[Path], folder: Path, *, format: str | None, settings: ReadSettings) -> Spool:
    """Read the files, folders and archives at ``paths`` into one spool that lives in ``folder``.

    ``format`` names the format of all, None leaves it to the content. Raises ``SourceProblem`` for anything but
    whole, known files, ``UndecidedReading`` when the user has to say how to read them, ``UsageProblem`` for settings
    that the formats do not have, ``OutputProblem`` when ``folder`` cannot take the records, and ``Cancelled``.
    """
    with recognised_sources(paths, format) as sources:
        check_values(settings.values, [source.source for source in sources])
        ways = [_decided(*opened) for opened in open_sources(sources, settings)]
        sink = SpoolWriter(folder)
        try:
            words = []
            for number, (source, (way, _)) in enumerate(zip(sources, ways, strict=True)):
                sink.begin_source(number)
                words.append(_read(source, sink, way))
            what = words[0] if len(words) == 1 else f"{len(words)} sources ({'; '.join(words)})"
            formats = "+".join(dict.fromkeys(source.source.FORMAT for source in sources))
            for source, (_, decided) in zip(sources, ways, strict=True):
                _note(source.files, decided, sink)
            return sink.finish(formats, f"{what}: {_counts(sink)}", [decided for _, decided in ways])
        except BaseException:
            sink.discard()
            raise


def open_sources(sources: Sequence[Recognised], settings: ReadSettings) -> Iterator[tuple[ReadSettings, SourceWays]]:
    """The settings as far as they concern each of ``sources``, and the ways to read it; nothing is decided yet.

    What the content leaves open is compared with the project's labels, if the user lets them be looked at.
    """
    for number, source in enumerate(sources, 1):
        yield _opened(source, settings, number if len(sources) > 1 else 0)


def _opened(source: Recognised, settings: ReadSettings, number: int) -> tuple[ReadSettings, SourceWays]:
    module = source.source
    prepared = _prepared(source, settings, max(number, 1))
    try:
        readings = module.readings(source.files, prepared)
    except OSError as problem:
        raise _unreadable(source.files, problem) from problem
    reason = source.recognition.reason
    ways = SourceWays(
        source.files.title,
        module.FORMAT,
        reason,
        list(module.SETTINGS),
        readings,
        dict(prepared.values),
        number=number,
    )
    if settings.comparison is not None and not is_beyond_doubt(fitting_readings(ways)):
        ways = settings.comparison.weighed(ways, Sampler(partial(_read, source), prepared))
    return prepared, ways


def _decided(prepared: ReadSettings, ways: SourceWays) -> tuple[ReadSettings, SourceWays]:
    """The settings that the source is read with, and how they came about. Raises ``UndecidedReading``."""
    ways = decide(ways)
    return msgspec.structs.replace(prepared, values=ways.values), ways


def _prepared(source: Recognised, settings: ReadSettings, number: int) -> ReadSettings:
    """``settings`` as far as they concern the source with this number, with the names of its classes."""
    known = {setting.name for setting in source.source.SETTINGS}
    values = {name: value for name, value in own_values(settings.values, number).items() if name in known}
    names = settings.class_names
    if CLASSES.name in values:
        names = given_names(values[CLASSES.name])
    elif not names and CLASSES.name in known and (found := found_names(source.files)):
        names = found[1]
    return msgspec.structs.replace(settings, values=values, class_names=names)


def _read(source: Recognised, sink: SpoolWriter, settings: ReadSettings) -> str:
    for file in source.files:
        file.was_opened = False
    try:
        return source.source.read(source.files, sink, settings)
    except OSError as problem:
        raise _unreadable(source.files, problem) from problem


def _note(files: Intake, ways: SourceWays, sink: SpoolWriter) -> None:
    """Say how the source was read, where that was a choice, and what of it was not looked at."""
    for reading in ways.readings if len(ways.readings) > 1 else ():
        word = "read with" if ways.is_taken(reading) else "not with"
        sink.note(files.title, f"{word} {said(reading.values)}: {reading.evidence}")
    if ways.compared:
        sink.note(files.title, ways.compared)
    for name, why in files.left_out:
        sink.note(name, f"{why}; it was not read")
    unread = Counter(file.suffix or "without an extension" for file in files if not file.was_opened)
    if unread:
        kinds = ", ".join(f"{count:,} {suffix}" for suffix, count in unread.most_common(5))
        sink.note(files.title, f"{counted(unread.total(), 'file')} beside the predictions not read: {kinds}")


def _counts(sink: SpoolWriter) -> str:
    kinds = np.bincount(np.frombuffer(bytes(sink.contents.kind), np.uint8), minlength=len(KIND_NAMES))
    by_name: Counter[str] = Counter()
    for name, count in zip(KIND_NAMES, kinds, strict=True):
        by_name[name] += int(count)
    parts = [counted(by_name[name], *words) for name, words in _COUNTED.items() if by_name[name]]
    parts = parts or ["no predictions"]
    pictures = len({picture.name for picture in sink.pictures})
    parts += [counted(pictures, "picture"), counted(len(sink.classes), "class", "classes")]
    return ", ".join(parts)


def _unreadable(files: Intake, problem: OSError) -> Exception:
    return unreadable(Path(problem.filename or files.title), problem)
