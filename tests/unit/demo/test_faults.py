"""Each fault does what it says: what the real SDK, or a plain client, sees then."""

import time

import pytest
import requests
from encord import EncordUserClient, Project
from encord.exceptions import (
    AuthenticationError,
    GenericServerError,
    MultiLabelLimitError,
    PayloadTooLargeError,
    RateLimitExceededError,
    RequestException,
    SshKeyNotFound,
)
from encord.http.constants import RequestsSettings
from encord.objects import LabelRowV2

from gui.demo.faults import Fault
from gui.demo.server import DemoServer

ONE_TRY = RequestsSettings(max_retries=0, connection_retries=0, connect_timeout=5, read_timeout=1, write_timeout=5)


@pytest.fixture
def client(demo: DemoServer) -> EncordUserClient:
    return EncordUserClient.create_with_ssh_private_key(
        demo.private_key_pem, domain=demo.url, requests_settings=ONE_TRY
    )


@pytest.fixture
def project(client: EncordUserClient, demo: DemoServer) -> Project:
    return client.get_project(demo.project_hash)


@pytest.fixture
def rows(project: Project) -> list[LabelRowV2]:
    return [row for row in project.list_label_rows_v2() if row.label_hash]


def read(row: LabelRowV2) -> None:
    row.initialise_labels(overwrite=True)


def read_together(project: Project, rows: list[LabelRowV2]) -> None:
    with project.create_bundle() as bundle:
        for row in rows:
            row.initialise_labels(bundle=bundle, overwrite=True)


def hash_of(row: LabelRowV2) -> str:
    assert row.label_hash is not None
    return row.label_hash


def test_latency_makes_requests_of_its_kind_wait(demo: DemoServer, rows: list[LabelRowV2], project: Project) -> None:
    demo.faults.set(Fault("latency", on="labels", latency_ms=700))
    begun = time.monotonic()
    read(rows[0])
    assert time.monotonic() - begun >= 0.7
    project.list_label_rows_v2()
    ((_, struck),) = demo.faults._active
    assert struck == [1]  # the list had not to wait


def test_a_silent_server_never_answers(demo: DemoServer, rows: list[LabelRowV2]) -> None:
    demo.faults.set(Fault("silent", on="labels"))
    begun = time.monotonic()
    with pytest.raises(RequestException) as caught:
        read(rows[0])
    assert "Read timed out" in str(caught.value.__cause__)
    assert 0.9 < time.monotonic() - begun < 30


@pytest.mark.parametrize("kind", ["reset", "lost_answer"])
def test_a_cut_connection_is_a_connection_error(demo: DemoServer, rows: list[LabelRowV2], kind: str) -> None:
    demo.faults.set(Fault(kind, on="labels"))  # type: ignore[arg-type]
    with pytest.raises(RequestException) as caught:
        read(rows[0])
    assert isinstance(
        caught.value.__cause__, (requests.exceptions.ConnectionError, requests.exceptions.ChunkedEncodingError)
    )


def test_a_reset_comes_in_the_middle_of_the_body(demo: DemoServer) -> None:
    demo.faults.set(Fault("reset", on="media"))
    received: list[bytes] = []
    with requests.get(f"{demo.url}/media/x", stream=True, timeout=5) as answer:
        promised = int(answer.headers["Content-Length"])
        with pytest.raises((requests.exceptions.ConnectionError, requests.exceptions.ChunkedEncodingError)):
            received.extend(answer.iter_content(16))
    assert 0 < sum(map(len, received)) < promised


def test_a_lost_answer_was_still_carried_out(demo: DemoServer, rows: list[LabelRowV2]) -> None:
    read(rows[0])
    demo.faults.set(Fault("lost_answer", on="save"))
    with pytest.raises(RequestException):
        rows[0].save()
    assert [write.kind for write in demo.writes] == ["save"]


def test_a_truncated_body_is_no_json(demo: DemoServer, rows: list[LabelRowV2]) -> None:
    demo.faults.set(Fault("truncated", on="labels"))
    with pytest.raises(RequestException, match="Error parsing JSON response"):
        read(rows[0])


def test_a_dripping_body_outlives_the_read_timeout(demo: DemoServer) -> None:
    demo.faults.set(Fault("dripping", on="media", latency_ms=20))
    begun = time.monotonic()
    assert b"AccessDenied" in requests.get(f"{demo.url}/media/x", timeout=1).content
    assert time.monotonic() - begun > 1.5


def test_a_networks_sign_in_page_is_a_200(demo: DemoServer, rows: list[LabelRowV2]) -> None:
    demo.faults.set(Fault("sign_in_page"))
    with pytest.raises(RequestException, match="Guest network"):
        read(rows[0])


