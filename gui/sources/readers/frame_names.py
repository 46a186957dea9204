"""Which picture, or which frame of a video, a text file belongs to, by its name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from pathlib import PurePosixPath

import msgspec

from gui.sources.common_settings import FIRST_FRAME
from gui.sources.intake.files import SourceFile
from gui.sources.read_settings import NoProject, ReadSettings, Setting

MEDIA = Setting(
    "media",
    "what each file belongs to, where the project's rows do not tell",
    (("pictures", "a picture of its name"), ("video", "a frame of a video: clip_12.txt is the 12th of clip")),
)
FIRST_FRAME_IS_1 = msgspec.structs.replace(FIRST_FRAME, default="1")

_FRAME = re.compile(r"(.+)_([0-9]{1,9})")


class FrameNames:
    """Names the pictures of text files. Ultralytics writes ``<stem>_<n>.txt`` for frame n of a video, from 1.

    A stem that is itself a row of the project is that picture; else one whose first part is a row with several
    frames is a frame of it. Without a project a file is a picture, unless the user says ``media=video``.
    """

    def __init__(self, files: Sequence[SourceFile], settings: ReadSettings) -> None:
        """Stems that several folders repeat are told apart by their folders."""
        self._settings = settings
        self._media = settings.value(MEDIA)
        self._may_be_frames = self._media == "video" or (
            self._media != "pictures" and not isinstance(settings.project, NoProject)
        )
        self._first = int(settings.value(FIRST_FRAME_IS_1))
        self._files = files
        self.frames: Counter[str] = Counter()
        """How many files were taken as frames, by video."""

    def name(self, file: SourceFile) -> str:
        """The name of the picture; a frame is ``clip/11``, counted from 0 as Encord does."""
        stem = file.stem
        if self._may_be_frames and (found := _FRAME.fullmatch(stem)):
            video, frame = found[1], int(found[2]) - self._first
            if frame >= 0 and (self._media == "video" or self._is_frame(stem, video)):
                self.frames[video] += 1
                return f"{video}/{frame}"
        return stem if self._stems[stem] == 1 else str(PurePosixPath(file.name).with_suffix(""))

    @cached_property
    def _stems(self) -> Counter[str]:
        return Counter(file.stem for file in self._files)

    def _is_frame(self, stem: str, video: str) -> bool:
        project = self._settings.project
        return project.frames_of(stem) is None and (project.frames_of(video) or 0) > 1
