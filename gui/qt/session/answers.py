"""Takes the engine's events: late ones are dropped, the others change the state and become signals."""

from __future__ import annotations

import time
from datetime import datetime
from typing import TYPE_CHECKING

from gui.domain.column_choice import columns_question
from gui.domain.destination import Goal
from gui.domain.export_phases import ON_THE_BRANCH
from gui.domain.label_row import ListedRow, Repeated
from gui.domain.last_export import LastExport
from gui.domain.reading_words import question
from gui.domain.steps import Step
from gui.errors import Sentence
from gui.protocol import events
from gui.protocol.events import AnyEvent
from gui.qt.session.chosen import Chosen
from gui.qt.session.jobs import Job, Jobs
from gui.qt.session.memory import Memory
from gui.qt.session.state import Input, State

if TYPE_CHECKING:
    from gui.qt.session.session import Session

_LAST_WORDS = (
    events.ListingDone
    | events.PredictionsRead
    | events.ReadingsOffered
    | events.LabelsCompared
    | events.ColumnsAsked
    | events.ScriptTried
    | events.PlanMade
    | events.BranchesSeen
    | events.ExportDone
    | events.ActiveAsked
    | events.PictureReady
    | events.Stopped
    | events.Failed
    | events.Crashed
)
"""Events after which nothing more comes for their job."""


_WRITTEN_BY_A_BUG = {False: "nothing was written", True: "what is saved on a branch stays"}
"""By whether the newest export goes to a branch."""


