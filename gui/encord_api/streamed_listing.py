"""The answer to a listing, read row by row while it comes: the SDK asks and signs, ijson reads.

Repeats ``Querier._execute`` of encord 0.1.211 up to the body of the answer; ``listing_choice`` says when that is sound.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator
from typing import Any

import ijson
import orjson
import requests
from encord.client import EncordClientProject
from encord.exceptions import PayloadTooLargeError, RateLimitExceededError, RequestException, ResourceNotFoundError
from encord.http.common import RequestContext, parse_retry_after
from encord.http.error_utils import check_error_response
from encord.http.querier import Querier, create_new_session
from encord.http.query_methods import QueryMethods
from encord.http.request import Request

Entry = dict[str, Any]
"""One row of a listing as the server sends it (``LabelRowMetadata.from_dict``)."""

PIECE = 1 << 16
"""Bytes of the answer read at once, unpacked."""


def streamed_entries(client: EncordClientProject, branch: str | None = None) -> Iterator[Entry]:
    """The rows of the client's project in the server's order. Raises what the SDK's own call raises.

    ``branch``: as they are on that branch; None = on the main one.
    """
    streaming = copy.copy(client)
    own = client._querier
    streaming._querier = StreamingQuerier(own._config, own.resource_type, own.resource_id)
    return list_with(streaming, branch)


def list_with(client: EncordClientProject, branch: str | None = None) -> Iterator[Any]:
    """What the documented script lists, and the images of groups with it."""
    listed = client.list_label_rows(include_uninitialised_labels=True, include_images_data=True, branch_name=branch)
    return iter(listed)


class StreamingQuerier(Querier):
    """The SDK's querier, but a question for many is answered by an iterator over plain data."""

    def get_multiple(  # type: ignore[override]
        self,
        response_type: type[Any],
        uid: Any = None,
        payload: Any = None,
        retryable: bool = True,
        query_type: type[Any] | None = None,
    ) -> Iterator[Entry]:
        """Entries one by one; nothing is sent before the first is taken."""
        route = self._route(response_type, query_type)
        return self.stream(self._request(QueryMethods.GET, route, uid, self._config.read_timeout, payload=payload))

    def stream(self, asked: Request) -> Iterator[Entry]:
        """Send the request and read its answer."""
        request = requests.Request(str(asked.http_method), self._config.endpoint, asked.headers, data=asked.data)
        prepared = request.prepare()
        context = self._exception_context(prepared)
        settings = self._config.requests_settings
        with create_new_session(settings.max_retries, settings.backoff_factor, settings.connection_retries) as session:
            around = session.merge_environment_settings(prepared.url, {}, True, None, None)
            try:
                answer = session.send(prepared, timeout=(asked.connect_timeout, asked.timeout), **around)
            except Exception as error:
                raise RequestException(f"Asking for the listing failed: {prepared.url}", context=context) from error
            with answer:
                _refuse_by_status(answer, context)
                yield from read_entries(_pieces(answer, context), context)


def read_entries(pieces: Iterable[bytes], context: RequestContext | None = None) -> Iterator[Entry]:
    """The entries of ``{"status": 200, "response": [entry, …]}``, whose bytes come in pieces.

    Raises the SDK's exceptions: for another status, and ``RequestException`` for what is no JSON or was cut off. The
    status is looked at last, wherever it stands: entries may have come before it says that they are worth nothing.
    """
    found, statuses = ijson.sendable_list(), ijson.sendable_list()
    entry_reader = ijson.items_coro(found, "response.item", use_float=True)
    status_reader = ijson.items_coro(statuses, "status")
    begun = bytearray()
    has_entries = False
    try:
        for piece in pieces:
            if not has_entries:
                begun += piece
            if not statuses:
                status_reader.send(piece)
            entry_reader.send(piece)
            for entry in found:
                if isinstance(entry, dict):
                    has_entries = True
                    yield entry
            found.clear()
        entry_reader.close()
    except ijson.JSONError as error:
        text = begun[:PIECE].decode("utf-8", "replace").strip()
        raise RequestException(f"Error parsing JSON response: {text}", context=context) from error
    _judge(orjson.loads(begun) if not has_entries else {"status": (statuses or [None])[0], "response": []}, context)


def _judge(envelope: Entry, context: RequestContext | None) -> None:
    if envelope.get("status") != requests.codes.ok:
        check_error_response(envelope.get("response"), context, envelope.get("payload"))
    if envelope.get("response") is None:
        raise ResourceNotFoundError("The listing was not found.", context=context)


def _refuse_by_status(answer: requests.Response, context: RequestContext) -> None:
    """The two refusals that come as a status of HTTP; all others are in the body."""
    if answer.status_code == requests.codes.too_many_requests:
        raise RateLimitExceededError(retry_after=parse_retry_after(answer.headers), context=context)
    if answer.status_code == requests.codes.request_entity_too_large:
        raise PayloadTooLargeError("Request payload is too large.", context=context)


def _pieces(answer: requests.Response, context: RequestContext) -> Iterator[bytes]:
    try:
        yield from answer.iter_content(PIECE)
    except requests.RequestException as error:
        raise RequestException("The answer broke off.", context=context) from error
