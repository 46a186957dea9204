"""Storage items, signed links, and what lies behind them: pictures and a video that really decode."""

from pathlib import Path

import cv2
import numpy as np
import pytest
import requests
from encord import EncordUserClient, Project
from encord.constants.enums import DataType
from encord.exceptions import AuthorisationError
from encord.objects import LabelRowV2
from encord.orm.storage import StorageItemType

from gui import paths
from gui.demo.make_clip import make_clip
from gui.demo.server import DemoServer


@pytest.fixture
def client(demo: DemoServer) -> EncordUserClient:
    return EncordUserClient.create_with_ssh_private_key(demo.private_key_pem, domain=demo.url)


@pytest.fixture
def project(client: EncordUserClient, demo: DemoServer) -> Project:
    return client.get_project(demo.project_hash)


def row_of(project: Project, data_type: DataType) -> LabelRowV2:
    return next(row for row in project.list_label_rows_v2(include_images_data=True) if row.data_type == data_type)


def fetch(link: str | None) -> bytes:
    assert link is not None
    answer = requests.get(link, timeout=10)
    answer.raise_for_status()
    return answer.content


def decoded(data: bytes) -> np.ndarray:
    image = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    assert image is not None
    return image


def test_a_pictures_link_leads_to_a_jpeg_of_the_rows_size(project: Project) -> None:
    row = row_of(project, DataType.IMAGE)
    item = row.get_storage_item(get_signed_urls=True)
    assert (item.name, item.item_type, item.mime_type) == (row.data_title, StorageItemType.IMAGE, "image/jpeg")
    image = decoded(fetch(item.get_signed_url()))
    assert image.shape == (row.height, row.width, 3)
    assert image.std() > 20  # a picture with something on it, not a plain area


def test_a_label_rows_own_link_works_only_when_asked_for(project: Project) -> None:
    row = row_of(project, DataType.IMAGE)
    row.initialise_labels(include_signed_url=True)
    assert fetch(row.data_link)[:2] == b"\xff\xd8"
    row.initialise_labels(overwrite=True)
    assert row.data_link is not None
    assert not row.data_link.startswith("http")


def test_a_groups_pictures_are_its_items_children(project: Project) -> None:
    group = row_of(project, DataType.IMG_GROUP)
    children = list(group.get_storage_item().get_child_items(get_signed_urls=True))
    assert [child.name for child in children] == [frame.title for frame in group.get_frames_metadata()]
    pictures = [fetch(child.get_signed_url()) for child in children]
    assert {decoded(picture).shape for picture in pictures} == {(853, 1280, 3)}
    assert len(set(pictures)) == 4


def test_many_items_are_fetched_at_once(project: Project, client: EncordUserClient) -> None:
    rows = project.list_label_rows_v2()[:5]
    uuids = [row.backing_item_uuid for row in rows if row.backing_item_uuid]
    items = client.get_storage_items(uuids, sign_url=True)
    assert [item.name for item in items] == [row.data_title for row in rows]


def test_the_video_decodes_to_the_frames_its_row_promises(project: Project, tmp_path: Path) -> None:
    row = row_of(project, DataType.VIDEO)
    path = tmp_path / "clip.mp4"
    path.write_bytes(fetch(row.get_storage_item(get_signed_urls=True).get_signed_url()))
    video = cv2.VideoCapture(str(path))
    frames = []
    while (read := video.read())[0]:
        frames.append(read[1])
    assert len(frames) == row.number_of_frames == 48
    assert {frame.shape for frame in frames} == {(row.height, row.width, 3)}
    assert video.get(cv2.CAP_PROP_FPS) == row.fps


def test_the_clip_is_small() -> None:
    assert paths.resource_path("demo/clip.mp4").stat().st_size < 300_000


def test_the_committed_clip_is_the_one_the_module_draws(tmp_path: Path) -> None:
    make_clip(tmp_path / "again.mp4")
    committed = cv2.VideoCapture(str(paths.resource_path("demo/clip.mp4")))
    again = cv2.VideoCapture(str(tmp_path / "again.mp4"))
    for _ in range(48):
        first, second = committed.read()[1], again.read()[1]
        assert np.abs(first.astype(int) - second.astype(int)).mean() < 3  # encoders may differ a little
    assert not again.read()[0]


def test_the_clip_shows_what_its_labels_say(demo: DemoServer) -> None:
    """In the middle of a labelled apple the committed clip is red, an orange orange: clip and labels agree."""
    row = next(r for r in demo.project.rows.values() if r.media.type == "video")
    (frames,) = row.read().units.values()
    video = cv2.VideoCapture(str(paths.resource_path("demo/clip.mp4")))
    seen = 0
    for number in range(48):
        image = video.read()[1]
        for label in frames.get(str(number), {"objects": []})["objects"]:
            box = label["boundingBox"]
            if label["name"] == "Pear" or box["w"] < 0.08:
                continue
            x, y = int((box["x"] + box["w"] / 2) * 480), int((box["y"] + box["h"] / 2) * 270)
            blue, green, red = image[y - 2 : y + 3, x - 2 : x + 3].reshape(-1, 3).mean(axis=0)
            assert red > 1.3 * max(blue, green if label["name"] == "Apple" else blue), (number, label["name"])
            seen += 1
    assert seen > 80


def test_a_changed_or_unknown_link_is_refused(project: Project, demo: DemoServer) -> None:
    link = row_of(project, DataType.IMAGE).get_storage_item(get_signed_urls=True).get_signed_url()
    assert link is not None
    assert requests.get(link[:-1] + ("0" if link[-1] != "0" else "1"), timeout=5).status_code == 403
    assert requests.get(link.split("?")[0], timeout=5).status_code == 403


def test_a_link_runs_out(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    link = row_of(project, DataType.IMAGE).get_storage_item(get_signed_urls=True).get_signed_url()
    assert link is not None
    import time

    later = time.time() + 3601
    monkeypatch.setattr("gui.demo.site.time.time", lambda: later)
    assert requests.get(link, timeout=5).status_code == 403


def test_an_item_that_does_not_exist_is_refused(client: EncordUserClient, demo: DemoServer) -> None:
    with pytest.raises(AuthorisationError):
        client.get_storage_item(demo.project_hash)
    with pytest.raises(AuthorisationError):
        client.get_storage_items([demo.project_hash])
