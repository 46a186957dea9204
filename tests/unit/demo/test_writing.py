"""Everything a client writes is carried out and recorded; what is only read leaves no record."""

import uuid

import pytest
import requests
from encord import EncordUserClient, Project
from encord.exceptions import GenericServerError, ResourceExistsError, ResourceNotFoundError
from encord.http.constants import RequestsSettings
from encord.objects import LabelRowV2, Object
from encord.objects.coordinates import BoundingBoxCoordinates
from encord.orm.label_row import LabelRow
from encord.orm.project import ProjectStatus

from gui.demo.faults import Fault
from gui.demo.record import Write
from gui.demo.server import DemoServer


@pytest.fixture
def project(demo: DemoServer) -> Project:
    once = RequestsSettings(max_retries=0, connection_retries=0)
    client = EncordUserClient.create_with_ssh_private_key(demo.private_key_pem, domain=demo.url, requests_settings=once)
    return client.get_project(demo.project_hash)


def add_box(row: LabelRowV2, confidence: float = 0.5) -> None:
    instance = row.ontology_structure.get_child_by_title("Apple", type_=Object).create_instance()
    instance.set_for_frames(
        BoundingBoxCoordinates(height=0.2, width=0.1, top_left_x=0.3, top_left_y=0.4), confidence=confidence
    )
    row.add_object_instance(instance)


def as_sent(row: LabelRowV2) -> LabelRow:
    return LabelRow(row.to_encord_dict())  # type: ignore[no-untyped-call]


def test_reading_a_row_nobody_labelled_creates_it(project: Project, demo: DemoServer) -> None:
    row = next(row for row in project.list_label_rows_v2() if row.label_hash is None)
    row.initialise_labels(include_object_feature_hashes=set(), include_classification_feature_hashes=set())
    (write,) = demo.writes
    assert (write.kind, write.branch, write.data_hash) == ("create", "main", row.data_hash)
    assert write.label_hash == row.label_hash
    again = project.list_label_rows_v2(data_hashes=[row.data_hash])[0]
    assert again.label_hash == row.label_hash


def test_a_row_is_created_once(project: Project) -> None:
    first = next(row for row in project.list_label_rows_v2() if row.label_hash is None)
    same = project.list_label_rows_v2(data_hashes=[first.data_hash])[0]
    first.initialise_labels()
    with pytest.raises(ResourceExistsError):
        same.initialise_labels()


def test_saving_replaces_what_was_drawn_and_is_recorded(project: Project, demo: DemoServer) -> None:
    row = project.list_label_rows_v2()[0]
    row.initialise_labels(include_object_feature_hashes=set(), include_classification_feature_hashes=set())
    add_box(row)
    row.save()
    assert [(w.kind, w.label_hash, w.objects, w.classifications) for w in demo.writes] == [
        ("save", row.label_hash, 1, 0)
    ]
    again = project.list_label_rows_v2(data_hashes=[row.data_hash])[0]
    again.initialise_labels()
    assert [o.object_name for o in again.get_object_instances()] == ["Apple"]


def test_a_bundle_of_saves_is_recorded_row_by_row(project: Project, demo: DemoServer) -> None:
    rows = project.list_label_rows_v2()[:3]
    for row in rows:
        row.initialise_labels(include_object_feature_hashes=set(), include_classification_feature_hashes=set())
    with project.create_bundle() as bundle:
        for row in rows:
            row.save(bundle=bundle)
    assert [write.label_hash for write in demo.writes] == [row.label_hash for row in rows]


def test_rows_that_are_not_there_are_neither_created_nor_saved(project: Project, demo: DemoServer) -> None:
    row = project.list_label_rows_v2()[0]
    row.initialise_labels()
    with pytest.raises(ResourceNotFoundError):
        project._client.create_label_rows([str(uuid.uuid4())])
    with pytest.raises(ResourceNotFoundError):
        project._client.save_label_rows([str(uuid.uuid4())], [as_sent(row)])
    with pytest.raises(ResourceNotFoundError):
        project._client.workflow_complete([str(uuid.uuid4())])
    assert demo.writes == []


