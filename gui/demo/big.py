"""A project of as many rows as asked for, without pictures: for measuring how the app copes with size."""

from __future__ import annotations

from gui.demo import ontology
from gui.demo.orchard import identify, stages
from gui.demo.project import MAIN, Dataset, LabelRow, Media, Project, Unit

TITLE = "Riverside archive"
WIDTH, HEIGHT = 1280, 853
"""Pixels."""


def big_project(rows: int) -> Project:
    """A project of ``rows`` labelled pictures in one dataset; titles ``archive_0000000.jpg`` and on.

    Hashes are counted, not computed: at 100,000 rows a digest each would cost a second.
    """
    dataset = Dataset(identify("dataset", TITLE), "Archive")
    project = Project(
        hash=identify("project", TITLE),
        title=TITLE,
        description=f"{rows} pictures for measuring.",
        ontology_hash=identify("ontology", TITLE),
        ontology=ontology.editor(),
        stages=stages(),
        datasets=(dataset,),
    )
    titles = [stage.title for stage in project.stages]
    for number in range(rows):
        own_hash = f"{number:08x}-da7a-4000-8000-000000000000"
        title = archive_title(number)
        unit = Unit(own_hash, title, "image/jpeg", WIDTH, HEIGHT)
        media = Media(own_hash, title, dataset, "image", f"{number:08x}-17e5-4000-8000-000000000000", (unit,))
        when = f"2026-07-{1 + number % 28:02d} {number // 60 % 24:02d}:{number % 60:02d}:00"
        label_hash = f"{number:08x}-1abe-4000-8000-000000000000"
        project.rows[own_hash] = LabelRow(media, MAIN, label_hash, titles[number % 3], when, when)
    return project


def archive_title(number: int) -> str:
    """The title of the picture of that number."""
    return f"archive_{number:07d}.jpg"
