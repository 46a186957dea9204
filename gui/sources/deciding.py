"""Which of several readings is taken: the one that is clearly best, else the user decides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from gui.domain.counting import counted
from gui.domain.reading_ways import Reading, Setting, SourceWays, numbered, said, source_and_name
from gui.errors import UsageProblem
from gui.sources.common_settings import FOR_EVERY_FORMAT
from gui.sources.source import PredictionSource

CLEAR, BEYOND_DOUBT = 0.2, 0.4
"""How much more of what can be checked must speak for the best reading than for the next."""
MOST_SHOWN = 3


class UndecidedReading(UsageProblem):
    """The content allows several readings, and none is clearly best: the user has to say which."""

    code = "undecided"

    def __init__(self, source: SourceWays, readings: Sequence[Reading]) -> None:
        """``readings`` of ``source`` are those that can be taken, the best first."""
        tied = [reading for reading in readings if readings[0].score - reading.score < CLEAR][:MOST_SHOWN]
        ways = [f"{said(reading.values)}: {reading.evidence}" for reading in tied]
        choices = " or ".join(f"--set {word}" for word in deciding_words(tied, source.number))
        way_out = "" if source.compared else " Or let labels of the project tell: --compare-labels."
        super().__init__(
            f"{source.title} can be read in several ways.",
            " ".join(filter(None, (f"{'; '.join(ways)}.", source.compared))),
            f"Say which: {choices}.{way_out}",
        )
        self.source = msgspec.structs.replace(source, readings=list(readings))


def decide(source: SourceWays) -> SourceWays:
    """``source`` with the values of the reading to take; its values so far are what the user said already.

    Raises ``UndecidedReading``.
    """
    fitting = fitting_readings(source)
    if not fitting:
        return source  # nothing was open, or the user insists on what no reading proposes
    if not is_clear(fitting):
        raise UndecidedReading(source, fitting)
    return msgspec.structs.replace(source, values=fitting[0].values | source.values)


def fitting_readings(source: SourceWays) -> list[Reading]:
    """The readings that can be taken after what the user said, the best first."""
    given = source.values
    fitting = [
        reading
        for reading in source.readings
        if all(given.get(name, value) == value for name, value in reading.values.items())
    ]
    return sorted(fitting, key=lambda reading: -reading.score)


def is_clear(readings: Sequence[Reading]) -> bool:
    """Whether the first of ``readings`` (the best first) leads by enough to be taken."""
    return len(readings) < 2 or readings[0].score - readings[1].score >= CLEAR


def is_beyond_doubt(readings: Sequence[Reading]) -> bool:
    """Whether the first leads by so much that even the project's labels, if they may be looked at, need not be asked.

    A choice between things that are both there, such as predictions and labels in one file, leads by more than this.
    """
    return len(readings) < 2 or readings[0].score - readings[1].score >= BEYOND_DOUBT


def deciding_words(readings: Sequence[Reading], number: int = 0) -> list[str]:
    """``name=value`` of the settings in which these readings of the source ``number`` differ, each once."""
    words: dict[str, None] = {}
    for name in readings[0].values:
        values = {reading.values.get(name) for reading in readings}
        if len(values) > 1:
            values_of = [{name: reading.values[name]} for reading in readings if name in reading.values]
            words |= dict.fromkeys(said(numbered(value, number)) for value in values_of)
    return list(words)


def check_values(values: Mapping[str, str], sources: Sequence[PredictionSource]) -> None:
    """Raise ``UsageProblem`` for a setting that none of ``sources`` has, or a value it does not allow.

    A setting for one source (``2.box``) is one that this source has.
    """
    for name, value in values.items():
        number, own = source_and_name(name)
        if number > len(sources):
            there = f"{counted(len(sources), 'source is', 'sources are')} read"
            raise UsageProblem(f"There is no source {number}.", f"{there}.", "python -m gui inspect counts them.")
        meant = sources[number - 1 : number] if number else sources
        known: dict[str, Setting] = {setting.name: setting for source in meant for setting in source.SETTINGS}
        for setting in () if number else FOR_EVERY_FORMAT:
            known.setdefault(setting.name, setting)
        if own not in known:
            titles = " or ".join(source.TITLE for source in meant)
            has = f"It has: {', '.join(sorted(known))}." if known else "It has none."
            raise UsageProblem(f"{titles} has no setting {own}.", has, "python -m gui formats lists all settings.")
        if why := known[own].refusal(value):
            raise UsageProblem(f"{name}={value} is not a setting.", why, "Use one of them.")
