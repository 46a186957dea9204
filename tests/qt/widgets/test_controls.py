"""The window's own controls: names and roles for a screen reader, keys, and nothing clipped or taken for markup."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QAccessible, QDragEnterEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QRadioButton, QStackedWidget, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gui.domain.foot import FootAction, FootButton, FootState
from gui.errors import Sentence
from gui.qt.keys_stay import KeysStay
from gui.qt.theme.theme import Theme
from gui.qt.widgets.button import Button, Kind
from gui.qt.widgets.check_box import CheckBox
from gui.qt.widgets.combo import Combo
from gui.qt.widgets.drop_zone import DropZone
from gui.qt.widgets.elided_label import ElidedLabel
from gui.qt.widgets.empty_state import EmptyState
from gui.qt.widgets.foot_bar import FootBar
from gui.qt.widgets.label import Label
from gui.qt.widgets.notice import Notice
from gui.qt.widgets.segmented import Segmented
from gui.qt.widgets.text_field import TextField

Shown = Callable[[QWidget], None]


@pytest.fixture
def shown(qtbot: QtBot) -> Shown:
    def show(widget: QWidget) -> None:
        qtbot.addWidget(widget)
        with qtbot.waitExposed(widget):
            widget.show()
        widget.activateWindow()

    return show


def role(widget: QWidget) -> QAccessible.Role:
    return QAccessible.queryAccessibleInterface(widget).role()


def spoken(widget: QWidget) -> str:
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


def test_controls_have_the_role_they_look_like(theme: Theme, shown: Shown) -> None:
    host = QWidget()
    layout = QVBoxLayout(host)
    segmented = Segmented(theme, "Region", ["Europe", "United States"])
    radio = segmented.findChildren(QRadioButton)[0]
    button, box, field = Button(theme, "Go"), CheckBox(theme, "Only ticked"), TextField(theme, "Passphrase")
    for each in (segmented, button, box, field):
        layout.addWidget(each)
    shown(host)
    assert (role(button), spoken(button)) == (QAccessible.Role.Button, "Go")
    assert (role(box), spoken(box)) == (QAccessible.Role.CheckBox, "Only ticked")
    assert (role(radio), spoken(radio)) == (QAccessible.Role.RadioButton, "Region: Europe")
    assert (role(field.edit), spoken(field.edit)) == (QAccessible.Role.EditableText, "Passphrase")


def test_a_button_with_an_icon_only_has_a_name(theme: Theme, shown: Shown) -> None:
    button = Button(theme, icon="columns", name="Choose columns")
    shown(button)
    assert spoken(button) == "Choose columns"
    assert button.toolTip() == "Choose columns"


@pytest.mark.parametrize("kind", list(Kind))
def test_a_button_is_as_wide_as_its_words(theme: Theme, kind: Kind) -> None:
    for text in ("OK", "Export 1,038,412 predictions", "Vorhersagedatei überschreiben und schließen"):
        button = Button(theme, text, kind, icon="check")
        assert button.minimumSizeHint().width() >= button.fontMetrics().horizontalAdvance(text) + 16


def test_text_from_outside_is_never_markup(theme: Theme, shown: Shown) -> None:
    notice = Notice(theme)
    shown(notice)
    evil = "<b>bold</b><img src='http://example.com/x.png'>"
    notice.say(Sentence("x", evil, evil, evil, evil))
    labels = [each for each in notice.findChildren(QLabel) if "bold" in each.text()]
    assert labels
    assert all(each.textFormat() == Qt.TextFormat.PlainText for each in labels)
    assert Label(theme, evil).textFormat() == Qt.TextFormat.PlainText
    assert ElidedLabel(theme, evil).textFormat() == Qt.TextFormat.PlainText


def test_a_long_name_keeps_both_its_ends_and_tells_the_whole(theme: Theme, shown: Shown) -> None:
    name = "warehouse_north_camera_17_2026-07-09T16-40-12_frame_000123.jpg"
    label = ElidedLabel(theme, name)
    label.resize(200, 20)
    shown(label)
    label.resize(200, 20)
    assert label.shown_text().startswith("ware")
    assert label.shown_text().endswith(".jpg")
    assert label.toolTip() == name
    label.resize(900, 20)
    assert label.shown_text() == name
    assert label.toolTip() == ""


def test_what_a_screen_reader_toggles_is_chosen_and_what_is_set_is_not_told(theme: Theme, shown: Shown) -> None:
    segmented = Segmented(theme, "Region", ["Europe", "United States"])
    shown(segmented)
    told: list[int] = []
    segmented.chosen.connect(told.append)
    segmented.set_current(1)
    assert segmented.current == 1 and told == []
    actions = QAccessible.queryAccessibleInterface(segmented.findChildren(QRadioButton)[0]).actionInterface()
    actions.doAction(actions.toggleAction())
    assert segmented.current == 0 and told == [0]


def test_arrows_move_the_choice_of_a_segmented_control(theme: Theme, shown: Shown) -> None:
    segmented = Segmented(theme, "Region", ["Europe", "United States", "Other…"])
    shown(segmented)
    told: list[int] = []
    segmented.chosen.connect(told.append)
    segments = segmented.findChildren(QRadioButton)
    segments[0].setFocus()
    QTest.keyClick(segments[0], Qt.Key.Key_Right)
    assert segmented.current == 1
    segmented.set_current(2)
    assert told == [1], "only the user's choice is told"
    assert [bool(each.focusPolicy() & Qt.FocusPolicy.TabFocus) for each in segments] == [False, False, True]


def test_a_click_anywhere_in_a_segment_chooses_it(theme: Theme, shown: Shown) -> None:
    segmented = Segmented(theme, "Region", ["Europe", "United States"])
    shown(segmented)
    last = segmented.findChildren(QRadioButton)[1]
    QTest.mouseClick(last, Qt.MouseButton.LeftButton, pos=QPoint(last.width() - 4, 4))
    assert segmented.current == 1


def test_a_combo_box_is_named_by_its_label(theme: Theme, shown: Shown) -> None:
    host = QWidget()
    layout = QVBoxLayout(host)
    label, combo = Label(theme, "Dataset"), Combo(theme)
    label.setBuddy(combo)
    combo.addItems(["All", "Line 2, week 27"])
    layout.addWidget(label)
    layout.addWidget(combo)
    shown(host)
    relations = QAccessible.queryAccessibleInterface(combo).relations()
    assert "Dataset" in [each.text(QAccessible.Text.Name) for each, _ in relations]


def test_a_field_says_what_is_wrong_with_it(theme: Theme, shown: Shown) -> None:
    field = TextField(theme, "Address", icon="globe")
    shown(field)
    field.set_problem("The address must start with https.")
    assert field.edit.accessibleDescription() == "The address must start with https."
    assert any(each.isVisible() and "https" in each.text() for each in field.findChildren(QLabel))
    field.set_problem("")
    assert not any(each.isVisible() and "https" in each.text() for each in field.findChildren(QLabel))


def test_a_notice_has_one_filled_button_and_folds_its_details(theme: Theme, shown: Shown) -> None:
    notice = Notice(theme)
    shown(notice)
    done: list[str] = []
    sentence = Sentence("connection", "It was lost.", "Nothing is lost.", "Try again.", "timeout after 20 s")
    notice.say(sentence, [("Try again", lambda: done.append("again")), ("Stop", lambda: done.append("stop"))])
    notice.focus_remedy()
    again, stop = (next(b for b in notice.findChildren(QPushButton) if b.text() == t) for t in ("Try again", "Stop"))
    assert notice.focusWidget() is again
    again.click()
    stop.click()
    assert done == ["again", "stop"]
    details = next(each for each in notice.findChildren(QLabel) if each.text() == "timeout after 20 s")
    assert not details.isVisible()
    next(b for b in notice.findChildren(QPushButton) if b.text() == "Technical details").click()
    assert details.isVisible()
    notice.say(Sentence("x", "Other.", "", ""))
    assert not [b for b in notice.findChildren(QPushButton) if b.text() == "Try again" and b.isVisible()]
    notice.clear()
    assert not notice.isVisible()


def test_only_files_of_this_computer_can_be_dropped(theme: Theme, shown: Shown) -> None:
    zone = DropZone(theme, "key", "Drop it here", "A file", [Button(theme, "Choose file…")])
    shown(zone)

    def offered(*urls: str) -> bool:
        data = QMimeData()
        data.setUrls([QUrl(each) for each in urls])
        copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        event = QDragEnterEvent(QPoint(3, 3), copy, data, left, none)
        event.ignore()
        zone.dragEnterEvent(event)
        return event.isAccepted()

    assert offered("file:///tmp/key.txt")
    assert not offered("https://example.com/key.txt")
    assert not offered("file:///tmp/a", "file:///tmp/b")


def test_an_empty_place_says_what_to_do(theme: Theme, shown: Shown) -> None:
    empty = EmptyState(theme, "No row matches.", "Clear filters", icon="search")
    shown(empty)
    pressed: list[bool] = []
    empty.chosen.connect(lambda: pressed.append(True))
    empty.findChildren(QPushButton)[0].click()
    assert pressed == [True]
    empty.say("No predictions on this row.")
    assert not empty.findChildren(QPushButton)[0].isVisible()


def test_a_disabled_button_of_the_foot_says_why(theme: Theme, shown: Shown) -> None:
    foot = FootBar(theme)
    shown(foot)
    chosen: list[FootAction] = []
    foot.action_chosen.connect(chosen.append)
    missing = FootButton("Continue to rows", FootAction.CONTINUE, enabled=False)
    foot.show_state(FootState(sentence="Next: add your key.", sign="key", main=missing))
    assert foot.main_button.accessibleDescription() == "Next: add your key."
    foot.main_button.click()
    assert chosen == []
    foot.show_state(FootState(sentence="Line 2 is open.", main=FootButton("Continue to rows", FootAction.CONTINUE)))
    foot.main_button.click()
    assert chosen == [FootAction.CONTINUE]


def test_controls_change_with_the_theme(theme: Theme, shown: Shown, qtbot: QtBot) -> None:
    host = QWidget()
    host.resize(600, 600)
    button = Button(theme, "Choose file…", Kind.FILLED, parent=host)
    button.move(400, 400)  # away from where the mouse is to begin with
    shown(host)

    def ground() -> str:
        picture: QImage = button.grab().toImage()
        return picture.pixelColor(4, picture.height() // 2).name().upper()

    light = ground()
    theme.set_mode("dark")
    assert (light, ground()) == ("#4449C8", "#9CA0FF")
    theme.set_mode("light")


def test_the_theme_follows_the_system_until_somebody_chooses(theme: Theme) -> None:
    theme.set_mode("system")
    system_is_dark = theme.tokens.is_dark
    assert theme.switch() == ("light" if system_is_dark else "dark")
    assert theme.tokens.is_dark is not system_is_dark
    assert theme.switch() == "system", "back to what the system says: follow it again"


def test_tab_comes_to_a_remedy_where_it_stands(theme: Theme, shown: Shown) -> None:
    host, notice, before, after = QWidget(), Notice(theme), Button(theme, "Before"), Button(theme, "After")
    layout = QVBoxLayout(host)
    for part in (before, notice, after):
        layout.addWidget(part)
    shown(host)
    notice.say(Sentence("x", "It failed.", "Why.", "Try."), [("Try again", lambda: None), ("Leave it", lambda: None)])
    before.setFocus()
    met = []
    for _ in range(3):
        QTest.keyClick(host.focusWidget(), Qt.Key.Key_Tab)
        focused = host.focusWidget()
        assert isinstance(focused, QPushButton)
        met.append(focused.text())
    assert met == ["Try again", "Leave it", "After"]


def test_tab_passes_a_notice_that_has_no_button(theme: Theme, shown: Shown) -> None:
    host, notice, before, after = QWidget(), Notice(theme), Button(theme, "Before"), Button(theme, "After")
    layout = QVBoxLayout(host)
    for widget in (before, notice, after):
        layout.addWidget(widget)
    notice.say(Sentence("undecided", "Which one is meant?", "Nothing settles it.", "Choose one."), tone="warn")
    shown(host)
    before.setFocus()
    QTest.keyClick(before, Qt.Key.Key_Tab)
    assert after.hasFocus()


@pytest.mark.parametrize("goes", ["hidden", "disabled", "deleted"])
def test_the_keys_stay_on_the_page_when_what_had_them_goes(
    qapp: QApplication, shown: Shown, qtbot: QtBot, goes: str
) -> None:
    host, stack, page, foot = QWidget(), QStackedWidget(), QWidget(), QPushButton("Foot")
    first, second = QPushButton("First"), QPushButton("Second")
    for parent, parts in ((page, (first, second)), (host, (stack, foot))):
        layout = QVBoxLayout(parent)
        for part in parts:
            layout.addWidget(part)
    stack.addWidget(page)
    page.setFocusProxy(first)
    KeysStay(qapp, stack)
    shown(host)
    second.setFocus()
    if goes == "deleted":
        second.deleteLater()
    else:
        (second.hide if goes == "hidden" else lambda: second.setEnabled(False))()
    qtbot.waitUntil(first.hasFocus)
    foot.setFocus()
    qtbot.wait(20)
    assert foot.hasFocus(), "who goes elsewhere is left there"
