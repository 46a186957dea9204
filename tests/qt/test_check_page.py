"""The Check page: the answer, each loss with a way to mend it, what is allowed, where the file goes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QDialog, QFileDialog, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from gui.domain.check_view import CHECKING, FROM_BEFORE, REHEARSED
from gui.domain.last_export import LastExport
from gui.domain.losses import Loss
from gui.domain.ontology import Classification
from gui.domain.plan_summary import PlanSummary, Twins
from gui.domain.project_entry import ProjectEntry
from gui.domain.reading_ways import Reading, Setting, SourceWays
from gui.domain.row_view import Has
from gui.domain.steps import Step
from gui.errors import Sentence
from gui.protocol.commands import Cancel, CompareTurning, MakePlan
from gui.protocol.events import (
    ExportDone,
    LabelsCompared,
    ListingDone,
    PlanMade,
    ProjectOpened,
    RowsListed,
    ScriptTried,
    SignedIn,
)
from gui.qt.check.loss_model import MEND, WHAT, WHOSE
from gui.qt.check.page import CheckPage
from gui.qt.session.memory import Memory
from gui.qt.session.session import Session
from gui.qt.tasks import Tasks
from gui.qt.theme.theme import Theme
from tests.qt.fake_link import ONTOLOGY, FakeLink, demo_opened, listed_rows, plan, predictions_read, project_opened

FAILURE = Sentence("connection", "The engine ended.", "Your choices are kept.", "Try again.")


def lose(reason: str, *, by_choice: bool = False, examples: list[str] | None = None, **more: object) -> Loss:
    return Loss(reason, 15, 4, examples or [], by_choice, **more)  # type: ignore[arg-type]


def losing(*losses: Loss, **changes: object) -> PlanSummary:
    """100 read, the rest of what is lost is written."""
    written = 100 - sum(loss.count for loss in losses)
    return msgspec.structs.replace(plan(), losses=list(losses), **{"to_write": written, **changes})


class Check:
    """The page with a session in the demo, and what it asked of other pages."""

    def __init__(self, page: CheckPage, session: Session, link: FakeLink, qtbot: QtBot) -> None:
        self.page, self.session, self.link, self.qtbot = page, session, link, qtbot
        self.view = page.view
        self.asked: list[object] = []
        self._answered = 0
        page.threshold_wanted.connect(lambda: self.asked.append("threshold"))
        page.classes_wanted.connect(lambda: self.asked.append("classes"))
        page.rows_wanted.connect(lambda *wanted: self.asked.append(wanted))

    def open_demo(self) -> None:
        self.session.try_demo()
        demo_opened(self.link)

    def read(self) -> None:
        self.open_demo()
        self.session.read_predictions("/demo/model_week28.json")
        self.link.play(predictions_read(self.link.last.job, "/demo/model_week28.json"))
        self.session.go_to(Step.CHECK)

    def answer(self, made: PlanSummary) -> None:
        """Wait until a rehearsal is asked for, and be the engine."""
        last = self._answered
        self.qtbot.waitUntil(lambda: isinstance(self.link.last, MakePlan) and self.link.last.job > last)
        self._answered = self.link.last.job
        self.link.play(PlanMade(job=self._answered, plan=made))

    def rehearsed(self, made: PlanSummary) -> None:
        self.read()
        self.answer(made)

    def cell(self, row: int, column: int) -> str:
        return str(self.view.table.model().index(row, column).data())

    def press(self, row: int, key: Qt.Key = Qt.Key.Key_Return) -> None:
        """Mend a line with the keyboard."""
        table = self.view.table
        table.setFocus(Qt.FocusReason.TabFocusReason)
        table.setCurrentIndex(table.model().index(row, WHAT))
        QTest.keyClick(table, key)

    def texts(self, within: QWidget | None = None) -> list[str]:
        return [each.text() for each in (within or self.page).findChildren(QLabel) if each.isVisible()]


@pytest.fixture
def check(qtbot: QtBot, session: Session, theme: Theme, tasks: Tasks, link: FakeLink) -> Check:
    page = CheckPage(session, theme, tasks)
    qtbot.addWidget(page)
    page.resize(1064, 688)
    with qtbot.waitExposed(page):
        page.show()
    return Check(page, session, link, qtbot)


# ---- The answer.


def test_before_there_is_anything_it_says_the_one_thing_to_do(check: Check) -> None:
    assert "Choose the predictions first. The check then runs by itself." in check.texts()
    check.open_demo()
    check.session.go_to(Step.ROWS)
    button = next(each for each in check.page.findChildren(QPushButton) if each.text() == "Go to Predictions")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert check.session.step is Step.PREDICTIONS


def test_while_the_rows_are_listed_it_says_so(check: Check) -> None:
    check.session.sign_in("K", None, "https://api.encord.com")
    check.session.open_project("p")
    job = check.link.last.job
    check.link.play(ProjectOpened(job=job, project_hash="p", title="Line 2", ontology=ONTOLOGY))
    check.session.read_predictions("/x.json")
    check.link.play(predictions_read(check.link.last.job, "/x.json"))
    assert check.texts()[-1].startswith("The rows are still being listed.")
    check.link.play(RowsListed(job=job, rows=listed_rows(2)), ListingDone(job=job, total=2))
    assert check.texts()[-1] == "Rehearsing the export…"


def test_the_title_is_the_answer_and_the_sum_is_spelt_out(check: Check) -> None:
    check.rehearsed(plan())
    assert check.view.title.text() == "85 predictions will be written to 10 rows"
    assert check.view.subtitle.text() == REHEARSED
    assert check.view.sum.text() == "100 read = 85 written + 15 left out"


def test_the_figures_are_read_out_as_sentences(check: Check) -> None:
    check.rehearsed(plan())
    told = [each.accessibleName() for each in check.view.funnel.findChildren(QWidget) if ": " in each.accessibleName()]
    assert told == [
        "Read: 100, from model_week28.json",
        "Matched to rows: 100, nothing left out",
        "Matched to classes: 90, −10 without a class",
        "To be written: 85, −5 outside the picture",
    ]


def test_the_bars_show_what_is_kept_and_hatch_the_rest(check: Check, theme: Theme) -> None:
    check.rehearsed(losing(lose("class_not_in_ontology"), matched_classes=85))
    image = check.view.funnel.grab().toImage()
    colors = {name: theme.color(name).name() for name in ("bar", "good")}

    def columns(color: str) -> int:
        """Pixels of that colour in the bars, counted along one line through their middle."""
        line = check.view.funnel._views[0].bar_middle() + check.view.funnel._views[0].y()
        return sum(image.pixelColor(x, line).name() == color for x in range(image.width()))

    assert columns(colors["bar"]) > 2 * columns(colors["good"]), "three bars against one"
    width = check.view.funnel._views[3].width()
    assert columns(colors["good"]) == pytest.approx(0.85 * width, abs=3)


def test_a_script_is_told_without_figures(check: Check) -> None:
    check.open_demo()
    check.session.choose_script("/scripts/add_predictions.py", "abc")
    check.link.play(
        ScriptTried(
            job=check.link.last.job,
            path="/scripts/add_predictions.py",
            row=0,
            title="cam1",
            objects=2,
            classifications=0,
            problems=[],
            printed="",
        )
    )
    check.session.go_to(Step.CHECK)
    check.answer(losing(read=0, rows_to_export=57, by_script=True))
    assert check.view.title.text() == "57 rows will be filled by add_predictions.py"
    assert not check.view.funnel.isVisible()
    assert not check.view.table.isVisible()
    assert not check.view.sum.isVisible()
    assert "About" not in check.view.save._sentence.text()


def test_nothing_left_out_shows_no_table(check: Check) -> None:
    check.rehearsed(losing(matched_classes=100))
    assert check.view.sum.text() == "100 read = 100 written + 0 left out"
    assert not check.view.table.isVisible()
    check.page.setFocus()
    assert check.view.save.edit.hasFocus()


# ---- Staying up to date.


def test_a_quick_rehearsal_does_not_flicker_and_a_slow_one_says_so(check: Check) -> None:
    check.rehearsed(plan())
    said: list[str] = []
    check.view.say = lambda sentence: said.append(sentence)  # type: ignore[method-assign]
    check.session.set_min_confidence(0.5)
    check.answer(plan())
    assert said == [REHEARSED]
    check.session.set_min_confidence(0.6)
    check.qtbot.waitUntil(lambda: said[-1] == CHECKING)
    assert check.view.title.text().startswith("85"), "what was known stays in sight"
    check.answer(plan())
    assert said[-1] == REHEARSED


def test_a_failure_is_said_above_what_was_known_and_tried_again(check: Check) -> None:
    check.rehearsed(plan())
    check.session.fail(Step.CHECK, FAILURE)
    assert "The engine ended." in check.texts(check.view.notice)
    assert check.view.subtitle.text() == FROM_BEFORE
    again = next(each for each in check.page.findChildren(QPushButton) if each.text() == "Check again")
    assert again.hasFocus()
    again.click()
    check.answer(plan())
    assert not check.view.notice.isVisible()
    assert check.view.subtitle.text() == REHEARSED


def test_a_first_rehearsal_that_fails_shows_no_empty_figures(check: Check) -> None:
    check.read()
    check.session.fail(Step.CHECK, FAILURE)
    assert check.view.title.text() == "The check did not come to its end"
    assert not check.view.funnel.isVisible()
    assert not check.view.save.isVisible()


def test_another_file_takes_the_old_check_away(check: Check) -> None:
    check.rehearsed(losing(lose("picture_not_in_project", examples=["x.jpg"])))
    check.press(0)
    assert check.view.names.isVisible()
    check.session.read_predictions("/demo/other.json")
    check.link.play(predictions_read(check.link.last.job))
    assert "Rehearsing the export…" in check.texts()
    check.answer(losing(lose("picture_not_in_project", examples=["x.jpg"])))
    assert not check.view.names.isVisible()


# ---- The table and its links.


def test_a_line_says_whose_choice_it_was(check: Check) -> None:
    check.rehearsed(losing(lose("confidence_below_threshold", by_choice=True), lose("outside_the_picture")))
    assert [check.cell(row, WHOSE) for row in range(2)] == ["Your choice", "Worth a look"]
    assert [check.cell(row, MEND) for row in range(2)] == ["Change threshold", "Show these rows"]


@pytest.mark.parametrize(
    ("reason", "step", "asked"),
    [
        ("confidence_below_threshold", Step.PREDICTIONS, "threshold"),
        ("class_not_in_ontology", Step.PREDICTIONS, "classes"),
        ("outside_the_picture", Step.ROWS, (Has.LOST, "outside_the_picture")),
        ("row_not_chosen", Step.ROWS, (Has.ANY, "")),
    ],
)
@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Space, Qt.Key.Key_Enter])
def test_keys_lead_to_the_control_that_mends(check: Check, reason: str, step: Step, asked: object, key: Qt.Key) -> None:
    check.rehearsed(losing(lose(reason, by_class={"stem": 15})))
    check.press(0, key)
    assert check.session.step is step
    assert check.asked == [asked]


def test_what_is_left_out_is_saved_as_a_table(
    check: Check, tasks: Tasks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    check.rehearsed(losing(lose("outside_the_picture", examples=["a.jpg"])))
    use_qts_own_dialog(monkeypatch)

    def save_to(path: Path) -> Callable[[QDialog], None]:
        def save(dialog: QDialog) -> None:
            name = dialog.findChild(QLineEdit)
            assert name is not None and name.text() == "predictions left out.csv"
            name.setText(str(path))
            assert isinstance(dialog, QFileDialog)
            dialog.accept()

        return save

    target = tmp_path / "left out.csv"
    answered(check, tasks, check.view.save_csv.click, save_to(target))
    assert "outside the picture" in target.read_text(encoding="utf-8-sig")
    assert f"{target.name} is saved." in check.texts(check.view.saved)


def test_only_the_link_answers_a_click(check: Check) -> None:
    check.rehearsed(losing(lose("confidence_below_threshold", by_choice=True)))
    table = check.view.table

    def click(column: int) -> None:
        place = table.visualRect(table.model().index(0, column)).center()
        QTest.mouseMove(table.viewport(), place)
        QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)

    click(WHAT)
    assert check.asked == []
    assert table.viewport().cursor().shape() == Qt.CursorShape.ArrowCursor
    click(MEND)
    assert check.asked == ["threshold"]
    assert table.viewport().cursor().shape() == Qt.CursorShape.PointingHandCursor


def test_a_screen_reader_hears_the_whole_line_and_what_enter_does(check: Check) -> None:
    check.rehearsed(losing(lose("size_zero_or_less", examples=["element 3"])))
    model = check.view.table.model()
    told = [model.index(0, column).data(Qt.ItemDataRole.AccessibleTextRole) for column in range(5)]
    assert told == [
        "The width or height is zero or less. For example element 3. 15 predictions. Worth a look. "
        "Press Enter: Show examples",
        "15",
        "4",
        "Worth a look",
        "Show examples, press Enter",
    ]
    assert all(model.headerData(column, Qt.Orientation.Horizontal) for column in range(5))


def test_the_current_line_stays_while_the_numbers_change(check: Check) -> None:
    losses = [lose("confidence_below_threshold", by_choice=True), lose("outside_the_picture")]
    check.rehearsed(losing(*losses))
    table = check.view.table
    table.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(table, Qt.Key.Key_Down)
    assert table.currentIndex().row() == 1
    check.session.set_min_confidence(0.4)
    check.answer(losing(*(msgspec.structs.replace(loss, count=20) for loss in losses)))
    assert table.currentIndex().row() == 1
    assert check.cell(1, 1) == "20"
    check.session.set_min_confidence(0.5)
    check.answer(losing(losses[0]))
    assert table.currentIndex().row() == 0, "its line is gone, the keys stay in the table"


def test_the_table_is_as_high_as_its_lines_at_any_width(check: Check) -> None:
    long = lose("outside_the_picture", examples=["a long name.jpg"], cause="A cause that takes a few words to tell.")
    check.rehearsed(losing(long, lose("confidence_below_threshold", by_choice=True)))
    table = check.view.table

    def settled() -> bool:
        last, seen = table.visualRect(table.model().index(1, MEND)), table.viewport()
        fits = last.bottom() <= seen.height() and last.right() <= seen.width()
        return fits and table.verticalScrollBar().maximum() == 0

    for width in (1064, 808, 640):
        check.page.resize(width, 500)
        check.qtbot.waitUntil(settled)
    assert table.rowHeight(0) > table.rowHeight(1), "the words of the first wrap"


def test_keys_bring_their_line_into_sight(check: Check) -> None:
    reasons = ("outside_the_picture", "confidence_below_threshold", "broken_geometry", "picture_not_in_project")
    check.rehearsed(losing(*(lose(reason) for reason in reasons)))
    check.page.resize(808, 260)
    QTest.qWait(20)
    table = check.view.table
    table.setFocus(Qt.FocusReason.TabFocusReason)
    for row in (1, 2, 3, 2, 1, 0):
        QTest.keyClick(table, Qt.Key.Key_Down if row > table.currentIndex().row() else Qt.Key.Key_Up)
        assert table.currentIndex().row() == row
        area = table.visualRect(table.currentIndex())
        top = table.viewport().mapTo(check.view, area.topLeft()).y()
        assert top >= 0
        assert top + area.height() <= check.view.height()


def ring_pixels(check: Check, theme: Theme) -> int:
    image: QImage = check.view.table.grab().toImage()
    accent = theme.color("accent").name()
    return sum(image.pixelColor(image.width() // 2, y).name() == accent for y in range(image.height()))


def test_the_line_that_takes_the_keys_has_a_ring(check: Check, theme: Theme) -> None:
    check.rehearsed(losing(lose("confidence_below_threshold", by_choice=True)))
    check.view.save.edit.setFocus()
    assert ring_pixels(check, theme) == 0
    check.view.table.setFocus(Qt.FocusReason.TabFocusReason)
    assert ring_pixels(check, theme) >= 2
    QTest.mouseClick(check.view.table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(40, 20))
    assert ring_pixels(check, theme) == 0, "clicks show no ring"


# ---- Names and datasets, on this page.


def test_names_of_both_sides_stand_next_to_each_other(check: Check) -> None:
    check.rehearsed(losing(lose("picture_not_in_project", examples=["cam9_1.jpg", "cam9_2.jpg"])))
    check.press(0)
    shown = check.texts(check.view.names)
    assert {"cam9_1.jpg", "cam9_2.jpg", "cam1_000000.jpg", "In your file", "In Riverside packing line"} <= set(shown)
    assert check.view.names.close_link.hasFocus()
    check.view.names.close_link.click()
    assert not check.view.names.isVisible()
    assert check.view.table.hasFocus()


def test_examples_need_no_names_of_the_project(check: Check) -> None:
    check.rehearsed(losing(lose("size_zero_or_less", examples=["element 3", "element 9"])))
    check.press(0)
    shown = check.texts(check.view.names)
    assert "element 9" in shown
    assert "cam1_000000.jpg" not in shown


def test_little_that_matches_is_a_loud_warning_with_both_sides_names(check: Check) -> None:
    check.rehearsed(
        losing(
            lose("picture_not_in_project"),
            warnings=["Nothing would be written: every prediction is left out.", "Fewer than half belong here."],
            names_file=["frames/1.png"],
            names_project=["cam1_000000.jpg"],
        )
    )
    shown = check.texts(check.view.warning)
    assert {"Fewer than half belong here.", "frames/1.png", "cam1_000000.jpg"} <= set(shown)
    assert check.view.warning.y() < check.view.funnel.y()
    other = next(each for each in check.page.findChildren(QPushButton) if each.text() == "Choose another file")
    other.click()
    assert check.session.step is Step.PREDICTIONS
    check.session.set_min_confidence(0.1)
    check.answer(plan())
    assert not check.view.warning.isVisible()


def test_classes_that_fit_nothing_stand_next_to_those_of_the_project(check: Check) -> None:
    check.rehearsed(
        losing(
            lose("class_not_in_ontology"),
            warnings=["Nothing would be written: every prediction is left out."],
            classes_file=["stem"],
            classes_project=["Apple", "Leaf"],
        )
    )
    assert {"Which class is which?", "stem", "Apple", "Leaf"} <= set(check.texts(check.view.warning))


def test_a_warning_uses_the_whole_width(check: Check) -> None:
    check.rehearsed(losing(lose("picture_not_in_project"), warnings=["Nothing would be written."]))
    label = next(each for each in check.view.warning.findChildren(QLabel) if each.text() == "Nothing would be written.")
    assert label.width() > 0.8 * check.view.warning.width()


def test_the_dataset_is_chosen_right_here_and_taken_back(check: Check) -> None:
    twins = [Twins("cam1_000001.jpg", ["Line 1, week 27", "Line 2, week 27"])]
    check.rehearsed(losing(lose("several_rows_fit"), twins=twins))
    check.press(0)
    boxes = [each for each in check.view.datasets.findChildren(QAbstractButton) if each.isCheckable()]
    assert [each.text() for each in boxes] == ["Line 1, week 27, 6 rows", "Line 2, week 27, 6 rows"]
    assert boxes[0].hasFocus()
    assert "cam1_000001.jpg is in Line 1, week 27 and in Line 2, week 27" in check.texts(check.view.datasets)
    QTest.keyClick(boxes[0], Qt.Key.Key_Space)
    assert check.session.choices.datasets == ["set0"]
    check.answer(losing(lose("row_not_chosen", by_choice=True)))
    assert boxes[0].isVisible(), "what was chosen stays in sight"
    assert not check.view.datasets.close_link.isVisible()
    assert check.cell(0, MEND) == "Choose the dataset"
    boxes[0].click()
    assert check.session.choices.datasets == []
    check.view.datasets.close_link.click()
    assert not check.view.datasets.isVisible()


# ---- What is allowed.


def test_changes_of_shape_are_allowed_in_the_line_and_taken_back_below(check: Check) -> None:
    check.rehearsed(losing(lose("shape_change_not_allowed")))
    assert check.cell(0, MEND) == "Allow changes of shape"
    check.press(0)
    assert check.session.choices.convert
    check.answer(losing(conversions={"box → polygon": 15}))
    assert "15 predictions change their shape: box → polygon." in check.texts(check.view.facts)
    box = check.view.options.convert.box
    assert box.isVisible()
    assert box.isChecked()
    box.click()
    assert not check.session.choices.convert


def test_rows_with_nearly_the_same_name_are_offered_with_examples(check: Check) -> None:
    check.rehearsed(losing())
    box = check.view.options.near_names.box
    assert not box.isVisible()
    check.session.set_min_confidence(0.1)
    check.answer(losing(lose("picture_not_in_project"), near=[("IMG-1 (2).jpg", "img_0001.jpg")], near_count=3))
    assert box.isVisible()
    assert box.accessibleDescription() == "3 pictures: “IMG-1 (2).jpg” is “img_0001.jpg”."
    box.click()
    assert check.session.choices.near_names
    check.answer(losing())
    assert box.isVisible() and box.isChecked(), "what was allowed can be taken back"


def test_pictures_on_their_side_are_turned_on_request(check: Check) -> None:
    check.rehearsed(losing())
    turning = check.view.options.turning
    assert not turning.isVisible()
    check.session.set_min_confidence(0.1)
    check.answer(losing(lose("picture_turned")))
    assert turning.isVisible() and turning.combo.currentText() == "Leave them out"
    turning.combo.setCurrentIndex(1)
    turning.combo.activated.emit(1)
    assert check.session.choices.rotate == "90"
    check.answer(losing())
    assert turning.isVisible() and turning.combo.currentText() == "Turn them by 90° clockwise"


def test_labels_say_how_pictures_on_their_side_are_turned(check: Check) -> None:
    check.rehearsed(losing(lose("picture_turned")))
    turning = check.view.options.turning
    (offer,) = [each for each in turning.findChildren(QPushButton) if each.isVisible()]
    assert offer.text() == "Compare with labels" and "up to 50 rows" in offer.accessibleDescription()
    offer.setFocus()
    QTest.keyClick(offer, Qt.Key.Key_Space)
    command = check.link.last
    assert isinstance(command, CompareTurning)
    assert offer.text() == "Stop"
    readings = [
        Reading({"rotate": "90"}, 1.0, "34 of 40 boxes lie on a label"),
        Reading({"rotate": "270"}, 0.0, "0 of 40 boxes lie on a label"),
    ]
    rotate = Setting("rotate", "", (("90", "turn them by 90°"), ("270", "turn them by 270°")))
    compared = "Compared with 40 labels on 6 pictures of the project: this settles it."
    ways = SourceWays("Pictures on their side", "", "", [rotate], readings, {"rotate": "90"}, compared)
    check.link.play(LabelsCompared(job=command.job, sources=[ways]))
    assert check.session.choices.rotate == "90"
    assert turning.combo.currentText() == "Turn them by 90° clockwise"
    told = "Turn them by 90°: 34 of 40 boxes lie on a label. Turn them by 270°: 0 of 40 boxes lie on a label."
    assert f"{told} {compared}" in check.texts(turning)
    assert turning.combo.hasFocus()
    check.session.start_export()
    assert not check.link.of(Cancel), "nothing is under way any more"


def test_overlaps_surplus_and_small_ones_are_left_out_on_request(check: Check) -> None:
    check.rehearsed(plan())
    thinning = check.view.options.thinning
    assert thinning.isVisible() and not thinning.overlap.isVisible()
    thinning.toggle.click()
    assert thinning.overlap.isVisible()
    thinning.overlap.setValue(0.5)
    thinning.most.setValue(20)
    thinning.smallest.setValue(8)
    choices = check.session.choices
    assert (choices.nms, choices.most_per_picture, choices.min_size) == (0.5, 20, 8)
    check.answer(losing(lose("overlaps_a_more_confident_one")))
    assert thinning.overlap.isVisible() and thinning.overlap.value() == 0.5
    thinning.overlap.setValue(1.0)
    assert check.session.choices.nms is None


def use_qts_own_dialog(monkeypatch: pytest.MonkeyPatch) -> None:
    """The system's dialog cannot be answered from here."""
    plain = QFileDialog.__init__

    def init(self: QFileDialog, *args: object) -> None:
        plain(self, *args)  # type: ignore[call-overload]
        self.setOption(QFileDialog.Option.DontUseNativeDialog)

    monkeypatch.setattr(QFileDialog, "__init__", init)


