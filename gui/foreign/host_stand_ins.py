"""What a script meets instead of Encord's server: a client, a project without rows, and rows without a client.

Part of the host process: only the standard library and encord.
"""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, NoReturn

import encord
import encord.user_client
from encord.constants.enums import DataType
from encord.objects import LabelRowV2, OntologyStructure
from encord.ontology import Ontology
from encord.orm.label_row import LabelRowMetadata
from encord.project import Project

from gui.foreign.host_guard import Guard

AskForLink = Callable[[str], str | None]
"""Asks the engine for a signed link to the picture with this data hash; None when there is none."""


class Offline:
    """Stands where a connection to the server would be; whatever is asked of it is refused by its name."""

    def __init__(self, name: str, guard: Guard) -> None:
        self._name = name
        self._guard = guard

    def __getattr__(self, asked: str) -> NoReturn:
        if asked.startswith("__"):
            raise AttributeError(asked)  # what copy, pickle and inspect look for is no question to the server
        self._guard.refuse(f"{self._name}.{asked}")


class OfflineProject(Project):
    """The real project with its real ontology, without rows and without a connection."""

    def __init__(self, ontology: Ontology, project_hash: str, title: str, guard: Guard) -> None:
        offline: Any = Offline("project", guard)
        # not super().__init__: it wants the server's answer about the project
        self._client = offline
        self._api_client = offline
        self._project_instance: Any = _Known("project", guard, project_hash=project_hash, title=title, description="")
        self._ontology_internal = ontology

    def list_label_rows_v2(self, *_: Any, **__: Any) -> list[LabelRowV2]:
        """No rows: the application calls the script's function for each of them."""
        return []


class _Known(SimpleNamespace):
    """What is known without asking; anything else is a question to the server."""

    def __init__(self, what: str, guard: Guard, **known: Any) -> None:
        super().__init__(**known)
        self._offline = Offline(what, guard)

    def __getattr__(self, asked: str) -> Any:
        if asked.startswith("_"):
            raise AttributeError(asked)
        return getattr(self._offline, asked)


def install_client(project: OfflineProject, guard: Guard) -> None:
    """Put a stand-in where scripts find ``EncordUserClient``; it knows one project, whatever hash is asked for."""

    class OfflineClient(Offline):
        """``EncordUserClient`` for scripts; keys are not looked at."""

        def __init__(self, *_: Any, **__: Any) -> None:
            super().__init__("client", guard)

        @staticmethod
        def create_with_ssh_private_key(*_: Any, **__: Any) -> "OfflineClient":
            return OfflineClient()

        @staticmethod
        def create_with_bearer_token(*_: Any, **__: Any) -> "OfflineClient":
            return OfflineClient()

        def get_project(self, _: Any = None, **__: Any) -> OfflineProject:
            return project

    for module in (encord, encord.user_client):
        module.EncordUserClient = OfflineClient  # type: ignore[attr-defined]


def rebuild_ontology(structure: dict[str, Any], guard: Guard) -> Ontology:
    """The project's ontology from its JSON; changes to it are not sent anywhere."""
    instance: Any = _Known(
        "ontology", guard, structure=OntologyStructure.from_dict(structure), title="", description=""
    )
    offline: Any = Offline("ontology", guard)
    return Ontology(instance, offline)


def rebuild_row(
    metadata: dict[str, Any], labels: dict[str, Any], ontology: Ontology, guard: Guard, ask_for_link: AskForLink
) -> LabelRowV2:
    """A label row as the SDK would have it, from its metadata and its export without labels (FACTS 24a)."""

    class OfflineRow(LabelRowV2):
        """A row that never was connected: links are answered by the engine, the rest is refused."""

        class FrameView(LabelRowV2.FrameView):
            """One frame of the row."""

            @property
            def data_link(self) -> str | None:
                """A signed link to this frame's image."""
                return ask_for_link(self.image_hash)

        @property
        def data_link(self) -> str | None:
            """A signed link to the row's image or video; None for image groups, whose frames have links."""
            return None if self.data_type == DataType.IMG_GROUP else ask_for_link(self.data_hash)

        def get_storage_item(self, get_signed_urls: bool = False) -> Any:
            """What is known of the storage item without the server: its id, its name, and a signed link."""
            return _Known(
                "storage item",
                guard,
                uuid=self.backing_item_uuid,
                name=self.data_title,
                get_signed_url=lambda refetch=False: self.data_link,
            )

        def initialise_storage_item(self, *_: Any, **__: Any) -> None:
            """Nothing to do: its link is asked for when the script wants it."""

        def _check_not_detached(self, operation: str) -> None:
            # Called first by everything that needs the server, whatever a script did to _is_detached.
            guard.refuse(f"label_row.{operation}")

    client: Any = Offline("label_row._project_client", guard)
    row = OfflineRow(LabelRowMetadata.from_dict(metadata), client, ontology)
    row.from_labels_dict(_without_unknown_sizes(labels))
    row._is_detached = True
    return row


def _without_unknown_sizes(labels: dict[str, Any]) -> dict[str, Any]:
    """The SDK exports a size that nobody knows as 0 × 0 (FACTS 10) and would read it back as a size of 0."""
    if labels.get("data_type") not in ("image", "video"):
        return labels  # only there it is known to come back as None
    units = {
        key: {name: value for name, value in unit.items() if name not in ("width", "height") or value != 0}
        for key, unit in labels["data_units"].items()
    }
    return labels | {"data_units": units}
