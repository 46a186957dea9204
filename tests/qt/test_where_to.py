"""Where the export is to go: what the engine is asked of branches, what is remembered, what must be confirmed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from pytestqt.qtbot import QtBot

from gui.domain.branch_choice import BranchChoice
from gui.domain.branch_forecast import BranchForecast
from gui.domain.branch_report import BranchReport
from gui.domain.destination import Destination, Goal
from gui.domain.steps import Step
from gui.domain.unfinished_export import UnfinishedExport
from gui.errors import Sentence
from gui.protocol.commands import Cancel, LookAtBranches, MakePlan, StartExport
from gui.protocol.events import BranchesSeen, ExportDone, Failed, PlanMade, PublishingEnded, Stopped, UnfinishedFound
from gui.qt.export.running_words import heading
from gui.qt.session.memory import Memory
from gui.qt.session.session import Session
from tests.qt.fake_link import FakeLink, demo_opened, plan, predictions_read, project_opened


@pytest.fixture
def rehearsed(session: Session, link: FakeLink, qtbot: QtBot) -> Session:
    """The demo is open, a file is read and rehearsed."""
    session.try_demo()
    demo_opened(link)
    session.read_predictions("/runs/yolo11 week 27/predictions.json")
    link.play(predictions_read(link.last.job, "/runs/yolo11 week 27/predictions.json"))
    rehearse(link, qtbot)
    session.go_to(Step.CHECK)
    return session


def rehearse(link: FakeLink, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: isinstance(link.last, MakePlan))
    link.play(PlanMade(job=link.last.job, plan=plan()))


@pytest.fixture
def look(link: FakeLink, qtbot: QtBot) -> Callable[[], LookAtBranches]:
    def newest() -> LookAtBranches:
        qtbot.waitUntil(lambda: isinstance(link.last, LookAtBranches))
        assert isinstance(link.last, LookAtBranches)
        return link.last

    return newest


Look = Callable[[], LookAtBranches]


def seen(asked: LookAtBranches, *names: str) -> BranchesSeen:
    forecast = BranchForecast(asked.branch.name, 12, 0, 0, 85) if asked.branch else None
    return BranchesSeen(job=asked.job, names=["main", *names], forecast=forecast)


def started(link: FakeLink) -> list[StartExport]:
    return [command for command in link.sent if isinstance(command, StartExport)]


def test_a_file_asks_the_engine_for_no_branches(rehearsed: Session, link: FakeLink, qtbot: QtBot) -> None:
    assert rehearsed.where_to.destination == Destination() and rehearsed.branch_standing() is None
    qtbot.wait(400)
    assert not link.of(LookAtBranches)
    rehearsed.start_export()
    assert started(link)[-1].branch is None and started(link)[-1].output == str(rehearsed.output)


def test_a_name_is_proposed_and_the_engine_asked(rehearsed: Session, link: FakeLink, look: Look) -> None:
    rehearsed.where_to.set_goal(Goal.BRANCH)
    name = f"yolo11-week-27-{date.today().isoformat()}"
    assert rehearsed.where_to.destination.branch == name
    asked = look()
    assert asked.branch == BranchChoice(name) and asked.choices == rehearsed.choices
    link.play(seen(asked))
    standing = rehearsed.branch_standing()
    assert standing is not None and standing.can_begin
    rehearsed.start_export()
    assert (started(link)[-1].branch, started(link)[-1].output) == (BranchChoice(name), "")
    assert rehearsed.export_destination.goal is Goal.BRANCH and rehearsed.step is Step.EXPORT


def test_a_proposal_that_a_branch_has_already_is_counted_on(rehearsed: Session, link: FakeLink, look: Look) -> None:
    rehearsed.where_to.set_goal(Goal.BRANCH)
    name = rehearsed.where_to.destination.branch
    asked = look()
    link.play(BranchesSeen(job=asked.job, names=["main", name, f"{name}-2"]))
    assert rehearsed.where_to.destination.branch == f"{name}-3"
    rehearsed.where_to.set_branch(name)
    standing = rehearsed.branch_standing()
    assert standing is not None and standing.exists, "a name that was typed is not changed"


def test_the_proposal_follows_the_file_until_somebody_types_a_name(
    rehearsed: Session, link: FakeLink, qtbot: QtBot
) -> None:
    where_to = rehearsed.where_to
    where_to.set_goal(Goal.BOTH)
    rehearsed.read_predictions("/runs/detr.json")
    link.play(predictions_read(link.last.job, "/runs/detr.json"))
    assert where_to.destination.branch.startswith("detr-")
    where_to.set_branch(" mine ")
    rehearsed.read_predictions("/runs/other.json")
    link.play(predictions_read(link.last.job, "/runs/other.json"))
    assert where_to.destination.branch == "mine"


def test_an_answer_about_an_earlier_name_is_none_about_this_one(
    rehearsed: Session, link: FakeLink, look: Look, qtbot: QtBot
) -> None:
    rehearsed.where_to.set_goal(Goal.BRANCH)
    rehearsed.where_to.set_branch("one")
    asked = look()
    rehearsed.where_to.set_branch("two")
    link.play(seen(asked))
    standing = rehearsed.branch_standing()
    assert standing is not None and standing.sign == "clock" and not standing.can_begin
    qtbot.waitUntil(lambda: look().branch == BranchChoice("two"))


def test_a_look_makes_way_for_a_rehearsal_and_comes_back(
    rehearsed: Session, link: FakeLink, look: Look, qtbot: QtBot
) -> None:
    rehearsed.where_to.set_goal(Goal.BRANCH)
    asked = look()
    rehearsed.set_min_confidence(0.5)
    qtbot.waitUntil(lambda: isinstance(link.last, MakePlan))
    cancelled = link.of(Cancel)[-1]
    assert isinstance(cancelled, Cancel) and cancelled.target == asked.job
    link.play(Stopped(job=asked.job), PlanMade(job=link.last.job, plan=plan()))
    assert rehearsed.was_stopped is False
    assert look().choices.min_confidence == 0.5


def test_other_pages_have_the_engine_for_themselves(
    rehearsed: Session, link: FakeLink, look: Look, qtbot: QtBot
) -> None:
    rehearsed.where_to.set_goal(Goal.BRANCH)
    asked = look()
    rehearsed.go_to(Step.ROWS)
    assert isinstance(link.last, Cancel) and link.last.target == asked.job
    rehearsed.set_ticked([3], False)
    rehearse(link, qtbot)
    qtbot.wait(400)
    assert link.of(LookAtBranches) == [asked]
    rehearsed.go_to(Step.CHECK)
    assert look() != asked


def test_a_failing_look_is_told_at_the_branch_alone(rehearsed: Session, link: FakeLink, look: Look) -> None:
    rehearsed.where_to.set_goal(Goal.BRANCH)
    link.play(Failed(job=look().job, sentence=Sentence("server", "Encord is in trouble.", "", "")))
    assert rehearsed.failures == {}
    standing = rehearsed.branch_standing()
    assert standing is not None and "Encord is in trouble." in standing.sentence and standing.can_begin


def test_a_replacement_is_not_sent_before_it_is_confirmed(
    rehearsed: Session, link: FakeLink, look: Look, qtbot: QtBot
) -> None:
    where_to = rehearsed.where_to
    where_to.set_goal(Goal.BRANCH)
    where_to.set_branch("old")
    link.play(seen(look(), "old"))
    where_to.set_replace(True)
    with qtbot.waitSignal(rehearsed.replacement_wanted):
        rehearsed.start_export()
    assert started(link) == []
    rehearsed.starting.confirm_replacement()
    assert [command.branch for command in started(link)] == [BranchChoice("old", replace=True)]


def test_what_was_confirmed_holds_for_that_name_and_those_choices_alone(
    rehearsed: Session, link: FakeLink, qtbot: QtBot
) -> None:
    where_to = rehearsed.where_to
    where_to.go_to(Destination(Goal.BRANCH, "old", replace=True))
    rehearsed.starting.confirm_replacement()
    job = started(link)[-1].job
    link.play(Failed(job=job, sentence=Sentence("connection", "Lost.", "", "")))
    rehearsed.start_export()
    assert len(started(link)) == 2, "the same again needs no second yes"
    link.play(Failed(job=started(link)[-1].job, sentence=Sentence("connection", "Lost.", "", "")))
    rehearsed.set_ticked([3], False)
    rehearsed.start_export()
    where_to.set_branch("older")
    assert not where_to.destination.replace
    where_to.set_replace(True)
    rehearsed.start_export()
    assert len(started(link)) == 2


def test_the_goal_is_remembered_for_the_project_and_a_replacement_never(
    session: Session, link: FakeLink, memory: Memory, qtbot: QtBot
) -> None:
    session.sign_in("key", None, "https://api.encord.com")
    session.open_project("project-1")
    project_opened(link)
    session.where_to.go_to(Destination(Goal.BOTH, "old", replace=True))
    session.starting.confirm_replacement()
    link.play(done(started(link)[-1].job))
    assert memory.settings.goals == {"project-1": Goal.BOTH}
    session.open_project("project-2")
    assert session.where_to.destination == Destination()
    session.open_project("project-1")
    project_opened(link)
    again = session.where_to.destination
    assert again.goal is Goal.BOTH and not again.replace


def done(job: int) -> ExportDone:
    return ExportDone(
        job=job, output="/a.json", bytes=1, rows=1, predictions=1, failed_rows=0, seconds=1.0, losses=[], problems=[],
        report_json="{}",
    )  # fmt: skip


def branch_report(**changes: object) -> BranchReport:
    made = {
        "name": "old", "created": 0, "saved": 5, "emptied": 0, "failed": 0, "in_doubt": 0, "verified": False,
        "predictions": 0, "read_back_seconds": 0.0, "saved_rows": ["a"], **changes,
    }  # fmt: skip
    return BranchReport(**made)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("report", "file", "title"),
    [
        (branch_report(), "", "Stopped. 5 rows are saved on the branch and stay there."),
        (
            branch_report(saved=1),
            "/a.json",
            "Stopped. a.json is written. 1 row is saved on the branch and stays there.",
        ),
        (branch_report(saved=0), "", "Stopped. Nothing was written."),
        (branch_report(saved=0, in_doubt=2), "", "Stopped. What became of 2 rows of the branch is not known."),
        (
            branch_report(emptied=2),
            "",
            "Stopped. 5 rows are saved on the branch and stay there. 2 rows of it are emptied.",
        ),
        (branch_report(saved=0, emptied=1), "", "Stopped. 1 row of the branch is emptied."),
        (branch_report(saved=0), "/a.json", "Stopped. a.json is written. Nothing was written to the branch."),
        (
            branch_report(in_doubt=3),
            "",
            "Stopped. 5 rows are saved on the branch and stay there. What became of 3 more is not known.",
        ),
    ],
)
def test_a_stop_says_what_stands(
    rehearsed: Session, link: FakeLink, report: BranchReport, file: str, title: str
) -> None:
    rehearsed.where_to.go_to(Destination(Goal.BRANCH, "old"))
    rehearsed.start_export()
    job = link.last.job
    link.play(PublishingEnded(job=job, branch=report, output=file, report_json="{}"), Stopped(job=job))
    assert heading(rehearsed)[0] == title


def test_an_unfinished_publishing_goes_on_to_its_branch(rehearsed: Session, link: FakeLink) -> None:
    session = rehearsed
    session.where_to.go_to(Destination(Goal.BRANCH, "old"))
    session.start_export()
    job = link.last.job
    found = UnfinishedExport(
        place="branch old", output="", branch=BranchChoice("old"), rows_done=12, rows_total=12, rows_saved=5,
        predictions=session.asked_input, choices=session.choices,
    )  # fmt: skip
    link.play(UnfinishedFound(job=job, export=found), Stopped(job=job))
    assert session.situation().kept_as_chosen
    session.where_to.set_goal(Goal.FILE)
    assert not session.situation().kept_as_chosen
    session.going_on.go_on()
    assert (started(link)[-1].branch, started(link)[-1].output) == (BranchChoice("old"), "")


def test_one_that_would_replace_is_asked_about_again_before_it_goes_on(
    rehearsed: Session, link: FakeLink, qtbot: QtBot
) -> None:
    session = rehearsed
    found = UnfinishedExport(
        place="branch old", output="", branch=BranchChoice("old", replace=True), rows_done=3, rows_total=12,
        predictions=session.asked_input, choices=session.choices,
    )  # fmt: skip
    session.start_export()
    link.play(UnfinishedFound(job=link.last.job, export=found), Stopped(job=link.last.job))
    before = len(started(link))
    with qtbot.waitSignal(session.replacement_wanted):
        session.going_on.go_on()
    assert len(started(link)) == before