def answered(check: Check, tasks: Tasks, act: Callable[[], object], answer: Callable[[QDialog], None]) -> None:
    """Do something that asks, and answer the dialog."""
    loop = tasks._loop

    def reply() -> None:
        (dialog,) = [each for each in check.page.findChildren(QDialog) if each.isVisible()]
        answer(dialog)
        loop.call_later(0.1, loop.stop)

    loop.call_later(0.2, reply)
    loop.call_later(10, loop.stop)
    act()
    loop.run_forever()


def with_rows_never_labelled(check: Check, made: PlanSummary) -> None:
    check.session.try_demo()
    job = check.link.last.job
    demo_opened(check.link)
    rows = [msgspec.structs.replace(row, label_hash=None) if n < 3 else row for n, row in enumerate(listed_rows(12))]
    check.session.open_project("project-2")
    job = check.link.last.job
    check.link.play(
        ProjectOpened(job=job, project_hash="project-2", title="Line 2", ontology=ONTOLOGY),
        RowsListed(job=job, rows=rows),
        ListingDone(job=job, total=12),
    )
    check.session.read_predictions("/m.json")
    check.link.play(predictions_read(check.link.last.job, "/m.json"))
    check.session.go_to(Step.CHECK)
    check.answer(made)


def choose(text: str) -> Callable[[QDialog], None]:
    def act(dialog: QDialog) -> None:
        next(each for each in dialog.findChildren(QPushButton) if each.text() == text).click()

    return act


