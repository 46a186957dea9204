"""What the engine does for each command; the state between commands is one ``Workspace``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from gui.demo.child import DemoChild
from gui.domain.choices import Choices
from gui.domain.plan_summary import PlanSummary
from gui.domain.regions import project_url
from gui.encord_api.patience import Stop
from gui.engine.comparing import compared, turning_compared
from gui.engine.preview import Previewer
from gui.engine.publishing import active_asked, branches_seen, publishing_ended
from gui.engine.reading import answer_to
from gui.engine.removing import removal_done
from gui.engine.script_trial import try_on_one_row
from gui.errors import ScriptProblem
from gui.export import report as reports
from gui.export.plan import Plan
from gui.export.rehearsal import summarise, summarise_for_script
from gui.export.run import Progress, Run
from gui.export.unfinished import discard_to
from gui.foreign.consent import Script, read_script
from gui.prepared_run import PreparedRun
from gui.protocol.commands import (
    AnyCommand,
    AskActive,
    ChooseScript,
    CompareLabels,
    CompareTurning,
    DiscardUnfinished,
    FetchPicture,
    LookAtBranches,
    MakePlan,
    OpenProject,
    ReadPredictions,
    RemovePublished,
    SignIn,
    StartDemo,
    StartExport,
)
from gui.protocol.events import (
    AnyEvent,
    DemoStarted,
    ExportDone,
    ExportProgress,
    ListingDone,
    PlanMade,
    ProjectOpened,
    RowsListed,
    ScriptTried,
    SignedIn,
    UnfinishedDiscarded,
    UnfinishedFound,
    Waiting,
)
from gui.workspace import Workspace


class Jobs:
    """Runs one command after the other."""

    def __init__(self, tell: Callable[[AnyEvent], None]) -> None:
        self._tell = tell
        self._workspace = Workspace()
        self._demo: DemoChild | None = None
        self._plan: Plan | None = None
        self._script: Script | None = None
        self._previewer = Previewer(self._workspace)

    def run(self, command: AnyCommand, stop: Stop) -> None:
        """Do what the command asks; raises ``Cancelled`` and the expected failures."""
        match command:
            case StartDemo():
                self._start_demo(command.job, stop)
            case SignIn():
                self._sign_in(command, stop)
            case OpenProject():
                self._open_project(command, stop)
            case ReadPredictions():
                self._read(command, stop)
            case CompareLabels():
                self._tell(compared(command, self._workspace, stop, self._waiting(command.job)))
            case CompareTurning():
                self._tell(turning_compared(command, self._workspace, stop, self._waiting(command.job)))
            case ChooseScript():
                self._choose_script(command, stop)
            case MakePlan():
                self._tell(PlanMade(job=command.job, plan=self._rehearse(command.choices)))
            case StartExport():
                self._export(command, stop)
            case LookAtBranches():
                self._look_at_branches(command, stop)
            case DiscardUnfinished():
                discard_to(command.place)
            case AskActive():
                self._tell(active_asked(command, self._workspace, stop))
            case RemovePublished():
                self._tell(removal_done(command, self._workspace, self._tell, stop))
            case FetchPicture():
                self._tell(self._previewer.picture(command, self._plan, stop))
            case _:
                raise AssertionError(f"no job for {type(command).__name__}")

    def close(self) -> None:
        """End the demo server and remove what lies on the disk."""
        self._previewer.close()
        self._workspace.close()
        if self._demo is not None:
            self._demo.close()

    def _start_demo(self, job: int, stop: Stop) -> None:
        if self._demo is None or not self._demo.is_running:
            self._demo = DemoChild.start()
        demo = self._demo
        self._tell(DemoStarted(job=job, domain=demo.url, project_hash=demo.project_hash, predictions=demo.predictions))
        self._account(job, demo.key_text(), None, demo.url, None, stop)

    def _sign_in(self, command: SignIn, stop: Stop) -> None:
        passphrase = command.passphrase.value if command.passphrase else None
        proxy = command.proxy.value if command.proxy else None
        self._account(command.job, command.key.value, passphrase, command.domain, proxy, stop)

    def _account(self, job: int, key: str, passphrase: str | None, domain: str, proxy: str | None, stop: Stop) -> None:
        account = self._workspace.sign_in(key, passphrase, domain, proxy)
        projects = self._workspace.projects(stop, self._waiting(job))
        self._tell(SignedIn(job=job, domain=account.domain, fingerprint=account.fingerprint, projects=projects))

    def _open_project(self, command: OpenProject, stop: Stop) -> None:
        job = command.job
        self._plan = None
        listing = self._workspace.open_project(
            command.project_hash,
            stop,
            on_open=lambda project: self._tell(
                ProjectOpened(
                    job=job, project_hash=project.project_hash, title=project.title, ontology=project.ontology
                )
            ),
            on_rows=lambda rows, afresh: self._tell(RowsListed(job=job, rows=list(rows), afresh=afresh)),
            on_wait=self._waiting(job),
        )
        self._tell_of_unfinished(job)
        self._tell(ListingDone(job=job, total=len(listing.rows)))

    def _tell_of_unfinished(self, job: int, just_ended: Run | None = None) -> None:
        found = self._workspace.unfinished_export(just_ended)
        if found is not None:
            self._tell(UnfinishedFound(job=job, export=found))

    def _waiting(self, job: int) -> Callable[[str], None]:
        return lambda why: self._tell(Waiting(job=job, why=why))

    def _choose_script(self, command: ChooseScript, stop: Stop) -> None:
        script = read_script(Path(command.path))
        if script.sha256 != command.sha256:
            raise ScriptProblem(
                "The script has changed since you looked at it.", "It was not run.", "Look at it again and agree."
            )
        tried = try_on_one_row(self._workspace, script, stop)
        self._script, self._plan = script, None
        self._tell(
            ScriptTried(
                job=command.job,
                path=command.path,
                row=tried.row,
                title=tried.title,
                objects=len(tried.filled.objects),
                classifications=len(tried.filled.classifications),
                problems=tried.filled.problems,
                printed=tried.filled.printed,
            )
        )

    def _rehearse(self, choices: Choices) -> PlanSummary:
        workspace = self._workspace
        if self._script is not None:
            assert workspace.listing is not None
            return summarise_for_script(len(workspace.listing.rows), workspace.skipped(choices))
        return summarise(self._planned(choices))

    def _planned(self, choices: Choices) -> Plan:
        """The plan for these choices; there is never a second one beside it, as it is large."""
        if self._plan is None or self._plan.choices != choices:
            self._plan = None
            self._plan = self._workspace.plan(choices)
        return self._plan

    def _prepare(self, command: StartExport, stop: Stop, on_progress: Callable[[Progress], None]) -> PreparedRun:
        output = Path(command.output) if command.output else None
        resume, branch = True, command.branch
        if self._script is not None:
            return self._workspace.script_run(self._script, command.choices, output, stop, on_progress, resume, branch)
        return self._workspace.planned_run(self._planned(command.choices), output, stop, on_progress, resume, branch)

    def _look_at_branches(self, command: LookAtBranches, stop: Stop) -> None:
        if self._script is not None:
            numbers, predictions = self._workspace.rows_to_fill(command.choices), 0
        elif self._workspace.spool is not None:
            plan = self._planned(command.choices)
            numbers, predictions = plan.rows_to_export, plan.to_write
        else:
            numbers, predictions = [], 0
        self._tell(branches_seen(command, self._workspace, numbers, predictions, stop))

    def _read(self, command: ReadPredictions, stop: Stop) -> None:
        self._plan = self._script = None
        self._tell(answer_to(command, self._workspace, stop))

    def _export(self, command: StartExport, stop: Stop) -> None:
        prepared = self._prepare(command, stop, lambda progress: self._tell(_told(progress, command.job)))
        if prepared.run.resumption.unfinished is None and prepared.resumption:
            self._tell(UnfinishedDiscarded(job=command.job, sentence=prepared.resumption))
        try:
            outcome = prepared.execute(Path(command.report) if command.report else None)
        except BaseException:
            ended = publishing_ended(prepared, command.job)
            if ended is not None:
                self._tell(ended)
            raise
        finally:
            if prepared.run.rows_kept:
                self._tell_of_unfinished(command.job, prepared.run)
        report = prepared.report
        assert report is not None and self._workspace.project is not None
        project = self._workspace.project
        self._tell(
            ExportDone(
                job=command.job,
                output=str(outcome.output or ""),
                bytes=outcome.bytes,
                rows=outcome.rows_exported,
                predictions=outcome.tally.exported,
                failed_rows=outcome.rows_failed,
                seconds=outcome.seconds,
                losses=outcome.tally.losses(),
                problems=report.problems[:200],
                report_json=reports.to_json(report),
                project_url=project_url(project.domain, project.project_hash),
                branch=report.branch,
                run=prepared.run.token,
            )
        )


def _told(progress: Progress, job: int) -> ExportProgress:
    return ExportProgress(
        job=job,
        rows_done=progress.rows_done,
        rows_total=progress.rows_total,
        predictions_done=progress.predictions_done,
        predictions_total=progress.predictions_total,
        waiting=progress.waiting,
        newest=list(progress.newest),
        phase=progress.phase,
    )
