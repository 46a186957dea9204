"""What the session knows, as plain data, and the one value that the rail and the foot are made from."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from gui.domain.branch_standing import BranchStanding
from gui.domain.choices import Choices
from gui.domain.class_count import ClassCount
from gui.domain.destination import Destination, destination_of
from gui.domain.label_row import ListedRow
from gui.domain.last_export import LastExport
from gui.domain.pace import Pace
from gui.domain.plan_summary import PlanSummary
from gui.domain.reading_ways import SourceWays
from gui.domain.steps import Failure, Situation, Step
from gui.domain.table_guess import TableGuess
from gui.domain.unfinished_export import UnfinishedExport
from gui.errors import Sentence
from gui.protocol.commands import ChooseScript, ReadPredictions
from gui.protocol.events import (
    ExportDone,
    ExportProgress,
    PredictionsRead,
    ProjectOpened,
    PublishingEnded,
    ReadingsOffered,
    ScriptTried,
    SignedIn,
)
from gui.qt.session.chosen import Chosen
from gui.qt.session.jobs import Job


@dataclass(frozen=True)
class Input:
    """What the predictions come from: files, folders or archives and how to read them, or a script agreed to."""

    path: str
    dataset_json: str | None = None
    script_sha256: str = ""
    """Of the script's text; empty for a file."""
    more: tuple[str, ...] = ()
    """Further files to be merged."""
    format: str = ""
    """The format's name where the user said it; empty: by the content."""
    values: tuple[tuple[str, str], ...] = ()
    """Settings the user said, by name."""

    @property
    def title(self) -> str:
        """What people call it."""
        name = Path(self.path).name
        return f"{name} and {len(self.more)} more" if self.more else name

    def as_command(self, job: int) -> ChooseScript | ReadPredictions:
        """What is sent to the engine to have it read or tried."""
        if self.script_sha256:
            return ChooseScript(job=job, path=self.path, sha256=self.script_sha256)
        return ReadPredictions(
            job=job,
            path=self.path,
            more=list(self.more),
            dataset_json=self.dataset_json,
            format=self.format or None,
            values=dict(self.values),
        )


