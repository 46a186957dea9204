"""The first lines of a few text files, spread over all of them, to weigh how they are to be read."""

from __future__ import annotations

from collections.abc import Sequence

from gui.sources.class_names.names_files import KNOWN_FILES
from gui.sources.intake.files import Intake, SourceFile
from gui.sources.readers.each_file import beginning
from gui.sources.readers.text_lines import text_lines

Words = list[str]
"""One line, split at white space."""

_ABOUT = ("readme", "license", "licence", "requirements")
"""How names of texts for people begin, in lower case: Roboflow puts README.dataset.txt beside the labels."""
_BYTES = 1 << 15


def text_files(files: Intake) -> list[SourceFile]:
    """The text files that may hold predictions: all but lists of class names, and what tells people about a folder."""
    known = frozenset(KNOWN_FILES)
    return [
        file
        for file in files.with_suffix(".txt")
        if (name := file.last_part.lower()) not in known and not name.startswith(_ABOUT)
    ]


def sampled_lines(
    files: Sequence[SourceFile], most_files: int, encoding: str = "", most_lines: int = 40
) -> list[tuple[SourceFile, list[Words]]]:
    """The words of up to ``most_lines`` lines of up to ``most_files`` files; empty lines and files are left out.

    Looks at no more than 32 KB of a file; a line that reaches beyond is not among them. Raises ``OSError``.
    """
    step = max(1, len(files) // most_files)
    sample = []
    for file in files[::step][:most_files]:
        head = beginning(file, _BYTES)
        if len(head) == _BYTES:
            head = head[: head.rfind(b"\n") + 1]
        lines = [line.split() for line in text_lines(head, encoding)[:most_lines]]
        if words := [line for line in lines if line]:
            sample.append((file, words))
    return sample


def numbers_in(words: Words) -> list[float] | None:
    """The words as numbers; None when one is none."""
    try:
        return [float(word) for word in words]
    except ValueError:
        return None
