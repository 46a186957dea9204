"""Names of classes in what a YAML or JSON file holds, in all the forms that tools write them.

``names`` as a list or by number (Ultralytics, Roboflow, YOLOv5, with ``nc`` or without), ``classes``, ``class_names``,
``labels``, ``categories`` with ids (COCO), ``id2label`` and ``label2id`` (Hugging Face's config.json), numbers by name
(torchvision's ``class_to_idx``, Keras' ``class_indices``), and DarkLabel's sets of classes that its formats point to.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

KEYS = (
    *("names", "classes", "class_names", "categories", "labels", "label_names", "thing_classes"),
    *("id2label", "label2id", "class_to_idx", "class_indices"),
)
"""Where the names stand, in lower case; the first that holds names counts."""

_MOST_DIGITS = 9


class NoNames(Exception):
    """There are no names, or several lists of them; the message says it, without a full stop."""


def listed_names(document: Any) -> dict[int, str]:
    """The classes by number, from 0. Numbers and names may be texts or numbers. Raises ``NoNames``."""
    if not isinstance(document, Mapping):
        return _found(names_of(document))
    below = [document, *(value for value in document.values() if isinstance(value, Mapping))]
    for holder in below:
        by_key = {str(key).lower(): value for key, value in holder.items()}
        for key in KEYS:
            if names := names_of(by_key.get(key)):
                return names
    return _darklabel(document) or _found(_nothing_else(document))


def names_of(value: Any) -> dict[int, str] | None:
    """A list of names, or names with their numbers in any order; None when ``value`` is neither."""
    if isinstance(value, str):
        value = _literal(value)
    if isinstance(value, Mapping):
        return _numbered(value)
    if not isinstance(value, Sequence) or isinstance(value, str) or not value:
        return None
    if all(isinstance(entry, Mapping) for entry in value):
        return _from_entries(value)
    if not all(map(_is_name, value)):
        return None
    return {number: name for number, name in enumerate(map(_text, value)) if name}


def _found(names: dict[int, str] | None) -> dict[int, str]:
    if not names:
        raise NoNames("it has no list of classes, as names, classes or categories")
    return names


def _nothing_else(document: Mapping[Any, Any]) -> dict[int, str] | None:
    """The names in a document that has nothing but names: settings, too, are words with numbers."""
    names = _numbered(document)
    return names if names and (len(names) > 1 and sorted(names) == list(range(len(names)))) else None


def _numbered(value: Mapping[Any, Any]) -> dict[int, str] | None:
    """Names by number, or numbers by name."""
    for numbers, names in ((value.keys(), value.values()), (value.values(), value.keys())):
        found = [_number(number) for number in numbers]
        called = [_name_in(name) for name in names]
        if found and None not in found and len(set(found)) == len(found) and all(called):
            return {number: name for number, name in zip(found, called, strict=True) if number is not None and name}
    return None


def _from_entries(entries: Sequence[Mapping[Any, Any]]) -> dict[int, str] | None:
    """Entries with a name each, in the order of their ids, else as they stand; or of one number and its name each."""
    names = [_name_in(entry) for entry in entries]
    if not all(names):
        single = [pair for entry in entries for pair in entry.items()]
        return _numbered(dict(single)) if len(single) == len(entries) else None
    numbers = [_number(entry.get("id")) for entry in entries]
    if None not in numbers and len(set(numbers)) == len(numbers):
        names = [name for _, name in sorted(zip(numbers, names, strict=True))]
    return {number: name for number, name in enumerate(names) if name}


def _darklabel(document: Mapping[Any, Any]) -> dict[int, str] | None:
    """The list of classes that DarkLabel's formats point to. Raises ``NoNames`` when they point to several."""
    pointed = {value.get("classes_set") for value in document.values() if isinstance(value, Mapping)}
    lists = {str(key): names for key in _texts(pointed) if (names := names_of(document.get(key)))}
    if len(lists) > 1:
        raise NoNames(f"it has several lists of classes: {', '.join(sorted(lists))[:200]}")
    return next(iter(lists.values()), None)


def _texts(values: Iterable[Any]) -> list[str]:
    return sorted(value for value in values if isinstance(value, str))


def _name_in(value: Any) -> str | None:
    """A name, as it is or as that of an entry; None for anything else."""
    if isinstance(value, Mapping):
        value = value.get("name")
    return _text(value) if _is_name(value) and _text(value) else None


def _is_name(value: Any) -> bool:
    """Whether it can be a name: YAML and JSON may take ``7`` for a number and ``no`` for no."""
    return isinstance(value, (str, int, float))


def _text(value: Any) -> str:
    return str(value).strip()


def _number(value: Any) -> int | None:
    text = str(value).strip() if isinstance(value, (str, int)) and not isinstance(value, bool) else ""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS else None


def _literal(text: str) -> Any:
    """A list or numbers with names written as Python does; None when it is none."""
    if text.strip()[:1] not in ("[", "{", "("):
        return None
    try:
        return ast.literal_eval(text.strip())
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return None
