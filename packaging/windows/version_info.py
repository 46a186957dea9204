"""What Windows shows in a program's properties and in the task manager, made from the version in ``gui``."""

from __future__ import annotations

import re

ENGLISH_US, UNICODE = 0x0409, 1200
_KEY = f"{ENGLISH_US:04x}{UNICODE:04x}"


def four_numbers(version: str) -> tuple[int, int, int, int]:
    """``1.2.0rc1`` → (1, 2, 0, 0): Windows compares versions by four numbers. Raises ValueError without a number."""
    release = re.match(r"\d+(?:\.\d+)*", version)
    if release is None:
        raise ValueError(f"{version!r} does not begin with a number")
    numbers = [int(part) for part in release[0].split(".")][:4]
    first, second, third, fourth = numbers + [0] * (4 - len(numbers))
    return first, second, third, fourth


def version_info(version: str, program: str, title: str, description: str) -> str:
    """The text that PyInstaller's ``EXE(version=…)`` reads; the form is that of its ``pyi-grab_version``.

    ``program`` is the name of the executable without its ending, ``title`` the product's name, ``description``
    what the task manager calls it.
    """
    numbers = four_numbers(version)
    strings = {
        "FileDescription": description,
        "FileVersion": version,
        "InternalName": program,
        "LegalCopyright": "Apache License 2.0",
        "OriginalFilename": f"{program}.exe",
        "ProductName": title,
        "ProductVersion": version,
    }
    entries = "".join(f"      StringStruct({name!r}, {value!r}),\n" for name, value in strings.items())
    return (
        "VSVersionInfo(\n"
        f"  ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}, mask=0x3F, flags=0x0, OS=0x40004,\n"
        "    fileType=0x1, subtype=0x0, date=(0, 0)),\n"
        "  kids=[\n"
        f"    StringFileInfo([StringTable({_KEY!r}, [\n{entries}    ])]),\n"
        f"    VarFileInfo([VarStruct('Translation', [{ENGLISH_US}, {UNICODE}])]),\n"
        "  ],\n"
        ")\n"
    )
