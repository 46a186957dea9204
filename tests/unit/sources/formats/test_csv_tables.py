"""CSV and TSV: however the table is written and its columns are called; what is open is weighed."""

from __future__ import annotations

from pathlib import Path

import pytest

from gui.domain.geometry import Box, ClassScore
from gui.domain.prediction import Picture
from gui.domain.reasons import Reason
from gui.errors import SourceProblem, UsageProblem
from gui.sources.deciding import UndecidedReading
from gui.sources.formats.tables.source import guess
from gui.sources.intake.opening import open_intake
from gui.sources.read_settings import ReadSettings
from gui.sources.reading import read_predictions
from gui.sources.spool import Spool
from tests.unit.sources.reading import predictions, written

TENSORFLOW = """filename,width,height,class,xmin,ymin,xmax,ymax
a.jpg,640,480,car,10,20,40,60
"""


def read(folder: Path, content: str | bytes, *, format: str | None = None, **values: str) -> Spool:
    path = written(folder / "table.csv", content.encode() if isinstance(content, str) else content)
    return read_predictions([path], folder / "spool", format=format, settings=ReadSettings(values=values))


def boxes(spool: Spool) -> list[object]:
    return [record.geometry for record in predictions(spool)]


def test_tensorflows_columns_with_the_picture_size(tmp_path: Path) -> None:
    spool = read(tmp_path, TENSORFLOW)
    assert boxes(spool) == [Box(10, 20, 30, 40)]
    assert (spool.pictures, spool.classes) == ([Picture("a.jpg", 640, 480)], ["car"])
    assert predictions(spool)[0].where == "line 2"


def test_openimages_with_decimal_commas_and_blank_confidences(tmp_path: Path) -> None:
    header = "ImageID,Source,LabelName,Confidence,XMin,XMax,YMin,YMax\n"
    spool = read(tmp_path, header + 'a.jpg,,car,,"0,25","0,5","0,125","0,75"\nb.jpg,,car,"0,5",0,1,0,1\n')
    assert boxes(spool) == [Box(0.25, 0.125, 0.25, 0.625), Box(0, 0, 1, 1)]
    assert all(picture.fractions for picture in spool.pictures)
    assert (spool.scored.tolist(), spool.confidence.tolist()) == ([False, True], [1.0, 0.5])


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"]
)  # fmt: skip
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_separators_and_encodings_are_found(encoding: str, separator: str, tmp_path: Path) -> None:
    lines = ["image,label,score,x1,y1,x2,y2", *(f"Größe {n}.jpg,Vögel,0.5,1,2,{n + 5},9" for n in range(3))]
    content = "\r\n".join(lines).replace(",", separator).encode(encoding)
    spool = read(tmp_path, content)
    assert (len(boxes(spool)), spool.classes, spool.dropped) == (3, ["Vögel"], {})
    assert spool.pictures[0].name == "Größe 0.jpg"


def test_western_letters_are_told_from_chinese_where_they_can_be(tmp_path: Path) -> None:
    content = "image;label;xmin;ymin;xmax;ymax\na.jpg;café;1;2;3;4\n".encode("cp1252")
    assert read(tmp_path, content).classes == ["café"]
    assert read(tmp_path, content.replace(b"caf\xe9", b"V\xf6gel"), encoding="cp1252").classes == ["Vögel"]
    with pytest.raises(UsageProblem, match="encoding=klingon"):
        read(tmp_path, content, encoding="klingon")


def test_chinese_names_in_gbk(tmp_path: Path) -> None:
    content = "文件,label,xmin,ymin,xmax,ymax\n甲.jpg,苹果,1,2,3,4\n".encode("gbk")
    assert read(tmp_path, content, encoding="gbk").classes == ["苹果"]
    assert read(tmp_path, content).classes == ["苹果"]


def test_excels_first_line_windows_paths_and_quotes(tmp_path: Path) -> None:
    rows = 'sep=;\nImage Path;Class;x1;y1;x2;y2\nC:\\data\\a.jpg;"car; ""red""";1,5;2;3;4\n'
    spool = read(tmp_path, rows)
    assert (spool.pictures[0].name, spool.classes) == ("C:\\data\\a.jpg", ['car; "red"'])
    assert boxes(spool) == [Box(1.5, 2, 1.5, 2)]
    assert predictions(spool)[0].where == "line 3"


