"""What pages may know: the session's signals and its read-only properties.

Signals (all in the GUI thread):

- ``changed()``: anything at all changed; the rail, the head and the foot are drawn from it.
- ``rows_reset()``: the listing starts afresh (``rows`` is empty).
- ``rows_added(first, count)``: ``rows[first:first + count]`` are new.
- ``predictions_changed()``: ``predictions`` is another file, or None; so is ``script``.
- ``choices_changed()``: ``choices`` differ (mapping, threshold, ticks, …).
- ``plan_changed()``: ``plan`` or ``plan_is_stale`` changed.
- ``export_progress(ExportProgress)``, ``export_done(ExportDone)``.
- ``failed(step, Sentence)``: step is ``connect``, ``rows``, ``predictions``, ``check`` or ``export``; it stays
  in ``failures[Step]`` until the next try, so a page that is shown later reads it there.
- ``stopped()``: what ran was cancelled; ``ended`` says what stands on a branch all the same.
- ``picture_ready(PictureReady)``: the answer to the newest ``fetch_picture``; late ones are dropped.
- ``step_changed()``: another page is shown.
- ``replacement_wanted()``: an export waits until the user has confirmed that a branch loses its predictions.
- ``bug(report)``: something that was not foreseen; the main window shows it.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from gui.domain.branch_standing import BranchStanding
from gui.domain.choices import Choices
from gui.domain.destination import Destination
from gui.domain.label_row import ListedRow
from gui.domain.last_export import LastExport
from gui.domain.ontology import Ontology
from gui.domain.pace import Pace
from gui.domain.plan_summary import PlanSummary
from gui.domain.steps import Situation, Step
from gui.domain.table_guess import TableGuess
from gui.domain.unfinished_export import UnfinishedExport
from gui.errors import Sentence
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
from gui.qt.session.jobs import Job, Jobs
from gui.qt.session.state import State


class Facts(QObject):
    """The part of the session that is read; ``Session`` adds what can be asked of it."""

    changed = Signal()
    rows_added = Signal(int, int)
    rows_reset = Signal()
    predictions_changed = Signal()
    choices_changed = Signal()
    plan_changed = Signal()
    export_progress = Signal(object)
    export_done = Signal(object)
    failed = Signal(str, object)
    stopped = Signal()
    picture_ready = Signal(object)
    step_changed = Signal()
    replacement_wanted = Signal()
    bug = Signal(str)

    def __init__(self, state: State, parent: QObject | None = None) -> None:
        """``state`` is changed by the session and its answers."""
        super().__init__(parent)
        self._state = state
        self._chosen = Chosen()
        self._jobs = Jobs()

    @property
    def step(self) -> Step:
        """The page that is shown."""
        return self._state.step

    @property
    def account(self) -> SignedIn | None:
        """Who is signed in and where, with the projects of the account."""
        return self._state.account

    @property
    def wants_passphrase(self) -> bool:
        """Whether the key that was given is encrypted and waits for its passphrase."""
        return self._state.wants_passphrase

    @property
    def is_demo(self) -> bool:
        """Whether everything happens on this computer."""
        return self._state.is_demo

    @property
    def suggested_predictions(self) -> str | None:
        """The predictions file that comes with the demo."""
        return self._state.suggested_predictions

    @property
    def project(self) -> ProjectOpened | None:
        """The open project."""
        return self._state.project

    @property
    def ontology(self) -> Ontology:
        """The open project's ontology; empty without a project."""
        return self._state.project.ontology if self._state.project else Ontology()

    @property
    def unfinished(self) -> UnfinishedExport | None:
        """An export of the open project that was cut short, once all rows are listed and while none runs."""
        offered = self._state.listing_done and not self._state.restoring and not self.exporting
        return self._state.unfinished if offered and not self._state.export_waits else None

    @property
    def discarded(self) -> str:
        """Which earlier export to the same place was given up for the newest one, and why, in words."""
        return self._state.discarded

    @property
    def rows(self) -> list[ListedRow]:
        """The listing so far; not to be changed."""
        return self._state.rows

    @property
    def listing_done(self) -> bool:
        """Whether ``rows`` is complete."""
        return self._state.listing_done

    @property
    def predictions(self) -> PredictionsRead | None:
        """What the chosen file is."""
        return self._state.predictions

    @property
    def offered(self) -> ReadingsOffered | None:
        """The ways to read the chosen file, where the user has to say which one is meant."""
        return self._state.offered

    @property
    def table(self) -> TableGuess | None:
        """The columns of the chosen file, if it is a table, whether or not it could be read."""
        return self._state.table

    @property
    def asks_columns(self) -> bool:
        """Whether the chosen file is a table that cannot be read before somebody says what its columns are."""
        return self._state.table is not None and bool(self._state.table.lacks)

    @property
    def asked_values(self) -> dict[str, str]:
        """The settings of formats that the user said, by name."""
        return dict(self._state.asked.values) if self._state.asked else {}

    @property
    def asked_format(self) -> str:
        """The name of the format that the user said; empty: by the content."""
        return self._state.asked.format if self._state.asked else ""

    @property
    def asked_title(self) -> str:
        """What people call what was chosen last."""
        return self._state.asked.title if self._state.asked else ""

    @property
    def script(self) -> ScriptTried | None:
        """The script that fills the rows instead of a file, and what it did on one row."""
        return self._state.script

    @property
    def asked_input(self) -> str:
        """The path of the file or script that was chosen last, whether or not it could be read."""
        return self._state.asked.path if self._state.asked else ""

    @property
    def previous_input(self) -> str:
        """The path of the one that was read before, when another one was chosen since."""
        known = self._state.readable
        return known.path if known is not None and known != self._state.asked else ""

    @property
    def choices(self) -> Choices:
        """Everything decided so far."""
        return self._chosen.as_choices()

    @property
    def unticked(self) -> frozenset[int] | set[int]:
        """Numbers of the unticked rows, for quick look-ups; not to be changed."""
        return self._chosen.unticked

    @property
    def can_undo_ticks(self) -> bool:
        """Whether there is a change of ticks to take back."""
        return self._chosen.can_undo_ticks

    @property
    def plan(self) -> PlanSummary | None:
        """The newest rehearsal; ``plan_is_stale`` says whether something changed since."""
        return self._state.plan

    @property
    def plan_is_stale(self) -> bool:
        """Whether another rehearsal is under way."""
        return self._state.plan_is_stale

    @property
    def exporting(self) -> bool:
        """Whether an export runs."""
        return self._jobs.running(Job.EXPORT) is not None

    @property
    def progress(self) -> ExportProgress | None:
        """How far the export is."""
        return self._state.progress

    @property
    def pace(self) -> Pace:
        """The export's ``speed``, ``time_left`` in words, ``elapsed``, and ``history`` for a curve."""
        return self._state.pace

    @property
    def done(self) -> ExportDone | None:
        """The newest export that came to its end."""
        return self._state.done

    @property
    def export_waits(self) -> bool:
        """Whether an export starts by itself once the project is open again."""
        return self._state.export_waits

    @property
    def was_stopped(self) -> bool:
        """Whether the newest export was stopped before it came to its end."""
        return self._state.was_stopped

    @property
    def last_export(self) -> LastExport | None:
        """The open project's last export, of this start or an earlier one."""
        return self._state.last_export

    @property
    def matched_classes(self) -> list[str]:
        """Classes of the file that lead to an item of the ontology."""
        classes = self._state.predictions.classes if self._state.predictions else []
        return [each.name for each in classes if self.target_of(each.name)]

    @property
    def output(self) -> Path:
        """Where the file goes."""
        return self._state.output

    @property
    def export_destination(self) -> Destination:
        """Where the newest export went."""
        return self._state.export_destination

    @property
    def ended(self) -> PublishingEnded | None:
        """What stands of the newest export, which was to go to a branch and was cut short."""
        return self._state.ended

    @property
    def failures(self) -> dict[Step, Sentence]:
        """The failure that stands on a page, until the next try; not to be changed."""
        return self._state.failures

    def is_running(self, job: Job) -> bool:
        """Whether the engine is at work on this."""
        return self._jobs.running(job) is not None

    def target_of(self, class_name: str) -> str | None:
        """The feature hash a class of the file leads to: the user's match, else the one found by name."""
        if class_name in self._chosen.mapping:
            return self._chosen.mapping[class_name]
        classes = self._state.predictions.classes if self._state.predictions else []
        return next((each.suggested for each in classes if each.name == class_name), None)

    def branch_standing(self) -> BranchStanding | None:
        """How the branch stands that the next export goes to, None for a file alone."""
        raise NotImplementedError

    def situation(self) -> Situation:
        """The facts for the rail and the foot."""
        running = {job for job in Job if self._jobs.running(job) is not None}
        found = self.unfinished
        kept = None if found is None or found.changed else found
        return self._state.situation(self._chosen, running, kept, self.branch_standing())
