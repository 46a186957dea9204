"""What every prediction format offers; each is a module with these names at its top level.

How to add a format: write ``formats/NAME.py`` (or ``formats/NAME/source.py``, with its parts beside it) with the names
of ``PredictionSource``, put the module into ``registry.SOURCES``, samples of it into ``tests/contract/test_sources.py``
and a writer of it into ``tests/contract/round_trip``; the contract suite then runs on it.
``formats/voc.py`` is the shortest whole example (one file a picture), ``formats/coco/`` that of a large stream.

- ``files`` is an ``Intake``: what the user chose. ``files.with_suffix(".txt")`` are the files to look at;
  ``file.open()`` streams bytes. Never open a path, and hold no file in memory that may be large.
- ``readers/`` has what reads bytes, all with limits. One file a picture: ``each_file.read_each`` reads file after file
  and leaves a broken one out by its name. JSON: ``json_stream.JsonStream``. Lines: ``text_lines`` for small files,
  ``streamed_lines`` for large ones. XML: ``xml_tree.parsed_xml``.
- Everything read is either added or dropped: ``sink.add`` or ``sink.drop`` with a ``Reason`` and ``where``, which is
  ``file.place("line 3")``. Check numbers with ``entries`` and ``shapes``; they raise ``BadEntry``.
- Coordinates are pixels, or fractions of a picture whose size the file does not say: ``sink.picture(name,
  fractions=True)``. Percent becomes fractions by division. Rotated boxes given as corners are ``Corners``.
- What the content does not settle is not guessed: ``readings`` scores every way to read it. The best is taken when it
  is clearly best; else the user decides by ``--set``, with your evidence before them.
- Class numbers become names by ``settings.class_name(number)``: put ``CLASSES`` (and ``FIRST_CLASS``) into
  ``SETTINGS`` and the names are found for you, in what the user names or among the files themselves.
"""

from __future__ import annotations

from enum import IntEnum
from typing import Protocol

import msgspec

from gui.domain.reading_ways import Reading
from gui.sources.intake.files import Intake
from gui.sources.read_settings import ReadSettings, Setting
from gui.sources.spool_writer import SpoolWriter


class Strength(IntEnum):
    """How particular a format is about what it recognised; the strongest wins, then the first in the registry."""

    POSSIBLE = 1
    """The content can be read so, as much else can: numbers in columns."""
    LIKELY = 2
    """Names and structure fit: fields of the right names."""
    CERTAIN = 3
    """A signature that no other format has."""


class Recognition(msgspec.Struct, frozen=True):
    """Why the files are of a format, in one line such as ``XML files with annotation and bndbox``."""

    reason: str
    strength: Strength


class PredictionSource(Protocol):
    """A prediction format."""

    FORMAT: str
    """The name the command line takes, such as ``coco``."""
    TITLE: str
    """The name people know."""
    SETTINGS: tuple[Setting, ...]
    """Everything that ``--set`` can say about this format."""

    def recognise(self, files: Intake) -> Recognition | None:
        """Why the content is this format; None when it is not.

        Cheap: looks at the beginning of a few files. Raises ``OSError`` alone.
        """

    def readings(self, files: Intake, settings: ReadSettings) -> list[Reading]:
        """The ways to read what the content leaves open, each with its score; empty when nothing is open.

        Every reading sets the same names. What ``settings.values`` already says is not open. Looks at a sample.
        Raises ``OSError``, ``SourceProblem`` and ``Cancelled``.
        """

    def read(self, files: Intake, sink: SpoolWriter, settings: ReadSettings) -> str:
        """Read every entry into ``sink`` and say in a few words what it turned out to be (``COCO results``).

        Raises ``SourceProblem`` when all of it is broken, ``Cancelled``, and ``OSError`` when it is unreadable.
        """