def test_without_a_header_contents_tell(tmp_path: Path) -> None:
    rows = "".join(
        f"pictures/{n}.jpg,{100 + n},{50 + n},{300 + n},{90 + n},{'car' if n % 2 else 'bus'}\n" for n in range(9)
    )
    spool = read(tmp_path, rows)
    assert boxes(spool)[0] == Box(100, 50, 200, 40)
    assert sorted(spool.classes) == ["bus", "car"]
    assert spool.sources[0].values["box"] == "xyxy"


def test_few_rows_without_a_header_are_the_users_to_decide(tmp_path: Path) -> None:
    row = "a.jpg,car,10,20,30,40\n"
    with pytest.raises(UndecidedReading) as failure:
        read(tmp_path, row)
    assert "--set box=" in failure.value.sentence.remedy
    assert boxes(read(tmp_path, row, box="cxcywh")) == [Box(-5, 0, 30, 40)]
    assert boxes(read(tmp_path, row, box="xyxy")) == [Box(10, 20, 20, 20)]


def test_x_and_y_are_a_corner_unless_that_leads_out_of_the_picture(tmp_path: Path) -> None:
    header = "image,class,x,y,width,height,image_width,image_height\n"
    assert boxes(read(tmp_path, f"{header}a.jpg,car,10,20,30,40,100,80\n")) == [Box(10, 20, 30, 40)]
    spool = read(tmp_path, header + "".join(f"a.jpg,car,90,70,{n},16,100,80\n" for n in (12, 14, 16)))
    assert boxes(spool)[0] == Box(84, 62, 12, 16)
    assert spool.sources[0].values["box"] == "cxcywh"


def test_columns_are_said_by_name_or_number(tmp_path: Path) -> None:
    rows = "a;b;c;d;e;f\n1;2;3;4;5;a.jpg\n"
    with pytest.raises(SourceProblem) as failure:
        read(tmp_path, rows, format="csv")
    assert "--set columns=" in failure.value.sentence.remedy
    columns = "picture:F,class:0,x:b,y:c,w:d,h:4"
    with pytest.raises(UndecidedReading):
        read(tmp_path, rows, format="csv", columns=columns, box="xywh", classes="no,yes")
    spool = read(
        tmp_path, rows, format="csv", columns=columns, box="xywh", classes="no,yes", first_class="0", units="pixels"
    )
    assert (boxes(spool), spool.classes) == ([Box(2, 3, 4, 5)], ["yes"])
    for wrong in ("picture", "colour:1", "x:nowhere"):
        with pytest.raises(UsageProblem):
            read(tmp_path, rows, format="csv", columns=wrong)


def test_percent_confidences_are_seen_and_class_numbers_asked_about(tmp_path: Path) -> None:
    header = "image,class_id,score,xmin,ymin,xmax,ymax\n"
    rows = header + "".join(f"a.jpg,{n},{40 + n},1,2,3,4\n" for n in (1, 2))
    assert read(tmp_path, rows).confidence.tolist() == [0.41, 0.42]
    assert read(tmp_path, rows, classes="bus,car").classes == ["bus", "car"]
    with pytest.raises(UndecidedReading):
        read(tmp_path, rows, classes="bus,car,van")


def test_units_are_weighed_also_where_columns_are_said_by_name(tmp_path: Path) -> None:
    rows = "shot;kind;a;b;c;d\na.jpg;car;0,1;0,2;0,5;0,6\nb.jpg;car;0,2;0,2;0,9;0,9\n"
    spool = read(tmp_path, rows, format="csv", columns="picture:shot,class:kind,x:a,y:b,w:c,h:d", box="xyxy")
    assert spool.sources[0].values["units"] == "fraction"
    assert spool.pictures[0].fractions


def test_pictures_without_boxes_have_rows_of_commas(tmp_path: Path) -> None:
    """keras-retinanet: path, corners and class; nothing behind the path where the picture shows none."""
    rows = "".join(f"i/{n}.jpg,{n + 10},20,{n + 50},60,car\n" for n in range(6))
    spool = read(tmp_path, f"i/a.jpg,,,,,\n{rows}i/b.jpg,,,,,\n")
    assert boxes(spool)[0] == Box(10, 20, 40, 40)
    assert [loss.where for loss in spool.lost] == ["line 1", "line 8"]