def escape(dialog: QDialog) -> None:
    QTest.keyClick(dialog, Qt.Key.Key_Escape)


def test_label_rows_are_created_only_after_a_yes_to_exactly_that(check: Check, tasks: Tasks) -> None:
    with_rows_never_labelled(check, losing(lose("row_never_labelled")))
    asked: list[str] = []

    def refuse(dialog: QDialog) -> None:
        asked.append(" ".join(each.text() for each in dialog.findChildren(QLabel)))
        escape(dialog)

    answered(check, tasks, lambda: check.press(0), refuse)
    assert "3 rows were never labelled" in asked[0]
    assert "writes to your project" in asked[0]
    assert not check.session.choices.create_missing_rows
    answered(check, tasks, lambda: check.press(0), choose("Leave them out"))
    assert not check.session.choices.create_missing_rows
    answered(check, tasks, lambda: check.press(0), choose("Create 3 label rows"))
    assert check.session.choices.create_missing_rows


def test_the_box_for_label_rows_asks_too_and_is_taken_back_without_asking(check: Check, tasks: Tasks) -> None:
    with_rows_never_labelled(check, losing())
    box = check.view.options.create_rows.box
    answered(check, tasks, box.click, escape)
    assert not box.isChecked()
    answered(check, tasks, box.click, choose("Create 3 label rows"))
    assert box.isChecked()
    assert "writes to Encord" in box.accessibleDescription()
    box.click()
    assert not check.session.choices.create_missing_rows
    assert not box.isChecked()


