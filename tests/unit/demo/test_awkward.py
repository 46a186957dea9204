"""The awkward projects are really awkward for the SDK, each in the way FACTS tells."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from encord import EncordUserClient
from encord.constants.enums import DataType
from encord.exceptions import AuthorisationError, OntologyError
from encord.objects import LabelRowV2

from gui.demo import awkward
from gui.demo.scenario import Scenario
from gui.demo.server import DemoServer


@pytest.fixture
def server(painted_pictures: Path) -> Iterator[DemoServer]:
    with DemoServer(Scenario(awkward=True), pictures=painted_pictures) as server:
        yield server
        assert server.crashes == []


@pytest.fixture
def client(server: DemoServer) -> EncordUserClient:
    return EncordUserClient.create_with_ssh_private_key(server.private_key_pem, domain=server.url)


@pytest.fixture
def odd_rows(client: EncordUserClient, server: DemoServer) -> list[LabelRowV2]:
    project = client.get_project(server.project_titled(awkward.ODD_ROWS).hash)
    return project.list_label_rows_v2(include_images_data=True)


def test_the_foreign_project_is_not_listed(client: EncordUserClient, server: DemoServer) -> None:
    titles = [project.title for project in client.list_projects()]
    assert titles[1:] == [awkward.EMPTY, awkward.UNKNOWN_SHAPE, awkward.TWIN_CLASSES, awkward.ODD_ROWS]
    with pytest.raises(AuthorisationError):
        client.get_project(server.project_titled(awkward.FOREIGN).hash)


def test_an_empty_project_lists_nothing(client: EncordUserClient, server: DemoServer) -> None:
    assert client.get_project(server.project_titled(awkward.EMPTY).hash).list_label_rows_v2() == []


def test_an_unknown_shape_breaks_get_project(client: EncordUserClient, server: DemoServer) -> None:
    with pytest.raises(TypeError):
        client.get_project(server.project_titled(awkward.UNKNOWN_SHAPE).hash)


def test_twin_classes_cannot_be_told_apart_by_title(client: EncordUserClient, server: DemoServer) -> None:
    project = client.get_project(server.project_titled(awkward.TWIN_CLASSES).hash)
    with pytest.raises(OntologyError):
        project.ontology_structure.get_child_by_title("Apple")
    assert len(project.list_label_rows_v2()) == 3


def test_rows_without_pixels_can_be_read_but_for_the_unknown_kind(odd_rows: list[LabelRowV2]) -> None:
    kinds = {row.data_title: row.data_type for row in odd_rows}
    assert set(awkward.ODD_TITLES) < set(kinds)
    assert {kinds["motor.mp3"], kinds["delivery note.pdf"], kinds["four cameras"]} == {
        DataType.AUDIO,
        DataType.PDF,
        DataType.GROUP,
    }
    for row in odd_rows:
        if row.data_type == DataType.MISSING_DATA_TYPE:
            with pytest.raises(NotImplementedError):
                row.initialise_labels()
        else:
            row.initialise_labels()
            assert row.to_encord_dict()["data_title"] == row.data_title


def test_a_picture_without_a_size_says_none_before_and_zero_after(odd_rows: list[LabelRowV2]) -> None:
    row = next(row for row in odd_rows if row.data_title == "no size known.jpg")
    assert (row.width, row.height) == (None, None)
    row.initialise_labels()
    (unit,) = row.to_encord_dict()["data_units"].values()
    assert (unit["width"], unit["height"]) == (0, 0)
