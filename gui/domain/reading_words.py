"""How a file was read, and how else it could be, in the words of the window."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gui.domain.counting import percent
from gui.domain.reading_ways import Reading, Setting, SourceWays
from gui.errors import Sentence

AS_FOUND = "As found in the file"


def read_as(sources: Sequence[SourceWays], titles: Mapping[str, str]) -> str:
    """What the sources are and why: ``Pascal VOC: 3 XML files with an annotation each``. ``titles`` are of formats."""
    said = [f"{titles.get(source.format, source.format)}: {source.reason}" for source in sources]
    if len(said) == 1:
        return said[0]
    return "; ".join(f"{source.title} is {words}" for source, words in zip(sources, said, strict=True))


def way_words(source: SourceWays, reading: Reading) -> str:
    """What a reading takes the file for, setting by setting: ``left, top, width, height; pixels of the picture``.

    What all readings take it for is left out, as the choice is not about that.
    """
    known = {setting.name: setting for setting in source.settings}
    differing = {
        name: value
        for name, value in reading.values.items()
        if any(other.values.get(name) != value for other in source.readings)
    }
    return "; ".join(
        known[name].words(value) if name in known else value for name, value in (differing or reading.values).items()
    )


def evidence_words(reading: Reading) -> str:
    """What speaks for a reading, with its share."""
    return f"{percent(reading.score)}: {reading.evidence}"


def turning_words(turning: SourceWays) -> str:
    """How well each way to turn pictures on their side agrees with labels, and what came of it."""
    ways = [
        f"{words[:1].upper()}{words[1:]}: {reading.evidence}."
        for reading in turning.readings
        if reading.evidence and (words := way_words(turning, reading))
    ]
    return " ".join([*ways, turning.compared])


def setting_label(setting: Setting) -> str:
    """The label of a setting's control."""
    return f"{setting.meaning[:1].upper()}{setting.meaning[1:]}"


def setting_options(setting: Setting) -> list[tuple[str, str]]:
    """Value and words of each entry of its list; the first leaves it open."""
    first = f"{AS_FOUND} (else {setting.words(setting.default)})" if setting.default else AS_FOUND
    return [("", first), *setting.choices]


def question(sentence: Sentence, source: SourceWays) -> Sentence:
    """The tie between readings as a question, without the words of the command line."""
    return Sentence(
        sentence.code,
        f"{source.title} can be read in several ways.",
        "Which one is meant? Nothing in the file settles it, so it was not guessed.",
        "Choose one of the ways; the pictures show at once whether it fits.",
    )