def test_classifications_per_frame_are_off_until_wanted_and_only_where_there_are_any(check: Check) -> None:
    check.rehearsed(plan())
    box = check.view.options.frames.box
    assert not box.isVisible(), "this ontology has no classifications"
    assert check.session.project is not None
    ontology = msgspec.structs.replace(ONTOLOGY, classifications=(Classification("q", "Belt", "radio", ()),))
    check.session.open_project("project-2")
    job = check.link.last.job
    check.link.play(
        ProjectOpened(job=job, project_hash="project-2", title="Line 2", ontology=ontology),
        RowsListed(job=job, rows=listed_rows(12)),
        ListingDone(job=job, total=12),
    )
    check.link.play(predictions_read(check.link.last.job))
    check.session.go_to(Step.CHECK)
    check.answer(plan())
    assert box.isVisible()
    assert not box.isChecked()
    assert "Older versions of Encord’s SDK" in box.accessibleDescription()
    box.click()
    assert check.session.choices.frame_classifications


# ---- Since the last export.


def opened_for_real(check: Check) -> None:
    """Not the demo: signed in with a key, a project open, a file read."""
    check.session.sign_in("K", None, "https://api.encord.com")
    entry = ProjectEntry("project-1", "Line 2")
    check.link.play(
        SignedIn(job=check.link.last.job, domain="https://api.encord.com", fingerprint="7F", projects=[entry])
    )
    check.session.open_project("project-1")
    project_opened(check.link)
    check.session.read_predictions("/m.json")
    check.link.play(predictions_read(check.link.last.job, "/m.json"))
    check.session.go_to(Step.CHECK)