@dataclass
class State:
    """Facts, changed by the session alone."""

    step: Step = Step.CONNECT
    account: SignedIn | None = None
    is_demo: bool = False
    demo_project: str = ""
    suggested_predictions: str | None = None
    wants_passphrase: bool = False
    """Whether the key is encrypted and its passphrase has not been given."""
    has_asked_encord: bool = False
    """Whether anybody has tried to sign in at Encord since the start."""
    project: ProjectOpened | None = None
    rows: list[ListedRow] = field(default_factory=list)
    listing_done: bool = False
    predictions: PredictionsRead | None = None
    offered: ReadingsOffered | None = None
    """The ways to read a file of which the user has to choose one."""
    turning: SourceWays | None = None
    """What labels of the project say of how pictures on their side are to be turned, if they were looked at."""
    comparison_failure: Sentence | None = None
    """Why labels of the project could not be looked at."""
    table: TableGuess | None = None
    """The columns of what was chosen, if it is a table, whether or not it could be read."""
    script: ScriptTried | None = None
    asks_script: bool = False
    """Whether a script was chosen and waits for the user's yes."""
    asked: Input | None = None
    """What was chosen last, whether or not it could be read."""
    readable: Input | None = None
    """What was read last: the way back after something else could not be read."""
    reread: Input | None = None
    """What to read once the rows are listed: for another project, or for an engine started again."""
    waiting: str = ""
    """Why signing in or listing does not move just now."""
    opening: str = ""
    """The hash of the project that was asked for and has not answered yet."""
    plan: PlanSummary | None = None
    plan_is_stale: bool = False
    plan_again: bool = False
    """Something changed while no rehearsal could be asked for: during another one, or during an export."""
    progress: ExportProgress | None = None
    pace: Pace = field(default_factory=Pace)
    done: ExportDone | None = None
    export_waits: bool = False
    """An export is wanted, but an engine that was started again has to open and read everything first."""
    was_stopped: bool = False
    """Whether the newest export was stopped."""
    done_at: str = ""
    changed_since_done: bool = False
    export_choices: Choices = field(default_factory=Choices)
    """What the newest export was started with."""
    unfinished: UnfinishedExport | None = None
    """An export of the open project that was cut short, and can go on."""
    last_export: LastExport | None = None
    """The open project's last export, of this start or an earlier one."""
    output: Path = Path("predictions.json")
    destination: Destination = field(default_factory=Destination)
    """Where the next export goes,"""
    export_destination: Destination = field(default_factory=Destination)
    """and where the newest one went."""
    confirmed: tuple[Destination, Choices] | None = None
    """The replacement of a branch that the user has confirmed by typing its name."""
    ended: PublishingEnded | None = None
    """What stands of the newest export, which was to go to a branch and was cut short."""
    discarded: str = ""
    """Which earlier export to the same place was given up for the newest one, and why."""
    cancelling: Job | None = None
    restoring: bool = False
    failures: dict[Step, Sentence] = field(default_factory=dict)

    def forget_account(self) -> None:
        """Nobody is signed in, no project is open."""
        self.account = None
        self.is_demo = False
        self.demo_project = ""
        self.suggested_predictions = None
        self.forget_project()

    def forget_project(self) -> None:
        """No project is open; its rows, predictions, plan and export are gone."""
        self.project = None
        self.rows = []
        self.listing_done = False
        self.last_export = self.unfinished = None
        self.forget_input()
        self.asked = self.readable = self.reread = None
        self.opening = ""
        self.restoring = False
        self.failures.clear()
        self.forget_plan()

    def forget_input(self) -> None:
        """Neither a file nor a script is chosen."""
        self.predictions = self.offered = self.table = None
        self.turning = self.comparison_failure = None
        self.script = None
        self.asks_script = False

    def forget_plan(self) -> None:
        """Nothing was rehearsed or exported."""
        self.plan = None
        self.plan_is_stale = False
        self.plan_again = False
        self.progress = None
        self.done = self.ended = None
        self.was_stopped = False
        self.done_at = ""
        self.changed_since_done = False

    def start_export(self, choices: Choices) -> None:
        """An export begins: nothing of an earlier one is shown any more."""
        self.export_choices, self.export_destination = choices, self.destination
        self.unfinished = self.ended = None
        self.discarded = ""
        self.export_waits = False
        self.progress = None
        self.pace = Pace()
        self.done = None
        self.was_stopped = False
        self.done_at = ""
        self.changed_since_done = False
        self.failures.pop(Step.EXPORT, None)

    def prepare_restoring(self) -> None:
        """The engine is a new one and has to list and read again; what is known stays in sight."""
        self.restoring = self.project is not None and self.listing_done
        if not self.restoring:
            self.rows = []
        if self.predictions is not None or self.script is not None:
            self.reread = self.reread or self.asked

    def situation(
        self, chosen: Chosen, running: set[Job], kept: UnfinishedExport | None, branch: BranchStanding | None
    ) -> Situation:
        """The facts as the rail and the foot need them.

        ``kept`` is an export that can go on now, ``branch`` how the branch stands that the next one goes to.
        """
        plan, progress, predictions = self.plan, self.progress, self.predictions
        open_classes = self._open_classes(chosen)
        unasked = [each for each in (plan.losses if plan else []) if not each.by_choice]
        return Situation(
            signing_in=Job.SIGN_IN in running,
            signed_in=self.account is not None,
            wants_passphrase=self.wants_passphrase,
            has_asked_encord=self.has_asked_encord,
            opening=Job.OPEN in running and self.project is None,
            opening_waits=self.waiting if running & {Job.SIGN_IN, Job.OPEN} else "",
            project_title=self.project.title if self.project else "",
            rows_total=len(self.rows),
            rows_ticked=len(self.rows) - len(chosen.unticked),
            listing_done=self.listing_done,
            reading=Job.READ in running,
            predictions=predictions.read if predictions else None,
            asks_script=self.asks_script,
            script=Path(self.script.path).name if self.script else "",
            scored=predictions.scored if predictions else True,
            classes=len(predictions.classes) if predictions else 0,
            classes_open=len(open_classes),
            predictions_open=sum(each.count for each in open_classes),
            min_confidence=chosen.min_confidence,
            planned=plan is not None,
            plan_is_stale=self.plan_is_stale,
            to_write=plan.to_write if plan else 0,
            rows_to_export=plan.rows_to_export if plan else 0,
            rows_with_predictions=plan.rows_with_predictions if plan else 0,
            left_out=plan.read - plan.to_write if plan else 0,
            worth_a_look=sum(each.count for each in unasked),
            kinds_worth_a_look=len(unasked),
            exporting=Job.EXPORT in running,
            stopping=self.cancelling is not None,
            phase=progress.phase if progress else "",
            was_stopped=self.was_stopped,
            rows_kept=kept.rows_done if kept else 0,
            kept_as_chosen=kept is None or self._is_chosen(kept, chosen),
            export_waits=self.export_waits,
            restoring=self.restoring,
            fraction=progress.rows_done / progress.rows_total if progress and progress.rows_total else 0.0,
            time_left=self.pace.time_left,
            waiting=progress.waiting if progress else "",
            done_at=self.done_at,
            changed_since_done=self.changed_since_done,
            failed_rows=_failed_rows(self.done) if self.done else 0,
            goal=self.destination.goal,
            branch=branch,
            export_goal=self.export_destination.goal,
            rows_saved=self.ended.branch.saved if self.ended else 0,
            has_project_page=bool(self.done and self.done.project_url),
            failures={step: Failure(each.what, each.remedy) for step, each in self.failures.items()},
        )

    def _is_chosen(self, kept: UnfinishedExport, chosen: Chosen) -> bool:
        """Whether the export that was cut short would go on with what is chosen now."""
        goes_there = destination_of(kept.output, kept.branch) == self.destination
        return goes_there and self.input_of(kept) == self.asked and kept.choices == chosen.as_choices()

    def input_of(self, export: UnfinishedExport) -> Input:
        """What an export that was cut short was made from."""
        path, suggested = export.predictions, self.suggested_predictions
        if suggested and Path(suggested).name == Path(path).name:
            path = suggested  # the demo's own file, which lies elsewhere at every start
        return Input(
            path,
            export.dataset_json,
            export.script_sha256,
            tuple(export.more),
            export.format,
            tuple(export.values.items()),
        )

    def _open_classes(self, chosen: Chosen) -> list[ClassCount]:
        """Classes of the file that the user has not decided on and whose name leads nowhere."""
        classes = self.predictions.classes if self.predictions else []
        return [each for each in classes if each.name not in chosen.mapping and each.suggested is None]


def _failed_rows(done: ExportDone) -> int:
    return done.failed_rows + (done.branch.failed if done.branch else 0)
