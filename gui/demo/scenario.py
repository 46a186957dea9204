"""What a demo server is to serve: the demo project, a large one, or also the awkward ones for tests."""

from __future__ import annotations

from dataclasses import dataclass

from gui.demo.awkward import awkward_projects
from gui.demo.big import big_project
from gui.demo.orchard import orchard_project
from gui.demo.project import Project


@dataclass(frozen=True)
class Scenario:
    """``rows`` above 0: a project of that many rows without pictures instead of the demo project."""

    seed: int = 7
    rows: int = 0
    awkward: bool = False
    """Whether the account also has the projects of ``gui.demo.awkward``."""


def build_projects(scenario: Scenario) -> list[Project]:
    """The projects of the scenario; the first is the one meant by "the project"."""
    first = big_project(scenario.rows) if scenario.rows else orchard_project(scenario.seed)
    return [first, *(awkward_projects() if scenario.awkward else ())]