def export(check: Check, predictions: int) -> None:
    check.session.start_export()
    check.link.play(
        ExportDone(
            job=check.link.last.job,
            output="/x/predictions.json",
            bytes=10,
            rows=12,
            predictions=predictions,
            failed_rows=0,
            seconds=1.0,
            losses=[],
            problems=[],
            report_json="{}",
        )
    )
    check.session.go_to(Step.CHECK)


def test_a_first_check_has_nothing_to_compare_with(check: Check) -> None:
    opened_for_real(check)
    check.answer(plan())
    assert not check.view.since.isVisible()


def test_what_changed_since_the_last_export_is_told_and_outlives_the_window(check: Check, memory: Memory) -> None:
    opened_for_real(check)
    check.answer(plan())
    export(check, 85)
    assert "As many predictions as then, 85" in check.texts(check.view.since)
    check.session.set_mapping("stem", "1e")
    check.session.set_min_confidence(0.35)
    check.answer(losing(matched_classes=100, to_write=95))
    title, *told = check.texts(check.view.since)
    assert title.startswith("Since your last export, ")
    assert told == [
        "10 predictions more than the 85 then",
        "1 new class: “stem”",
        "Threshold was 0.00, now 0.35",
    ]
    kept = Memory(memory._path).settings.exports["project-1"]
    assert (kept.predictions, kept.classes, kept.min_confidence) == (85, ["apple", "orange"], 0.0)


