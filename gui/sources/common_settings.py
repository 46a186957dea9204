"""Settings that several formats share, so that the same thing has the same name and values everywhere."""

from __future__ import annotations

from gui.sources.read_settings import Setting

UNITS = Setting(
    "units",
    "what the coordinates are counted in",
    (
        ("pixels", "pixels of the picture"),
        ("fraction", "fractions of its width and height, 0 to 1"),
        ("percent", "percent of its width and height, 0 to 100"),
    ),
)
BOX = Setting(
    "box",
    "what the four numbers of a box are",
    (
        ("xywh", "left, top, width, height"),
        ("xyxy", "left, top, right, bottom"),
        ("cxcywh", "centre, width, height"),
    ),
)
FIRST_CLASS = Setting("first_class", "the number of the first class", (("0", "0"), ("1", "1")), default="0")
FIRST_FRAME = Setting("first_frame", "the number of the first frame", (("0", "0"), ("1", "1")))
ANGLE = Setting("angle", "what angles are counted in", (("degrees", "degrees"), ("radians", "radians")))
CONFIDENCE = Setting(
    "confidence",
    "what confidences are counted in",
    (("unit", "0 to 1"), ("percent", "percent, 0 to 100")),
    default="unit",
)
CONFIDENCE_COLUMN = Setting(
    "confidence_column",
    "where a line has its confidence",
    (("last", "the last number"), ("second", "the number after the class"), ("none", "nowhere")),
)
CLASSES = Setting(
    "classes",
    "names of the classes in their order: data.yaml, names.txt, a dataset JSON, an ONNX file, or a,b,c",
    kind="file or list",
)
CLASS = Setting("class", "the class of predictions that name none", kind="text")
ENCODING = Setting("encoding", "how letters are written, such as gbk or cp1252, where it is not UTF-8", kind="text")
ROTATE = Setting(
    "rotate",
    "what to do with pictures that lie on their side in Encord",
    (
        ("90", "turn the predictions by 90 degrees clockwise"),
        ("270", "turn them by 270 degrees clockwise"),
        ("none", "take their numbers as they are"),
    ),
)
FOR_EVERY_FORMAT = (ROTATE,)
"""Settings of the export itself: no reader looks at them."""
FIRST_PIXEL = Setting("first_pixel", "the number of the first pixel", (("0", "0"), ("1", "1")), default="1")
