"""What goes wrong between this computer and the server: one sentence each, and a way on that asks for nothing twice."""

from __future__ import annotations

import base64
import contextlib
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from PySide6.QtWidgets import QLineEdit, QPushButton

from gui.demo.awkward import EMPTY, FOREIGN, UNKNOWN_SHAPE
from gui.demo.faults import Fault
from gui.demo.server import DemoServer
from gui.domain.steps import Step
from tests.qt.failures.stage import Stage


@dataclass(frozen=True)
class Trouble:
    """What the server does, what the window says, and on which button the user goes on once it is over."""

    fault: Fault
    says: str
    remedy: str = "Try again"


AT_SIGN_IN = {
    "error page": Trouble(Fault(kind="error_page"), "reports a problem on its side"),
    "server error": Trouble(Fault(kind="server_error"), "reports a problem on its side"),
    "sign-in page of a network": Trouble(Fault(kind="sign_in_page"), "A web page answered"),
    "truncated answer": Trouble(Fault(kind="truncated"), "was cut off"),
    "connection reset": Trouble(Fault(kind="reset"), "was cut off"),
    "key not registered": Trouble(Fault(kind="key_revoked"), "does not know this key"),
}


@pytest.mark.parametrize("case", AT_SIGN_IN)
def test_signing_in_goes_on_with_the_same_key_and_region(stage: Stage, case: str) -> None:
    trouble = AT_SIGN_IN[case]
    stage.start_afresh()
    stage.server.faults.set(trouble.fault)
    stage.sign_in()
    stage.hear(Step.CONNECT, trouble.says, trouble.remedy)
    before = stage.chosen()
    stage.server.faults.clear()
    stage.press(trouble.remedy)
    stage.signed_in()
    assert stage.chosen() == before | {"project": stage.chosen()["project"]}


def test_from_a_refused_connection_to_the_finished_export(stage: Stage) -> None:
    stage.start_afresh()
    stage.gate.close()
    stage.sign_in()
    stage.hear(Step.CONNECT, "cannot be reached", "Try again")
    stage.gate.open()
    stage.press("Try again")
    stage.signed_in()
    stage.get_ready()
    stage.export()


AT_LISTING = {
    "sign-in page of a network": Trouble(Fault(kind="sign_in_page", on="list"), "A web page answered", "List again"),
    "key not registered": Trouble(Fault(kind="key_revoked", on="list"), "does not know this key", "List again"),
}


@pytest.mark.parametrize("case", AT_LISTING)
def test_a_listing_that_failed_is_made_again_in_place(stage: Stage, case: str) -> None:
    trouble = AT_LISTING[case]
    before = stage.get_ready()
    stage.server.faults.set(trouble.fault)
    stage.parts.session.list_again()
    stage.hear(Step.ROWS, trouble.says, trouble.remedy)
    stage.server.faults.clear()
    stage.press(trouble.remedy)
    stage.listed()
    assert Step.ROWS not in stage.parts.session.failures
    stage.planned()
    assert stage.chosen() == before
    stage.export()


def test_the_key_of_another_server_is_refused_and_the_right_address_opens_what_was_open(stage: Stage) -> None:
    before = stage.get_ready()
    with DemoServer() as elsewhere:
        stage.start_afresh(elsewhere.url)
        stage.sign_in()
        sentence = stage.hear(Step.CONNECT, "does not know this key", "Try again")
        assert "region" in sentence.why
        assert elsewhere.writes == []
    stage.choose_address(stage.gate.url)
    stage.press("Try again")
    stage.signed_in()
    stage.listed()
    stage.planned()
    assert stage.chosen() == before
    stage.export()


def test_a_network_lost_while_the_window_signs_in_again_brings_everything_back(stage: Stage) -> None:
    before = stage.get_ready()
    stage.parts.session.go_to(Step.CONNECT)
    stage.gate.close()
    stage.sign_in()
    stage.hear(Step.CONNECT, "cannot be reached", "Try again")
    stage.gate.open()
    stage.press("Try again")
    stage.listed()
    stage.planned()
    assert stage.chosen() == before
    stage.export()


PROJECTS = {
    "no access": (FOREIGN, "may not open"),
    "unknown ontology shape": (UNKNOWN_SHAPE, "a shape this version does not know"),
}


@pytest.mark.parametrize("case", PROJECTS)
def test_a_project_that_cannot_be_opened_leads_back_to_the_list(stage: Stage, case: str) -> None:
    title, words = PROJECTS[case]
    before = stage.get_ready()
    stage.parts.session.go_to(Step.CONNECT)
    stage.open_project(stage.server.project_titled(title).hash)
    stage.hear(Step.CONNECT, words, "Choose another project")
    stage.press("Choose another project")
    stage.open_project()
    stage.listed()
    stage.planned()
    assert stage.chosen() == before
    stage.export()


