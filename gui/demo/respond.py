"""From a request to an answer: which API it is for, what it is for, whose key signed it, what goes wrong on purpose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import msgspec
import orjson

from gui.demo import api_v1, api_v2, media
from gui.demo.answer import Answer, page, server_error, v1_error, v2_error
from gui.demo.auth import BadSignatureError, UnknownKeyError, verify_v1, verify_v2
from gui.demo.faults import Fault, FaultKind, Request
from gui.demo.site import Site

V1_PATHS = ("/public", "/public/user")
CONTROL = "/demo/"


@dataclass(frozen=True)
class HttpRequest:
    """A request as it came: ``target`` is path and query."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def path(self) -> str:
        """The path without the query."""
        return self.target.partition("?")[0]


def respond(site: Site, request: HttpRequest) -> tuple[Answer, list[Fault]]:
    """The answer, and the faults that hit this request (those of the connection are the transport's to show)."""
    if request.path.startswith(CONTROL):
        return _control(site, request), []
    if request.path in V1_PATHS:
        return _respond_v1(site, request)
    if request.path.startswith(api_v2.PREFIX):
        return _respond_v2(site, request)
    if request.path.startswith(media.PREFIX):
        struck = site.faults.strike("media")
        return _instead(struck) or _download(site, request, struck), struck
    return page(404, "Not found", "There is nothing at this address."), []


def _respond_v1(site: Site, request: HttpRequest) -> tuple[Answer, list[Fault]]:
    try:
        question = api_v1.Question(request.body)
    except (orjson.JSONDecodeError, KeyError, TypeError):
        return v1_error(400, "INVALID_ARGUMENTS_ERROR", "The request is not a question."), []
    struck = site.faults.strike(question.request)
    instead = _instead(struck)
    if instead is not None:
        return instead, struck
    try:
        verify_v1(request.headers.get("Authorization", ""), request.body, _known_keys(site, struck))
    except UnknownKeyError:
        return v1_error(401, "SSH_KEY_NOT_FOUND_ERROR"), struck
    except BadSignatureError:
        return v1_error(401, "AUTHENTICATION_ERROR"), struck
    return api_v1.answer(site, question, request.headers, struck), struck


def _respond_v2(site: Site, request: HttpRequest) -> tuple[Answer, list[Fault]]:
    kind: Request = "project" if request.method == "GET" or request.path.endswith("/get-bulk") else "other"
    struck = site.faults.strike(kind)
    instead = _instead(struck)
    if instead is not None:
        return instead, struck
    try:
        verify_v2(request.method, request.target, request.headers, request.body, _known_keys(site, struck))
    except UnknownKeyError:
        return v2_error(401, "You are not authenticated to access the Encord platform."), struck
    except BadSignatureError as problem:
        return v2_error(401, f"The signature is not valid: {problem}."), struck
    return api_v2.answer(site, api_v2.Call(request.method, request.target, request.body)), struck


def _known_keys(site: Site, struck: list[Fault]) -> set[str]:
    return set() if any(fault.kind == "key_revoked" for fault in struck) else site.keys


def _download(site: Site, request: HttpRequest, struck: list[Fault]) -> Answer:
    if any(fault.kind == "expired_links" for fault in struck):
        return media.refused()
    return media.download(site, request.target)


def _instead(struck: list[Fault]) -> Answer | None:
    """What somebody between here and the API, or the API in trouble, answers instead."""
    kinds: set[FaultKind] = {fault.kind for fault in struck}
    if "proxy_password" in kinds:
        headers = {"Proxy-Authenticate": 'Basic realm="company"'}
        return Answer(407, b"Proxy Authentication Required", "text/plain", headers)
    if "sign_in_page" in kinds:
        return page(200, "Guest network", "Sign in to use this network.")
    if "error_page" in kinds:
        return page(502, "502 Bad Gateway", "The server returned an invalid response. " * 40)
    if "server_error" in kinds:
        return server_error()
    if "too_large" in kinds:
        return v2_error(413, "The payload is larger than 30 MB.")
    for fault in struck:
        if fault.kind == "rate_limit":
            answer = v2_error(429, "Too many requests.")
            answer.headers["Retry-After"] = f"{fault.retry_after:g}"
            return answer
    return None


def _control(site: Site, request: HttpRequest) -> Answer:
    """What only tests ask: the record of writes, and faults to be shown from now on."""
    asked = request.method, request.path.removeprefix(CONTROL)
    if asked == ("GET", "writes"):
        return Answer(200, msgspec.json.encode(site.record.all()))
    if asked == ("POST", "faults"):
        try:
            faults = msgspec.json.decode(request.body, type=list[Fault])
        except msgspec.ValidationError as problem:
            return v2_error(422, str(problem))
        site.faults.set(*faults)
        return Answer(200, b"null")
    return v2_error(404, "There is nothing at this address.")