def test_a_class_that_no_column_clearly_is_is_asked_for(tmp_path: Path) -> None:
    rows = "Bild;Klasse;x_min;y_min;x_max;y_max\na.jpg;apple;10,5;20,5;50,5;60,5\n"
    with pytest.raises(SourceProblem) as refused:
        read(tmp_path, rows)
    assert refused.value.sentence.what == "table.csv has no column that is clearly the class."
    assert "--set class=car" in refused.value.sentence.remedy
    with open_intake(tmp_path / "table.csv") as files:
        found = guess(files)
    assert found is not None and found.lacks == "the class"
    assert [column.role for column in found.columns] == ["picture", "class", "x", "y", "w", "h"], "they are proposed"
    assert read(tmp_path, rows, format="csv", **{"class": "pear"}).classes == ["pear"]
    columns = "x:2,y:3,w:4,h:5"
    assert read(tmp_path, rows, format="csv", columns=columns).classes == ["table"], "named after the file, and said so"


def test_frames_and_tracks(tmp_path: Path) -> None:
    rows = "video,frame,track_id,class,left,top,width,height\nv.mp4,0,7,car,1,2,3,4\nv.mp4,1,7,car,1,2,3,4\n"
    spool = read(tmp_path, rows)
    assert [picture.name for picture in spool.pictures] == ["v.mp4/0.jpg", "v.mp4/1.jpg"]
    assert {record.track for record in predictions(spool)} == {"7"}
    with pytest.raises(UndecidedReading):
        read(tmp_path, rows.replace(",0,7", ",2,7"))


def test_a_box_in_one_cell(tmp_path: Path) -> None:
    spool = read(
        tmp_path, 'image_id,width,height,bbox\na,640,480,"[1.0, 2, 3, 4.5]"\n', **{"class": "wheat", "box": "xywh"}
    )
    assert (boxes(spool), spool.classes, spool.pictures[0].width) == ([Box(1, 2, 3, 4.5)], ["wheat"], 640)


def test_classes_of_whole_pictures(tmp_path: Path) -> None:
    spool = read(tmp_path, "filename;label;probability\na.jpg;day;0,75\na.jpg;night;0,25\n")
    assert boxes(spool) == [ClassScore(), ClassScore()]
    assert (spool.classes, spool.confidence.tolist()) == (["day", "night"], [0.75, 0.25])
    assert "box" not in spool.sources[0].values


def test_every_loss_has_its_line(tmp_path: Path) -> None:
    bad = {
        ",640,480,car,1,2,3,4": Reason.BAD_ENTRY,
        "a.jpg,640,480,,1,2,3,4": Reason.BAD_ENTRY,
        "a.jpg,640,480,car": Reason.NO_GEOMETRY,
        "a.jpg,640,480,car,1,2,three,4": Reason.BAD_GEOMETRY,
        "a.jpg,640,480,car,1,2,nan,4": Reason.BAD_GEOMETRY,
        "a.jpg,640,480,car,1,2,1e308,4": Reason.BAD_GEOMETRY,
        "a.jpg,640,480,car,3,2,1,4": Reason.BAD_SIZE,
        "a" * (1 << 21): Reason.BAD_ENTRY,
        "a," * 5000: Reason.BAD_ENTRY,
    }
    good = "a.jpg,640,480,car,10,20,40,60\n" * 200
    spool = read(tmp_path, TENSORFLOW + good + "".join(f"{line}\n" for line in bad))
    assert len(boxes(spool)) == 201
    assert {reason: loss.count for reason, loss in spool.dropped.items()} == {
        reason: list(bad.values()).count(reason) for reason in bad.values()
    }
    assert any("line 210" in example for example in spool.dropped[Reason.BAD_ENTRY].examples)


def test_a_quotation_mark_without_end_is_no_silent_loss(tmp_path: Path) -> None:
    rows = TENSORFLOW + '"a.jpg,640,480,car,1,2,3,4\n' + "a.jpg,640,480,car,10,20,40,60\n" * 9000
    with pytest.raises(SourceProblem) as failure:
        read(tmp_path, rows)
    assert failure.value.sentence.what == "table.csv cannot be read whole."


@pytest.mark.parametrize(
    "content",
    [
        "epoch,train/box_loss,lr\n1,0.5,0.1\n",
        "a,b\n1,2\n",
        "1,2,3,4\n" * 9,
        '{"a": 1, "b": 2,\n"c": 3}',
        "x\n" * 9,
    ],
)
def test_other_tables_are_not_taken(content: str, tmp_path: Path) -> None:
    with pytest.raises(SourceProblem):
        read(tmp_path, content)


