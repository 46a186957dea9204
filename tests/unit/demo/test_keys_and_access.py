"""Who is let in: real signatures, refused keys, projects that are not there or not ours."""

import uuid

import pytest
import requests
from encord import EncordUserClient
from encord.exceptions import AuthenticationError, AuthorisationError, ResourceNotFoundError, SshKeyNotFound

from gui.demo.auth import BadSignatureError, UnknownKeyError, new_key, private_pem, public_hex, verify_v1, verify_v2
from gui.demo.server import DemoServer


def client_of(server: DemoServer, pem: str | None = None) -> EncordUserClient:
    return EncordUserClient.create_with_ssh_private_key(pem or server.private_key_pem, domain=server.url)


def test_a_key_nobody_registered_is_refused_by_both_apis(demo: DemoServer) -> None:
    stranger = private_pem(new_key())
    with pytest.raises(AuthenticationError):
        list(client_of(demo, stranger).list_projects())
    project = client_of(demo).get_project(demo.project_hash)
    project._client._querier._config = client_of(demo, stranger).user_config.config
    with pytest.raises(SshKeyNotFound):
        project.list_label_rows_v2()


def test_a_known_key_with_another_keys_signature_is_refused(demo: DemoServer) -> None:
    body = b'{"query_type":"labelrowmetadata","query_method":"GET","values":{"uid":null,"payload":{}}}'
    forged = f"{next(iter(demo.site.keys))}:{new_key().sign(body).hex()}"
    headers = {"Authorization": forged, "ResourceID": demo.project_hash}
    answer = requests.post(f"{demo.url}/public", data=body, headers=headers, timeout=5).json()
    assert answer == {"status": 401, "response": ["AUTHENTICATION_ERROR"], "payload": None}
    assert requests.get(f"{demo.url}/v2/public/projects", timeout=5).status_code == 401


def test_v1_signs_the_body() -> None:
    import hashlib

    key = new_key()
    known = {public_hex(key)}
    header = f"{public_hex(key)}:{key.sign(hashlib.sha256(b'asked').digest()).hex()}"
    verify_v1(header, b"asked", known)
    with pytest.raises(BadSignatureError):
        verify_v1(header, b"changed", known)
    with pytest.raises(BadSignatureError):
        verify_v1(f"{public_hex(key)}:zz", b"asked", known)
    with pytest.raises(UnknownKeyError):
        verify_v1(header, b"asked", set())


def signed_by_the_sdk() -> tuple[requests.PreparedRequest, set[str]]:
    from encord.http.v2.request_signer import sign_request

    key = new_key()
    request = requests.Request("POST", "http://host/v2/public/x?a=1", data=b'{"b":2}').prepare()
    return sign_request(request, public_hex(key), key), {public_hex(key)}


def test_v2_signs_method_target_and_body() -> None:
    request, known = signed_by_the_sdk()
    headers = dict(request.headers)
    verify_v2("POST", "/v2/public/x?a=1", headers, b'{"b":2}', known)
    for method, target, body in (
        ("PUT", "/v2/public/x?a=1", b'{"b":2}'),
        ("POST", "/v2/public/x?a=2", b'{"b":2}'),
        ("POST", "/v2/public/x?a=1", b'{"b":3}'),
    ):
        with pytest.raises(BadSignatureError):
            verify_v2(method, target, headers, body, known)


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("Signature-Input", 'encord-sig=("@method");created=1;keyid="00";alg="ed25519"'),
        ("Signature-Input", "nothing"),
        ("Signature", "encord-sig=:not base64:"),
        ("Content-Digest", ""),
    ],
)
def test_v2_refuses_signatures_that_are_not_whole(header: str, value: str) -> None:
    request, known = signed_by_the_sdk()
    with pytest.raises(BadSignatureError):
        verify_v2("POST", "/v2/public/x?a=1", {**request.headers, header: value}, b'{"b":2}', known)


def test_v2_refuses_an_old_signature(monkeypatch: pytest.MonkeyPatch) -> None:
    request, known = signed_by_the_sdk()
    import time

    later = time.time() + 301
    monkeypatch.setattr("gui.demo.auth.time.time", lambda: later)
    with pytest.raises(BadSignatureError, match="too old"):
        verify_v2("POST", "/v2/public/x?a=1", dict(request.headers), b'{"b":2}', known)


def test_a_project_that_does_not_exist_is_not_found(demo: DemoServer) -> None:
    client = client_of(demo)
    with pytest.raises(ResourceNotFoundError):
        client.get_project(uuid.uuid4())
    project = client.get_project(demo.project_hash)
    project._client._querier.resource_id = str(uuid.uuid4())
    with pytest.raises(ResourceNotFoundError):
        project.list_label_rows_v2()


def test_somebody_elses_project_is_neither_listed_nor_readable(demo: DemoServer) -> None:
    client = client_of(demo)
    project = client.get_project(demo.project_hash)
    demo.project.member = False
    assert list(client.list_projects()) == []
    with pytest.raises(AuthorisationError):
        client.get_project(demo.project_hash)
    with pytest.raises(AuthorisationError):
        client.get_ontology(demo.project.ontology_hash)
    with pytest.raises(AuthorisationError):
        project.list_label_rows_v2()


def test_the_key_is_known_only_where_it_belongs(demo: DemoServer) -> None:
    """A good key on the other region's server looks like a bad key."""
    with DemoServer(pictures=None) as other_region, pytest.raises(AuthenticationError):
        list(client_of(other_region, demo.private_key_pem).list_projects())
