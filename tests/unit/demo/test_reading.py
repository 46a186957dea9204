"""What the real SDK reads from the demo server: account, project, ontology, rows and labels."""

import uuid
from collections import Counter

import pytest
from encord import EncordUserClient, Project
from encord.constants.enums import DataType
from encord.exceptions import InvalidArgumentsError, UnknownException
from encord.http.bundle import Bundle
from encord.objects import LabelRowV2
from encord.objects.common import Shape
from encord.orm.label_row import AnnotationTaskStatus
from encord.utilities.project_user import ProjectUserRole

from gui.demo import ontology
from gui.demo.orchard import LINE_2, TITLE, TWINS, WEEK_27, WEEK_28
from gui.demo.server import DemoServer


@pytest.fixture
def client(demo: DemoServer) -> EncordUserClient:
    return EncordUserClient.create_with_ssh_private_key(demo.private_key_pem, domain=demo.url)


@pytest.fixture
def project(client: EncordUserClient, demo: DemoServer) -> Project:
    return client.get_project(demo.project_hash)


def labelled(rows: list[LabelRowV2]) -> list[LabelRowV2]:
    return [row for row in rows if row.label_hash]


def read_all(project: Project, rows: list[LabelRowV2]) -> None:
    with project.create_bundle() as bundle:
        for row in rows:
            row.initialise_labels(bundle=bundle)


def test_the_account_has_the_demo_project(client: EncordUserClient) -> None:
    assert [(p.title, p.user_role) for p in client.list_projects()] == [(TITLE, ProjectUserRole.ADMIN)]
    assert [p.title for p in client.list_projects(title_like="%packing%")] == [TITLE]
    assert list(client.list_projects(title_eq="Another")) == []


def test_the_project_has_stages_datasets_and_one_branch(project: Project) -> None:
    assert [stage.title for stage in project.workflow.stages] == ["Annotate", "Review", "Complete"]
    assert [dataset.title for dataset in project.list_datasets()] == [WEEK_27, WEEK_28, LINE_2]
    assert list(project.list_branches()) == ["main"]


def test_the_ontology_has_an_item_of_every_shape_the_app_writes(project: Project) -> None:
    structure = project.ontology_structure
    assert {item.shape for item in structure.objects} == {
        Shape.BOUNDING_BOX,
        Shape.POLYGON,
        Shape.BITMASK,
        Shape.ROTATABLE_BOUNDING_BOX,
        Shape.POLYLINE,
        Shape.POINT,
        Shape.SKELETON,
    }
    assert [c.title for c in structure.classifications] == ["Belt", "Remarks", "Note"]
    template = structure.skeleton_templates["Fruit axis"]
    assert [v.name for v in template.skeleton.values()] == ["Stem end", "Middle", "Blossom end"]
    assert structure.get_child_by_hash(ontology.APPLE.feature_hash).title == "Apple"


def test_the_listing_has_pictures_a_group_a_video_and_rows_nobody_labelled(project: Project) -> None:
    rows = project.list_label_rows_v2(include_images_data=True)
    assert Counter(row.data_type for row in rows) == {DataType.IMAGE: 60, DataType.IMG_GROUP: 1, DataType.VIDEO: 1}
    assert sum(row.label_hash is None for row in rows) == 5
    assert {row.workflow_graph_node.title for row in rows if row.workflow_graph_node} == {
        "Annotate",
        "Review",
        "Complete",
    }
    titles = Counter(row.data_title for row in rows)
    assert {title for title, count in titles.items() if count == 2} == set(TWINS)
    twins = [row.dataset_title for row in rows if row.data_title == TWINS[0]]
    assert sorted(twins) == sorted([WEEK_27, WEEK_28])


def test_only_a_listing_that_asks_knows_the_pictures_of_a_group(project: Project) -> None:
    group = next(r for r in project.list_label_rows_v2(include_images_data=True) if r.data_type == DataType.IMG_GROUP)
    frames = group.get_frames_metadata()
    assert [frame.title for frame in frames] == [
        f"crate_0231_{side}.jpg" for side in ("front", "left", "back", "right")
    ]
    assert {(frame.width, frame.height) for frame in frames} == {(1280, 853)}
    without = next(r for r in project.list_label_rows_v2() if r.data_type == DataType.IMG_GROUP)
    assert without._label_row_read_only_data.images_data is None


def test_a_listing_can_be_narrowed(project: Project) -> None:
    rows = project.list_label_rows_v2()
    some, nobody = rows[3], next(row for row in rows if row.label_hash is None)
    assert some.label_hash is not None
    assert [r.data_hash for r in project.list_label_rows_v2(label_hashes=[some.label_hash])] == [some.data_hash]
    wanted = [some.data_hash, nobody.data_hash]
    assert {r.data_hash for r in project.list_label_rows_v2(data_hashes=wanted)} == set(wanted)
    assert len(project.list_label_rows_v2(data_title_eq=TWINS[0])) == 2
    assert {r.dataset_title for r in project.list_label_rows_v2(data_title_like="cam2%")} == {LINE_2}
    complete = project.list_label_rows_v2(workflow_graph_node_title_eq="Complete")
    assert 0 < len(complete) < len(rows)
    assert len(project.list_label_rows_v2(workflow_graph_node_title_like="comp%")) == len(complete)


