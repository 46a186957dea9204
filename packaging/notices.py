"""The notices that go with the app: whose work it holds, under which licences, and a bill of materials.

``app.spec`` calls `write` while it freezes, with everything that will be in the app; what comes of it lies in the
app's folder ``notices``. A part that may not be given away within this app stops the build.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path

from built_app import NAME, ROOT, TITLE, BuildFailed, version
from bundle_parts import TEXTS, Entry, Part, parts_of
from license_rules import refusal
from sbom import sbom

NOTICES = "THIRD-PARTY-NOTICES.txt"
SBOM = "sbom.cdx.json"
REPLACING = "REPLACING-LIBRARIES.txt"

_LINE = "=" * 100


class RefusedPart(BuildFailed):
    """The app must not be given away like this: the message names the parts and why."""


def write(entries: Iterable[Entry], folder: Path) -> list[Path]:
    """Write the notices of an app of ``entries`` into ``folder``; returns the files.

    Raises `RefusedPart`, ``UnknownPart`` or ``BadSbom``.
    """
    parts = parts_of(entries)
    check(parts)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / NOTICES).write_text(notices(parts), encoding="utf-8")
    (folder / SBOM).write_text(sbom(TITLE, NAME, version(), parts), encoding="utf-8")
    shutil.copy(TEXTS / REPLACING, folder)
    shutil.copy(ROOT / "LICENSE", folder / "LICENSE.txt")
    return sorted(folder.iterdir())


def check(parts: Sequence[Part]) -> None:
    """Raise `RefusedPart` when a part's licence asks for the whole app, or is none."""
    refused = [f"{part.name}: {why}" for part in parts if (why := refusal(part.license))]
    if refused:
        raise RefusedPart("; ".join(refused))


def notices(parts: Sequence[Part]) -> str:
    """One list of everything, then each part's own words."""
    lines = [
        f"{TITLE} {version()} is under the Apache License 2.0 (LICENSE.txt). It holds the work of others, listed here",
        "with their licences; after the list come the texts they ask to be passed on.",
        "",
        "Qt, PySide6, shiboken6 and FFmpeg are under the GNU Lesser General Public License: they are shared libraries",
        f"that you may replace, and {REPLACING} says how, and where their sources are.",
        "",
        *(_line(part) for part in parts),
    ]
    for part in parts:
        if part.texts:
            lines += ["", _LINE, f"{part.name} {part.version}".rstrip(), _LINE, "", *part.texts]
    return "\n".join(lines) + "\n"


def _line(part: Part) -> str:
    name = f"{part.name} {part.version}".rstrip()
    where = f", carried by {part.within}" if part.within else ""
    return f"  {name}{where}: {part.license}" + (f", {part.home}" if part.home else "")