def test_spaces_are_separators_where_nothing_else_is(tmp_path: Path) -> None:
    rows = "".join(f"p{n}.jpg  car 0.9 {n + 10} 20 {n + 50} 60\n" for n in range(6))
    spool = read(tmp_path, rows)
    assert boxes(spool)[0] == Box(10, 20, 40, 40)
    assert (spool.format, spool.classes, spool.pictures[0].name) == ("csv", ["car"], "p0.jpg")


def test_tables_are_found_in_folders_of_text_files(tmp_path: Path) -> None:
    (tmp_path / "tables").mkdir()
    for name in "ab":
        rows = "".join(f"{name}{n}.jpg car 0.9 {n + 10} 20 {n + 50} 60\n" for n in range(6))
        (tmp_path / "tables" / f"{name}.txt").write_text(rows)
    spool = read_predictions([tmp_path / "tables"], tmp_path / "s", format=None, settings=ReadSettings())
    assert (spool.format, len(spool.picture), len(spool.pictures)) == ("csv", 12, 12)


def test_the_table_that_is_clear_is_shown_before_others(tmp_path: Path) -> None:
    (tmp_path / "tables").mkdir()
    (tmp_path / "tables" / "a.csv").write_text("epoch,loss\n1,2\n")
    (tmp_path / "tables" / "b.csv").write_text(TENSORFLOW)
    with open_intake(tmp_path / "tables") as files:
        found = guess(files)
    assert found is not None and not found.lacks


@pytest.mark.parametrize("number", ["NaN", "inf", "-1e308"])
def test_numbers_that_are_none_are_no_confidences(number: str, tmp_path: Path) -> None:
    rows = f"a.jpg,car,{number},1,2,30,40\n" + "".join(f"p{n}.jpg,car,0.5,1,2,30,40\n" for n in range(9))
    with pytest.raises(SourceProblem) as refused:
        read(tmp_path, rows)
    assert "--set columns=" in refused.value.sentence.remedy
    columns = "picture:0,class:1,confidence:2,x:3,y:4,w:5,h:6"
    spool = read(tmp_path, rows, format="csv", columns=columns, box="xywh", units="pixels")
    assert spool.confidence.tolist() == [0.5] * 9
    assert {reason: lost.count for reason, lost in spool.dropped.items()} == {Reason.BAD_CONFIDENCE: 1}


@pytest.mark.parametrize("number", ["NaN", "inf", "-1e400"])
def test_a_box_that_is_none_costs_its_row(number: str, tmp_path: Path) -> None:
    rows = f"a.jpg,car,0.5,11,{number},30,40\n" + "".join(f"p{n}.jpg,car,0.5,11,12,30,40\n" for n in range(9))
    spool = read(tmp_path, rows, box="xywh", units="pixels")
    assert (len(spool.picture), spool.read) == (9, 10)
    assert spool.lost[0].where == "line 1"


def test_a_dialog_gets_the_columns_with_their_roles_and_why(tmp_path: Path) -> None:
    with open_intake(written(tmp_path / "t.csv", TENSORFLOW.encode())) as files:
        found = guess(files)
    assert found
    assert (found.separator, found.has_header, found.box, found.lacks) == ("commas", True, "xyxy", "")
    assert [column.role for column in found.columns] == [
        *("picture", "picture_width", "picture_height", "class"),
        *("x", "y", "w", "h"),
    ]
    assert (found.columns[4].name, found.columns[4].samples) == ("xmin", ["10"])
    assert found.columns[4].evidence == "it is called xmin"


def test_a_table_whose_columns_are_not_clear_is_refused_with_what_decides_it(tmp_path: Path) -> None:
    content = "shot,kind,a,b,c,d\n1.jpg,car,1,2,30,40\n2.jpg,car,1,2,30,40\n"
    with pytest.raises(SourceProblem) as refused:
        read(tmp_path, content)
    assert "shot, kind, a, b, c, d" in refused.value.sentence.why
    assert "--format csv --set columns=" in refused.value.sentence.remedy
    said = read(tmp_path, content, format="csv", columns="picture:shot,class:kind,x:a,y:b,w:c,h:d", box="xyxy")
    assert boxes(said) == [Box(1, 2, 29, 38)] * 2
