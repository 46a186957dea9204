"""The ways to read Ultralytics' text files, each weighed by how many lines make sense that way.

Counts of numbers collide: 6 are a box with a confidence or a track, or three points; 9 are a turned box or four points;
56 are a pose or 27 points. So every way that has the right count is tried on a sample of lines.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from gui.domain.reading_ways import Reading
from gui.sources.common_settings import CONFIDENCE_COLUMN
from gui.sources.formats.ultralytics.keypoint_shape import KPT_SHAPE
from gui.sources.formats.ultralytics.txt_layout import Layout, Row
from gui.sources.read_settings import Setting
from gui.sources.readers.text_sample import Words, numbers_in

TASK = Setting(
    "task",
    "what the model was made for",
    (
        ("detect", "boxes"),
        ("segment", "outlines"),
        ("obb", "turned boxes"),
        ("pose", "keypoints"),
        ("classify", "classes of whole pictures"),
    ),
)
TRACK_ID = Setting(
    "track_id",
    "where a line has the number of a track",
    (("last", "the last number, after the confidence"), ("none", "nowhere")),
)

STRICTNESS = 5
"""A way's score is the chance that five lines picked at random make sense: a wrong way often fits most of them."""
NOTEWORTHY = 0.01
"""Ways with a lower score are not shown, as long as there is a better one."""
MOST_WAYS = 4

_ONE_SIZE, _FEW_LINES, _UPRIGHT, _ODD, _UNSORTED = 0.6, 0.75, 0.9, 0.75, 0.75
"""What remains of the score of a way under which the lines would be unusual, though not impossible."""
_COCO_POSE = (17, 3)
"""Keypoints and numbers a keypoint of nearly every pose model that nobody trained anew."""


def layout_of(values: Mapping[str, str], shape: tuple[int, int] | None) -> Layout:
    """The layout that the settings say; a box without anything after it where they say nothing."""
    return Layout(
        values.get(TASK.name, "detect"),
        values.get(CONFIDENCE_COLUMN.name, "none"),
        values.get(TRACK_ID.name) == "last",
        shape if shape and values.get(TASK.name) == "pose" else (0, 0),
    )


def ways(
    sample: Sequence[Sequence[Words]], values: Mapping[str, str], shape: tuple[int, int] | None = None
) -> list[Reading]:
    """The ways that fit at least a few of the lines, the best first; all that have the right count if none does.

    ``sample`` has the lines of each file. ``values`` are what the user said already, ``shape`` the keypoints.
    """
    files = [[numbers_in(words) or [] for words in lines] for lines in sample]
    found = [_reading(layout, files, shape) for layout in _layouts(files, shape) if _agrees(layout, values)]
    if values.get(TASK.name, "classify") == "classify":
        found.append(_classify(sample))
    found = [reading for reading in found if reading.score >= NOTEWORTHY] or found
    return sorted(found, key=lambda reading: -reading.score)[:MOST_WAYS]


def is_class_score(words: Words) -> bool:
    """Whether a line is a probability, written with a point as ``save_txt`` does, and the name of a class."""
    try:
        is_probability = "." in words[0] and 0 <= float(words[0]) <= 1
    except ValueError:
        return False
    return is_probability and len(words) > 1 and (len(words) == 2 or numbers_in(words) is None)