def test_a_hash_that_was_mistyped_is_no_project(stage: Stage) -> None:
    before = stage.get_ready()
    stage.parts.session.go_to(Step.CONNECT)
    (search,) = [each for each in stage.parts.window.findChildren(QLineEdit) if each.accessibleName() == "Project"]
    search.setText(stage.server.project_hash[:-1])
    assert any(text.startswith("No project is called") for text in stage.texts())
    search.setText("00000000-0000-4000-8000-000000000000")
    stage.press("Open this project")
    stage.hear(Step.CONNECT, "There is no such project", "Choose another project")
    search.clear()
    stage.open_project()
    stage.listed()
    stage.planned()
    assert stage.chosen() == before


def test_an_empty_project_says_so_and_another_one_is_opened(stage: Stage) -> None:
    before = stage.get_ready()
    stage.open_project(stage.server.project_titled(EMPTY).hash)
    stage.listed()
    stage.parts.session.go_to(Step.ROWS)
    assert any("This project has no rows" in text for text in stage.texts())
    focused = stage.parts.window.focusWidget()
    assert isinstance(focused, QPushButton) and focused.text() == "Open another project"
    stage.press("Open another project")
    assert stage.parts.session.step is Step.CONNECT
    stage.open_project()
    stage.listed()
    stage.planned()
    assert stage.chosen() == before
    stage.export()


def test_a_rate_limit_is_waited_for_and_said(stage: Stage) -> None:
    stage.start_afresh()
    stage.server.faults.set(Fault(kind="rate_limit", count=1, retry_after=2))
    stage.sign_in()
    stage.wait(lambda: any("Encord asks us to wait 2 s" in text for text in stage.texts()), "told to wait")
    stage.signed_in()
    assert not any("asks us to wait" in text for text in stage.texts())


class Proxy:
    """A proxy on loopback that refuses every tunnel without the right name and password, and then every other."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self._server = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._server.getsockname()[1]}"
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self._server.accept()
                with connection, contextlib.suppress(OSError):
                    connection.settimeout(10)
                    self.asked.append(connection.recv(4096).decode("latin-1"))
                    knows = base64.b64encode(b"mara:open sesame").decode() in self.asked[-1]
                    status = "502 Bad Gateway" if knows else "407 Proxy Authentication Required"
                    connection.sendall(f"HTTP/1.1 {status}\r\nContent-Length: 0\r\n\r\n".encode())

    def end(self) -> None:
        with contextlib.suppress(OSError):
            self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()
        self._thread.join(10)


@pytest.fixture
def proxy() -> Iterator[Proxy]:
    made = Proxy()
    yield made
    made.end()


def test_a_proxy_that_wants_a_password_is_told_where_to_type_it(stage: Stage, proxy: Proxy) -> None:
    before = stage.get_ready()
    stage.start_afresh("https://api.encord.com")
    field = {each.accessibleName(): each for each in stage.parts.window.findChildren(QLineEdit)}
    network = stage.parts.connect_page._network
    network.ask_password()
    field["Address of the proxy"].setText(proxy.address)
    stage.sign_in()
    stage.hear(Step.CONNECT, "The proxy wants a name and a password", "Type name and password")
    stage.press("Type name and password")
    assert field["Name for the proxy"].isVisible()
    field["Name for the proxy"].setText("mara")
    field["Password for the proxy"].setText("open sesame")
    asked = len(proxy.asked)
    stage.press("Try again")
    stage.hear(Step.CONNECT, "proxy", "Try again")
    assert base64.b64encode(b"mara:open sesame").decode() in proxy.asked[asked]
    assert all(each.startswith("CONNECT api.encord.com:443") for each in proxy.asked)
    assert "sesame" not in stage.engine_log()
    for name in ("Address of the proxy", "Name for the proxy", "Password for the proxy"):
        field[name].clear()
    network._mode.set_current(0)
    network._chosen()
    stage.choose_address(stage.gate.url)
    stage.press("Try again")
    stage.signed_in()
    stage.listed()
    stage.planned()
    assert stage.chosen() == before


def test_a_certificate_nobody_trusts_is_not_trusted_and_another_address_opens_what_was_open(
    stage: Stage, strange_server: str
) -> None:
    before = stage.get_ready()
    stage.start_afresh(strange_server)
    stage.sign_in()
    stage.hear(Step.CONNECT, "The certificate of", "Try again")
    stage.choose_address(stage.gate.url)
    stage.press("Try again")
    stage.signed_in()
    stage.listed()
    stage.planned()
    assert stage.chosen() == before
