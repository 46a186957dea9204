"""The small files that options name: read whole, but never more of them than such a file can hold."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from gui.encord_api.keys import MAX_KEY_BYTES, decode_key_file
from gui.errors import ExpectedFailure, KeyProblem, MappingProblem

LARGEST = 64 * 1024 * 1024
"""Bytes of a mapping or a list of rows: a million lines and more."""


def read_key_file(path: Path) -> str:
    """The text of the key file. Raises ``KeyProblem``."""
    data = _read(path, MAX_KEY_BYTES, KeyProblem, "The key file", "Check its path and its permissions.")
    return decode_key_file(data)


def read_mapping(path: Path) -> dict[str, str | None]:
    """Model class → feature hash, or None for "ignore". Raises ``MappingProblem``."""
    data = _read(path, LARGEST, MappingProblem, "The mapping", "Check its path.")
    try:
        mapping = json.loads(data.decode("utf-8-sig"), object_pairs_hook=_once_each)
    except UnicodeDecodeError:
        raise _no_mapping(path, "It is not text in UTF-8.") from None
    except (ValueError, RecursionError) as error:
        raise _no_mapping(path, f"{str(error) or 'It is not JSON'}.") from None
    if not isinstance(mapping, dict):
        raise _no_mapping(path, "It is not an object with names and values.")
    for name, target in mapping.items():
        if not isinstance(target, str | None):
            raise _no_mapping(path, f"“{name}” leads to {json.dumps(target)[:40]}: neither a feature hash nor null.")
    return mapping


def read_lines(path: Path, failure: type[ExpectedFailure], what: str, remedy: str) -> list[str]:
    """The lines of a text in UTF-8 that are not blank, trimmed. Raises ``failure``."""
    try:
        text = _read(path, LARGEST, failure, what, remedy).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise failure(f"{what} “{path.name}” cannot be read.", "It is not text in UTF-8.", remedy) from None
    return [line.strip() for line in text.splitlines() if line.strip()]


def _read(path: Path, limit: int, failure: type[ExpectedFailure], what: str, remedy: str) -> bytes:
    """The file's bytes, at most one more than ``limit``. Raises ``failure``."""
    try:
        with path.expanduser().open("rb") as file:
            data = file.read(limit + 1)
    except (OSError, ValueError, RuntimeError) as error:  # ValueError: a NUL in the path; RuntimeError: no such ~user
        reason = os.strerror(error.errno) if isinstance(error, OSError) and error.errno else str(error).rstrip(".")
        raise failure(f"{what} “{path.name}” cannot be read.", f"{reason}.", remedy) from None
    if len(data) > limit and failure is not KeyProblem:
        raise failure(f"{what} “{path.name}” cannot be read.", f"It is larger than {limit >> 20} MB.", remedy)
    return data


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """The pairs of an object. Raises ValueError when a name stands twice: which of the two is meant?"""
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise ValueError(f"“{name}” stands in it twice")
        found[name] = value
    return found


def _no_mapping(path: Path, why: str) -> MappingProblem:
    example = 'It looks like {"apple": "aB3dE6g8", "stem": null}.'
    return MappingProblem(f"The mapping “{path.name}” is not what a mapping looks like.", why, example)
