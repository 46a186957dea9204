"""What somebody says the columns of a table are becomes settings, and says what it lacks."""

from __future__ import annotations

from gui.domain.column_choice import ColumnChoice, columns_question
from gui.domain.table_guess import TableColumn, TableGuess

TABLE = TableGuess(
    "commas",
    True,
    [
        TableColumn(0, "shot", ["a.jpg", "b.jpg"], "picture", "its cells look like names of files"),
        TableColumn(1, "kind", ["car", "car"], "", ""),
        *(TableColumn(2 + place, name, ["1", "2"], "", "") for place, name in enumerate("abcd")),
    ],
    "",
    "the four numbers of a box",
)


def with_box(choice: ColumnChoice) -> ColumnChoice:
    for place, role in enumerate("xywh"):
        choice = choice.with_role(2 + place, role)
    return choice


def test_roles_become_the_settings_and_other_settings_stay() -> None:
    given = {"encoding": "gbk", "columns": "x:0", "box": "xywh"}
    choice = with_box(ColumnChoice.of(TABLE, given)).with_role(1, "class").with_box("xyxy")
    assert choice.values == {"encoding": "gbk", "columns": "picture:0,class:1,x:2,y:3,w:4,h:5", "box": "xyxy"}
    assert choice.with_box("").values == {"encoding": "gbk", "columns": "picture:0,class:1,x:2,y:3,w:4,h:5"}


def test_a_role_belongs_to_one_column_alone() -> None:
    choice = ColumnChoice.of(TABLE, {}).with_role(1, "picture")
    assert choice.roles == ("", "picture", "", "", "", "")
    assert (choice.evidence(0), choice.evidence(1)) == ("", "you said so")
    assert choice.with_role(1, "").roles == ("",) * 6, "not used is not a role that is taken from others"
    assert choice.with_role(0, "picture").evidence(0) == "its cells look like names of files"


def test_what_is_lacking_is_said_until_the_table_can_be_read() -> None:
    choice = ColumnChoice.of(TABLE, {})
    assert choice.lacks.startswith("Still lacking: the four numbers of the box.")
    some = choice.with_role(2, "x").with_role(3, "y").with_box("xyxy")
    assert some.lacks == "Still lacking: right of the box, bottom of the box."
    assert with_box(choice).lacks == ""
    assert choice.with_role(1, "class").with_role(2, "confidence").lacks == "", "what whole pictures show has no box"
    assert choice.with_role(2, "box").lacks == ""


def test_what_happens_without_a_column_is_said() -> None:
    bare = with_box(ColumnChoice.of(TABLE, {})).with_role(0, "")
    assert all(word in bare.notes for word in ("class", "name of the file", "1.0"))
    assert "class" not in with_box(ColumnChoice.of(TABLE, {"class": "car"})).notes
    assert with_box(ColumnChoice.of(TABLE, {})).with_role(1, "class").notes.startswith("No column is the confidence")


def test_the_four_numbers_are_called_what_the_kind_of_box_makes_them() -> None:
    choice = ColumnChoice.of(TABLE, {})
    assert dict(choice.role_options())["w"] == "Third number of the box"
    assert dict(choice.with_box("cxcywh").role_options())["x"] == "Centre x of the box"
    named = TableGuess("commas", True, TABLE.columns, "xyxy", "")
    assert ColumnChoice.of(named, {}).words("w") == "right of the box"
    assert ColumnChoice.of(named, {}).box_options()[0] == ("", "As the columns are called (left, top, right, bottom)")
    assert choice.box_options()[0] == ("", "As the numbers fit")


def test_a_column_without_a_name_has_its_number() -> None:
    nameless = TableGuess("tabs", False, [TableColumn(0, "", [], "", "")], "", "the four numbers of a box")
    assert ColumnChoice.of(nameless, {}).title(0) == "Column 1"
    assert "table.csv" in columns_question("table.csv", nameless).what