def test_a_poisoned_row_cannot_be_saved(project: Project, demo: DemoServer) -> None:
    row = project.list_label_rows_v2()[0]
    row.initialise_labels()
    assert row.label_hash is not None
    demo.faults.set(Fault("poisoned_row", on="save", label_hash=row.label_hash))
    with pytest.raises(GenericServerError):
        project._client.save_label_rows([row.label_hash], [as_sent(row)])
    assert demo.writes == []


def test_one_row_created_and_saved_in_the_old_way(project: Project, demo: DemoServer) -> None:
    row = next(row for row in project.list_label_rows_v2() if row.label_hash is None)
    created = project._client.create_label_row(row.data_hash)
    project._client.save_label_row(created["label_hash"], created)
    assert [(write.kind, write.data_hash) for write in demo.writes] == [
        ("create", row.data_hash),
        ("save", row.data_hash),
    ]


def test_a_branch_has_rows_of_its_own(project: Project, demo: DemoServer) -> None:
    row = project.list_label_rows_v2(branch_name="model-7")[0]
    assert (row.label_hash, row.branch_name) == (None, "model-7")
    main = project.list_label_rows_v2(data_hashes=[row.data_hash])[0]
    main.initialise_labels()
    drawn = len(main.get_object_instances())

    row.initialise_labels()
    add_box(row, confidence=0.75)
    row.save()

    assert [(w.kind, w.branch) for w in demo.writes] == [("create", "model-7"), ("save", "model-7")]
    assert list(project.list_branches()) == ["main", "model-7"]
    read_back = project.list_label_rows_v2(branch_name="model-7", data_hashes=[row.data_hash])[0]
    read_back.initialise_labels()
    assert read_back.label_hash == row.label_hash != main.label_hash
    assert [o.get_annotation(0).confidence for o in read_back.get_object_instances()] == [0.75]
    untouched = project.list_label_rows_v2(data_hashes=[row.data_hash])[0]
    untouched.initialise_labels()
    assert len(untouched.get_object_instances()) == drawn
    everywhere = project.list_label_rows_v2(data_hashes=[row.data_hash], include_all_label_branches=True)
    assert {r.branch_name for r in everywhere} == {"main", "model-7"}


def test_moving_through_the_workflow_is_recorded(project: Project, demo: DemoServer) -> None:
    row = next(r for r in project.list_label_rows_v2() if r.label_hash and r.workflow_graph_node)
    row.workflow_complete()
    row.workflow_reopen()
    row.set_priority(0.9)
    project.set_status(ProjectStatus.PAUSED)
    assert [(w.kind, w.detail.split(" ")[0]) for w in demo.writes] == [
        ("workflow", "complete"),
        ("workflow", "reopen"),
        ("priority", "POST"),
        ("workflow", "PUT"),
    ]
    again = project.list_label_rows_v2(data_hashes=[row.data_hash])[0]
    assert again.workflow_graph_node is not None
    assert again.workflow_graph_node.title == "Annotate"


def test_active_is_told_and_that_is_recorded(project: Project, demo: DemoServer) -> None:
    project.active_sync()
    assert [write.kind for write in demo.writes] == ["active"]


def test_a_write_the_demo_does_not_know_is_refused_and_recorded(project: Project, demo: DemoServer) -> None:
    from encord.exceptions import EncordException

    with pytest.raises(EncordException):
        project.add_issue_tags(["blurred"])
    with pytest.raises(EncordException):
        project.remove_datasets(["x"])
    assert [write.kind for write in demo.writes] == ["unknown", "unknown"]


def test_another_process_can_ask_for_the_record(project: Project, demo: DemoServer) -> None:
    assert requests.get(f"{demo.url}/demo/writes", timeout=5).json() == []
    project.active_sync()
    (write,) = requests.get(f"{demo.url}/demo/writes", timeout=5).json()
    assert Write(**write) == demo.writes[0]
