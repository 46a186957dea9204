"""Pictures for the preview: over signed links only, within limits, out of videos frame by frame, nothing created."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import cv2
import msgspec
import pytest
import requests

from gui.demo.faults import Fault
from gui.demo.server import DemoServer
from gui.encord_api import media
from gui.encord_api.media import MediaFetcher, NoPicture
from gui.encord_api.patience import Stop
from gui.errors import ExpectedFailure
from gui.workspace import Workspace


@pytest.fixture
def fetcher(demo: DemoServer, tmp_path: Path) -> Iterator[MediaFetcher]:
    workspace = Workspace()
    workspace.sign_in(demo.private_key_pem, None, demo.url)
    listing = workspace.open_project(demo.project_hash, Stop())
    folder = tmp_path / "pictures"
    folder.mkdir()
    yield MediaFetcher(listing, folder)
    workspace.close()


def number_of(fetcher: MediaFetcher, kind: str, *, labelled: bool = True) -> int:
    rows = fetcher.listing.rows
    return next(n for n, row in enumerate(rows) if row.data_type == kind and bool(row.label_hash) is labelled)


def test_pictures_are_fetched_once_and_nothing_is_created(fetcher: MediaFetcher, demo: DemoServer) -> None:
    number = number_of(fetcher, "image", labelled=False)
    path = fetcher.picture(number, 0, Stop())
    assert cv2.imread(str(path)) is not None
    demo.faults.set(Fault("expired_links", on="media"))
    assert fetcher.picture(number, 0, Stop()) == path  # it is there: nobody is asked again
    assert demo.writes == []


def test_each_image_of_a_group_is_a_picture_of_its_own(fetcher: MediaFetcher) -> None:
    number = number_of(fetcher, "img_group")
    first, second = (fetcher.picture(number, frame, Stop()).read_bytes() for frame in (0, 1))
    assert first != second


def test_frames_are_cut_out_of_a_video(fetcher: MediaFetcher) -> None:
    number = number_of(fetcher, "video")
    late = fetcher.picture(number, 5, Stop())
    assert cv2.imread(str(late)) is not None
    written = late.stat().st_mtime_ns
    assert fetcher.picture(number, 5, Stop()) == late and late.stat().st_mtime_ns == written
    with pytest.raises(NoPicture, match="no such frame"):
        fetcher.picture(number, 100_000, Stop())


def test_what_is_no_video_has_no_frames(tmp_path: Path) -> None:
    (tmp_path / "video").write_bytes(b"\x00" * 64)
    with pytest.raises(NoPicture, match="cannot be decoded"):
        media._cut_out(tmp_path / "video", 0)


@pytest.mark.parametrize(
    ("fault", "words"),
    [("expired_links", "has expired"), ("server_error", "could not be fetched"), ("reset", "was cut off")],
)
def test_links_that_give_nothing(fetcher: MediaFetcher, demo: DemoServer, fault: str, words: str) -> None:
    demo.faults.set(msgspec.convert({"kind": fault, "on": "media"}, Fault))
    with pytest.raises(ExpectedFailure, match=words):
        fetcher.picture(number_of(fetcher, "image"), 0, Stop())
    assert list(fetcher._folder.iterdir()) == []


def test_links_that_lead_elsewhere_are_not_followed(fetcher: MediaFetcher, monkeypatch: pytest.MonkeyPatch) -> None:
    links = iter(["http://elsewhere.example/x.jpg", "file:///etc/passwd", ""])
    monkeypatch.setattr(fetcher, "link", lambda *_: next(links))
    monkeypatch.setattr(requests, "get", lambda *_, **__: pytest.fail("it was followed"))
    for words in ("not safe", "not safe", "gave no link"):
        with pytest.raises(NoPicture, match=words):
            fetcher.picture(number_of(fetcher, "image"), 0, Stop())


def test_a_picture_beyond_all_measure_is_left_alone(fetcher: MediaFetcher, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(media, "LARGEST", 1000)
    with pytest.raises(NoPicture, match="too large"):
        fetcher.picture(number_of(fetcher, "image"), 0, Stop())
    assert list(fetcher._folder.iterdir()) == []


def test_the_oldest_pictures_make_room(fetcher: MediaFetcher, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(media, "MOST_BYTES", 250)
    folder = fetcher._folder
    for age, name in enumerate(["newest", "middle", "oldest"]):
        (folder / name).write_bytes(b"x" * 100)
        os.utime(folder / name, (1_000_000 - age, 1_000_000 - age))
    fetcher.picture(number_of(fetcher, "image"), 0, Stop())
    assert {path.name for path in folder.iterdir()} >= {"newest", "middle"}
    assert not (folder / "oldest").exists()


def test_rows_that_have_no_picture(fetcher: MediaFetcher) -> None:
    number = number_of(fetcher, "image")
    row = fetcher.listing.rows[number]
    fetcher.listing.rows[number] = msgspec.structs.replace(row, data_type="audio")
    with pytest.raises(NoPicture, match="no preview for this type"):
        fetcher.picture(number, 0, Stop())
