"""The messages between the window process and the engine process: commands one way, events the other.

Every command carries a ``job`` number chosen by the window; every event repeats the number of the command it
answers. Frames on the pipe are msgpack of these tagged structs (see ``gui.foreign.pipes`` for the framing).
"""

from __future__ import annotations

import msgspec

from gui.domain.geometry import Geometry
from gui.domain.label_row import ListedRow
from gui.domain.ontology import Ontology
from gui.errors import Sentence


class Secret(msgspec.Struct, frozen=True):
    """A key or a passphrase on its way to the engine; its repr shows nothing."""

    value: str

    def __repr__(self) -> str:
        return "Secret(•••)"

    __str__ = __repr__


class Command(msgspec.Struct, frozen=True, tag=True, kw_only=True):
    """What the window asks of the engine."""

    job: int


class SignIn(Command, frozen=True):
    """Sign in with the text of a private key at ``domain``; answered by ``SignedIn``.

    ``proxy``: empty = as the system says, ``none`` = direct, else the address of an http proxy.
    """

    key: Secret
    passphrase: Secret | None = None
    domain: str = "https://api.encord.com"
    proxy: Secret | None = None


class StartDemo(Command, frozen=True):
    """Start the demo server and sign in there; answered by ``DemoStarted`` and ``SignedIn``."""


class OpenProject(Command, frozen=True):
    """Open a project and list its rows; answered by ``ProjectOpened``, ``RowsListed``… and ``ListingDone``."""

    project_hash: str


class ReadPredictions(Command, frozen=True):
    """Read a prediction file into the spool; answered by ``PredictionsRead``."""

    path: str
    dataset_json: str | None = None
    format: str | None = None


class ChooseScript(Command, frozen=True):
    """Take a script instead of a file and try it on one row; answered by ``ScriptTried``.

    ``sha256`` is of the text that the user has agreed to: a script that has changed since is not run.
    """

    path: str
    sha256: str


