"""Names of a model's classes by number, from the files that training tools leave beside a model."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from gui.errors import SourceProblem
from gui.sources.class_names.listed_names import NoNames, listed_names
from gui.sources.class_names.onnx_metadata import metadata
from gui.sources.formats.coco.names import DatasetNames, read_names_of
from gui.sources.intake.files import Intake, PathOpener, SourceFile
from gui.sources.plain_text import whole_characters
from gui.sources.read_settings import ReadSettings
from gui.sources.readers.each_file import BrokenFile, contents
from gui.sources.readers.json_file import parsed_json
from gui.sources.readers.text_lines import text_lines
from gui.sources.refusals import check_file, unreadable

KNOWN_FILES = (
    *("data.yaml", "data.yml", "dataset.yaml", "classes.txt", "names.txt", "labels.txt", "obj.names"),
    *("_classes.txt", "class_names.txt", "predefined_classes.txt", "label_list.txt", "_darknet.labels"),
)
"""Names, in lower case, under which tools put the classes beside their predictions; the first found counts."""

LARGEST = 1 << 20
"""Bytes of a list of classes; YAML of this size takes seconds at worst."""

MOST_CLASSES = 100_000
_MOST_LOOKED_AT = 10


def given_names(value: str) -> dict[int, str]:
    """Names from the setting ``classes``: a file, or names between commas. Raises ``SourceProblem``."""
    path = Path(value).expanduser()
    try:
        is_file = path.is_file()
    except (OSError, ValueError):  # a long list of names is no path
        is_file = False
    if is_file:
        return read_class_names(path)
    if "," not in value and (path.suffix.lower() in (".txt", ".yaml", ".yml", ".json", ".onnx", ".names")):
        raise unreadable(path, FileNotFoundError())
    return _numbered([name.strip() for name in value.split(",")], value)


def read_class_names(path: Path) -> dict[int, str]:
    """The classes that the file at ``path`` names. Raises ``SourceProblem``."""
    check_file(path)
    try:
        return names_in(SourceFile(path.name, PathOpener(), path))
    except OSError as problem:
        raise unreadable(path, problem) from problem


def found_names(files: Intake) -> tuple[SourceFile, dict[int, str]] | None:
    """A file of class names among ``files``, the one in the outermost folder. Raises ``SourceProblem``."""
    by_rank = []
    for suffix in (".yaml", ".yml", ".txt", ".names", ".labels"):
        for file in files.with_suffix(suffix) if files.kind != "file" else ():
            name = file.last_part.lower()
            if name in KNOWN_FILES:
                by_rank.append((file.name.count("/"), KNOWN_FILES.index(name), file.name, file))
    if not by_rank:
        return _found_yaml(files)
    file = min(by_rank)[-1]
    return file, names_in(file)


def _found_yaml(files: Intake) -> tuple[SourceFile, dict[int, str]] | None:
    """The first YAML of any name that names classes, as people rename their data.yaml."""
    for file in files.with_suffix(".yaml", ".yml")[:_MOST_LOOKED_AT] if len(files) > 1 else ():
        try:
            return file, names_in(file)
        except SourceProblem:
            continue
    return None


def is_names_file(file: SourceFile) -> bool:
    """Whether the name of ``file`` says that it holds class names, and no predictions."""
    return file.last_part.lower() in KNOWN_FILES


def names_in(file: SourceFile) -> dict[int, str]:
    """The classes that ``file`` names, by its extension. Raises ``SourceProblem`` and ``OSError``."""
    if file.suffix == ".onnx":
        with file.open() as stream:
            return _from_onnx(file, metadata(stream))
    if file.suffix == ".json":
        return _from_json(file)
    try:
        data = contents(file, LARGEST)
    except BrokenFile as problem:
        raise _no_names(file, str(problem)) from None
    if file.suffix in (".yaml", ".yml"):
        return _from_yaml(file, data)
    return _numbered([line.strip() for line in text_lines(data)], file.name)


def _from_yaml(file: SourceFile, data: bytes) -> dict[int, str]:
    """All values stay text: a class may be called ``no`` or ``1e3``."""
    try:
        found = yaml.load("\n".join(text_lines(data)), Loader=yaml.BaseLoader)
    except (yaml.YAMLError, RecursionError, ValueError) as problem:
        raise _no_names(file, f"it is not YAML ({str(problem).splitlines()[0]})") from None
    return _listed(file, found)


def _from_onnx(file: SourceFile, found: Mapping[str, str]) -> dict[int, str]:
    """``names`` is a Python literal, as Ultralytics writes it: ``{0: 'person', 1: 'bicycle'}``."""
    if "names" not in found:
        raise _no_names(file, "its metadata has no names")
    return _listed(file, {"names": found["names"]})


def _from_json(file: SourceFile) -> dict[int, str]:
    """A small file of names; else the categories of a dataset in the order of their ids, as models number them."""
    with contextlib.suppress(BrokenFile, NoNames):
        return _checked(file, listed_names(parsed_json(contents(file, LARGEST))))
    names = DatasetNames()
    read_names_of(file, names, ReadSettings())
    numbers = sorted(int(key) for key in names.categories if key.isascii() and key.isdigit() and len(key) < 10)
    return _numbered([names.categories[str(number)].name for number in numbers], file.name)


def _listed(file: SourceFile, document: Any) -> dict[int, str]:
    try:
        return _checked(file, listed_names(document))
    except NoNames as problem:
        raise _no_names(file, str(problem)) from None


def _checked(file: SourceFile, names: Mapping[int, str]) -> dict[int, str]:
    if len(names) > MOST_CLASSES:
        raise _too_many(file.name)
    return {number: whole_characters(name) for number, name in names.items()}


def _numbered(names: Sequence[str], where: str) -> dict[int, str]:
    while names and not names[-1]:
        names = names[:-1]
    if len(names) > MOST_CLASSES:
        raise _too_many(where)
    if not names:
        raise SourceProblem(
            f"{where} names no classes.",
            "One class stands on each line, in the order of their numbers.",
            "Choose the file that came with the model.",
        )
    return {number: whole_characters(name) for number, name in enumerate(names) if name}


def _too_many(where: str) -> SourceProblem:
    return SourceProblem(
        f"{where} names more than {MOST_CLASSES:,} classes.",
        "No model has so many.",
        "Choose the file that came with the model.",
    )


def _no_names(file: SourceFile, why: str) -> SourceProblem:
    return SourceProblem(
        f"{file.name} does not name the classes.",
        f"{why[:1].upper()}{why[1:]}.",
        "Choose the data.yaml, the list of names or the ONNX file that came with the model.",
    )
