"""What was chosen becomes a list of files: nothing outside it is opened, and what is left out is named."""

from __future__ import annotations

import contextlib
import os
import stat
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gui.errors import SourceProblem
from gui.sources.intake import archive as archives
from gui.sources.intake import folder as folders
from gui.sources.intake.files import Intake
from gui.sources.intake.opening import open_files, open_intake
from gui.sources.readers.each_file import BrokenFile, contents


def fill(root: Path, *names: str) -> Path:
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(f"in {name}")
    return root


def pack(path: Path, *names: str) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name in names:
            archive.writestr(name, f"in {name}")
    return path


def names(files: Intake) -> list[str]:
    return [file.name for file in files]


def refused(path: Path) -> str:
    with pytest.raises(SourceProblem) as failure:
        open_intake(path)
    sentence = failure.value.sentence
    assert all(part.endswith(".") for part in (sentence.what, sentence.why, sentence.remedy))
    return f"{sentence.what} {sentence.why}"


def test_folder_and_archive_look_alike(tmp_path: Path) -> None:
    tree = ("b.txt", "a.txt", "labels/10.txt", "labels/9.TXT", "pictures/a.jpg")
    for path in (fill(tmp_path / "folder", *tree), pack(tmp_path / "packed.zip", *tree)):
        with open_intake(path) as files:
            assert names(files) == ["a.txt", "b.txt", "labels/10.txt", "labels/9.TXT", "pictures/a.jpg"]
            assert [file.name for file in files.with_suffix(".txt")] == names(files)[:-1]
            assert [file.name for file in files.with_suffix(".jpg", ".txt")] == sorted(names(files))
            file = files.named("labels/10.txt")
            assert file is not None
            assert (file.stem, file.suffix, file.place("line 3")) == ("10", ".txt", "labels/10.txt line 3")
            with file.open() as stream:
                assert stream.read() == b"in labels/10.txt"
                stream.seek(3)
                assert stream.read(6) == b"labels"
            assert files.named("labels/1.txt") is None
            assert files.left_out == []


def test_a_file_by_itself_needs_no_extension_and_no_name_before_its_places(tmp_path: Path) -> None:
    with open_intake(fill(tmp_path, "results") / "results") as files:
        assert [file.place("line 3") for file in files.with_suffix(".txt")] == ["line 3"]
        files.named_after("results")
        assert files.files[0].place("line 3") == "results line 3"


def test_hidden_and_system_files_are_not_looked_at(tmp_path: Path) -> None:
    tree = ("a.txt", ".DS_Store", "__MACOSX/._a.txt", "labels/Thumbs.db", ".git/config", "labels/.hidden/b.txt")
    for path in (fill(tmp_path / "folder", *tree), pack(tmp_path / "packed.zip", *tree)):
        with open_intake(path) as files:
            assert names(files) == ["a.txt"]
            assert files.left_out == []


