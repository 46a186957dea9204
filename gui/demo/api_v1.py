"""Version 1 of the API: one address, the question in the body, the project in a header.

Read in the SDK 0.1.211: ``encord/http/querier.py`` (envelope), ``encord/client.py`` (questions).
"""

from __future__ import annotations

import fnmatch
import uuid
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import orjson

from gui.demo import wire
from gui.demo.answer import Answer, server_error, v1_error, v1_ok, v1_stream
from gui.demo.faults import Fault, Request
from gui.demo.project import MAIN, LabelRow, Labels, Project
from gui.demo.record import Write
from gui.demo.site import Site, is_uuid, now

Json = dict[str, Any]

ROWS_A_REQUEST = 1000
"""More rows in one request are refused (``LABEL_ROW_BUNDLE_GET_LIMIT`` of the SDK)."""


class Question:
    """A v1 request taken apart: type, method, uid and payload."""

    def __init__(self, body: bytes) -> None:
        """Raises orjson.JSONDecodeError or KeyError for a body that is not a question."""
        asked = orjson.loads(body)
        self.type: str = asked["query_type"]
        self.method: str = asked["query_method"]
        self.uid: Any = asked["values"]["uid"]
        self.payload: Any = asked["values"]["payload"]

    @property
    def request(self) -> Request:
        """What the request is for."""
        return _REQUESTS.get((self.type, self.method), "other")

    @property
    def uids(self) -> list[str]:
        """The uids, one or many."""
        return list(self.uid) if isinstance(self.uid, list) else [self.uid]


_REQUESTS: dict[tuple[str, str], Request] = {
    ("labelrowmetadata", "GET"): "list",
    ("labelrow", "GET"): "labels",
    ("labelrow", "PUT"): "create",
    ("labelrow", "POST"): "save",
}


def answer(site: Site, question: Question, headers: Mapping[str, str], faults: list[Fault]) -> Answer:
    """Answer a question whose signature was verified."""
    project_hash = headers.get("ResourceID", "")
    if not is_uuid(project_hash):
        return v1_error(422, "INVALID_ARGUMENTS_ERROR", "The project id is not a uuid.")
    project = site.projects.get(str(uuid.UUID(project_hash)))
    if project is None:
        return v1_error(404, "RESOURCE_NOT_FOUND_ERROR")
    if not project.member:
        return v1_error(403, "AUTHORISATION_ERROR")
    handler = _HANDLERS.get((question.type, question.method))
    if handler is not None:
        return handler(site, project, question, faults)
    if question.method != "GET":
        detail = f"{question.method} {question.type}"
        site.record.add(Write("unknown", project.hash, detail))
    return v1_error(405, "METHOD_NOT_ALLOWED_ERROR")


def _list(site: Site, project: Project, question: Question, faults: list[Fault]) -> Answer:
    asked: Json = question.payload or {}
    beyond = [name for name in ("label_statuses", "shadow_data_state") if asked.get(name) is not None]
    if beyond:
        return v1_error(400, "INVALID_ARGUMENTS_ERROR", f"The demo cannot filter by {beyond[0]}.")
    return v1_stream(_listing(project, asked))


def _listing(project: Project, asked: Json) -> Iterator[bytes]:
    images = bool(asked.get("include_images_data"))
    stages = bool(asked.get("include_workflow_graph_node", True))
    keep = _row_filter(asked)
    for row in _rows_asked_for(project, asked):
        if keep(row):
            yield wire.listing_entry(row, project, images=images, stages=stages)


def _rows_asked_for(project: Project, asked: Json) -> Iterator[LabelRow]:
    branch = asked.get("branch_name") or MAIN
    yield from project.on_branch(branch)
    if asked.get("include_all_label_branches") and branch == MAIN:
        for rows in project.branches.values():
            yield from rows.values()


def _row_filter(asked: Json) -> Callable[[LabelRow], bool]:
    """The filters of ``list_label_rows_v2``; a filter that is None lets everything pass."""
    tests: list[Callable[[LabelRow], bool]] = []
    if not asked.get("include_uninitialised_labels"):
        tests.append(lambda row: row.label_hash is not None)
    if (label_hashes := asked.get("label_hashes")) is not None:
        wanted_labels = set(label_hashes)
        tests.append(lambda row: row.label_hash in wanted_labels)
    if (data_hashes := asked.get("data_hashes")) is not None:
        wanted_data = set(data_hashes)
        tests.append(lambda row: row.media.hash in wanted_data)
    if (title := asked.get("data_title_eq")) is not None:
        tests.append(lambda row: row.media.title == title)
    if (like := asked.get("data_title_like")) is not None:
        tests.append(lambda row: _is_like(row.media.title, like))
    if (before := asked.get("edited_before")) is not None:
        tests.append(lambda row: row.last_edited_at is not None and _moment(row.last_edited_at) < _moment(before))
    if (after := asked.get("edited_after")) is not None:
        tests.append(lambda row: row.last_edited_at is not None and _moment(row.last_edited_at) > _moment(after))
    if (stage := asked.get("workflow_graph_node_title_eq")) is not None:
        tests.append(lambda row: row.stage == stage)
    if (stage_like := asked.get("workflow_graph_node_title_like")) is not None:
        tests.append(lambda row: _is_like(row.stage, stage_like))
    return lambda row: all(test(row) for test in tests)


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _is_like(text: str, pattern: str) -> bool:
    """SQL's LIKE, without regard to case."""
    return fnmatch.fnmatchcase(text.lower(), pattern.lower().replace("%", "*").replace("_", "?"))