def _layouts(files: Sequence[Sequence[Row]], shape: tuple[int, int] | None) -> Iterator[Layout]:
    """Every layout that has the right count for most lines."""
    counts = Counter(len(row) for rows in files for row in rows)
    if not counts:
        return
    usual = counts.most_common(1)[0][0]
    for confidence in ("last", "none", "second"):
        for track in (False, True):
            tried = [Layout(task, confidence, track) for task in ("detect", "obb", "segment")]
            left = usual - 5 - track - (confidence != "none")
            shapes = [shape] if shape else [(left // numbers, numbers) for numbers in (3, 2) if left % numbers == 0]
            tried += [Layout("pose", confidence, track, found) for found in shapes if found[0] > 0]
            yield from (layout for layout in tried if layout.fits(usual))


def _agrees(layout: Layout, values: Mapping[str, str]) -> bool:
    if layout.confidence == "second" and (layout.task != "detect" or layout.track):
        return False  # only older tools write it there, and they know boxes alone
    return all(values.get(name, value) == value for name, value in _values(layout).items() if name != KPT_SHAPE.name)


def _values(layout: Layout) -> dict[str, str]:
    values = {
        TASK.name: layout.task,
        CONFIDENCE_COLUMN.name: layout.confidence,
        TRACK_ID.name: "last" if layout.track else "none",
    }
    return values | ({KPT_SHAPE.name: f"{layout.shape[0]},{layout.shape[1]}"} if layout.task == "pose" else {})


def _reading(layout: Layout, files: Sequence[Sequence[Row]], shape: tuple[int, int] | None) -> Reading:
    rows = [row for rows in files for row in rows]
    misfits = Counter(filter(None, map(layout.misfit, rows)))
    left, doubt = _doubt(layout, files)
    if layout.task == "pose" and len(rows) == 1 and layout.shape not in (shape, _COCO_POSE):
        left, doubt = _FEW_LINES, ", but nothing says how many keypoints there are"  # an outline can look so, once
    score = (1 - misfits.total() / len(rows)) ** STRICTNESS * left
    return Reading(_values(layout), score, evidence(layout.words(), len(rows), misfits) + doubt)


def evidence(words: str, lines: int, misfits: Counter[str]) -> str:
    """In words how many of the ``lines`` make sense, and why the others do not."""
    fit = lines - misfits.total()
    if fit == lines:
        return f"{'all' if lines > 1 else 'the'} {f'{lines:,} lines' if lines > 1 else 'line'} can be {words}"
    return f"{fit:,} of {lines:,} lines can be {words}; else, {misfits.most_common(1)[0][0]}"


def _doubt(layout: Layout, files: Sequence[Sequence[Row]]) -> tuple[float, str]:
    """What remains of the score, and why not all of it."""
    rows = [row for rows in files for row in rows]
    if layout.task == "segment" and len({len(row) for row in rows}) == 1:
        points = (len(rows[0]) - 1) // 2
        if points == 4 and all(_is_upright(layout.parts(row)[0]) for row in rows):
            return _UPRIGHT, ""
        if len(rows) < 3:
            return _FEW_LINES, ""
        return _ONE_SIZE, f", but outlines rarely have {points} points each"
    if layout.task == "pose" and layout.shape[0] == 1:
        return _ODD, ", but poses rarely have a single keypoint"
    if layout.confidence != "none" and layout.task == "detect" and not _descends(layout, files):
        return _UNSORTED, ", but the confidences are not in order"
    return 1.0, ""


def _descends(layout: Layout, files: Sequence[Sequence[Row]]) -> bool:
    """Whether no file has a confidence after a lower one: detectors write the surest box first."""
    for rows in files:
        column = [layout.parts(row)[1] or 0 for row in rows if layout.fits(len(row))]
        if any(first < second for first, second in pairwise(column)):
            return False
    return True


def _is_upright(corners: Row) -> bool:
    """Whether four points are the corners of an upright box: two x and two y."""
    return len(corners) == 8 and len(set(corners[::2])) == 2 == len(set(corners[1::2]))


def _classify(sample: Sequence[Sequence[Words]]) -> Reading:
    lines = [words for lines in sample for words in lines]
    misfits = Counter("a line does not begin with a probability" for words in lines if not is_class_score(words))
    score = (1 - misfits.total() / len(lines)) ** STRICTNESS if lines else 0.0
    values = {TASK.name: "classify", CONFIDENCE_COLUMN.name: "none", TRACK_ID.name: "none"}
    return Reading(values, score, evidence("a probability and the name of a class", len(lines), misfits))