class Answers:
    """What each event means for the session; called in the GUI thread."""

    def __init__(self, session: Session, state: State, chosen: Chosen, jobs: Jobs, memory: Memory) -> None:
        """``session`` lends its signals and its public methods, for what follows from an answer."""
        self._session = session
        self._state = state
        self._chosen = chosen
        self._jobs = jobs
        self._memory = memory
        self._relisted: list[ListedRow] = []
        self._repeated = Repeated()

    def take(self, event: AnyEvent) -> None:
        """Act on one event."""
        job = self._jobs.of(event.job)
        if isinstance(event, events.Ready) or job is None:
            return
        if isinstance(event, _LAST_WORDS):
            self._jobs.end(job)
            if self._state.cancelling is job:
                self._state.cancelling = None
        match event:
            case events.Stopped():
                self._stopped(job)
            case events.Failed(sentence=sentence):
                self._failed(job, sentence)
            case events.Crashed(report=report):
                self._crashed(job, report)
            case events.PictureReady():
                self._session.picture_ready.emit(event)
            case events.ExportProgress() | events.ExportDone():
                self._exported(event)
            case events.PredictionsRead() | events.ScriptTried():
                self._input_chosen(event)
            case events.ReadingsOffered():
                self._state.offered, self._state.table = event, event.table
                self._failed(job, question(event.sentence, event.source))
            case events.LabelsCompared():
                self._session.comparing.take(event)
            case events.ColumnsAsked(table=table):
                self._state.table = table
                self._failed(job, columns_question(self._session.asked_title, table))
            case events.PlanMade():
                self._planned(event)
            case events.BranchesSeen():
                self._session.where_to.take(event)
            case events.UnfinishedDiscarded(sentence=sentence):
                self._state.discarded = sentence
            case events.PublishingEnded():
                self._state.ended = event
            case events.ActiveAsked(wish=wish):
                self._session.active.taken(wish)
            case _:
                self._connected(event)

    def _connected(self, event: AnyEvent) -> None:
        state = self._state
        match event:
            case events.DemoStarted():
                moved = state.reread is not None and state.reread.path == state.suggested_predictions
                state.is_demo, state.demo_project = True, event.project_hash
                state.suggested_predictions = event.predictions
                if moved:
                    state.reread = Input(event.predictions)
            case events.SignedIn():
                self._jobs.end(Job.SIGN_IN)
                state.account = event
                state.failures.pop(Step.CONNECT, None)
                self._open_a_project()
            case events.ProjectOpened():
                self._project_opened(event)
            case events.RowsListed():
                self._rows_listed(event)
            case events.ListingDone():
                self._listing_done()
            case events.UnfinishedFound(export=export):
                state.unfinished = export
            case events.Waiting(why=why):
                state.waiting = why

    def _open_a_project(self) -> None:
        """The one that is open already, was asked for, is the demo's, or was left here; else the user chooses."""
        state = self._state
        if state.project is not None:
            self._session.list_again()
            return
        listed = {entry.project_hash for entry in state.account.projects} if state.account else set()
        asked = state.opening if state.opening in listed else self._session.left.newest_at(state)
        wanted = state.demo_project if state.is_demo else asked
        if wanted:
            self._session.open_project(wanted)

    def _project_opened(self, event: events.ProjectOpened) -> None:
        state = self._state
        state.project, state.opening = event, ""
        state.failures.pop(Step.CONNECT, None)
        self._relisted, self._repeated = [], Repeated()
        if state.restoring:
            return
        state.last_export = None if state.is_demo else self._memory.settings.exports.get(event.project_hash)
        remembered = self._memory.settings.mappings.get(event.project_hash, {})
        known = {feature_hash for feature_hash, _, _ in event.ontology.targets()}
        self._chosen.mapping = {
            name: target for name, target in remembered.items() if target is None or target in known
        }
        self._chosen.touch()
        self._session.choices_changed.emit()
        if not state.is_demo:
            self._session.where_to.leave_project(self._memory.settings.goals.get(event.project_hash, Goal.FILE))
        if state.is_demo:
            if state.step is Step.CONNECT:
                self._session.go_to(Step.ROWS)
        elif state.account is not None:
            self._memory.keep_project(state.account.domain, event.project_hash)

    def _rows_listed(self, event: events.RowsListed) -> None:
        if event.afresh:  # what is shown stays until all rows are there: ticks belong to it
            self._state.restoring = True
            self._relisted = []
        rows = map(self._repeated.row, event.rows)
        if self._state.restoring:
            self._relisted.extend(rows)
            return
        first = len(self._state.rows)
        self._state.rows.extend(rows)
        self._session.rows_added.emit(first, len(event.rows))

    def _listing_done(self) -> None:
        state = self._state
        if state.restoring:
            state.restoring = False
            if self._relisted != state.rows:
                self._replace_rows()
        state.listing_done = True
        state.failures.pop(Step.ROWS, None)
        self._session.after_listing()

    def _replace_rows(self) -> None:
        """The project changed while the engine was away; ticks follow the pictures, not the numbers."""
        self._chosen.move_ticks(self._state.rows, self._relisted)
        self._state.rows = self._relisted
        self._session.rows_reset.emit()
        self._session.rows_added.emit(0, len(self._state.rows))
        self._session.choices_changed.emit()

    def _input_chosen(self, event: events.PredictionsRead | events.ScriptTried) -> None:
        state = self._state
        if isinstance(event, events.PredictionsRead):
            state.predictions, state.table = event, event.table
        else:
            state.script = event
        state.readable, state.reread = state.asked, None
        state.failures.pop(Step.PREDICTIONS, None)
        self._session.predictions_changed.emit()
        self._session.ask_plan()

    def _planned(self, event: events.PlanMade) -> None:
        state = self._state
        state.plan = event.plan
        state.plan_is_stale = False
        state.failures.pop(Step.CHECK, None)
        self._session.plan_changed.emit()
        self._session.rehearsing.ask_again_if_wanted()
        if state.export_waits:
            self._session.start_export()

    def _exported(self, event: events.ExportProgress | events.ExportDone) -> None:
        state = self._state
        if isinstance(event, events.ExportProgress):
            if state.progress is not None and event.phase in ON_THE_BRANCH and event.phase != state.progress.phase:
                state.pace.start_again()
            state.progress = event
            state.pace.add(time.monotonic(), event.rows_done, event.rows_total)
            self._session.export_progress.emit(event)
            return
        state.done, state.done_at, state.confirmed = event, datetime.now().strftime("%H:%M"), None
        state.changed_since_done = state.plan_again
        if event.output:
            self._memory.keep_output(state.output)
        self._remember_export(event)
        self._session.export_done.emit(event)
        self._session.where_to.look_again()
        self._session.rehearsing.ask_again_if_wanted()

    def _remember_export(self, done: events.ExportDone) -> None:
        """For the next check of this project; the demo leaves nothing behind."""
        state = self._state
        if state.project is None:
            return
        state.last_export = LastExport(
            at=datetime.now().astimezone().isoformat(timespec="seconds"),
            predictions=done.predictions,
            classes=self._session.matched_classes,
            min_confidence=state.export_choices.min_confidence,
        )
        if not state.is_demo:
            self._memory.keep_export(state.project.project_hash, state.last_export)
            self._memory.keep_goal(state.project.project_hash, state.export_destination.goal)

    def _stopped(self, job: Job) -> None:
        if job is Job.COMPARE:
            return  # the question stands as before
        self._session.after_stop(job)
        self._session.where_to.look_again()
        self._session.stopped.emit()
        self._session.rehearsing.ask_again_if_wanted()

    def _failed(self, job: Job, sentence: Sentence) -> None:
        session = self._session
        match job:  # most failures stand on their page, some where they were asked for
            case Job.PICTURE:
                session.picturing.failed(sentence.what)
            case Job.COMPARE:
                session.comparing.fail(sentence)
            case Job.BRANCHES:
                session.where_to.failed(sentence)
            case Job.ACTIVE:
                session.active.failed(sentence)
            case _:
                session.fail(step_of(job, self._state), sentence)
                session.where_to.look_again()
                session.rehearsing.ask_again_if_wanted()

    def _crashed(self, job: Job, report: str) -> None:
        sentence = Sentence(
            "bug",
            "Something went wrong that was not foreseen.",
            f"Your choices are kept, and {_WRITTEN_BY_A_BUG[self._state.export_destination.has_branch]}.",
            "Try again. If it happens again, send the report.",
        )
        self._failed(job, sentence)
        self._session.bug.emit(report)


def step_of(job: Job, state: State) -> Step:
    """The page on which a job's failure is shown."""
    match job:
        case Job.SIGN_IN:
            return Step.CONNECT
        case Job.OPEN:
            return Step.ROWS if state.project is not None else Step.CONNECT
        case Job.READ:
            return Step.PREDICTIONS
        case Job.EXPORT:
            return Step.EXPORT
        case _:
            return Step.CHECK