def _read(site: Site, project: Project, question: Question, faults: list[Fault]) -> Answer:
    asked: Json = question.payload or {}
    if refused := _too_many(question, faults):
        return refused
    if _poisoned(question.uids, faults):
        return server_error()
    missing = {fault.label_hash for fault in faults if fault.kind == "missing_row"}
    rows = [row for uid in question.uids if uid not in missing and (row := project.by_label_hash(uid))]
    link = site.link if asked.get("get_signed_url") else None
    objects, classifications = (asked.get(f"include_{kind}_feature_hashes") for kind in ("object", "classification"))
    answers = [wire.label_row(row, link, objects, classifications) for row in rows]
    if asked.get("multi_request"):
        return v1_ok(answers)
    return v1_ok(answers[0]) if answers else v1_error(404, "RESOURCE_NOT_FOUND_ERROR")


def _create(site: Site, project: Project, question: Question, faults: list[Fault]) -> Answer:
    """Create rows. A row that is there already is refused: what Encord does then is not documented."""
    asked: Json = question.payload or {}
    branch = asked.get("branch_name") or MAIN
    if any(uid not in project.rows for uid in question.uids):
        return v1_error(404, "RESOURCE_NOT_FOUND_ERROR")
    link = site.link if asked.get("get_signed_url") else None
    created = []
    for uid in question.uids:
        try:
            row = project.create(uid, branch, str(uuid.uuid4()), now())
        except FileExistsError:
            return v1_error(409, "RESOURCE_EXISTS_ERROR", uid)
        site.record.add(_write("create", project, row, "PUT labelrow"))
        created.append(wire.label_row(row, link))
    return v1_ok(created if asked.get("multi_request") else created[0])


def _save(site: Site, project: Project, question: Question, faults: list[Fault]) -> Answer:
    asked: Json = question.payload
    sent: list[Json] = asked["labels"] if asked.get("multi_request") else [asked]
    if refused := _too_many(question, faults):
        return refused
    if _poisoned(question.uids, faults):
        return server_error()
    rows = [row for uid in question.uids if (row := project.by_label_hash(uid))]
    if len(rows) < len(question.uids):
        return v1_error(404, "RESOURCE_NOT_FOUND_ERROR")
    for row, labels in zip(rows, sent, strict=True):
        project.save(row, _sent_labels(labels), now())
        site.record.add(_write("save", project, row, "POST labelrow"))
    return v1_ok(True)


def _sent_labels(sent: Json) -> Labels:
    return Labels(
        units={own_hash: unit.get("labels", {}) for own_hash, unit in sent["data_units"].items()},
        object_answers=sent.get("object_answers", {}),
        classification_answers=sent.get("classification_answers", {}),
        object_actions=sent.get("object_actions", {}),
    )


def _move(site: Site, project: Project, question: Question, faults: list[Fault]) -> Answer:
    action = question.payload["action"]
    for uid in question.uids:
        row = project.by_label_hash(uid)
        if row is None:
            return v1_error(404, "RESOURCE_NOT_FOUND_ERROR")
        project.move(row, "Complete" if action == "complete" else "Annotate")
        site.record.add(_write("workflow", project, row, action))
    return v1_ok(True)


def _too_many(question: Question, faults: list[Fault]) -> Answer | None:
    limit = min([fault.limit for fault in faults if fault.kind == "label_limit"], default=ROWS_A_REQUEST)
    if len(question.uids) <= limit:
        return None
    return v1_error(413, "MULTI_LABEL_LIMIT_ERROR", {"maximum_labels_allowed": limit})


def _poisoned(uids: list[str], faults: list[Fault]) -> bool:
    return any(fault.kind == "poisoned_row" and fault.label_hash in uids for fault in faults)


def _write(kind: Any, project: Project, row: LabelRow, detail: str) -> Write:
    labels = row.read()
    return Write(
        kind=kind,
        project=project.hash,
        detail=detail,
        branch=row.branch,
        data_hash=row.media.hash,
        label_hash=row.label_hash or "",
        objects=len(labels.object_answers),
        classifications=len(labels.classification_answers),
    )


_HANDLERS: dict[tuple[str, str], Callable[[Site, Project, Question, list[Fault]], Answer]] = {
    ("labelrowmetadata", "GET"): _list,
    ("labelrow", "GET"): _read,
    ("labelrow", "PUT"): _create,
    ("labelrow", "POST"): _save,
    ("labelworkflowgraphnode", "POST"): _move,
}
