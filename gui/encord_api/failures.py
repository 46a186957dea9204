"""Maps everything the SDK and HTTP can raise to the failures people read; the only place that does."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

import requests
from encord import exceptions as sdk
from urllib3.exceptions import ReadTimeoutError

from gui.domain.regions import name_of
from gui.encord_api.silence import silence_in_words
from gui.errors import (
    CertificateProblem,
    ConnectionProblem,
    ExpectedFailure,
    KeyRefused,
    ProjectProblem,
    ProxyProblem,
    ServerProblem,
    ServerSilent,
    TooMuchAtOnce,
)


@dataclass(frozen=True)
class Diagnosis:
    """What an exception means: the failure to show, whether trying again may help, and how long to wait."""

    failure: ExpectedFailure
    transient: bool = False
    retry_after: float | None = None


def diagnose(error: BaseException, domain: str) -> Diagnosis:
    """What ``error``, raised while asking ``domain``, means for the user."""
    server = name_of(domain)
    if isinstance(error, ExpectedFailure):
        return Diagnosis(error)
    for known in (_of_transport, _of_sdk, _of_answer):
        found = known(error, server)
        if found is not None:
            return found
    return Diagnosis(
        ServerProblem(
            f"{server} sent an answer that cannot be used.",
            "It is not what this version of the application expects.",
            "Try again. If it stays, update the application.",
            detail=_short(error),
        )
    )


def _of_transport(error: BaseException, server: str) -> Diagnosis | None:
    cause = _requests_cause(error)
    if cause is None:
        return None
    text = _chain_text(cause)
    if isinstance(cause, requests.exceptions.ProxyError) or ("407" in text and "roxy" in text):
        return _proxy(text)
    if isinstance(cause, requests.exceptions.InvalidURL | requests.exceptions.InvalidSchema):
        return Diagnosis(_unusable_proxy(type(cause).__name__))
    if isinstance(cause, requests.exceptions.SSLError):
        return Diagnosis(
            CertificateProblem(
                f"The certificate of {server} is not trusted.",
                "A company proxy may look into the connection, or someone else does. Nothing was sent.",
                "Ask your IT to add their certificate to this computer's certificates.",
                detail=_short(cause),
            )
        )
    if isinstance(cause, requests.exceptions.Timeout) or _is_read_timeout(cause):
        return Diagnosis(_silent(server, _short(cause)), transient=True)
    if isinstance(cause, requests.exceptions.ChunkedEncodingError | requests.exceptions.ContentDecodingError):
        return Diagnosis(_cut_off(server, _short(cause)), transient=True)
    return Diagnosis(
        ConnectionProblem(
            f"{server} cannot be reached.",
            "This computer may be offline, or a firewall stands between. Nothing was changed.",
            "Check the connection and the region, then try again.",
            detail=_short(cause),
        ),
        transient=True,
    )


def _is_read_timeout(error: requests.exceptions.RequestException) -> bool:
    """Whether silence is behind a failed connection: requests says so only where no retries are configured."""
    inner = error.args[0] if error.args else None
    return isinstance(getattr(inner, "reason", inner), ReadTimeoutError)


def _proxy(text: str) -> Diagnosis:
    if "407" in text:
        return Diagnosis(
            ProxyProblem(
                "The proxy wants a name and a password.",
                "It stands between this computer and Encord. Nothing was sent.",
                "Set the proxy with its name and password, or ask your IT.",
                detail="HTTP 407 from the proxy",
            )
        )
    return Diagnosis(
        ProxyProblem(
            "The proxy cannot be reached.",
            "This computer is set to reach the internet through it.",
            "Check the proxy settings of this computer.",
        ),
        transient=True,
    )


def _unusable_proxy(detail: str) -> ProxyProblem:
    """The server's own address was checked before (`gui.domain.regions`): only the proxy's can be wrong."""
    return ProxyProblem(
        "The proxy's address cannot be used.",
        "This computer names a proxy of another kind than http://name:port, such as SOCKS. Nothing was sent.",
        "Set a proxy by hand, or none; without a window, by the variable HTTPS_PROXY.",
        detail=detail,
    )


def _of_sdk(error: BaseException, server: str) -> Diagnosis | None:
    match error:
        case sdk.AuthenticationError() | sdk.SshKeyNotFound():
            return Diagnosis(
                KeyRefused(
                    f"{server} does not know this key.",
                    "The key may belong to another region, or was removed from the account.",
                    "Choose the region of your account, or add the key in Encord under Settings, Public keys.",
                    detail=_status(error),
                )
            )
        case sdk.AuthorisationError() | sdk.OperationNotAllowed():
            return Diagnosis(
                ProjectProblem(
                    "This account may not open the project.",
                    "It takes the role of an admin or team manager in it.",
                    "Ask an admin of the project, or choose another one.",
                    detail=_status(error),
                )
            )
        case sdk.ResourceNotFoundError():
            return Diagnosis(
                ProjectProblem(
                    "There is no such project for this account.",
                    "The project hash may be mistyped, or the project was deleted.",
                    "Choose the project from the list.",
                    detail=_status(error),
                )
            )
        case sdk.RateLimitExceededError():
            wait = float(error.retry_after or 0)
            return Diagnosis(
                ServerProblem(
                    "Encord asks us to wait.",
                    "It was asked too often just now.",
                    "Try again in a minute.",
                    "HTTP 429",
                ),
                transient=True,
                retry_after=wait,
            )
        case sdk.GenericServerError() | sdk.UnknownException():
            return Diagnosis(_server_side(server, error), transient=True)
        case sdk.TimeOutError():
            return Diagnosis(_too_much(server, error), transient=True)
        case sdk.PayloadTooLargeError() | sdk.MultiLabelLimitError():
            return Diagnosis(_too_much(server, error))
        case sdk.CorruptedLabelError():
            return Diagnosis(_server_side(server, error))
        case NotImplementedError():  # FACTS 8: so the SDK greets a data type it does not know
            return Diagnosis(
                ServerProblem(
                    "This version does not know what kind of data the row is.",
                    "Encord has added it since. Nothing was changed.",
                    "Update the application.",
                    detail=_short(error),
                )
            )
    return None


def _of_answer(error: BaseException, server: str) -> Diagnosis | None:
    """Answers that are not what was asked for: pages of a network, error pages, answers cut off."""
    if not isinstance(error, sdk.RequestException | json.JSONDecodeError):
        return None
    text = str(getattr(error, "message", error))
    if "proxy authentication required" in text.lower():
        return _proxy("407")
    if re.search(r"<\s*(!doctype|html|head|body)", text, re.IGNORECASE):
        if re.search(r"\b(5\d\d|bad gateway|unavailable|internal server error|gateway time)", text, re.IGNORECASE):
            return Diagnosis(_server_side(server, error), transient=True)
        return Diagnosis(
            ConnectionProblem(
                f"A web page answered instead of {server}.",
                "It may be the sign-in page of this network. Nothing was sent but the request.",
                "Open a browser, sign in to the network, then try again.",
                detail=_title_of(text),
            )
        )
    return Diagnosis(_cut_off(server, _short(error)), transient=True)


def _server_side(server: str, error: BaseException) -> ServerProblem:
    return ServerProblem(
        f"{server} reports a problem on its side.",
        "Your key and your files are fine. Nothing was changed.",
        "Try again in some minutes.",
        detail=_short(error),
    )


def _too_much(server: str, error: BaseException) -> TooMuchAtOnce:
    return TooMuchAtOnce(
        f"{server} does not answer so large a request.",
        "Nothing was changed.",
        "Try again in some minutes.",
        detail=_short(error),
    )


def _cut_off(server: str, detail: str) -> ConnectionProblem:
    return ConnectionProblem(
        f"The answer of {server} was cut off.",
        "The connection broke before the end. Nothing was changed.",
        "Try again.",
        detail=detail,
    )


def _silent(server: str, detail: str) -> ServerSilent:
    return ServerSilent(
        f"{server} did not answer in time.",
        f"The connection stands, but nothing came for {silence_in_words()}. Nothing was changed.",
        "Check the connection, then try again.",
        detail=detail,
    )


def _requests_cause(error: BaseException) -> requests.exceptions.RequestException | None:
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, requests.exceptions.RequestException) and not isinstance(seen, json.JSONDecodeError):
            return seen
        seen = seen.__cause__
    return None


def _chain_text(error: BaseException) -> str:
    return f"{type(error).__name__} {error}"


def _title_of(page: str) -> str:
    found = re.search(r"<title[^>]*>(.{0,120}?)</title>", page, re.IGNORECASE | re.DOTALL)
    return f"page titled “{' '.join(found.group(1).split())}”" if found else "a page without a title"


def _status(error: BaseException) -> str:
    return type(error).__name__


def _short(error: BaseException) -> str:
    """One technical line; long texts (whole pages) are cut, and so are the SDK's trace numbers."""
    text = " ".join(str(getattr(error, "message", error)).split())
    return f"{type(error).__name__}: {text[:160]}"