def test_an_export_of_an_earlier_start_is_compared_with(check: Check, memory: Memory) -> None:
    memory.keep_export("project-1", LastExport("2026-07-12T14:12:00+00:00", 90, ["apple", "leaf"], 0.0))
    opened_for_real(check)
    check.answer(plan())
    assert check.texts(check.view.since)[1:] == [
        "5 predictions fewer than the 90 then",
        "1 new class: “orange”",
        "1 class no longer there: “leaf”",
    ]


def test_the_demo_leaves_no_export_behind(check: Check, memory: Memory) -> None:
    check.rehearsed(plan())
    export(check, 85)
    assert check.view.since.isVisible()
    assert memory.settings.exports == {}


# ---- Where the file goes.


def test_the_path_is_typed_and_a_bare_name_stays_in_its_folder(check: Check, tmp_path: Path) -> None:
    check.rehearsed(plan())
    edit = check.view.save.edit
    assert edit.text() == str(tmp_path / "predictions.json")
    edit.setFocus()
    edit.selectAll()
    QTest.keyClicks(edit, "week28/new.json")
    assert check.session.output == tmp_path / "week28" / "new.json"
    assert "does not exist" in edit.accessibleDescription()
    (tmp_path / "week28").mkdir()
    QTest.keyClicks(edit, "x")
    assert check.session.output == tmp_path / "week28" / "new.jsonx"
    assert "free. An existing file is replaced only after the new one is proven complete." in (
        edit.accessibleDescription()
    )
    edit.selectAll()
    QTest.keyClick(edit, Qt.Key.Key_Delete)
    QTest.keyClick(edit, Qt.Key.Key_Return)
    assert edit.text() == str(tmp_path / "week28" / "new.jsonx"), "an empty path is none"
    edit.selectAll()
    QTest.keyClicks(edit, str(tmp_path))
    assert edit.accessibleDescription() == "This is a folder. Add the name of a file."


