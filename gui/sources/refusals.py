"""Why a file cannot be taken as predictions, in the user's words: what it looks like, and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from gui.errors import SourceProblem
from gui.sources.intake.files import Intake, SourceFile
from gui.sources.plain_text import shown_name
from gui.sources.read_settings import ReadSettings
from gui.sources.readers.json_stream import JsonStream
from gui.sources.readers.json_values import BrokenJson, decode

_CHOOSE = "Choose a file, folder or ZIP archive of predictions: COCO, YOLO, VOC, CSV or another that the guide names."
_AGAIN = "Copy or write the file again, then choose it again."

_PACKED = "It holds other files."
_BINARY = "Predictions are read from text."
_SIGNATURES: tuple[tuple[bytes, str, str, str], ...] = (
    (b"PK\x03\x04", "an archive (ZIP) inside another", _PACKED, "Unpack it, then choose the prediction file in it."),
    (b"\x1f\x8b", "a compressed file (gzip)", _PACKED, "Unpack it, then choose the prediction file in it."),
    (b"BZh", "a compressed file (bzip2)", _PACKED, "Unpack it, then choose the prediction file in it."),
    (b"\xfd7zXZ", "a compressed file (xz)", _PACKED, "Unpack it, then choose the prediction file in it."),
    (b"7z\xbc\xaf", "an archive (7z)", _PACKED, "Unpack it, then choose the prediction file in it."),
    (b"Rar!", "an archive (RAR)", _PACKED, "Unpack it, then choose the prediction file in it."),
    (b"\x89PNG", "a picture (PNG)", _BINARY, _CHOOSE),
    (b"\xff\xd8\xff", "a picture (JPEG)", _BINARY, _CHOOSE),
    (b"%PDF", "a PDF", _BINARY, _CHOOSE),
    (b"\x89HDF", "an HDF5 file", _BINARY, _CHOOSE),
    (b"\x93NUMPY", "a numpy file", _BINARY, _CHOOSE),
    (b"PAR1", "a Parquet file", _BINARY, _CHOOSE),
    (b"<", "XML or a web page", "Its first character is “<”.", _CHOOSE),
)
_DICOM_AT = 128
"""Bytes before the letters DICM, which may be anything (DICOM PS3.10, section 7.1)."""
_PICKLES = (b"\x80\x02", b"\x80\x03", b"\x80\x04", b"\x80\x05", b"(lp", b"(dp", b"]q\x00", b"}q\x00")

_OBJECTS: tuple[tuple[frozenset[str], str], ...] = (
    (
        frozenset({"image_id", "category_id"}),
        "a single prediction, or one prediction a line (JSON Lines), as in a .jsonl",
    ),
    (frozenset({"type", "features"}), "a map (GeoJSON)"),
    (frozenset({"file_name", "predictions"}), "the predictions of one picture from Lightly"),
    (frozenset({"task_type", "categories"}), "the schema.json of Lightly, a list of classes"),
    (frozenset({"data_row", "projects"}), "an export of Labelbox"),
    (frozenset({"_via_img_metadata"}), "a project of the VGG Image Annotator"),
    (frozenset({"images"}), "a dataset JSON without annotations: it lists pictures, but holds no predictions"),
    (frozenset({"categories"}), "a list of classes, without predictions"),
)
_ELEMENTS: tuple[tuple[frozenset[str], str], ...] = (
    (frozenset({"image_id", "caption"}), "captions, without any shape"),
    (frozenset({"image_id", "category_id"}), "a list of classes on pictures, without any shape"),
    (frozenset({"data_row", "projects"}), "an export of Labelbox"),
    (frozenset({"file_name"}), "a list of pictures without predictions"),
    (frozenset({"id", "name"}), "a list of classes, without predictions"),
)

_KINDS = {int: "numbers", float: "numbers", str: "texts", list: "lists"}
_MAX_NAMES = 20


def check_file(path: Path, *, may_be_empty: bool = False) -> None:
    """Raise ``SourceProblem`` unless ``path`` is a file with something in it.

    A pipe or a device is refused before it is opened, as reading it might never end.
    """
    try:
        is_empty = path.stat().st_size == 0
    except OSError as problem:
        raise unreadable(path, problem) from problem
    if path.is_dir():
        raise SourceProblem(f"{path.name} is a folder.", "A file is wanted here.", "Choose the file inside it.")
    if not path.is_file():
        raise SourceProblem(f"{path.name} is not a file.", "It is a pipe or a device.", _CHOOSE)
    if is_empty and not may_be_empty:
        raise SourceProblem(f"{path.name} is empty.", "The file has no content at all.", _AGAIN)


def unreadable(path: Path, problem: OSError) -> SourceProblem:
    """The failure to show when the system does not let ``path`` be read."""
    if isinstance(problem, FileNotFoundError):
        return SourceProblem(f"There is no file {path.name}.", f"Nothing is at {path}.", "Choose a file that exists.")
    why = f"The system says: {problem.strerror or problem}."
    return SourceProblem(f"{path.name} cannot be read.", why, "Choose a file that you may read, or copy it first.")


def refusal(files: Intake) -> SourceProblem:
    """The failure to show for files that no format knows. Raises ``OSError``."""
    if len(files) == 1:
        return refused_file(files.files[0])
    found = ", ".join(
        f"{count:,} {suffix or 'without an extension'}" for suffix, count in files.suffixes().most_common(4)
    )
    if any(file.name.endswith("/data.pkl") for file in files):
        return _pickle(files.title)
    if files.named("[Content_Types].xml"):
        return _not_predictions(files.title, "an Office document", _PACKED, "Save the table as CSV, then choose that.")
    first = max(files, key=lambda file: file.size)
    return SourceProblem(
        f"{files.title} holds no predictions of a known format.",
        f"Its files: {found}. The largest: {refused_file(first).sentence.what}",
        "Choose the folder or the file of the predictions, or name the format.",
    )


def refused_file(file: SourceFile) -> SourceProblem:
    """The failure to show for one file that no format knows, from its first bytes. Raises ``OSError``."""
    with file.open() as opened:
        head = opened.read(8)
        opened.seek(_DICOM_AT)
        is_dicom = opened.read(4) == b"DICM"
        opened.seek(0)
        if not head:
            return SourceProblem(f"{file.name} is empty.", "The file has no content at all.", _AGAIN)
        if head.startswith(_PICKLES):
            return _pickle(file.name)
        if file.name.lower().endswith(".py"):
            return _not_predictions(
                file.name, "a Python script", "It is run, not read.", "Say that it is one (--script)."
            )
        if is_dicom:
            return _not_predictions(file.name, "a DICOM file", _BINARY)
        for signature, looks_like, why, remedy in _SIGNATURES:
            if head.startswith(signature):
                return _not_predictions(file.name, looks_like, why, remedy)
        return _refuse_json(file.name, JsonStream(opened, ReadSettings()))


def _pickle(name: str) -> SourceProblem:
    return SourceProblem(
        f"{name} is a Python pickle.",
        "Loading one can run any program hidden in it, so it is never loaded.",
        "Write the predictions as JSON where the pickle was made.",
    )


def broken(name: str, problem: BrokenJson, readable: int) -> SourceProblem:
    """The failure to show for a file that stops being JSON after ``readable`` elements."""
    place = f"after element {readable - 1:,}" if readable else "before its first element ends"
    count = "1 prediction was" if readable == 1 else f"{readable:,} predictions were"
    if problem.cut_off:
        what, why = f"{name} is cut off {place}.", f"{count} readable before the file ends too early."
    else:
        what, why = f"{name} is broken {place}.", f"{count} readable; after that, {problem}."
    return SourceProblem(what, f"{why} A part of a file is never exported.", _AGAIN)


def _not_predictions(name: str, looks_like: str, why: str, remedy: str = _CHOOSE) -> SourceProblem:
    return SourceProblem(f"{name} is not a prediction file: it looks like {looks_like}.", why, remedy)


def _refuse_json(name: str, stream: JsonStream) -> SourceProblem:
    first = stream.peek()
    if not first:
        return SourceProblem(f"{name} is empty.", "The file holds nothing but white space.", _AGAIN)
    try:
        if first == b"[":
            return _not_predictions(name, _list_looks_like(stream), "No entry has a picture, a class and a shape.")
        if first == b"{":
            return _not_predictions(name, _object_looks_like(stream), "It has no list called annotations.")
        decode(stream.value())
        stream.end()
    except BrokenJson as problem:
        if first in b"[{":
            return broken(name, problem, 0)
        return SourceProblem(
            f"{name} is not JSON, nor anything else that can be read.",
            "Neither “[” nor “{” is its first character, and its lines are none of a known format.",
            _CHOOSE,
        )
    return _not_predictions(name, "a single JSON value", "Predictions are a list or an object.")


def _list_looks_like(stream: JsonStream) -> str:
    stream.take(b"[")
    element = decode(stream.value()).value
    if not isinstance(element, dict):
        return f"a list of {_KINDS.get(type(element), 'values')}"
    return _by_names(element, _ELEMENTS) or f"a list of objects with {_listed(element)}"


def _object_looks_like(stream: JsonStream) -> str:
    names: dict[str, Any] = {}
    try:
        for name in stream.members():
            names[name] = None
            if len(names) == _MAX_NAMES:
                break
            stream.value()
    except BrokenJson:
        if not names:
            raise
    return _by_names(names, _OBJECTS) or (f"an object with {_listed(names)}" if names else "an empty object")


def _by_names(found: Mapping[str, Any], known: tuple[tuple[frozenset[str], str], ...]) -> str | None:
    return next((looks_like for names, looks_like in known if names <= found.keys()), None)


def _listed(names: Iterable[str]) -> str:
    shown = [shown_name(name) for name in names if name]
    return ", ".join(shown[:5]) + (" and more" if len(shown) > 5 else "") if shown else "nothing in them"
