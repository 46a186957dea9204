"""What the window asks of the engine; every command carries a ``job`` number chosen by the window."""

from __future__ import annotations

import msgspec

from gui.domain.branch_choice import BranchChoice
from gui.domain.choices import Choices


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
    """Read predictions into the spool; answered by ``PredictionsRead``, or by a question if the user must decide.

    The questions are ``ReadingsOffered`` and ``ColumnsAsked``.

    ``more`` are further files, folders or archives to be merged; ``values`` are settings of the formats by name.
    """

    path: str
    more: list[str] = []
    dataset_json: str | None = None
    format: str | None = None
    values: dict[str, str] = {}


class CompareLabels(Command, frozen=True):
    """Compare what ``read`` leaves open with labels of the project, which are only read; see ``LabelsCompared``.

    What was read before stays.
    """

    read: ReadPredictions


class CompareTurning(Command, frozen=True):
    """Compare the ways to turn predictions for pictures on their side with labels of the project; ``LabelsCompared``.

    Predictions must have been read; the answer has no source where no picture lies on its side.
    """


class ChooseScript(Command, frozen=True):
    """Take a script instead of a file and try it on one row; answered by ``ScriptTried``.

    ``sha256`` is of the text that the user has agreed to: a script that has changed since is not run.
    """

    path: str
    sha256: str


class MakePlan(Command, frozen=True):
    """Rehearse the export; answered by ``PlanMade``."""

    choices: Choices


class LookAtBranches(Command, frozen=True):
    """Say which branches the project has, and what publishing on ``branch`` would do; answered by ``BranchesSeen``.

    Without ``branch`` they are only named.
    """

    choices: Choices
    branch: BranchChoice | None = None


class StartExport(Command, frozen=True):
    """Run the export into ``output``, on ``branch`` or both; answered by ``ExportProgress``… and ``ExportDone``.

    The same export that was cut short before goes on where it was. ``output`` is empty for a branch alone.
    """

    choices: Choices
    output: str
    branch: BranchChoice | None = None
    report: str | None = None


class DiscardUnfinished(Command, frozen=True):
    """Give up the export that was cut short and goes to ``place`` (``UnfinishedExport.place``); nothing answers."""

    place: str


class AskActive(Command, frozen=True):
    """Ask Encord Active to look at the project again (``sync``) or to import it; answered by ``ActiveAsked``."""

    wish: str
    """As in ``BranchChoice.active``."""


class RemovePublished(Command, frozen=True):
    """Take from its branch what a run published there; answered by ``RemovalProgress``… and ``RemovalDone``.

    The run's project must be the open one. ``dry_run``: only say what would be removed.
    """

    run: str
    """Its name in the history (``gui.domain.past_run``)."""
    dry_run: bool


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
    | CompareLabels
    | CompareTurning
    | ChooseScript
    | MakePlan
    | LookAtBranches
    | StartExport
    | DiscardUnfinished
    | AskActive
    | RemovePublished
    | FetchPicture
    | Cancel
    | Shutdown
)