class Choices(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the user decided that shapes the plan."""

    mapping: dict[str, str | None] = {}
    """Model class → feature hash, or None to leave it out; a class not named is mapped by its name."""
    min_confidence: float = 0.0
    """Kept when confidence ≥ this."""
    convert: bool = False
    """Whether conversions that must be asked for (FACTS section 3, "ask") are allowed."""
    unticked: list[int] = []
    """Numbers of the rows (their place in the listing) that are not to be exported."""
    datasets: list[str] = []
    """Dataset hashes that the file belongs to; empty = all."""
    create_missing_rows: bool = False
    """Whether rows never labelled are exported too, which creates label rows in Encord."""
    frame_classifications: bool = False
    """Whether classifications are also written per frame, as older SDKs did."""


class MakePlan(Command, frozen=True):
    """Rehearse the export; answered by ``PlanMade``."""

    choices: Choices


class StartExport(Command, frozen=True):
    """Run the planned export into ``output``; answered by ``ExportProgress``… and ``ExportDone``."""

    choices: Choices
    output: str
    report: str | None = None


class FetchPicture(Command, frozen=True):
    """Bring the picture of one row and frame, with its predictions; answered by ``PictureReady``."""

    row: int
    frame: int = 0


class Cancel(Command, frozen=True):
    """Stop the job with number ``target``; that job is answered by ``Stopped``."""

    target: int


class Shutdown(Command, frozen=True):
    """End the engine."""


AnyCommand = (
    SignIn
    | StartDemo
    | OpenProject
    | ReadPredictions
    | ChooseScript
    | MakePlan
    | StartExport
    | FetchPicture
    | Cancel
    | Shutdown
)


class Event(msgspec.Struct, frozen=True, tag=True, kw_only=True):
    """What the engine tells the window."""

    job: int


class Ready(Event, frozen=True):
    """The engine has loaded the SDK and takes commands."""

    sdk_version: str


class ProjectEntry(msgspec.Struct, frozen=True):
    """One project of the account."""

    project_hash: str
    title: str
    description: str = ""


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


class ListingDone(Event, frozen=True):
    """All rows were listed."""

    total: int


class ClassCount(msgspec.Struct, frozen=True):
    """One model class: how many predictions it has, as which kinds, and where its name leads by itself."""

    name: str
    count: int
    kinds: list[str]
    suggested: str | None = None
    """Feature hash of the target found by name; None when none or several fit."""
    ambiguous: bool = False
    """Whether several items of the ontology have this name."""


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


class ScriptTried(Event, frozen=True):
    """A script ran on one row; it is now what the export is made with."""

    path: str
    row: int
    title: str
    objects: int
    classifications: int
    problems: list[str]
    printed: str


class Loss(msgspec.Struct, frozen=True):
    """Predictions that will not be written for one reason."""

    reason: str
    count: int
    pictures: int
    """How many pictures of the file they are on."""
    examples: list[str]
    by_choice: bool
    """Whether the user asked for it (threshold, unticked row, ignored class)."""
    cause: str = ""
    """A plain sentence more about the cause, if one is known."""
    by_class: dict[str, int] = {}
    pictures_by_class: dict[str, int] = {}
    """For reasons that lie with the class: the pictures each class is left out on."""


class Twins(msgspec.Struct, frozen=True):
    """A title that several rows have."""

    title: str
    datasets: list[str]


class PlanSummary(msgspec.Struct, frozen=True, kw_only=True):
    """The rehearsal: what will be written, what will not and why. ``read = to_write + sum of losses``."""

    read: int
    matched_rows: int
    """Predictions whose picture was found among the rows."""
    matched_classes: int
    """Of those, the ones whose class is mapped and whose confidence is high enough."""
    to_write: int
    rows_total: int
    rows_to_export: int
    rows_with_predictions: int
    rows_skipped: dict[str, int]
    losses: list[Loss]
    row_counts: list[int]
    """Predictions that will be written, one number a row of the listing."""
    row_losses: list[int]
    """Predictions for that row that will not be written."""
    histogram: list[int]
    conversions: dict[str, int]
    """Conversions that lose something, with their counts, in words."""
    notes: list[str]
    warnings: list[str]
    twins: list[Twins]
    names_file: list[str]
    """A few names of the file, to show next to ``names_project`` when little matches."""
    names_project: list[str]
    by_script: bool = False
    """Whether a script will fill the rows: then nobody knows what it will add, and the counts are 0."""


class PlanMade(Event, frozen=True):
    """The rehearsal is done."""

    plan: PlanSummary


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
    """``rows``, then ``checking``, then ``saving``."""


class Problem(msgspec.Struct, frozen=True):
    """One line of the report."""

    where: str
    reason: str


class ExportDone(Event, frozen=True):
    """The file is in place and proven."""

    output: str
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


class Stopped(Event, frozen=True):
    """The job was cancelled; nothing was written."""


class Failed(Event, frozen=True):
    """The job failed in a way that was foreseen."""

    sentence: Sentence


class Crashed(Event, frozen=True):
    """The job met a bug; ``report`` holds no secrets and can be copied."""

    report: str


AnyEvent = (
    Ready
    | DemoStarted
    | SignedIn
    | ProjectOpened
    | RowsListed
    | ListingDone
    | PredictionsRead
    | ScriptTried
    | PlanMade
    | ExportProgress
    | ExportDone
    | PictureReady
    | Stopped
    | Failed
    | Crashed
)

_encoder = msgspec.msgpack.Encoder()
_commands: msgspec.msgpack.Decoder[AnyCommand] = msgspec.msgpack.Decoder(AnyCommand)
_events: msgspec.msgpack.Decoder[AnyEvent] = msgspec.msgpack.Decoder(AnyEvent)


def encode(message: AnyCommand | AnyEvent) -> bytes:
    """The bytes of one message."""
    return _encoder.encode(message)


def decode_command(data: bytes) -> AnyCommand:
    """The command in ``data``. Raises ``msgspec.ValidationError`` for anything else."""
    return _commands.decode(data)


def decode_event(data: bytes) -> AnyEvent:
    """The event in ``data``. Raises ``msgspec.ValidationError`` for anything else."""
    return _events.decode(data)
