"""The window's state machine: turns what pages want into commands, and the engine's events into signals.

Pages get the session and the theme, read the session's properties, call its methods, and listen to its
signals; they never speak to the engine or to each other.

Signals and properties are in ``gui.qt.session.facts``. Properties are read-only; row numbers are places in ``rows``;
frozen values from ``gui.protocol`` are handed out as they came. ``tests/qt/fake_link.py`` has a link for tests that
plays the engine from a list of events.

The foot, the rail and the head belong to the main window: a page has no Continue button of its own. A page is a
QWidget made as ``CheckPage(session, theme, tasks)``, with what else it needs behind that; ``tasks`` (gui.qt.tasks)
is for dialogs that it awaits. Its focus proxy is its first control.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import msgspec
from PySide6.QtCore import QObject

from gui.domain.branch_standing import BranchStanding
from gui.domain.reading_ways import with_own_values
from gui.domain.steps import Step, is_reachable
from gui.errors import Sentence
from gui.protocol import commands, events
from gui.protocol.commands import Secret
from gui.qt.session.active_wish import ActiveWish
from gui.qt.session.answers import Answers
from gui.qt.session.comparing import Comparing
from gui.qt.session.decisions import Decisions
from gui.qt.session.going_on import GoingOn
from gui.qt.session.jobs import Job
from gui.qt.session.left_projects import LeftProjects
from gui.qt.session.link import Link
from gui.qt.session.memory import Memory
from gui.qt.session.picturing import Picturing
from gui.qt.session.recovery import Recovery
from gui.qt.session.rehearsing import Rehearsing
from gui.qt.session.removing import Removing
from gui.qt.session.starting import Starting
from gui.qt.session.state import Input, State
from gui.qt.session.where_to import WhereTo


class Session(Decisions):
    """What pages can ask for; the only one who talks to the engine's link."""

    def __init__(self, link: Link, memory: Memory, output: Path, parent: QObject | None = None) -> None:
        """``output`` is where the file goes until the user says otherwise."""
        super().__init__(State(output=output), memory, parent)
        self._link = link
        self._credentials: commands.SignIn | None = None
        self.left = LeftProjects()
        self._answers = Answers(self, self._state, self._chosen, self._jobs, memory)
        self.rehearsing = Rehearsing(self, self._state, self._jobs, link)
        self.comparing = Comparing(self, self._state, self._jobs, link)
        self.going_on = GoingOn(self, self._state, self._chosen, self._jobs, link)
        self.picturing = Picturing(self, self._state, self._jobs, link)
        self.where_to = WhereTo(self, self._state, self._jobs, link)
        self.starting = Starting(self, self._state, self._jobs, link)
        self.active = ActiveWish(self, self._jobs, link)
        self.removing = Removing(self, self._state, self._jobs, link)
        link.events.connect(self._take)
        self._recovery = Recovery(self, self._state, self._jobs)
        link.died.connect(self._recovery.restart)
        link.gave_up.connect(self._recovery.give_up)

    def try_demo(self) -> None:
        """Start the demo server, sign in there and open its project."""
        self._leave_project()
        self._credentials = None
        self._state.forget_account()
        self._state.is_demo = True
        self._reset()
        self.send_opening()

    def sign_in(self, key_text: str, passphrase: str | None, domain: str, proxy: str = "") -> None:
        """Sign in with a key; it stays in memory alone, for an engine that has to be started again."""
        self._leave_project()
        secret = Secret(passphrase) if passphrase else None
        self._credentials = commands.SignIn(
            job=0, key=Secret(key_text), passphrase=secret, domain=domain, proxy=Secret(proxy)
        )
        opening = self._state.opening
        self._state.forget_account()
        self._state.opening = opening  # what failed with the connection is wanted still
        self._state.has_asked_encord = True
        self._reset()
        self.send_opening()

    def sign_out(self) -> None:
        """Let go of the key and of the open project; whoever signs in here again finds it as it was."""
        self._leave_project()
        self._credentials = None
        self._state.forget_account()
        self._jobs.forget_all()
        self._reset()
        self.go_to(Step.CONNECT)

    def forget(self) -> None:
        """Sign out, and end the engine with the key, the listing and the predictions that it holds."""
        self.sign_out()
        self.left.forget()
        self._link.restart()

    def start_engine_again(self) -> None:
        """After engines that kept ending: try once more; what was open is brought back."""
        self._link.restart()

    def open_project(self, project_hash: str) -> None:
        """Open a project; a file that was chosen for another one is read again for this one."""
        state = self._state
        chosen = state.asked if state.predictions is not None or state.script is not None else None
        self._leave_project()
        state.forget_project()
        state.reread, state.opening = chosen, project_hash
        self._reset()
        self._link.send(commands.OpenProject(job=self._jobs.begin(Job.OPEN), project_hash=project_hash))

    def list_again(self) -> None:
        """Bring the open project back as it was: in an engine started again, or after its listing failed."""
        state = self._state
        if state.project is None:
            return
        state.prepare_restoring()
        state.failures.pop(Step.ROWS, None)
        if not state.restoring:
            self.rows_reset.emit()
        self._link.send(commands.OpenProject(job=self._jobs.begin(Job.OPEN), project_hash=state.project.project_hash))
        self.changed.emit()

    def after_listing(self) -> None:
        """All rows are known: what was decided here before holds again, and its file is read."""
        state = self._state
        if self.left.come_back(state, self._chosen):
            self.where_to.go_to(state.destination)
            self.choices_changed.emit()
        if state.reread is not None:
            self.read_input(state.reread)
        else:
            self.ask_plan()
        self.picturing.fetch_again()

    def read_predictions(
        self, path: str | Path, dataset_json: str | Path | None = None, more: Sequence[Path] = ()
    ) -> None:
        """Read a file, folder or archive of predictions; ``more`` are merged with it."""
        dataset = str(dataset_json) if dataset_json else None
        self.read_input(Input(str(path), dataset, more=tuple(str(each) for each in more)))

    def read_differently(self, format: str, values: Mapping[str, str], number: int = 0) -> None:
        """Read what was chosen last by the named format (empty: by its content), with these settings.

        Those of a source with a ``number`` leave what was said of the others as it is.
        """
        if self._state.asked is not None:
            said = with_own_values(dict(self._state.asked.values), number, values)
            self.read_input(replace(self._state.asked, format=format, values=tuple(said.items())))

    def add_dataset(self, dataset_json: Path) -> None:
        """Read what was chosen last with the dataset file that names its pictures and classes."""
        if self._state.asked is not None:
            self.read_input(replace(self._state.asked, dataset_json=str(dataset_json)))

    def choose_script(self, path: str | Path, sha256: str) -> None:
        """Let a script fill the rows, after the user has said yes to the text with this SHA-256."""
        self.read_input(Input(str(path), script_sha256=sha256))

    def read_again(self) -> None:
        """Read what could not be read once more: it may have been mended meanwhile."""
        if self._state.asked is not None:
            self.read_input(self._state.asked)

    def read_previous(self) -> None:
        """Back to what was read before something else could not be."""
        if self._state.readable is not None:
            self.read_input(self._state.readable)

    def read_input(self, given: Input) -> None:
        """Read a file, or try a script, as soon as the engine can."""
        self._forget_input()
        self._state.asked = given
        if self._state.restoring:
            self._state.reread = given  # the engine has no project yet
        else:
            self._state.reread = None
            self._link.send(given.as_command(self._jobs.begin(Job.READ)))
        self.changed.emit()

    def ask_plan(self) -> None:
        """Rehearse the export as soon as nothing has changed for a moment."""
        self.rehearsing.ask()

    def start_export(self, output: Path | None = None, report: Path | None = None) -> None:
        """Write the file, publish on the branch, or both; shows the Export page.

        A replacement is not begun before it is confirmed: ``replacement_wanted`` asks for that.
        """
        self.starting.start(output, report)

    def branch_standing(self) -> BranchStanding | None:
        """How the branch stands that the next export goes to, None for a file alone."""
        return self.where_to.standing() if self._state.destination.has_branch else None

    def fetch_picture(self, row: int, frame: int = 0) -> None:
        """Bring a row's picture and its predictions; ``picture_ready`` answers, for the newest call alone."""
        self.picturing.fetch(row, frame)

    def cancel(self) -> None:
        """Stop what runs: the export, else the reading or comparing, else the listing or signing in."""
        for job in (Job.EXPORT, Job.READ, Job.COMPARE, Job.OPEN, Job.SIGN_IN):
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
        self._state.export_waits = False
        if sentence.code == "project":
            self._state.opening = ""
        if step in (Step.CONNECT, Step.ROWS) and (self._state.restoring or self._state.step is Step.CONNECT):
            self.go_to(step)  # nothing goes on elsewhere before this is settled
        self.failed.emit(step.name.lower(), sentence)
        self.changed.emit()

    def after_stop(self, job: Job) -> None:
        """A job was cancelled: back to where it was started."""
        self._state.cancelling = None
        if job is Job.EXPORT:
            self._state.was_stopped = True
        if job is Job.OPEN:
            self._leave_project()
            self._state.forget_project()
            self._reset()
            self.go_to(Step.CONNECT)

    def _take(self, batch: list[events.AnyEvent]) -> None:
        for event in batch:
            self._answers.take(event)
            self._link.answered(event.job)
        self.changed.emit()

    def _leave_project(self) -> None:
        self.left.leave(self._state, self._chosen)

    def _forget_input(self) -> None:
        self.comparing.leave_off()
        self._state.forget_input()
        self._state.forget_plan()
        self._state.failures.pop(Step.PREDICTIONS, None)
        self.predictions_changed.emit()
        self.plan_changed.emit()

    def send_opening(self) -> None:
        """Sign in again with what signed in before: the key in memory, or the demo."""
        self._state.wants_passphrase, self._state.waiting = False, ""
        job = self._jobs.begin(Job.SIGN_IN)
        if self._state.is_demo:
            self._link.send(commands.StartDemo(job=job))
        elif self._credentials is not None:
            self._link.send(msgspec.structs.replace(self._credentials, job=job))
        self.changed.emit()

    def _reset(self) -> None:
        """Tell every page that what it showed of a project is gone."""
        self.rehearsing.leave_off()
        self.comparing.leave_off()
        self.picturing.wanted = None
        self.where_to.leave_project()
        self.active.forget()
        self.removing.forget()
        for job in (Job.OPEN, Job.READ, Job.PLAN, Job.EXPORT, Job.PICTURE):
            self._jobs.end(job)
        self._chosen.reset()
        self.rows_reset.emit()
        self.predictions_changed.emit()
        self.choices_changed.emit()
        self.plan_changed.emit()
        self.changed.emit()
