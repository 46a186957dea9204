"""What the engine does for a branch besides the export: looks at what there is, tells what stands, asks Active."""

from __future__ import annotations

from collections.abc import Sequence

from gui.encord_api.active import ask_active
from gui.encord_api.branch import branch_names
from gui.encord_api.patience import Stop
from gui.export import report as reports
from gui.prepared_run import PreparedRun
from gui.protocol.commands import AskActive, LookAtBranches
from gui.protocol.events import ActiveAsked, BranchesSeen, PublishingEnded
from gui.publish.publishing import Publishing
from gui.workspace import Workspace


def branches_seen(
    command: LookAtBranches, workspace: Workspace, numbers: Sequence[int], predictions: int, stop: Stop
) -> BranchesSeen:
    """The branches there are, and what publishing these rows would do; only reads.

    Raises ``BranchProblem`` for a name that is not allowed, and the failures of requests.
    """
    assert workspace.listing is not None and workspace.project is not None
    names = branch_names(workspace.project, stop)
    wanted = command.branch
    if wanted is None or (wanted.name in names and not wanted.replace):
        return BranchesSeen(job=command.job, names=names)
    publishing = Publishing(wanted, workspace.listing, workspace.folder, stop)
    return BranchesSeen(job=command.job, names=names, forecast=publishing.forecast(numbers, predictions, names))


def publishing_ended(prepared: PreparedRun, job: int) -> PublishingEnded | None:
    """What stands of an export that was cut short; None when it had no branch, or nothing was begun."""
    if prepared.publishing is None or prepared.report is None:
        return None
    run = prepared.run
    return PublishingEnded(
        job=job,
        branch=prepared.publishing.account.report(),
        output=str(run.output) if run.output is not None and run.bytes_written is not None else "",
        report_json=reports.to_json(prepared.report),
    )


def active_asked(command: AskActive, workspace: Workspace, stop: Stop) -> ActiveAsked:
    """Pass the wish on to Active. Raises the failures of the request."""
    assert workspace.project is not None
    ask_active(workspace.project, command.wish, stop)
    return ActiveAsked(job=command.job, wish=command.wish)