def test_size_and_room_are_told(check: Check) -> None:
    check.rehearsed(plan())
    assert check.view.save.edit.accessibleDescription().startswith("About 51\u00a0kB. ")


def test_a_full_disk_is_told_before_the_export(check: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gui.qt.check.save_part.free_on_disk", lambda folder: 1000)
    check.rehearsed(plan())
    assert check.view.save.edit.accessibleDescription() == (
        "About 51\u00a0kB, but only 1\u00a0kB free. Choose another disk."
    )


def test_the_dialog_chooses_the_path(
    check: Check, tasks: Tasks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_qts_own_dialog(monkeypatch)
    check.rehearsed(plan())

    def save(dialog: QDialog) -> None:
        assert isinstance(dialog, QFileDialog)
        dialog.findChildren(QLineEdit)[0].setText(str(tmp_path / "other.json"))
        dialog.accept()

    answered(check, tasks, check.view.save.choose.click, save)
    assert check.session.output == tmp_path / "other.json"
    assert check.view.save.edit.text() == str(tmp_path / "other.json")
    answered(check, tasks, check.view.save.choose.click, escape)
    assert check.session.output == tmp_path / "other.json"


# ---- Everybody.


def test_every_control_has_a_name(check: Check) -> None:
    twins = [Twins("a.jpg", ["Line 1", "Line 2"])]
    losses = [lose("several_rows_fit"), lose("picture_not_in_project", examples=["x.jpg"])]
    with_rows_never_labelled(check, losing(*losses, twins=twins, warnings=["Look."], names_file=["x.jpg"]))
    check.press(0)
    check.press(1)
    check.session.fail(Step.CHECK, FAILURE)
    controls = [
        each
        for each in check.page.findChildren(QWidget)
        if each.isVisible() and each.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    names = {QAccessible.queryAccessibleInterface(each).text(QAccessible.Text.Name) for each in controls}
    assert len(controls) >= 10
    assert "" not in names
    assert {"What is left out", "Where to save", "Choose where to save", "Close the names"} <= names


def test_the_page_goes_from_light_to_dark(check: Check, theme: Theme) -> None:
    check.rehearsed(plan())

    def ground() -> int:
        return check.view.grab().toImage().pixelColor(3, 3).lightness()

    light = ground()
    theme.set_mode("dark")
    QTest.qWait(10)
    assert ground() < light - 100
