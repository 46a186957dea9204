"""Servers for tests: the demo server with its key and files for each test that asks, and one nobody trusts."""

import datetime
import functools
import http.server
import ipaddress
import shutil
import ssl
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from gui.demo import orchard, scene
from gui.demo.files import DemoFiles, write_demo_files, write_key
from gui.demo.scenario import Scenario, build_projects
from gui.demo.server import DemoServer


@pytest.fixture(scope="session")
def painted_pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder of painted pictures for all servers of the session: painting one takes 0.3 s."""
    return tmp_path_factory.mktemp("pictures")


@pytest.fixture(autouse=True, scope="session")
def scenes_made_once() -> Iterator[None]:
    """Each scene of the demo project is made once for all servers of the session; a scene never changes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(orchard, "make_scene", functools.cache(scene.make_scene))
        yield


@pytest.fixture
def demo(painted_pictures: Path) -> Iterator[DemoServer]:
    """A server with the demo project that nobody has touched; the test fails if the server itself crashed."""
    with DemoServer(Scenario(), pictures=painted_pictures) as server:
        yield server
        crashes = server.crashes
    assert not crashes, f"the demo server crashed: {crashes}"


@pytest.fixture
def demo_key_file(demo: DemoServer, tmp_path: Path) -> Path:
    """The account's key as a user keeps it: a text file that only the owner may read."""
    return write_key(tmp_path / "demo-private-key.txt", demo.private_key_pem)


@pytest.fixture(scope="session")
def written_files(tmp_path_factory: pytest.TempPathFactory) -> DemoFiles:
    """The demo's files, written once: the project they belong to is the same in every server of this scenario."""
    folder = tmp_path_factory.mktemp("demo-files")
    (project,) = build_projects(Scenario())
    return write_demo_files(folder, project, "", seed=Scenario().seed, big=False)


@pytest.fixture
def demo_files(demo: DemoServer, written_files: DemoFiles, tmp_path: Path) -> DemoFiles:
    """Prediction files of every kind, the example script and the key, in the test's own folder."""
    folder = tmp_path / "demo-files"
    shutil.copytree(written_files.key.parent, folder)
    write_key(folder / written_files.key.name, demo.private_key_pem)
    own = {name: folder / path.name for name, path in vars(written_files).items()}
    return DemoFiles(**own | {"script": written_files.script})


@pytest.fixture
def strange_server(tmp_path: Path) -> Iterator[str]:
    """An https server on loopback whose certificate nobody vouches for."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = tmp_path / "server.pem"
    pem.write_bytes(
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()) + certificate.public_bytes(Encoding.PEM)
    )
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), http.server.BaseHTTPRequestHandler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"https://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()
