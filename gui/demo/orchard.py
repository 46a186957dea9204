"""The demo project: a fruit packing line, some sixty pictures, a group of pictures, a video, and their labels."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from functools import partial

from gui.demo import clip, ontology
from gui.demo.labels import label_pictures, label_video
from gui.demo.project import MAIN, Dataset, LabelRow, Media, Project, Stage, Unit
from gui.demo.scene import Look, make_scene

TITLE = "Riverside packing line"
DESCRIPTION = "Fruit on the way to the boxes, seen by the cameras above lines 1 and 2."

WEEK_27 = "Line 1, week 27"
WEEK_28 = "Line 1, week 28"
LINE_2 = "Line 2, week 28"

TWINS = ("cam1_000118.jpg", "cam1_000121.jpg", "cam1_000124.jpg")
"""Titles that name a picture in week 27 and another one in week 28: the camera began to count again."""

NEVER_LABELLED = 5
"""How many of the newest pictures of line 1 nobody has opened yet."""

_NAMESPACE = uuid.UUID("5f0c6a52-6f0e-4a62-9d0c-7a1d9c1f2e10")


def identify(*parts: object) -> str:
    """A uuid that belongs to these words for good."""
    return str(uuid.uuid5(_NAMESPACE, "/".join(map(str, parts))))


def stages() -> tuple[Stage, ...]:
    """The workflow: Annotate, Review, Complete."""
    return (
        Stage(identify("stage", "annotate"), "Annotate", "ANNOTATION"),
        Stage(identify("stage", "review"), "Review", "REVIEW"),
        Stage(identify("stage", "complete"), "Complete", "DONE"),
    )


def orchard_project(seed: int) -> Project:
    """The demo project. Hashes do not depend on the seed, pictures and labels do."""
    datasets = tuple(Dataset(identify("dataset", title), title) for title in (WEEK_27, WEEK_28, LINE_2))
    project = Project(
        hash=identify("project", TITLE),
        title=TITLE,
        description=DESCRIPTION,
        ontology_hash=identify("ontology", TITLE),
        ontology=ontology.editor(),
        stages=stages(),
        datasets=datasets,
    )
    week_27, week_28, line_2 = datasets
    media = [
        *_pictures(week_27, (f"cam1_{n:06d}.jpg" for n in range(101, 127)), 1280, 853, "teal", seed),
        *_pictures(week_28, _week_28_titles(), 1280, 853, "teal", seed),
        *_pictures(line_2, (f"cam2_{n:05d}.jpg" for n in range(2041, 2053)), 1200, 900, "sand", seed),
        _group(line_2, seed),
        _video(line_2),
    ]
    for number, item in enumerate(media):
        project.rows[item.hash] = _row(number, item)
    unopened = [row for row in project.rows.values() if row.media.dataset is week_28][-NEVER_LABELLED:]
    for row in unopened:
        project.rows[row.media.hash] = LabelRow(row.media, MAIN, None, "Annotate")
    return project


def _week_28_titles() -> Iterable[str]:
    return [*TWINS, *(f"cam1_{n:06d}.jpg" for n in range(127, 146))]


def _pictures(
    dataset: Dataset, titles: Iterable[str], width: int, height: int, look: Look, seed: int
) -> Iterable[Media]:
    for number, title in enumerate(titles):
        own_hash = identify("data", dataset.title, title)
        scene = make_scene(_scene_seed(seed, own_hash), width, height, look)
        unit = Unit(own_hash, title, "image/jpeg", width, height, scene)
        yield Media(own_hash, title, dataset, "image", identify("item", dataset.title, title, number), (unit,))


def _group(dataset: Dataset, seed: int) -> Media:
    """Four pictures of one crate; each is a storage item of its own under its picture's hash."""
    title = "crate_0231"
    units = []
    for side in ("front", "left", "back", "right"):
        own_hash = identify("image", title, side)
        scene = make_scene(_scene_seed(seed, own_hash), 1280, 853, "teal")
        units.append(Unit(own_hash, f"{title}_{side}.jpg", "image/jpeg", 1280, 853, scene))
    return Media(
        identify("data", title), title, dataset, "img_group", identify("item", title), tuple(units), frames=len(units)
    )


def _video(dataset: Dataset) -> Media:
    title = "belt_start_0704.mp4"
    own_hash = identify("data", title)
    unit = Unit(own_hash, title, "video/mp4", clip.WIDTH, clip.HEIGHT, resource=clip.RESOURCE)
    return Media(
        own_hash,
        title,
        dataset,
        "video",
        identify("item", title),
        (unit,),
        frames=clip.FRAMES,
        fps=clip.FPS,
        seconds=clip.FRAMES / clip.FPS,
    )


def _row(number: int, media: Media) -> LabelRow:
    label_hash = identify("label", media.hash)
    draw = (
        partial(label_video, label_hash, media.units[0], clip.clip_scenes())
        if media.type == "video"
        else partial(label_pictures, label_hash, media.units)
    )
    return LabelRow(
        media=media,
        branch=MAIN,
        label_hash=label_hash,
        stage=("Complete", "Review", "Complete", "Annotate", "Complete")[number % 5],
        created_at=f"2026-07-06 08:{number % 60:02d}:12",
        last_edited_at=f"2026-07-{8 + number % 5:02d} {9 + number % 7:02d}:{number * 7 % 60:02d}:40",
        labels=draw,
    )


def _scene_seed(seed: int, own_hash: str) -> int:
    return (int(own_hash[:8], 16) ^ (seed * 0x9E3779B1)) & 0x7FFFFFFF
