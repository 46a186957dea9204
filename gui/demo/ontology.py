"""The demo project's ontology: one item of every shape the app can write, in Encord's JSON."""

from __future__ import annotations

from typing import Any, NamedTuple

Json = dict[str, Any]


class Item(NamedTuple):
    """An ontology object: what it is called, how it is drawn, and its feature hash."""

    name: str
    shape: str
    color: str
    feature_hash: str

    @property
    def value(self) -> str:
        """The name as Encord writes it into labels (``_lower_snake_case`` of the SDK)."""
        return "_".join(self.name.lower().split())


class Option(NamedTuple):
    """One option of a radio or checklist."""

    name: str
    feature_hash: str

    @property
    def value(self) -> str:
        """The name as Encord writes it into labels."""
        return "_".join(self.name.lower().split())


class Question(NamedTuple):
    """A radio, checklist or text: of a frame (with ``root_hash``) or of an object (without)."""

    name: str
    kind: str
    feature_hash: str
    options: tuple[Option, ...]
    root_hash: str = ""

    @property
    def value(self) -> str:
        """The name as Encord writes it into labels."""
        return "_".join(self.name.lower().split())


class Keypoint(NamedTuple):
    """A vertex of the skeleton: its place in the template (fractions of 100 × 100), colour and feature hash."""

    name: str
    x: float
    y: float
    color: str
    feature_hash: str


APPLE = Item("Apple", "bounding_box", "#E5484D", "a9c01e51")
ORANGE = Item("Orange", "bounding_box", "#F59E0B", "0ra46e02")
PEAR = Item("Pear", "bounding_box", "#84A617", "9ea7c303")
LEAF = Item("Leaf", "polygon", "#1F9D6B", "1eaf4b04")
BRUISE = Item("Bruise", "bitmask", "#A78BFA", "b7u15e05")
TAG = Item("Tag", "rotatable_bounding_box", "#38BDF8", "7a9c1d06")
SEAM = Item("Belt seam", "polyline", "#F472B6", "5ea3f407")
CALYX = Item("Calyx", "point", "#FDE047", "ca14e508")
AXIS = Item("Fruit axis", "skeleton", "#22D3EE", "a415f609")

OBJECTS = (APPLE, ORANGE, PEAR, LEAF, BRUISE, TAG, SEAM, CALYX, AXIS)

RIPENESS = Question(
    "Ripeness",
    "radio",
    "r1pe0a10",
    (Option("Unripe", "r1pe0a11"), Option("Ripe", "r1pe0a12"), Option("Overripe", "r1pe0a13")),
)
BELT = Question(
    "Belt",
    "radio",
    "be170a21",
    (Option("Clean", "be170a22"), Option("Dusty", "be170a23"), Option("Wet", "be170a24")),
    root_hash="be170a20",
)
REMARKS = Question(
    "Remarks",
    "checklist",
    "7e3a0a31",
    (Option("Leaves", "7e3a0a32"), Option("Bruised fruit", "7e3a0a33"), Option("Crowded", "7e3a0a34")),
    root_hash="7e3a0a30",
)
NOTE = Question("Note", "text", "207e0a41", (), root_hash="207e0a40")
CLASSIFICATIONS = (BELT, REMARKS, NOTE)

AXIS_KEYPOINTS = (
    Keypoint("Stem end", 50.0, 8.0, "#22D3EE", "a415f6a0"),
    Keypoint("Middle", 50.0, 50.0, "#22D3EE", "a415f6a1"),
    Keypoint("Blossom end", 50.0, 92.0, "#22D3EE", "a415f6a2"),
)


def editor(extra_objects: tuple[Item, ...] = ()) -> Json:
    """The ontology as ``GET ontologies/…`` sends it under ``editor``."""
    objects = [_object(number, item) for number, item in enumerate((*OBJECTS, *extra_objects), start=1)]
    return {
        "objects": objects,
        "classifications": [_classification(number, q) for number, q in enumerate(CLASSIFICATIONS, start=1)],
        "skeleton_templates": [{"template": _axis_template()}],
    }


def _object(number: int, item: Item) -> Json:
    entry: Json = {
        "id": str(number),
        "name": item.name,
        "color": item.color,
        "shape": item.shape,
        "featureNodeHash": item.feature_hash,
        "required": False,
        "archived": False,
    }
    if item is APPLE:
        entry["attributes"] = [_attribute(f"{number}.1", RIPENESS)]
    return entry


def _classification(number: int, question: Question) -> Json:
    return {
        "id": str(number),
        "featureNodeHash": question.root_hash,
        "attributes": [_attribute(f"{number}.1", question)],
    }


def _attribute(uid: str, question: Question) -> Json:
    entry: Json = {
        "id": uid,
        "name": question.name,
        "type": question.kind,
        "featureNodeHash": question.feature_hash,
        "required": False,
        "archived": False,
        "dynamic": False,
    }
    if question.options:
        entry["options"] = [
            {
                "id": f"{uid}.{number}",
                "label": option.name,
                "value": option.value,
                "featureNodeHash": option.feature_hash,
                "archived": False,
            }
            for number, option in enumerate(question.options, start=1)
        ]
    return entry


def _axis_template() -> Json:
    """The template's hash equals the object's, as the editor wants it (``add_skeleton_object`` of the SDK)."""
    return {
        "name": AXIS.name,
        "width": 100.0,
        "height": 100.0,
        "skeleton": {
            str(i): {
                "x": point.x,
                "y": point.y,
                "name": point.name,
                "color": point.color,
                "value": "_".join(point.name.lower().split()),
                "featureHash": point.feature_hash,
            }
            for i, point in enumerate(AXIS_KEYPOINTS)
        },
        "skeletonEdges": {str(i): {str(i + 1): {"color": AXIS.color}} for i in range(len(AXIS_KEYPOINTS) - 1)},
        "feature_node_hash": AXIS.feature_hash,
        "shape": "skeleton",
    }
