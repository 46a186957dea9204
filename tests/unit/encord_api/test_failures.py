"""Every failure of the SDK and of HTTP becomes one sentence, its cause and the way out."""

from __future__ import annotations

import json

import pytest
import requests
from encord import exceptions as sdk

from gui.domain.regions import EUROPE
from gui.encord_api.failures import diagnose
from gui.errors import ProjectProblem


def caused(cause: Exception) -> sdk.RequestException:
    error = sdk.RequestException("Request session.send failed req.method='POST'")
    error.__cause__ = cause
    return error


LOGIN_PAGE = "Error parsing JSON response: <!DOCTYPE html><html><head><title>Hotel Wi-Fi</title></head></html>"
BAD_GATEWAY = "Error parsing JSON response: <html><title>502 Bad Gateway</title></html>"

CASES = [
    (caused(requests.exceptions.ConnectionError("refused")), "connection", "cannot be reached", True),
    (caused(requests.exceptions.ReadTimeout("slow")), "connection", "did not answer in time", True),
    (caused(requests.exceptions.ChunkedEncodingError("cut")), "connection", "cut off", True),
    (caused(requests.exceptions.SSLError("self-signed")), "certificate", "not trusted", False),
    (caused(requests.exceptions.ProxyError("407 Proxy Authentication")), "proxy", "name and a password", False),
    (caused(requests.exceptions.ProxyError("refused")), "proxy", "proxy cannot be reached", True),
    (caused(requests.exceptions.InvalidSchema("SOCKS")), "proxy", "proxy's address cannot be used", False),
    (caused(requests.exceptions.InvalidURL("notaport")), "proxy", "proxy's address cannot be used", False),
    (caused(requests.exceptions.InvalidHeader("odd")), "connection", "cannot be reached", True),
    (sdk.AuthenticationError("401"), "key_refused", "does not know this key", False),
    (sdk.SshKeyNotFound("no"), "key_refused", "does not know this key", False),
    (sdk.AuthorisationError("403"), "project", "may not open", False),
    (sdk.ResourceNotFoundError("404"), "project", "no such project", False),
    (sdk.RateLimitExceededError(retry_after=7), "server", "asks us to wait", True),
    (sdk.PayloadTooLargeError("413"), "server", "so large a request", False),
    (sdk.MultiLabelLimitError("many", 10), "server", "so large a request", False),
    (sdk.GenericServerError("type None"), "server", "problem on its side", True),
    (sdk.UnknownException("500"), "server", "problem on its side", True),
    (sdk.CorruptedLabelError("corrupt"), "server", "problem on its side", False),
    (sdk.RequestException(LOGIN_PAGE), "connection", "A web page answered", False),
    (sdk.RequestException(BAD_GATEWAY), "server", "problem on its side", True),
    (sdk.RequestException('Error parsing JSON response: {"a": '), "connection", "cut off", True),
    (json.JSONDecodeError("x", "y", 0), "connection", "cut off", True),
    (NotImplementedError("The data type X is not implemented"), "server", "what kind of data the row is", False),
    (AttributeError("'list' object has no attribute 'get'"), "server", "cannot be used", False),
]


@pytest.mark.parametrize(("error", "code", "words", "transient"), CASES)
def test_every_failure_has_its_sentence(error: Exception, code: str, words: str, transient: bool) -> None:
    found = diagnose(error, EUROPE)
    sentence = found.failure.sentence
    assert sentence.code == code
    assert words in sentence.what
    assert sentence.why and sentence.remedy
    assert found.transient is transient
    assert len(sentence.detail) < 200


def test_what_the_server_asked_for_is_kept() -> None:
    assert diagnose(sdk.RateLimitExceededError(retry_after=7), EUROPE).retry_after == 7


def test_an_expected_failure_stays_what_it_is() -> None:
    problem = ProjectProblem("a", "b", "c")
    assert diagnose(problem, EUROPE).failure is problem


def test_a_whole_page_is_never_shown() -> None:
    found = diagnose(sdk.RequestException("Error parsing JSON response: <html>" + "x" * 5000), EUROPE)
    assert len(found.failure.sentence.detail) < 200
