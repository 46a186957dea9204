"""What the engine tells the window; every event repeats the ``job`` number of the command it answers."""

from __future__ import annotations

import msgspec

from gui.domain.branch_forecast import BranchForecast
from gui.domain.branch_report import BranchReport
from gui.domain.class_count import ClassCount
from gui.domain.geometry import Geometry
from gui.domain.label_row import ListedRow
from gui.domain.losses import Loss, Problem
from gui.domain.ontology import Ontology
from gui.domain.past_run import Removal
from gui.domain.plan_summary import PlanSummary
from gui.domain.project_entry import ProjectEntry
from gui.domain.reading_ways import SourceWays
from gui.domain.table_guess import TableGuess
from gui.domain.unfinished_export import UnfinishedExport
from gui.errors import Sentence


class Event(msgspec.Struct, frozen=True, tag=True, kw_only=True):
    """What the engine tells the window."""

    job: int


class Ready(Event, frozen=True):
    """The engine has loaded the SDK and takes commands."""

    sdk_version: str


class DemoStarted(Event, frozen=True):
    """The demo server runs; these are the files it offers."""

    domain: str
    project_hash: str
    predictions: str


class SignedIn(Event, frozen=True):
    """The key was accepted; these projects can be opened."""

    domain: str
    fingerprint: str
    projects: list[ProjectEntry]


class ProjectOpened(Event, frozen=True):
    """The project exists; its rows follow."""

    project_hash: str
    title: str
    ontology: Ontology


class RowsListed(Event, frozen=True):
    """The next rows of the listing; the first row of the first batch has number 0."""

    rows: list[ListedRow]
    afresh: bool = False
    """Whether these are the first rows again: the answer was cut off, and those told before are void."""


class ListingDone(Event, frozen=True):
    """All rows were listed."""

    total: int


class PredictionsRead(Event, frozen=True):
    """What the file turned out to be."""

    path: str
    format: str
    summary: str
    """One line: what it is and why."""
    read: int
    pictures: int
    scored: bool
    """False when no entry has a score: then the file is probably labels."""
    classes: list[ClassCount]
    histogram: list[int]
    """Counts of confidences in 100 equal bins over 0..1."""
    sources: list[SourceWays] = []
    """What each source was read as, and how else it could be."""
    formats: list[tuple[str, str]] = []
    """Name and title of every format there is."""
    table: TableGuess | None = None
    """The columns of the file as they were read, if it is a table and nothing else was chosen with it."""


class ReadingsOffered(Event, frozen=True):
    """The file can be read in several ways, and none is clearly best; nothing was read."""

    path: str
    source: SourceWays
    """Its readings are those to choose from, the best first."""
    sentence: Sentence
    formats: list[tuple[str, str]]
    table: TableGuess | None = None
    """As in ``PredictionsRead``."""


class LabelsCompared(Event, frozen=True):
    """What labels of the project say of sources that can be read, or turned, in several ways; nothing was changed."""

    sources: list[SourceWays]
    """Their readings with the new evidence, the best first; ``compared`` says what came of it.

    Of ``CompareTurning`` there is one, whose ``values`` have the setting ``rotate`` if the labels settle it.
    """


class ColumnsAsked(Event, frozen=True):
    """The file is a table, but no columns are found for what it lacks; nothing was read."""

    path: str
    table: TableGuess


class ScriptTried(Event, frozen=True):
    """A script ran on one row; it is now what the export is made with."""

    path: str
    row: int
    title: str
    objects: int
    classifications: int
    problems: list[str]
    printed: str


class PlanMade(Event, frozen=True):
    """The rehearsal is done."""

    plan: PlanSummary


class UnfinishedFound(Event, frozen=True):
    """An export of the open project was cut short, now or before; told before the job's last event."""

    export: UnfinishedExport


class BranchesSeen(Event, frozen=True):
    """The project's branches, the main one among them, and what publishing on the one that was asked for would do."""

    names: list[str]
    forecast: BranchForecast | None = None
    """None when none was asked for, and for one that exists and may not be replaced."""


class UnfinishedDiscarded(Event, frozen=True):
    """An export begins, and an earlier one to the same place, which was cut short, is given up."""

    sentence: str
    """Which one, and why."""


class ExportProgress(Event, frozen=True):
    """How far the export is; sent at most some times a second."""

    rows_done: int
    rows_total: int
    predictions_done: int
    predictions_total: int
    waiting: str = ""
    """Why nothing moves just now ("Encord asks us to wait 5 s"), empty when all is well."""
    newest: list[tuple[str, int, str]] = []
    """The newest rows: title, predictions, note."""
    phase: str = "rows"
    """``rows``, then ``checking`` the file; for a branch then ``saving`` and ``reading back``, of its own rows."""


class PublishingEnded(Event, frozen=True):
    """An export to a branch ended before its time; told before the job's last event."""

    branch: BranchReport
    """What stands on the branch and stays there."""
    output: str
    """The file that is in place all the same, empty for none."""
    report_json: str


class ExportDone(Event, frozen=True):
    """The file is in place and proven, and the branch was read back."""

    output: str
    """Empty for a branch alone."""
    bytes: int
    rows: int
    predictions: int
    failed_rows: int
    seconds: float
    losses: list[Loss]
    problems: list[Problem]
    report_json: str
    """The report as JSON text (``gui.export.report``), to be saved or copied."""
    project_url: str | None = None
    branch: BranchReport | None = None
    run: str = ""
    """What names it in the history."""


class ActiveAsked(Event, frozen=True):
    """Encord Active has taken the wish; what comes of it is seen there."""

    wish: str


class RemovalProgress(Event, frozen=True):
    """How far a removal is, or the look at what it would do."""

    phase: str
    """``looking``, then ``removing``, then ``reading back``."""
    rows_done: int
    rows_total: int
    waiting: str = ""
    """Why nothing moves just now, empty when all is well."""


class RemovalDone(Event, frozen=True):
    """What became of the run's rows, or would become of them."""

    removal: Removal
    dry_run: bool


class DrawnPrediction(msgspec.Struct, frozen=True):
    """A prediction to draw on the preview, in pixels of the file."""

    geometry: Geometry
    label: str
    color: str | None
    confidence: float
    written: bool
    frame: tuple[int, int] | None = None
    """Width and height of the picture that the file's pixels refer to; None when they are the row's own."""


class PictureReady(Event, frozen=True):
    """A picture for the preview: a file in the engine's cache, or a sentence why there is none."""

    row: int
    frame: int
    path: str | None
    width: int
    height: int
    predictions: list[DrawnPrediction]
    why_not: str = ""


class Waiting(Event, frozen=True):
    """Why a job that has not begun to show anything does not move just now; empty when it goes on."""

    why: str


class Stopped(Event, frozen=True):
    """The job was cancelled; nothing was written."""


class Failed(Event, frozen=True):
    """The job failed in a way that was foreseen."""

    sentence: Sentence


class Crashed(Event, frozen=True):
    """The job met a bug; ``report`` is the traceback without secrets."""

    report: str


AnyEvent = (
    Ready
    | DemoStarted
    | SignedIn
    | ProjectOpened
    | RowsListed
    | ListingDone
    | PredictionsRead
    | ReadingsOffered
    | LabelsCompared
    | ColumnsAsked
    | ScriptTried
    | PlanMade
    | UnfinishedFound
    | BranchesSeen
    | UnfinishedDiscarded
    | ExportProgress
    | PublishingEnded
    | ExportDone
    | ActiveAsked
    | RemovalProgress
    | RemovalDone
    | PictureReady
    | Waiting
    | Stopped
    | Failed
    | Crashed
)
