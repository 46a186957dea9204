"""Version 2 of the API: addresses as in REST. Projects, ontologies, storage items; a few writes, all recorded.

Read in the SDK 0.1.211: ``encord/http/v2/api_client.py``, ``user_client.py``, ``project.py``, ``storage.py``.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import orjson

from gui.demo import media
from gui.demo.answer import Answer, v2_error, v2_malformed, v2_ok, v2_page
from gui.demo.project import Project, Stage
from gui.demo.record import Write, WriteKind
from gui.demo.site import OWNER, Site, is_uuid

Json = dict[str, Any]

PREFIX = "/v2/public/"

_TIMES = {"createdAt": "2026-06-29T08:00:00Z", "lastEditedAt": "2026-07-12T16:20:00Z"}


class Call:
    """A v2 request taken apart."""

    def __init__(self, method: str, target: str, body: bytes) -> None:
        """``target`` is path and query as they were sent."""
        parts = urlsplit(target)
        self.method = method
        self.path = parts.path.removeprefix(PREFIX).strip("/")
        self.query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        self.body = body


def answer(site: Site, call: Call) -> Answer:
    """Answer a request whose signature was verified."""
    for method, pattern, handler in _ROUTES:
        match = pattern.fullmatch(call.path)
        if match and method == call.method:
            malformed = next((name for name, value in match.groupdict().items() if not is_uuid(value)), None)
            if malformed:
                return v2_malformed(malformed)
            return handler(site, call, *(str(uuid.UUID(value)) for value in match.groupdict().values()))
    if call.method != "GET":
        site.record.add(Write("unknown", "", f"{call.method} {call.path}"))
    return v2_error(404, "There is nothing at this address.")


def _projects(site: Site, call: Call) -> Answer:
    title, like = call.query.get("titleEq"), call.query.get("titleLike", "").strip("%").lower()
    mine = [project for project in site.projects.values() if project.member]
    shown = [p for p in mine if (title is None or p.title == title) and like in p.title.lower()]
    return v2_page([_project_entry(project) for project in shown])


def _project(site: Site, call: Call, project_hash: str) -> Answer:
    return _with_project(site, project_hash, lambda project: v2_ok(_project_entry(project)))


def _with_project(site: Site, project_hash: str, handler: Callable[[Project], Answer]) -> Answer:
    project = site.projects.get(project_hash)
    if project is None:
        return v2_error(404, "The project was not found.")
    if not project.member:
        return v2_error(403, "You are not authorised to access this asset.")
    return handler(project)


def _project_entry(project: Project) -> Json:
    return {
        "projectHash": project.hash,
        "projectType": "workflow",
        "status": "inProgress",
        "title": project.title,
        "description": project.description,
        "creatorEmail": OWNER,
        "ontologyHash": project.ontology_hash,
        "editorOntology": project.ontology,
        "userRole": 0,
        "sourceProjects": None,
        "workflowManagerUuid": None,
        "workflow": {"stages": [_stage_entry(stage) for stage in project.stages]},
        **_TIMES,
    }


def _stage_entry(stage: Stage) -> Json:
    return {"stageType": stage.type, "uuid": stage.uuid, "title": stage.title}


def _branches(site: Site, call: Call, project_hash: str) -> Answer:
    return _with_project(site, project_hash, lambda p: v2_page([{"name": name} for name in p.branch_names()]))


def _datasets(site: Site, call: Call, project_hash: str) -> Answer:
    def entries(project: Project) -> Answer:
        return v2_page(
            [{"datasetHash": d.hash, "title": d.title, "description": d.description} for d in project.datasets]
        )

    return _with_project(site, project_hash, entries)


def _ontology(site: Site, call: Call, ontology_hash: str) -> Answer:
    project = next((p for p in site.projects.values() if p.ontology_hash == ontology_hash), None)
    if project is None:
        return v2_error(404, "The ontology was not found.")
    if not project.member:
        return v2_error(403, "You are not authorised to access this asset.")
    return v2_ok(
        {
            "ontologyUuid": project.ontology_hash,
            "title": f"{project.title}: classes",
            "description": "",
            "editor": project.ontology,
            "userRole": 0,
            **_TIMES,
        }
    )


def _item(site: Site, call: Call, item_uuid: str) -> Answer:
    entry = media.item_entry(site, item_uuid, signed=call.query.get("signUrl", "").lower() == "true")
    return v2_ok(entry) if entry else v2_error(403, "You are not authorised to access this item.")


def _items(site: Site, call: Call) -> Answer:
    asked = orjson.loads(call.body)
    entries = [media.item_entry(site, uid, signed=bool(asked.get("signUrls"))) for uid in asked["itemUuids"]]
    if None in entries:
        return v2_error(403, "You are not authorised to access some of these items.")
    return v2_page(entries)


def _child_items(site: Site, call: Call, folder: str, item_uuid: str) -> Answer:
    signed = call.query.get("signUrls", "").lower() == "true"
    return v2_page(media.child_entries(site, item_uuid, signed=signed))


def _recorded(kind: WriteKind) -> Callable[[Site, Call, str], Answer]:
    """A write that changes nothing the demo shows: noted, and answered as done."""

    def handler(site: Site, call: Call, project_hash: str, *rest: str) -> Answer:
        def note(project: Project) -> Answer:
            detail = f"{call.method} {call.path} {call.body.decode('utf-8', 'replace')}".strip()
            site.record.add(Write(kind, project.hash, detail))
            return v2_ok(None)

        return _with_project(site, project_hash, note)

    return handler


Handler = Callable[..., Answer]


def _route(method: str, path: str, handler: Handler) -> tuple[str, re.Pattern[str], Handler]:
    return method, re.compile(re.sub(r"<(\w+)>", r"(?P<\1>[^/]+)", path)), handler


_ROUTES = [
    _route("GET", "projects", _projects),
    _route("GET", "projects/<project_hash>", _project),
    _route("GET", "projects/<project_hash>/branches", _branches),
    _route("GET", "projects/<project_hash>/datasets", _datasets),
    _route("GET", "ontologies/<ontology_hash>", _ontology),
    _route("POST", "storage/items/get-bulk", _items),
    _route("GET", "storage/items/<item_uuid>", _item),
    _route("GET", "storage/folders/<folder>/items/<item_uuid>/child-items", _child_items),
    _route("POST", "projects/<project_hash>/priorities", _recorded("priority")),
    _route("PUT", "projects/<project_hash>/status", _recorded("workflow")),
    _route("POST", "projects/<project_hash>/workflow/stages/<stage>/actions", _recorded("workflow")),
    _route("POST", "projects/<project_hash>/workflow/stages/<stage>/move-tasks", _recorded("workflow")),
    _route("POST", "active/<project_hash>/sync", _recorded("active")),
    _route("POST", "active/<project_hash>/import", _recorded("active")),
]