def test_an_error_page_is_html(demo: DemoServer, rows: list[LabelRowV2]) -> None:
    demo.faults.set(Fault("error_page", on="labels"))
    with pytest.raises(RequestException, match="502 Bad Gateway") as caught:
        read(rows[0])
    assert len(str(caught.value)) > 1000  # the whole page: what FACTS warns of


def test_a_burst_of_server_errors_ends(demo: DemoServer, rows: list[LabelRowV2]) -> None:
    demo.faults.set(Fault("server_error", on="labels", after=1, count=2))
    read(rows[0])
    for _ in range(2):
        with pytest.raises(GenericServerError):
            read(rows[0])
    read(rows[0])


def test_a_rate_limit_says_how_long_to_wait(demo: DemoServer, rows: list[LabelRowV2], client: EncordUserClient) -> None:
    demo.faults.set(Fault("rate_limit", count=2, retry_after=3))
    with pytest.raises(RateLimitExceededError) as caught:
        read(rows[0])
    assert caught.value.retry_after == 3
    with pytest.raises(RateLimitExceededError):
        list(client.list_projects())
    read(rows[0])


def test_a_payload_can_be_too_large(demo: DemoServer, rows: list[LabelRowV2]) -> None:
    demo.faults.set(Fault("too_large", on="labels"))
    with pytest.raises(PayloadTooLargeError, match="30 MB"):
        read(rows[0])


def test_a_proxy_wants_a_password(demo: DemoServer) -> None:
    demo.faults.set(Fault("proxy_password"))
    answer = requests.get(f"{demo.url}/v2/public/projects", timeout=5)
    assert answer.status_code == 407
    assert answer.headers["Proxy-Authenticate"].startswith("Basic")


def test_a_key_is_revoked_half_way(demo: DemoServer, rows: list[LabelRowV2], client: EncordUserClient) -> None:
    demo.faults.set(Fault("key_revoked", after=2))
    read(rows[0])
    read(rows[1])
    with pytest.raises(SshKeyNotFound):
        read(rows[2])
    with pytest.raises(AuthenticationError):
        list(client.list_projects())


def test_one_poisoned_row_fails_its_whole_bundle(demo: DemoServer, rows: list[LabelRowV2], project: Project) -> None:
    demo.faults.set(Fault("poisoned_row", label_hash=hash_of(rows[2])))
    with pytest.raises(GenericServerError):
        read_together(project, rows[:5])
    read_together(project, [*rows[:2], *rows[3:5]])
    with pytest.raises(GenericServerError):
        read(rows[2])


def test_a_row_deleted_since_the_listing_is_missing_from_the_answer(
    demo: DemoServer, rows: list[LabelRowV2], project: Project
) -> None:
    demo.faults.set(Fault("missing_row", label_hash=hash_of(rows[1])))
    read_together(project, rows[:3])
    assert [row.is_labelling_initialised for row in rows[:3]] == [True, False, True]


def test_a_lower_limit_of_rows_a_request(demo: DemoServer, rows: list[LabelRowV2], project: Project) -> None:
    demo.faults.set(Fault("label_limit", limit=10))
    with pytest.raises(MultiLabelLimitError) as caught:
        read_together(project, rows[:11])
    assert caught.value.maximum_labels_allowed == 10
    read_together(project, rows[:10])


def test_links_can_run_out_at_once(demo: DemoServer, rows: list[LabelRowV2]) -> None:
    link = rows[0].get_storage_item(get_signed_urls=True).get_signed_url()
    assert link is not None
    demo.faults.set(Fault("expired_links", count=1))
    assert requests.get(link, timeout=10).status_code == 403
    assert requests.get(link, timeout=10).status_code == 200


def test_another_process_can_set_faults_and_clear_them(demo: DemoServer, rows: list[LabelRowV2]) -> None:
    control = f"{demo.url}/demo/faults"
    wanted = [{"kind": "server_error", "on": "labels"}]
    assert requests.post(control, json=wanted, timeout=5).status_code == 200
    with pytest.raises(GenericServerError):
        read(rows[0])
    assert requests.post(control, json=[], timeout=5).status_code == 200
    read(rows[0])
    assert requests.post(control, json=[{"kind": "gremlins"}], timeout=5).status_code == 422


def test_stopping_wakes_those_who_wait_on_purpose(painted_pictures: object) -> None:
    import threading

    server = DemoServer().start()
    server.faults.set(Fault("silent"))
    seen: list[Exception] = []

    def ask() -> None:
        try:
            requests.get(f"{server.url}/v2/public/projects", timeout=30)
        except requests.exceptions.ConnectionError as problem:
            seen.append(problem)

    asking = threading.Thread(target=ask)
    asking.start()
    time.sleep(0.2)
    begun = time.monotonic()
    server.stop()
    asking.join(20)
    assert time.monotonic() - begun < 15  # the request would wait for 30 s
    assert len(seen) == 1
