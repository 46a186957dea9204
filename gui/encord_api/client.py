"""Signing in and opening a project: the SDK's client with its own retries off, and what it knows as plain data."""

from __future__ import annotations

import importlib
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit
from uuid import UUID

import truststore
from encord import EncordUserClient
from encord.configs import SshConfig, UserConfig
from encord.http.constants import RequestsSettings
from encord.http.querier import Querier
from encord.objects import Object, OntologyStructure
from encord.project import Project

from gui.domain.ontology import (
    Classification,
    ClassificationOption,
    Ontology,
    OntologyObject,
    SkeletonVertex,
)
from gui.domain.project_entry import ProjectEntry
from gui.domain.regions import is_loopback
from gui.encord_api.keys import PrivateKey
from gui.encord_api.patience import OPENING, Stop, ask
from gui.encord_api.silence import SILENCE_S
from gui.errors import ProjectProblem, ProxyProblem
from gui.logs import hide

_SETTINGS = RequestsSettings(
    max_retries=0,
    connection_retries=0,
    connect_timeout=20,
    read_timeout=int(SILENCE_S),
    write_timeout=int(SILENCE_S),
)
_PROXY_VARIABLES = ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY")
_OTHER_PROXIES = ("all_proxy", "ALL_PROXY")
_EXCEPTIONS = ("no_proxy", "NO_PROXY")

_replaced: dict[str, str | None] = {}
"""Variables that were set here, with what they were before: what the system says."""


def prepare_network(domain: str, proxy: str | None) -> None:
    """Trust the system's certificates, and set the proxy for this process.

    ``proxy``: None = leave it as it is, empty = as the system says, ``none`` = direct, else an http address. A server
    on this machine is always reached directly. Must be called before the first request. Raises ``ProxyProblem``.
    """
    truststore.inject_into_ssl()
    if proxy is not None:
        _use_proxy(proxy)
    if is_loopback(domain):
        known = os.environ.get("NO_PROXY") or os.environ.get("no_proxy") or ""
        if known != "*":
            _replace(_EXCEPTIONS, ",".join(part for part in (known, "127.0.0.1,localhost,::1") if part))


def _use_proxy(proxy: str) -> None:
    if proxy not in ("", "none") and not proxy.startswith("http://"):
        raise ProxyProblem(
            "The proxy's address must start with http://.", "Others are not supported.", "Type it as http://name:port."
        )
    for name, value in _replaced.items():
        _set(name, value)
    _replaced.clear()
    if proxy == "none":
        _replace((*_PROXY_VARIABLES, *_OTHER_PROXIES), None)
        _replace(_EXCEPTIONS, "*")
    elif proxy:
        password = urlsplit(proxy).password or ""
        hide(password)
        hide(unquote(password))
        _replace(_PROXY_VARIABLES, proxy)
        _replace(_OTHER_PROXIES, None)


def _replace(names: Iterable[str], value: str | None) -> None:
    for name in names:
        _replaced.setdefault(name, os.environ.get(name))
        _set(name, value)


def _set(name: str, value: str | None) -> None:
    if value is None:
        os.environ.pop(name, None)
    else:
        os.environ[name] = value


@dataclass
class Account:
    """A key that was accepted by a server."""

    client: EncordUserClient
    domain: str
    key: PrivateKey

    @property
    def fingerprint(self) -> str:
        """The end of the key's fingerprint."""
        return self.key.fingerprint

    def __repr__(self) -> str:
        return f"Account(domain={self.domain!r}, fingerprint={self.fingerprint!r})"

    def projects(self, stop: Stop, on_wait: Callable[[str], None] | None = None) -> list[ProjectEntry]:
        """The account's projects by title. Raises ``KeyRefused`` and the other failures of a request."""

        def request() -> list[ProjectEntry]:
            return [
                ProjectEntry(project.project_hash, project.title, project.description or "")
                for project in self.client.list_projects()
            ]

        return sorted(ask(request, self.domain, stop, OPENING, on_wait), key=lambda entry: entry.title.casefold())

    def open(self, project_hash: str, stop: Stop, on_wait: Callable[[str], None] | None = None) -> OpenedProject:
        """The project with this hash. Raises ``ProjectProblem`` and the other failures of a request."""
        wanted = checked_project_hash(project_hash)
        project = ask(lambda: self._get(wanted), self.domain, stop, OPENING, on_wait)
        return OpenedProject(project, self.domain, read_ontology(project.ontology_structure))

    def _get(self, project_hash: str) -> Project:
        try:
            return self.client.get_project(project_hash)
        except TypeError as error:
            raise ProjectProblem(
                "The project's ontology has a shape this version does not know.",
                "Encord has added it since. Nothing was changed.",
                "Update the application, then open the project again.",
                detail=f"{type(error).__name__}: {str(error)[:120]}",
            ) from None


@dataclass
class OpenedProject:
    """A project and its ontology."""

    sdk: Project
    domain: str
    ontology: Ontology

    @property
    def project_hash(self) -> str:
        """The project's hash."""
        return self.sdk.project_hash

    @property
    def title(self) -> str:
        """The project's title."""
        return self.sdk.title


def sign_in(key: PrivateKey, domain: str, proxy: str | None = None) -> Account:
    """An account at ``domain``; nothing is sent yet."""
    prepare_network(domain, proxy)
    config = SshConfig(key.key, domain=domain, requests_settings=_SETTINGS)
    user_config = UserConfig(config)
    return Account(EncordUserClient(user_config, Querier(user_config)), domain, key)


def checked_project_hash(text: str) -> str:
    """``text`` as a project hash. Raises ``ProjectProblem`` when it cannot be one."""
    try:
        return str(UUID(text.strip()))
    except ValueError:
        raise ProjectProblem(
            f"“{text.strip()[:60]}” is not a project hash.",
            "A project hash looks like 2f0a3c1e-5b6d-4e7f-8a9b-0c1d2e3f4a5b.",
            "Copy it from the project's page in Encord, or choose the project from the list.",
        ) from None


def read_ontology(structure: OntologyStructure) -> Ontology:
    """The SDK's ontology as plain data, archived items left out."""
    return Ontology(
        objects=tuple(_object(item, structure) for item in structure.objects if not item.archived),
        classifications=tuple(_classification(item) for item in structure.classifications if not _archived(item)),
    )


def _archived(item: Any) -> bool:
    return bool(getattr(item, "archived", False))


def _object(item: Object, structure: OntologyStructure) -> OntologyObject:
    vertices: tuple[SkeletonVertex, ...] = ()
    for template in structure.skeleton_templates.values():
        if template.feature_node_hash == item.feature_node_hash or template.name == item.name:
            vertices = tuple(
                SkeletonVertex(vertex.name, vertex.feature_hash or "") for vertex in template.skeleton.values()
            )
            break
    return OntologyObject(item.feature_node_hash, item.name, item.shape.value, item.color, vertices)


def _classification(item: Any) -> Classification:
    attribute = item.attributes[0]
    options = tuple(
        ClassificationOption(option.feature_node_hash, option.title)
        for option in getattr(attribute, "options", ())
        if not _archived(option)
    )
    return Classification(item.feature_node_hash, attribute.name, _kind(attribute), options)


def _kind(attribute: Any) -> str:
    names = {"RadioAttribute": "radio", "ChecklistAttribute": "checklist", "TextAttribute": "text"}
    return names.get(type(attribute).__name__, type(attribute).__name__)


def sdk_version() -> str:
    """The version of the SDK that is installed."""
    return str(importlib.import_module("encord._version").__version__)
