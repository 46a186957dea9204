"""How many keypoints a pose has, from the data.yaml that Ultralytics trains with."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

from gui.sources.class_names.names_files import LARGEST, is_names_file
from gui.sources.common_settings import CLASSES
from gui.sources.intake.files import Intake, PathOpener, SourceFile
from gui.sources.read_settings import ReadSettings, Setting
from gui.sources.readers.each_file import BrokenFile, contents
from gui.sources.readers.text_lines import text_lines

KPT_SHAPE = Setting(
    "kpt_shape",
    "how many keypoints a pose has and how many numbers each, such as 17,3 (kpt_shape of data.yaml)",
    kind="text",
)

_MOST_POINTS = 10_000


def keypoint_shape(files: Intake, settings: ReadSettings) -> tuple[int, int] | None:
    """Keypoints and numbers a keypoint, 2 or 3, as the user or a data.yaml says; None when nothing does.

    The format: https://docs.ultralytics.com/datasets/pose/ (``kpt_shape: [17, 3]``).
    """
    if KPT_SHAPE.name in settings.values:
        return parsed_shape(settings.values[KPT_SHAPE.name])
    candidates = [file for file in files.with_suffix(".yaml", ".yml") if is_names_file(file)]
    named = Path(settings.values.get(CLASSES.name, ""))
    if named.suffix.lower() in (".yaml", ".yml") and named.is_file():
        candidates = [SourceFile(named.name, PathOpener(), named)]
    for file in sorted(candidates, key=lambda file: file.name.count("/")):
        try:
            found = yaml.load("\n".join(text_lines(contents(file, LARGEST))), Loader=yaml.BaseLoader)
        except (BrokenFile, OSError, yaml.YAMLError, RecursionError, ValueError):
            continue  # a data.yaml that cannot be read is refused where its names are looked for
        shape = found.get("kpt_shape") if isinstance(found, dict) else None
        if isinstance(shape, list) and (parsed := parsed_shape(",".join(map(str, shape)))):
            return parsed
    return None


def parsed_shape(text: str) -> tuple[int, int] | None:
    """``17,3``, ``[17, 3]`` or ``17x3`` as numbers; None when it is nothing of the kind."""
    found = re.fullmatch(r"\W*([0-9]{1,5})\W*[,x]\W*([23])\W*", text)
    return (int(found[1]), int(found[2])) if found and 0 < int(found[1]) <= _MOST_POINTS else None