def test_links_out_of_the_folder_are_left_out(tmp_path: Path) -> None:
    fill(tmp_path, "secret.txt", "folder/a.txt", "folder/inner/b.txt")
    folder = tmp_path / "folder"
    (folder / "out.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "in.txt").symlink_to("inner/b.txt")
    (folder / "loop").symlink_to(folder)
    (folder / "dangling.txt").symlink_to("nowhere")
    with open_intake(folder) as files:
        assert names(files) == ["a.txt", "in.txt", "inner/b.txt"]
        assert dict(files.left_out) == {
            "out.txt": "it is a link that leads out of the folder",
            "loop": "it is a link to a folder",
            "dangling.txt": "it cannot be looked at (No such file or directory)",
        }


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_pipes_are_not_opened(tmp_path: Path) -> None:
    fill(tmp_path, "folder/a.txt")
    os.mkfifo(tmp_path / "folder" / "pipe.txt")
    with open_intake(tmp_path / "folder") as files:
        assert names(files) == ["a.txt"]
        assert files.left_out == [("pipe.txt", "it is a pipe or a device")]


def test_what_lies_too_deep_is_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (folders, archives):
        monkeypatch.setattr(module, "MOST_FOLDERS", 3)
    for path in (
        fill(tmp_path / "folder", "a/b/c.txt", "a/b/c/d/e.txt"),
        pack(tmp_path / "packed.zip", "a/b/c.txt", "a/b/c/d/e.txt"),
    ):
        with open_intake(path) as files:
            assert names(files) == ["a/b/c.txt"]
            assert [why for _, why in files.left_out] == ["it lies more than 3 folders deep"]


def test_too_many_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (folders, archives):
        monkeypatch.setattr(module, "MOST_FILES", 3)
    tree = ("a", "b", "c", "d")
    for path in (fill(tmp_path / "folder", *tree), pack(tmp_path / "packed.zip", *tree)):
        assert "holds more than" in refused(path)


def test_an_empty_folder_or_archive_is_said(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert "empty holds no files to read" in refused(tmp_path / "empty")
    assert "empty.zip holds no files to read" in refused(pack(tmp_path / "empty.zip"))


def test_paths_out_of_an_archive_are_left_out(tmp_path: Path) -> None:
    odd = ("../up.txt", "/etc/passwd", "C:\\Windows\\a.txt", "a/../../b.txt")
    with open_intake(pack(tmp_path / "packed.zip", "a.txt", *odd)) as files:
        assert names(files) == ["a.txt"]
        assert {why for _, why in files.left_out} == {"its path leads out of the archive"}
        assert len(files.left_out) == len(odd)


def test_windows_slashes_and_unmarked_utf8_names_in_archives(tmp_path: Path) -> None:
    path = tmp_path / "packed.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name in ("labels\\a.txt", "Ä.txt"):
            member = zipfile.ZipInfo(name)
            member.filename = name  # as a packer on Windows writes it
            archive.writestr(member, "x")
    data = path.read_bytes()
    # Take away the mark that the name is UTF-8, in the local header and in the directory, as many packers do.
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.index("Ä.txt".encode(), data.index(signature)) if signature == b"PK\x03\x04" else 0
        start = data.rindex(signature, 0, place) if place else data.rindex(signature)
        data = data[: start + offset + 1] + bytes([data[start + offset + 1] & ~0x08]) + data[start + offset + 2 :]
    path.write_bytes(data)
    with open_intake(path) as files:
        assert names(files) == ["labels/a.txt", "Ä.txt"]


def test_links_encrypted_files_and_twins_in_archives_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "packed.zip"
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", "first")
        archive.writestr(link, "/etc/passwd")
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("a.txt", "second")
    with open_intake(path) as files:
        assert names(files) == ["a.txt"]
        assert dict(files.left_out) == {
            "link.txt": "it is a link",
            "a.txt": "another file in the archive has the same name",
        }
        with files.files[0].open() as stream:
            assert stream.read() == b"first"


def test_a_password_is_said(tmp_path: Path) -> None:
    data = bytearray(pack(tmp_path / "packed.zip", "a.txt").read_bytes())
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    (tmp_path / "locked.zip").write_bytes(data)
    assert "protected with a password" in refused(tmp_path / "locked.zip")


def test_bombs_are_refused_before_anything_is_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros.json", bytes(3 << 20))
    with open_intake(path) as files:
        assert len(files) == 1  # three megabytes harm nobody
    monkeypatch.setattr(archives, "HARMLESS", 1 << 20)
    assert "times its own size" in refused(path)
    monkeypatch.setattr(archives, "HARMLESS", 1 << 30)
    monkeypatch.setattr(archives, "MOST_UNPACKED", 1 << 20)
    assert "would unpack to" in refused(path)


def test_files_that_lie_over_each_other_are_refused(tmp_path: Path) -> None:
    """Like David Fifield's bomb: many entries of the directory lead to the same bytes."""
    path = tmp_path / "overlap.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", "x" * 1000)
        member = archive.infolist()[0]
        for number in range(20):
            twin = zipfile.ZipInfo(f"b{number}.txt")
            twin.file_size, twin.compress_size, twin.CRC = member.file_size, member.compress_size, member.CRC
            twin.header_offset = member.header_offset
            archive.filelist.append(twin)
    assert "lie over each other" in refused(path)


def test_a_damaged_member_is_an_error_of_reading(tmp_path: Path) -> None:
    path = tmp_path / "packed.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", os.urandom(2000))
    data = bytearray(path.read_bytes())
    data[500] ^= 0xFF
    path.write_bytes(data)
    with open_intake(path) as files, files.files[0].open() as stream, pytest.raises(OSError, match="damaged there"):
        stream.read()


def test_files_chosen_together_keep_apart(tmp_path: Path) -> None:
    fill(tmp_path, "one/a.json", "two/a.json", "two/b.json")
    with open_files([tmp_path / "one/a.json", tmp_path / "two/a.json", tmp_path / "two/b.json"]) as files:
        assert (files.title, names(files)) == ("3 files", ["b.json", "one/a.json", "two/a.json"])


def test_each_of_several_files_must_be_there_and_be_a_file(tmp_path: Path) -> None:
    fill(tmp_path, "a.txt", "folder/b.txt")
    (tmp_path / "empty.txt").touch()
    with open_files([tmp_path / "a.txt", tmp_path / "empty.txt"]) as files:
        assert names(files) == ["a.txt", "empty.txt"]  # a picture without predictions
    for other, what in ((tmp_path / "c.txt", "There is no file c.txt."), (tmp_path / "folder", "folder is a folder.")):
        with pytest.raises(SourceProblem) as failure:
            open_files([tmp_path / "a.txt", other])
        assert failure.value.sentence.what == what


def test_no_more_is_read_of_a_file_than_it_may_have(tmp_path: Path) -> None:
    """Files may grow after the folder was listed, and archives lie about sizes: only what comes out counts."""
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "a.txt").write_bytes(b"x" * 200_000)
    with zipfile.ZipFile(tmp_path / "packed.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", b"x" * 200_000)
    for path in (tmp_path / "folder", tmp_path / "packed.zip"):
        with open_intake(path) as files:
            file = files.files[0]
            assert file.size == 200_000
            assert file.read(200_000) == contents(file) == b"x" * 200_000
            assert len(file.read(100_000)) == 100_001
            with pytest.raises(BrokenFile, match="it is larger than 0 MB"):
                contents(file, 199_999)


@settings(
    max_examples=150, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture], deadline=None
)
@given(data=st.data())
def test_any_damage_to_an_archive_is_an_error_that_is_said(data: st.DataObject, tmp_path: Path) -> None:
    whole = pack(tmp_path / "packed.zip", "a.txt", "labels/b.txt").read_bytes()
    start = data.draw(st.integers(0, len(whole)))
    damaged = whole[:start] + data.draw(st.binary(max_size=20)) + whole[start + data.draw(st.integers(0, 20)) :]
    path = tmp_path / "damaged.zip"
    path.write_bytes(damaged or b"x")
    with contextlib.suppress(SourceProblem), open_intake(path) as files:
        for file in files:
            with contextlib.suppress(OSError), file.open() as stream:
                assert len(stream.read(1 << 20)) <= len(damaged)
