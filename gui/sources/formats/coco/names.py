"""What a COCO dataset JSON calls its pictures and classes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

import msgspec

from gui.domain.prediction import Picture
from gui.errors import SourceProblem
from gui.sources.formats.coco.entry import Id, id_text
from gui.sources.intake.files import PathOpener, SourceFile
from gui.sources.plain_text import whole_characters
from gui.sources.read_settings import ReadSettings
from gui.sources.readers.json_stream import JsonStream
from gui.sources.readers.json_values import BrokenJson, Loose
from gui.sources.refusals import check_file, unreadable


class Category(NamedTuple):
    """A class of the dataset, with the names of its keypoints where it is a pose."""

    name: str
    keypoints: tuple[str, ...] = ()


class DatasetNames:
    """Pictures and classes by their ids as text (``id_text``); the first name of an id stays.

    ``twice`` lists the ids that were given a second name.
    """

    def __init__(self) -> None:
        """Know nothing yet."""
        self.pictures: dict[str, Picture] = {}
        self.categories: dict[str, Category] = {}
        self.twice: list[str] = []

    def add_section(self, name: str, stream: JsonStream) -> None:
        """Take the value of the section ``name``, which comes next; step over what says no names."""
        if name == "images" and stream.peek() == b"[":
            for image in _each(stream, _IMAGES, _Image):
                self._add_picture(image)
        elif name == "categories" and stream.peek() == b"[":
            for category in _each(stream, _CATEGORIES, _Category):
                self._add_category(category)
        else:
            stream.skip()

    def _add_picture(self, image: _Image) -> None:
        if not (key := id_text(image.id)):
            return
        picture = Picture(_picture_name(image) or key, _pixels(image.width), _pixels(image.height))
        if self.pictures.setdefault(key, picture).name != picture.name:
            self.twice.append(f"image id {key}")

    def shared_names(self) -> list[str]:
        """The names that pictures with different ids share."""
        names = Counter(picture.name for picture in self.pictures.values())
        return [name for name, count in names.items() if count > 1] if len(names) < len(self.pictures) else []

    def _add_category(self, category: _Category) -> None:
        if not (key := id_text(category.id)):
            return
        names = category.keypoints if isinstance(category.keypoints, list) else []
        found = Category(_text(category.name) or key, tuple(whole_characters(str(name)) for name in names))
        if self.categories.setdefault(key, found).name != found.name:
            self.twice.append(f"category id {key}")


def read_names(path: Path, names: DatasetNames, settings: ReadSettings) -> None:
    """Add pictures and classes of the dataset JSON at ``path`` to ``names``. Raises ``SourceProblem``."""
    check_file(path)
    opener = PathOpener()
    try:
        read_names_of(SourceFile(path.name, opener, path), names, settings)
    except OSError as problem:
        raise unreadable(path, problem) from problem


def read_names_of(file: SourceFile, names: DatasetNames, settings: ReadSettings) -> None:
    """Add pictures and classes of a dataset JSON to ``names``. Raises ``SourceProblem`` and ``OSError``."""
    sections = set()
    try:
        with file.open() as opened:
            stream = JsonStream(opened, settings)
            if stream.peek() == b"[":
                raise _no_dataset(file.name, "It is a list, as predictions are.")
            for section in stream.members():
                sections.add(section)
                names.add_section(section, stream)
            stream.end()
    except BrokenJson as problem:
        raise SourceProblem(
            f"The dataset JSON {file.name} is broken.",
            f"As JSON, {problem}.",
            "Copy or write the file again, then choose it again.",
        ) from problem
    if not sections & {"images", "categories"}:
        raise _no_dataset(file.name, "It has neither images nor categories.")


def _no_dataset(name: str, why: str) -> SourceProblem:
    return SourceProblem(
        f"{name} is not a dataset JSON.",
        f"{why} A dataset JSON has the sections images and categories.",
        "Choose the dataset JSON that the model was run on, or none.",
    )


class _Image(msgspec.Struct):
    id: Id
    file_name: Any = None
    coco_url: Any = None
    width: Any = None
    height: Any = None


class _Category(msgspec.Struct):
    id: Id
    name: Any = None
    keypoints: Any = None


_IMAGES = msgspec.json.Decoder(list[_Image])
_CATEGORIES = msgspec.json.Decoder(list[_Category])


def _each(stream: JsonStream, decoder: Any, kind: Any) -> Iterator[Any]:
    """Every well-formed element of the next array; one without an id names nothing and is passed over."""
    for batch in stream.elements(decoder):
        if not isinstance(batch, Loose):
            yield from batch
            continue
        try:
            yield msgspec.convert(batch.value, kind)
        except ValueError:  # not what is wanted, or letters that are none
            continue


def _picture_name(image: _Image) -> str:
    """Its file name; LVIS has only the address it was loaded from."""
    if name := _text(image.file_name):
        return name
    return unquote(urlsplit(_text(image.coco_url)).path)


def _text(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""


def _pixels(value: Any) -> int | None:
    """A number of pixels, which some tools write as text; None for anything else."""
    if isinstance(value, str) and value.strip().isdecimal():
        value = float(value)
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return int(value) if is_number and 1 <= value <= 1e9 else None
