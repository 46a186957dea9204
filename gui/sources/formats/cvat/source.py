"""CVAT's XML 1.1: shapes on images, or tracks over the frames of a video, in pixels.

The format: https://docs.cvat.ai/docs/dataset_management/formats/format-cvat/ (``annotations`` with ``meta``, ``image``
and ``track``). A track has a shape on every frame on which the thing is seen, moved evenly by CVAT itself; what it
leaves out is not made up here. Frames count from 0. A numeric attribute ``score`` or ``confidence`` is the confidence.
"""

from __future__ import annotations

from dataclasses import dataclass
from xml.etree.ElementTree import Element

from gui.domain.prediction import Prediction
from gui.domain.reading_ways import Reading
from gui.domain.reasons import Reason
from gui.errors import SourceProblem
from gui.sources.common_settings import CONFIDENCE
from gui.sources.entries import BadEntry, confidence, shown
from gui.sources.formats.cvat.shapes import Size, geometry_of, is_outside, is_shape
from gui.sources.intake.files import Intake, SourceFile
from gui.sources.read_settings import ReadSettings, Setting
from gui.sources.readers.each_file import BrokenFile, beginning
from gui.sources.readers.text_lines import decoded
from gui.sources.readers.xml_stream import streamed_elements
from gui.sources.source import Recognition, Strength
from gui.sources.spool_writer import SpoolWriter

FORMAT = "cvat"
TITLE = "CVAT"
SETTINGS: tuple[Setting, ...] = (CONFIDENCE,)

_LOOK_AT = 20
_PARTS = ("<meta>", "<version>", "<image ", "<track ")


def recognise(files: Intake) -> Recognition | None:
    """XML files with ``annotations`` that have parts of CVAT's."""
    for file in files.with_suffix(".xml")[:_LOOK_AT]:
        head = decoded(beginning(file))
        if "<annotations>" in head and any(part in head for part in _PARTS):
            what = "tracks" if "<track " in head or "<mode>interpolation<" in head else "images"
            return Recognition(f"XML with annotations of CVAT: {what}", Strength.CERTAIN)
    return None


def readings(files: Intake, settings: ReadSettings) -> list[Reading]:
    """Nothing is open: CVAT's pixels have no second meaning."""
    return []


def read(files: Intake, sink: SpoolWriter, settings: ReadSettings) -> str:
    """Read every shape; ``where`` is ``image 12 box 3`` (by the image's id; boxes from 1) or ``track 7 frame 12``.

    Raises ``SourceProblem`` when a file is broken or something else.
    """
    for file in files.with_suffix(".xml"):
        read_before = sink.read
        try:
            with file.open() as stream:
                reader = _FileReader(file, sink, settings)
                for parent, element in streamed_elements(stream, "annotations", settings):
                    reader.take(parent, element)
        except BrokenFile as problem:
            raise SourceProblem(
                f"{file.name} cannot be read whole.",
                f"After {sink.read - read_before:,} shapes, {problem}. A part of a file is never exported.",
                "Export it again from CVAT, or copy it again, then choose it again.",
            ) from None
    return TITLE


@dataclass(frozen=True)
class _Video:
    """What ``meta`` says of a task: the name of its video, and the size of its frames."""

    name: str
    size: Size


class _FileReader:
    """Reads the shapes of one file into ``sink``, in the file's order."""

    def __init__(self, file: SourceFile, sink: SpoolWriter, settings: ReadSettings) -> None:
        self._file = file
        self._sink = sink
        self._settings = settings
        self._videos: dict[str, _Video] = {}
        self._parent: Element | None = None
        self._place = 0
        self._last_frame: int | None = None

    def take(self, parent: Element, element: Element) -> None:
        """Take ``element``, a whole one of ``parent``, which comes without its other elements."""
        if parent is not self._parent:
            self._parent, self._place, self._last_frame = parent, 0, None
        self._place += 1
        if parent.tag == "meta":
            self._note_videos(element)
        elif parent.tag == "image" and is_shape(element.tag):
            self._take_on_image(parent, element)
        elif parent.tag == "track" and is_shape(element.tag):
            self._take_on_frame(parent, element)

    def _note_videos(self, meta: Element) -> None:
        """The tasks of a task's, a job's or a whole project's export, by their ids."""
        tasks = [meta] if meta.tag in ("task", "job") else meta.iterfind("tasks/task")
        for task in tasks:
            name = task.findtext("source") or task.findtext("name") or self._file.stem
            size = _side(task.findtext("original_size/width")), _side(task.findtext("original_size/height"))
            self._videos[task.findtext("id") or ""] = _Video(name.strip(), size)

    def _take_on_image(self, image: Element, shape: Element) -> None:
        identity = image.get("id", "")
        size = _side(image.get("width")), _side(image.get("height"))
        picture = self._sink.picture(image.get("name") or identity or self._file.stem, *size)
        where = self._file.place(f"image {identity} {shape.tag} {self._place}")
        self._add(shape, shape.get("label"), picture, size, where, None)

    def _take_on_frame(self, track: Element, shape: Element) -> None:
        identity = track.get("id", "")
        where = f"track {identity} frame {shape.get('frame', '')}"
        frame = _frame(shape.get("frame"))
        if frame is None:
            name = track.get("label")
            detail = f"its frame is {shown(shape.get('frame'))}"
            self._sink.drop(Reason.BAD_ENTRY, self._file.place(where), None, name, detail)
            return
        if self._last_frame is not None and frame > self._last_frame + 1:
            gap = f"it has no shapes from frame {self._last_frame + 1} to {frame - 1}; none were made up"
            self._sink.note(self._file.place(f"track {identity}"), gap)
        outside = is_outside(shape)
        self._last_frame = None if outside else frame
        if not outside:
            video = self._video(track)
            picture = self._sink.picture(f"{video.name}/{frame}.jpg", *video.size)
            name = shape.get("label") or track.get("label")
            self._add(shape, name, picture, video.size, self._file.place(where), self._file.place(f"track {identity}"))

    def _video(self, track: Element) -> _Video:
        """The video of the track's task; in a whole project's export the track names the task."""
        if len(self._videos) == 1:
            return next(iter(self._videos.values()))
        return self._videos.get(track.get("task_id", "")) or _Video(self._file.stem, (None, None))

    def _add(self, shape: Element, name: str | None, picture: int, size: Size, where: str, track: str | None) -> None:
        try:
            if not name:
                raise BadEntry(Reason.BAD_ENTRY, "it has no label")
            score = confidence(_score(shape), self._settings.value(CONFIDENCE))
            geometry = geometry_of(shape, size)
        except BadEntry as problem:
            self._sink.drop(problem.reason, where, picture, name, problem.detail)
            return
        self._sink.add(picture, self._sink.class_number(name), score, Prediction(geometry, where, track))


def _score(shape: Element) -> float | None:
    """The number that is its confidence; an attribute of that name which is no number (``high``) is none."""
    attributes = {one.get("name", "").lower(): one.text for one in shape.iterfind("attribute")}
    for text in (shape.get("score"), attributes.get("score"), attributes.get("confidence")):
        try:
            if text is not None:
                return float(text)
        except ValueError:
            continue
    return None


def _frame(text: str | None) -> int | None:
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) < 10 else None


def _side(text: str | None) -> int | None:
    return _frame(text) or None
