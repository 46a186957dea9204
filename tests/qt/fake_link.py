"""A link for tests that keeps the commands it was given and plays the engine's events."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from gui.domain.class_count import ClassCount
from gui.domain.label_row import ListedRow
from gui.domain.losses import Loss
from gui.domain.ontology import Ontology, OntologyObject
from gui.domain.plan_summary import PlanSummary
from gui.domain.project_entry import ProjectEntry
from gui.protocol.commands import AnyCommand
from gui.protocol.events import AnyEvent, DemoStarted, ListingDone, PredictionsRead, ProjectOpened, RowsListed, SignedIn

ONTOLOGY = Ontology(
    objects=(
        OntologyObject("a1", "Apple", "bounding_box", "#E5484D"),
        OntologyObject("0r", "Orange", "bounding_box", "#F59E0B"),
        OntologyObject("1e", "Leaf", "polygon", "#1F9D6B"),
    )
)


class FakeLink(QObject):
    """The same signals and methods as ``EngineLink``; ``sent`` has every command in order."""

    events = Signal(list)
    died = Signal()
    gave_up = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[AnyCommand] = []
        self.cancelled: list[int] = []
        self.answered_jobs: list[int] = []
        self.restarts = 0

    def send(self, command: AnyCommand) -> None:
        self.sent.append(command)

    def cancel(self, number: int, target: int) -> None:
        self.cancelled.append(target)

    def answered(self, number: int) -> None:
        self.answered_jobs.append(number)

    def restart(self) -> None:
        self.restarts += 1
        self.died.emit()

    @property
    def last(self) -> AnyCommand:
        return self.sent[-1]

    def of(self, kind: type[AnyCommand]) -> list[AnyCommand]:
        return [command for command in self.sent if isinstance(command, kind)]

    def play(self, *events: AnyEvent) -> None:
        self.events.emit(list(events))


def listed_rows(count: int) -> list[ListedRow]:
    """Rows of the kind the demo has; their data hash is ``data<n>``."""
    return [
        ListedRow(
            label_hash=f"label{n}",
            data_hash=f"data{n}",
            dataset_hash=f"set{n % 2}",
            dataset_title=f"Line {1 + n % 2}, week 27",
            title=f"cam1_{n:06d}.jpg",
            data_type="image",
            status="LABELLED",
            stage=("Annotate", "Review", "Complete")[n % 3],
            frames=1,
            width=1280,
            height=853,
            last_edited="2026-07-09T16:40:00Z",
        )
        for n in range(count)
    ]


def demo_opened(link: FakeLink, rows: int = 12) -> None:
    """Answer ``try_demo`` up to the end of the listing."""
    job = link.sent[0].job
    project = ProjectEntry("project-1", "Riverside packing line")
    link.play(
        DemoStarted(job=job, domain="http://127.0.0.1:1", project_hash="project-1", predictions="/demo/coco.json"),
        SignedIn(job=job, domain="http://127.0.0.1:1", fingerprint="7F:2C:91", projects=[project]),
    )
    project_opened(link, rows)


def project_opened(link: FakeLink, rows: int = 12, title: str = "Riverside packing line") -> None:
    """Answer the newest ``open_project`` up to the end of the listing."""
    job = link.last.job
    listed = listed_rows(rows)
    link.play(
        ProjectOpened(job=job, project_hash="project-1", title=title, ontology=ONTOLOGY),
        RowsListed(job=job, rows=listed[: rows // 2]),
        RowsListed(job=job, rows=listed[rows // 2 :]),
        ListingDone(job=job, total=rows),
    )


def predictions_read(job: int, path: str = "/demo/coco.json") -> PredictionsRead:
    """A COCO file with three classes, of which one has no match."""
    return PredictionsRead(
        job=job,
        path=path,
        format="coco",
        summary="COCO results list, because every element has image_id and score",
        read=100,
        pictures=10,
        scored=True,
        classes=[
            ClassCount("apple", 60, ["box"], suggested="a1"),
            ClassCount("orange", 30, ["box"], suggested="0r"),
            ClassCount("stem", 10, ["box"]),
        ],
        histogram=[2] * 50,
    )


def plan(rows: int = 12) -> PlanSummary:
    """Of 100 predictions 85 are to be written; 10 have no class, 5 lie outside."""
    return PlanSummary(
        read=100,
        matched_rows=100,
        matched_classes=90,
        to_write=85,
        rows_total=rows,
        rows_to_export=rows,
        rows_with_predictions=10,
        rows_skipped={},
        losses=[
            Loss("class_not_in_ontology", 10, 8, ["element 3"], by_choice=False, by_class={"stem": 10}),
            Loss("outside_the_picture", 5, 2, ["element 9"], by_choice=False),
        ],
        row_counts=[7] * rows,
        row_losses=[1] * rows,
        histogram=[2] * 50,
        conversions={},
        notes=[],
        warnings=[],
        twins=[],
        names_file=[],
        names_project=[],
    )