def test_a_listing_can_be_narrowed_by_time(project: Project) -> None:
    edited = sorted(row.last_edited_at for row in project.list_label_rows_v2() if row.last_edited_at)
    middle = edited[len(edited) // 2]
    before = project.list_label_rows_v2(edited_before=middle)
    after = project.list_label_rows_v2(edited_after=middle)
    assert len(before) == sum(moment < middle for moment in edited) > 0
    assert len(after) == sum(moment > middle for moment in edited) > 0


def test_a_filter_the_demo_does_not_know_is_refused_not_ignored(project: Project) -> None:
    with pytest.raises(InvalidArgumentsError):
        project.list_label_rows_v2(label_statuses=[AnnotationTaskStatus.COMPLETED])


def test_empty_filters_leave_no_label_and_write_nothing(project: Project, demo: DemoServer) -> None:
    for row in labelled(project.list_label_rows_v2()):
        row.initialise_labels(include_object_feature_hashes=set(), include_classification_feature_hashes=set())
        assert row.get_object_instances() == []
        assert row.get_classification_instances() == []
    assert demo.writes == []


def test_a_filter_keeps_what_it_names(project: Project) -> None:
    rows = labelled(project.list_label_rows_v2())
    with project.create_bundle() as bundle:
        for row in rows:
            row.initialise_labels(
                include_object_feature_hashes={ontology.LEAF.feature_hash},
                include_classification_feature_hashes={ontology.BELT.root_hash},
                bundle=bundle,
            )
    assert {o.feature_hash for row in rows for o in row.get_object_instances()} == {ontology.LEAF.feature_hash}
    assert {c.feature_hash for row in rows for c in row.get_classification_instances()} == {ontology.BELT.root_hash}


def test_each_filter_works_without_the_other(project: Project) -> None:
    rows = labelled(project.list_label_rows_v2())[:10]
    read_all(project, rows)
    drawn = sum(len(row.get_object_instances()) for row in rows)
    answered = sum(len(row.get_classification_instances()) for row in rows)
    for row in rows:
        row.initialise_labels(include_classification_feature_hashes=set(), overwrite=True)
        assert row.get_classification_instances() == []
    assert sum(len(row.get_object_instances()) for row in rows) == drawn
    for row in rows:
        row.initialise_labels(include_object_feature_hashes=set(), overwrite=True)
        assert row.get_object_instances() == []
    assert sum(len(row.get_classification_instances()) for row in rows) == answered


def test_every_label_the_server_holds_survives_the_sdk(project: Project, demo: DemoServer) -> None:
    """The SDK parses each row and writes the same objects and answers again: the demo's JSON is Encord's."""
    rows = labelled(project.list_label_rows_v2())
    read_all(project, rows)
    shapes: Counter[Shape] = Counter()
    for row in rows:
        held = demo.project.rows[row.data_hash].read()
        written = row.to_encord_dict()
        for unit_hash, unit in written["data_units"].items():
            assert unit["labels"] == held.units[unit_hash]
        assert written["object_answers"] == held.object_answers
        assert written["classification_answers"] == held.classification_answers
        shapes.update(o.ontology_item.shape for o in row.get_object_instances())
    assert len(shapes) == 7
    assert min(shapes.values()) >= 3


def test_one_bundle_reads_every_row(project: Project, demo: DemoServer) -> None:
    rows = labelled(project.list_label_rows_v2())
    read_all(project, rows)
    assert all(row.is_labelling_initialised for row in rows)
    assert sum(len(row.get_object_instances()) for row in rows) > 500
    video = next(row for row in rows if row.data_type == DataType.VIDEO)
    assert video.number_of_frames == 48
    assert {len(o.get_annotation_frames()) > 10 for o in video.get_object_instances()} == {True}
    assert demo.writes == []


def test_a_row_is_also_read_alone(project: Project) -> None:
    label_hash = labelled(project.list_label_rows_v2())[0].label_hash
    assert label_hash is not None
    assert project._client.get_label_row(label_hash)["label_hash"] == label_hash


def test_a_bundle_beyond_the_limit_is_refused_by_the_server(project: Project) -> None:
    from encord.exceptions import MultiLabelLimitError

    with pytest.raises(MultiLabelLimitError) as caught:
        project._client.get_label_rows([str(uuid.uuid4()) for _ in range(1001)])
    assert caught.value.maximum_labels_allowed == 1000


def test_a_row_that_does_not_exist_is_left_out_of_the_answer(project: Project) -> None:
    rows = labelled(project.list_label_rows_v2())
    first, second = rows[0].label_hash, rows[1].label_hash
    assert first is not None
    assert second is not None
    answers = project._client.get_label_rows([first, str(uuid.uuid4()), second])
    assert [answer["label_hash"] for answer in answers] == [first, second]


def test_a_malformed_project_id_is_a_422(client: EncordUserClient) -> None:
    with pytest.raises(UnknownException):
        client.get_project("not-a-hash")


def test_bundles_can_be_of_any_size(project: Project) -> None:
    rows = labelled(project.list_label_rows_v2())[:7]
    bundle = Bundle(bundle_size=3)
    for row in rows:
        row.initialise_labels(bundle=bundle)
    bundle.execute()
    assert all(row.is_labelling_initialised for row in rows)
