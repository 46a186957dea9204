"""The window's state machine: turns what pages want into commands, and the engine's events into signals.

Pages get the session and the theme, read the session's properties, call its methods, and listen to its
signals; they never speak to the engine or to each other.

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
- ``stopped()``: what ran was cancelled; nothing was written.
- ``picture_ready(PictureReady)``: the answer to the newest ``fetch_picture``; late ones are dropped.
- ``step_changed()``: another page is shown.
- ``bug(report)``: something that was not foreseen; the main window shows it.

Row numbers are places in ``rows``. Properties (``gui.qt.facts``) are read-only; frozen values from
``gui.protocol`` are handed out as they came. ``tests/qt/fake_link.py`` has a link for tests that plays the
engine from a list of events.

The foot, the rail and the head belong to the main window: a page has no Continue button of its own. A page is a
QWidget made as ``RowsPage(session, theme)``, with ``tasks`` (gui.qt.tasks) as a third argument where it awaits dialogs;
its focus proxy is its first control.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

import msgspec
from PySide6.QtCore import QObject, QTimer, SignalInstance

from gui import protocol
from gui.domain.steps import Step, is_reachable
from gui.errors import Sentence
from gui.protocol import AnyCommand, Secret
from gui.qt.answers import Answers
from gui.qt.facts import Facts
from gui.qt.jobs import Job
from gui.qt.memory import Memory
from gui.qt.recovery import Recovery
from gui.qt.state import State

PLAN_DELAY = 120
"""Milliseconds without another change before a rehearsal is asked for."""


class Link(Protocol):
    """What the session needs of ``EngineLink``; tests hand in one that plays the engine."""

    @property
    def events(self) -> SignalInstance: ...
    @property
    def died(self) -> SignalInstance: ...
    @property
    def gave_up(self) -> SignalInstance: ...
    def send(self, command: AnyCommand) -> None: ...
    def cancel(self, number: int, target: int) -> None: ...
    def answered(self, number: int) -> None: ...
    def restart(self) -> None: ...


class Session(Facts):
    """What pages can ask for; the only one who talks to the engine's link."""

    def __init__(self, link: Link, memory: Memory, output: Path, parent: QObject | None = None) -> None:
        """``output`` is where the file goes until the user says otherwise."""
        super().__init__(State(output=output), parent)
        self._link = link
        self._memory = memory
        self._credentials: protocol.SignIn | None = None
        self._picture = (0, 0)
        self._plan_timer = QTimer(self)
        self._plan_timer.setSingleShot(True)
        self._plan_timer.setInterval(PLAN_DELAY)
        self._plan_timer.timeout.connect(self._plan_now)
        self._answers = Answers(self, self._state, self._chosen, self._jobs, memory)
        link.events.connect(self._take)
        self._recovery = Recovery(self, self._state, self._jobs)
        link.died.connect(self._recovery.restart)
        link.gave_up.connect(self._recovery.give_up)

    def try_demo(self) -> None:
        """Start the demo server, sign in there and open its project."""
        self._credentials = None
        self._state.forget_account()
        self._state.is_demo = True
        self._reset()
        self.send_opening()

    def sign_in(self, key_text: str, passphrase: str | None, domain: str, proxy: str = "") -> None:
        """Sign in with a key; it stays in memory alone, for an engine that has to be started again."""
        secret = Secret(passphrase) if passphrase else None
        self._credentials = protocol.SignIn(
            job=0, key=Secret(key_text), passphrase=secret, domain=domain, proxy=Secret(proxy)
        )
        self._state.forget_account()
        self._reset()
        self.send_opening()

    def sign_out(self) -> None:
        """Forget the key and everything that came with it."""
        self._credentials = None
        self._state.forget_account()
        self._jobs.forget_all()
        self._reset()
        self.go_to(Step.CONNECT)

    def forget(self) -> None:
        """Sign out, and end the engine with the key, the listing and the predictions that it holds."""
        self.sign_out()
        self._link.restart()

    def open_project(self, project_hash: str) -> None:
        """Open a project; a file that was chosen for another one is read again for this one."""
        chosen, dataset_json = self._state.predictions or self._state.script, self._state.dataset_json
        self._state.forget_project()
        if chosen is not None:
            self._state.reread, self._state.dataset_json = chosen.path, dataset_json
        self._reset()
        self._link.send(protocol.OpenProject(job=self._jobs.begin(Job.OPEN), project_hash=project_hash))

    def list_again(self) -> None:
        """After an engine was started again: bring the open project back as it was."""
        if self._state.project is not None:
            job = self._jobs.begin(Job.OPEN)
            self._link.send(protocol.OpenProject(job=job, project_hash=self._state.project.project_hash))

    def read_predictions(self, path: str | Path, dataset_json: str | Path | None = None) -> None:
        """Read a predictions file."""
        extra = str(dataset_json) if dataset_json else None
        self._forget_input()
        self._state.dataset_json, self._state.script_sha256 = extra, ""
        job = self._jobs.begin(Job.READ)
        self._link.send(protocol.ReadPredictions(job=job, path=str(path), dataset_json=extra))
        self.changed.emit()

    def choose_script(self, path: str | Path, sha256: str) -> None:
        """Let a script fill the rows, after the user has said yes to the text with this SHA-256."""
        self._forget_input()
        self._state.script_sha256 = sha256
        self._link.send(protocol.ChooseScript(job=self._jobs.begin(Job.READ), path=str(path), sha256=sha256))
        self.changed.emit()

    def set_mapping(self, class_name: str, feature_hash: str | None) -> None:
        """Match a class of the file to an item of the ontology, or leave it out with None."""
        self._chosen.mapping[class_name] = feature_hash
        self._keep_mapping()

    def unset_mapping(self, class_name: str) -> None:
        """Take the user's match back: the class is matched by its name again."""
        self._chosen.mapping.pop(class_name, None)
        self._keep_mapping()

    def set_min_confidence(self, value: float) -> None:
        """Keep predictions of this confidence (0..1) or more."""
        self._chosen.min_confidence = value
        self._chose()

    def set_ticked(self, row_numbers: Iterable[int], ticked: bool) -> None:
        """Tick rows for the export, or take their tick away."""
        self._chosen.set_ticked(row_numbers, ticked)
        self._chose()

    def set_convert(self, allowed: bool) -> None:
        """Allow conversions that change the shape."""
        self._chosen.convert = allowed
        self._chose()

    def set_datasets(self, dataset_hashes: Iterable[str]) -> None:
        """Say which datasets the file belongs to; none = all."""
        self._chosen.datasets = list(dataset_hashes)
        self._chose()

    def set_create_missing_rows(self, allowed: bool) -> None:
        """Allow that label rows are created in Encord for rows never labelled."""
        self._chosen.create_missing_rows = allowed
        self._chose()

    def set_frame_classifications(self, wanted: bool) -> None:
        """Also write classifications per frame, as older SDKs did."""
        self._chosen.frame_classifications = wanted
        self._chose()

    def set_output(self, output: Path) -> None:
        """Say where the file goes."""
        self._state.output = output
        self.changed.emit()

    def ask_plan(self) -> None:
        """Rehearse the export as soon as nothing has changed for a moment."""
        if self._can_plan():
            self._state.plan_is_stale = True
            self._plan_timer.start()
        self.plan_changed.emit()
        self.changed.emit()

    def plan_again_if_wanted(self) -> None:
        """A rehearsal or an export is over: if something changed meanwhile, another rehearsal is due."""
        if self._state.plan_again:
            self._state.plan_again = False
            self.ask_plan()

    def start_export(self, output: Path | None = None, report: Path | None = None) -> None:
        """Write the file; shows the Export page."""
        self._state.output = output or self._state.output
        self._state.start_export()
        self._state.export_choices = self.choices
        command = protocol.StartExport(
            job=self._jobs.begin(Job.EXPORT),
            choices=self.choices,
            output=str(self._state.output),
            report=str(report) if report else None,
        )
        self._link.send(command)
        self.go_to(Step.EXPORT)

    def fetch_picture(self, row: int, frame: int = 0) -> None:
        """Bring a row's picture and its predictions; ``picture_ready`` answers, for the newest call alone."""
        self._picture = (row, frame)
        earlier = self._jobs.running(Job.PICTURE)
        if earlier is not None:
            self._link.send(protocol.Cancel(job=self._jobs.number(), target=earlier))
        self._link.send(protocol.FetchPicture(job=self._jobs.begin(Job.PICTURE), row=row, frame=frame))

    def picture_failed(self, why: str) -> None:
        """The newest picture cannot be had: say so where it would be."""
        row, frame = self._picture
        empty = protocol.PictureReady(
            job=0, row=row, frame=frame, path=None, width=0, height=0, predictions=[], why_not=why
        )
        self.picture_ready.emit(empty)

    def cancel(self) -> None:
        """Stop what runs: the export, else the reading, else the listing or signing in."""
        for job in (Job.EXPORT, Job.READ, Job.OPEN, Job.SIGN_IN):
            number = self._jobs.running(job)
            if number is not None and self._state.cancelling is None:
                self._state.cancelling = job
                self._link.cancel(self._jobs.number(), number)
                self.changed.emit()
                return

    def go_to(self, step: Step) -> None:
        """Show a page, if it can be reached."""
        if step is not self._state.step and is_reachable(self.situation(), step):
            self._state.step = step
            self.step_changed.emit()
        self.changed.emit()

    def fail(self, step: Step, sentence: Sentence) -> None:
        """A failure stands on its page until the next try; a passphrase that is wanted is a question, no failure."""
        self._state.wants_passphrase = sentence.code == "passphrase"
        if not self._state.wants_passphrase:
            self._state.failures[step] = sentence
        if step is Step.CHECK:
            self._state.plan_is_stale = False
        self.failed.emit(step.name.lower(), sentence)
        self.changed.emit()

    def after_stop(self, job: Job) -> None:
        """A job was cancelled: back to where it was started."""
        self._state.cancelling = None
        if job is Job.EXPORT:
            self._state.was_stopped = True
        if job is Job.OPEN:
            self._state.forget_project()
            self._reset()

    def _take(self, batch: list[protocol.AnyEvent]) -> None:
        for event in batch:
            self._answers.take(event)
            self._link.answered(event.job)
        self.changed.emit()

    def _chose(self) -> None:
        self._chosen.touch()
        self._state.changed_since_done = self._state.done is not None
        self._state.plan_again = self.exporting
        self.choices_changed.emit()
        self.ask_plan()

    def _keep_mapping(self) -> None:
        if self._state.project is not None and not self._state.is_demo:
            self._memory.keep_mapping(self._state.project.project_hash, self._chosen.mapping)
        self._chose()

    def _forget_input(self) -> None:
        self._state.forget_input()
        self._state.forget_plan()
        self._state.failures.pop(Step.PREDICTIONS, None)
        self.predictions_changed.emit()
        self.plan_changed.emit()

    def _can_plan(self) -> bool:
        state = self._state
        has_input = state.predictions is not None or state.script is not None
        return has_input and state.listing_done and not state.restoring and not self.exporting

    def _plan_now(self) -> None:
        if not self._can_plan():
            return
        if self.is_running(Job.PLAN):
            self._state.plan_again = True
            return
        self._link.send(protocol.MakePlan(job=self._jobs.begin(Job.PLAN), choices=self.choices))

    def send_opening(self) -> None:
        """Sign in again with what signed in before: the key in memory, or the demo."""
        self._state.wants_passphrase = False
        job = self._jobs.begin(Job.SIGN_IN)
        if self._state.is_demo:
            self._link.send(protocol.StartDemo(job=job))
        elif self._credentials is not None:
            self._link.send(msgspec.structs.replace(self._credentials, job=job))
        self.changed.emit()

    def _reset(self) -> None:
        """Tell every page that what it showed of a project is gone."""
        self._plan_timer.stop()
        for job in (Job.OPEN, Job.READ, Job.PLAN, Job.EXPORT, Job.PICTURE):
            self._jobs.end(job)
        self._chosen.reset()
        self.rows_reset.emit()
        self.predictions_changed.emit()
        self.choices_changed.emit()
        self.plan_changed.emit()
        self.changed.emit()
