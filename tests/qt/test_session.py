"""The session: commands out, signals in, late answers dropped, choices kept over an engine's death."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from pytestqt.qtbot import QtBot

from gui.domain.project_entry import ProjectEntry
from gui.domain.steps import Step
from gui.errors import Sentence
from gui.protocol.commands import (
    Cancel,
    ChooseScript,
    FetchPicture,
    MakePlan,
    OpenProject,
    ReadPredictions,
    SignIn,
    StartDemo,
    StartExport,
)
from gui.protocol.events import (
    Crashed,
    ExportDone,
    ExportProgress,
    Failed,
    ListingDone,
    PictureReady,
    PlanMade,
    ProjectOpened,
    RowsListed,
    ScriptTried,
    SignedIn,
    Stopped,
)
from gui.qt.session.jobs import Job
from gui.qt.session.memory import Memory
from gui.qt.session.rehearsing import PLAN_DELAY
from gui.qt.session.session import Session
from tests.qt.fake_link import (
    ONTOLOGY,
    FakeLink,
    demo_opened,
    listed_rows,
    plan,
    predictions_read,
    project_opened,
)

SENTENCE = Sentence("connection", "The connection was lost.", "Nothing was written.", "Try again.")


def in_demo(session: Session, link: FakeLink, rows: int = 12) -> None:
    session.try_demo()
    demo_opened(link, rows)


def with_predictions(session: Session, link: FakeLink) -> None:
    in_demo(session, link)
    session.read_predictions("/demo/coco.json")
    link.play(predictions_read(link.last.job))


def with_plan(session: Session, link: FakeLink, qtbot: QtBot) -> None:
    with_predictions(session, link)
    qtbot.waitUntil(lambda: isinstance(link.last, MakePlan))
    link.play(PlanMade(job=link.last.job, plan=plan()))


def exporting(session: Session, link: FakeLink, qtbot: QtBot) -> int:
    with_plan(session, link, qtbot)
    session.go_to(Step.CHECK)
    session.start_export()
    return link.last.job


def done(job: int) -> ExportDone:
    return ExportDone(
        job=job,
        output="/x/predictions.json",
        bytes=10,
        rows=12,
        predictions=85,
        failed_rows=0,
        seconds=1.0,
        losses=[],
        problems=[],
        report_json="{}",
    )


def test_the_demo_opens_its_project_and_shows_its_rows(session: Session, link: FakeLink, qtbot: QtBot) -> None:
    added: list[tuple[int, int]] = []
    session.rows_added.connect(lambda first, count: added.append((first, count)))
    in_demo(session, link)
    assert [type(command) for command in link.sent] == [StartDemo, OpenProject]
    assert session.step is Step.ROWS
    assert session.is_demo
    assert session.suggested_predictions == "/demo/coco.json"
    assert session.project is not None
    assert len(session.rows) == 12
    assert session.listing_done
    assert added == [(0, 6), (6, 6)]


def test_signing_in_carries_the_key_masked(session: Session, link: FakeLink) -> None:
    session.sign_in("PRIVATE", "pass", "https://api.us.encord.com")
    command = link.last
    assert isinstance(command, SignIn)
    assert (command.key.value, command.domain) == ("PRIVATE", "https://api.us.encord.com")
    assert "PRIVATE" not in repr(command)
    assert "pass" not in repr(command.passphrase)
    assert session.situation().signing_in


def test_an_opened_project_is_remembered_but_not_the_demos(session: Session, link: FakeLink, memory: Memory) -> None:
    in_demo(session, link)
    assert memory.settings.project_hash == ""
    session.sign_in("K", None, "https://api.us.encord.com")
    entry = ProjectEntry("project-1", "Line 2")
    link.play(SignedIn(job=link.last.job, domain="https://api.us.encord.com", fingerprint="7F", projects=[entry]))
    assert session.project is None
    session.open_project("project-1")
    project_opened(link)
    assert session.step is Step.ROWS
    assert Memory(memory._path).settings.project_hash == "project-1"
    assert Memory(memory._path).settings.domain == "https://api.us.encord.com"


def test_answers_to_an_older_question_are_dropped(session: Session, link: FakeLink) -> None:
    in_demo(session, link)
    session.open_project("project-2")
    late = link.last.job
    session.open_project("project-3")
    link.play(
        ProjectOpened(job=late, project_hash="project-2", title="Late", ontology=ONTOLOGY),
        RowsListed(job=late, rows=listed_rows(3)),
        ListingDone(job=late, total=3),
    )
    assert session.project is None
    assert session.rows == []
    assert not session.listing_done


def test_a_file_is_read_and_the_export_rehearsed(session: Session, link: FakeLink, qtbot: QtBot) -> None:
    with_predictions(session, link)
    assert session.predictions is not None
    assert session.target_of("apple") == "a1"
    assert session.target_of("stem") is None
    assert (session.plan, session.plan_is_stale) == (None, True)
    qtbot.waitUntil(lambda: isinstance(link.last, MakePlan))
    with qtbot.waitSignal(session.plan_changed):
        link.play(PlanMade(job=link.last.job, plan=plan()))
    assert (session.plan, session.plan_is_stale) == (plan(), False)


def test_many_changes_are_rehearsed_once(session: Session, link: FakeLink, qtbot: QtBot) -> None:
    with_plan(session, link, qtbot)
    before = len(link.of(MakePlan))
    for percent in range(0, 100, 5):
        session.set_min_confidence(percent / 100)
    qtbot.wait(3 * PLAN_DELAY)
    sent = link.of(MakePlan)
    assert len(sent) == before + 1
    assert isinstance(sent[-1], MakePlan)
    assert sent[-1].choices.min_confidence == 0.95


def test_a_change_during_a_rehearsal_is_rehearsed_after_it(session: Session, link: FakeLink, qtbot: QtBot) -> None:
    with_predictions(session, link)
    qtbot.waitUntil(lambda: isinstance(link.last, MakePlan))
    first = link.last.job
    session.set_min_confidence(0.5)
    qtbot.wait(2 * PLAN_DELAY)
    assert link.last.job == first, "the engine must not be flooded"
    link.play(PlanMade(job=first, plan=plan()))
    assert session.plan_is_stale
    qtbot.waitUntil(lambda: link.last.job != first)
    assert isinstance(link.last, MakePlan)
    assert link.last.choices.min_confidence == 0.5


def test_every_choice_reaches_the_engine(session: Session, link: FakeLink, qtbot: QtBot) -> None:
    with_predictions(session, link)
    session.set_mapping("stem", "1e")
    session.set_mapping("orange", None)
    session.set_min_confidence(0.35)
    session.set_ticked([3, 1], False)
    session.set_ticked([3], True)
    session.set_convert(True)
    session.set_datasets(["set1"])
    session.set_create_missing_rows(True)
    choices = session.choices
    assert choices.mapping == {"stem": "1e", "orange": None}
    assert session.target_of("orange") is None
    assert (choices.min_confidence, choices.unticked, choices.datasets) == (0.35, [1], ["set1"])
    assert choices.convert
    assert choices.create_missing_rows
    session.unset_mapping("orange")
    assert session.target_of("orange") == "0r"


def test_matches_are_remembered_per_project_as_far_as_the_ontology_still_has_them(
    session: Session, link: FakeLink, memory: Memory
) -> None:
    memory.keep_mapping("project-1", {"stem": "1e", "twig": "gone", "tag": None})
    session.sign_in("K", None, "https://api.encord.com")
    link.play(SignedIn(job=link.last.job, domain="https://api.encord.com", fingerprint="7F", projects=[]))
    session.open_project("project-1")
    project_opened(link)
    assert session.choices.mapping == {"stem": "1e", "tag": None}
    session.set_mapping("stem", None)
    assert Memory(memory._path).settings.mappings["project-1"]["stem"] is None


def test_the_export_runs_to_its_end(session: Session, link: FakeLink, qtbot: QtBot, tmp_path: Path) -> None:
    job = exporting(session, link, qtbot)
    command = link.last
    assert isinstance(command, StartExport)
    assert command.output == str(tmp_path / "predictions.json")
    assert (session.exporting, session.step) == (True, Step.EXPORT)
    progress = ExportProgress(job=job, rows_done=3, rows_total=12, predictions_done=20, predictions_total=85)
    with qtbot.waitSignal(session.export_progress):
        link.play(progress)
    assert session.progress == progress
    assert session.situation().fraction == 0.25
    with qtbot.waitSignal(session.export_done):
        link.play(done(job))
    assert (session.exporting, session.done) == (False, done(job))
    assert session.situation().done_at
    session.set_min_confidence(0.5)
    assert session.situation().changed_since_done


def test_a_stopped_export_says_so_where_it_ran_until_another_one_starts(
    session: Session, link: FakeLink, qtbot: QtBot
) -> None:
    job = exporting(session, link, qtbot)
    session.cancel()
    session.cancel()
    assert link.cancelled == [job]
    assert session.situation().stopping
    with qtbot.waitSignal(session.stopped):
        link.play(Stopped(job=job))
    assert not session.exporting
    assert not session.situation().stopping
    assert session.step is Step.EXPORT
    assert session.was_stopped
    assert session.failures == {}
    assert job in link.answered_jobs
    session.start_export()
    assert not session.was_stopped


@pytest.mark.parametrize(
    ("job", "step"),
    [("sign_in", "connect"), ("open", "connect"), ("list", "rows"), ("read", "predictions"), ("export", "export")],
)
def test_a_failure_stands_on_its_page_until_the_next_try(
    session: Session, link: FakeLink, qtbot: QtBot, job: str, step: str
) -> None:
    if job == "sign_in":
        session.sign_in("K", None, "https://api.encord.com")
    elif job == "export":
        exporting(session, link, qtbot)
    else:
        in_demo(session, link)
        session.read_predictions("/x") if job == "read" else session.open_project("p")
    if job == "list":
        link.play(ProjectOpened(job=link.last.job, project_hash="p", title="P", ontology=ONTOLOGY))
    with qtbot.waitSignal(session.failed) as seen:
        link.play(Failed(job=link.last.job, sentence=SENTENCE))
    assert seen.args == [step, SENTENCE]
    assert session.failures == {Step[step.upper()]: SENTENCE}
    again: dict[str, Callable[[], None]] = {
        "sign_in": lambda: session.sign_in("K", None, "https://api.encord.com"),
        "export": session.start_export,
        "read": lambda: session.read_predictions("/y"),
    }
    again.get(job, lambda: session.open_project("p"))()
    assert session.failures == {}


def test_a_passphrase_that_is_wanted_is_no_failure(session: Session, link: FakeLink) -> None:
    session.sign_in("K", None, "https://api.encord.com")
    link.play(Failed(job=link.last.job, sentence=Sentence("passphrase", "Protected.", "", "Type it.")))
    assert session.wants_passphrase
    assert session.failures == {}
    session.sign_in("K", "right", "https://api.encord.com")
    assert not session.wants_passphrase


def test_a_bug_is_told_with_its_report(session: Session, link: FakeLink, qtbot: QtBot) -> None:
    in_demo(session, link)
    session.read_predictions("/x")
    with qtbot.waitSignal(session.bug) as seen:
        link.play(Crashed(job=link.last.job, report="Traceback"))
    assert seen.args == ["Traceback"]
    assert session.failures[Step.PREDICTIONS].code == "bug"


def test_only_the_newest_picture_is_shown(session: Session, link: FakeLink, qtbot: QtBot) -> None:
    in_demo(session, link)
    shown: list[PictureReady] = []
    session.picture_ready.connect(shown.append)
    session.fetch_picture(1)
    first = link.last.job
    session.fetch_picture(2, 5)
    second = link.last
    assert isinstance(second, FetchPicture)
    assert (second.row, second.frame) == (2, 5)
    assert link.of(Cancel) == [Cancel(job=link.of(Cancel)[0].job, target=first)]
    link.play(picture(first, 1), picture(second.job, 2))
    assert [each.row for each in shown] == [2]
    session.fetch_picture(3, 7)
    link.play(Failed(job=link.last.job, sentence=SENTENCE))
    assert (shown[-1].row, shown[-1].frame, shown[-1].why_not) == (3, 7, SENTENCE.what)
    assert session.failures == {}


def picture(job: int, row: int) -> PictureReady:
    return PictureReady(job=job, row=row, frame=0, path="/p.jpg", width=4, height=3, predictions=[])


def test_another_project_reads_the_file_again(session: Session, link: FakeLink) -> None:
    with_predictions(session, link)
    session.open_project("project-2")
    assert session.predictions is None
    project_opened(link)
    assert isinstance(link.last, ReadPredictions)
    assert link.last.path == "/demo/coco.json"


def test_a_step_that_cannot_be_reached_is_not_shown(session: Session, link: FakeLink) -> None:
    shown = [session.step]
    session.go_to(Step.CHECK)
    shown.append(session.step)
    in_demo(session, link)
    session.go_to(Step.CHECK)
    assert [*shown, session.step] == [Step.CONNECT, Step.CONNECT, Step.ROWS]


def test_signing_out_forgets_everything(session: Session, link: FakeLink, qtbot: QtBot) -> None:
    with_plan(session, link, qtbot)
    session.set_ticked([1], False)
    session.sign_out()
    assert session.account is None
    assert session.project is None
    assert session.rows == []
    assert session.plan is None
    assert session.choices.unticked == []
    assert session.step is Step.CONNECT


def revive(link: FakeLink, rows: int = 12) -> None:
    """Answer what the session sends to an engine that was started again."""
    link.died.emit()
    assert isinstance(link.last, StartDemo)
    job = link.last.job
    entry = ProjectEntry("project-1", "Riverside packing line")
    link.play(SignedIn(job=job, domain="http://127.0.0.1:1", fingerprint="7F", projects=[entry]))
    assert isinstance(link.last, OpenProject)
    project_opened(link, rows)


def test_an_engine_that_dies_is_brought_to_where_it_was(session: Session, link: FakeLink, qtbot: QtBot) -> None:
    with_plan(session, link, qtbot)
    session.set_mapping("stem", "1e")
    session.set_ticked([2, 4], False)
    session.go_to(Step.PREDICTIONS)
    resets: list[bool] = []
    session.rows_reset.connect(lambda: resets.append(True))
    revive(link)
    assert resets == [], "the same rows are not listed anew on the page"
    assert session.step is Step.PREDICTIONS
    read = link.last
    assert isinstance(read, ReadPredictions)
    link.play(predictions_read(read.job))
    qtbot.waitUntil(lambda: isinstance(link.last, MakePlan))
    assert isinstance(link.last, MakePlan)
    assert link.last.choices.mapping == {"stem": "1e"}
    assert link.last.choices.unticked == [2, 4]
    assert session.failures == {}


def test_ticks_follow_their_pictures_when_the_listing_has_changed(session: Session, link: FakeLink) -> None:
    in_demo(session, link)
    session.set_ticked([5], False)
    link.died.emit()
    link.play(SignedIn(job=link.last.job, domain="http://127.0.0.1:1", fingerprint="7F", projects=[]))
    job = link.last.job
    fewer = listed_rows(12)[3:]
    link.play(
        ProjectOpened(job=job, project_hash="project-1", title="R", ontology=ONTOLOGY),
        RowsListed(job=job, rows=fewer),
        ListingDone(job=job, total=9),
    )
    assert session.rows == fewer
    assert session.choices.unticked == [2]


def test_ticks_follow_their_pictures_when_the_listing_was_cut_off_and_starts_afresh(
    session: Session, link: FakeLink
) -> None:
    session.sign_in("K", None, "https://api.encord.com")
    link.play(SignedIn(job=link.last.job, domain="https://api.encord.com", fingerprint="7F", projects=[]))
    session.open_project("project-1")
    job, rows = link.last.job, listed_rows(12)
    link.play(
        ProjectOpened(job=job, project_hash="project-1", title="R", ontology=ONTOLOGY),
        RowsListed(job=job, rows=rows[:6]),
    )
    session.set_ticked([5], False)
    link.play(RowsListed(job=job, rows=rows[3:8], afresh=True))
    assert session.rows == rows[:6]  # they stay in sight
    link.play(RowsListed(job=job, rows=rows[8:]), ListingDone(job=job, total=9))
    assert session.rows == rows[3:]
    assert session.choices.unticked == [2]
    assert session.listing_done


def test_an_export_interrupted_by_a_death_is_a_failure_with_nothing_written(
    session: Session, link: FakeLink, qtbot: QtBot
) -> None:
    exporting(session, link, qtbot)
    link.died.emit()
    assert session.failures[Step.EXPORT].code == "engine"
    assert not session.exporting
    assert session.step is Step.EXPORT
    assert isinstance(link.last, StartDemo)


def test_an_engine_ended_for_not_answering_a_cancel_is_no_failure(
    session: Session, link: FakeLink, qtbot: QtBot
) -> None:
    exporting(session, link, qtbot)
    session.cancel()
    with qtbot.waitSignal(session.stopped):
        link.died.emit()
    assert session.failures == {}
    assert session.step is Step.EXPORT and session.was_stopped
    assert session.project is not None


def test_a_file_that_ends_the_engine_is_not_read_again(session: Session, link: FakeLink) -> None:
    in_demo(session, link)
    session.read_predictions("/demo/evil.json")
    revive(link)
    assert session.failures[Step.PREDICTIONS].code == "engine"
    assert not session.is_running(Job.READ)
    assert session.predictions is None


def test_an_engine_that_dies_before_anybody_signed_in_is_replaced_in_silence(session: Session, link: FakeLink) -> None:
    link.died.emit()
    assert link.sent == []
    assert session.failures == {}


def test_engines_that_keep_dying_are_told(session: Session, link: FakeLink) -> None:
    session.try_demo()
    link.gave_up.emit()
    assert session.failures[Step.CONNECT].code == "engine"
    assert not session.situation().signing_in


def test_a_script_takes_the_place_of_a_file(session: Session, link: FakeLink, qtbot: QtBot) -> None:
    with_predictions(session, link)
    session.choose_script("/demo/add_boxes.py", "abc")
    command = link.last
    assert isinstance(command, ChooseScript)
    assert command.sha256 == "abc"
    assert session.predictions is None
    tried = ScriptTried(
        job=command.job,
        path="/demo/add_boxes.py",
        row=0,
        title="a.jpg",
        objects=3,
        classifications=0,
        problems=[],
        printed="",
    )
    link.play(tried)
    assert session.script == tried
    assert session.situation().script == "add_boxes.py"
    qtbot.waitUntil(lambda: isinstance(link.last, MakePlan))
    revive(link)
    again = link.last
    assert isinstance(again, ChooseScript)
    assert (again.path, again.sha256) == ("/demo/add_boxes.py", "abc")
    link.play(msgspec.structs.replace(tried, job=again.job))
    session.read_predictions("/demo/coco.json")
    assert session.script is None


def test_a_change_during_the_export_is_rehearsed_after_it(session: Session, link: FakeLink, qtbot: QtBot) -> None:
    job = exporting(session, link, qtbot)
    session.set_min_confidence(0.7)
    qtbot.wait(2 * PLAN_DELAY)
    assert link.last.job == job, "the engine is exporting what was planned"
    link.play(done(job))
    assert session.situation().changed_since_done
    qtbot.waitUntil(lambda: isinstance(link.last, MakePlan))
    assert isinstance(link.last, MakePlan)
    assert link.last.choices.min_confidence == 0.7
