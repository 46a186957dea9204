"""The headless command: what it counts, how it ends, and what it says when it cannot go on."""

from __future__ import annotations

import json
import os
import socket
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, NoEncryption, PrivateFormat

from gui.demo.faults import Fault
from gui.demo.files import DemoFiles
from gui.demo.server import DemoServer
from tests.e2e.command import Command, Ended


@pytest.fixture
def command(demo: DemoServer, demo_key_file: Path, tmp_path: Path) -> Command:
    return Command(demo, demo_key_file, tmp_path)


def picture(demo: DemoServer, number: int = 0) -> str:
    """The title of a labelled picture that no other row has."""
    titles = [row.media.title for row in demo.project.rows.values()]
    single = [
        row.media.title
        for row in demo.project.rows.values()
        if row.label_hash and titles.count(row.media.title) == 1 and row.media.title.endswith(".jpg")
    ]
    return single[number]


def coco(folder: Path, demo: DemoServer, *entries: dict[str, Any], name: str = "coco.json") -> Path:
    """A dataset JSON with one picture of the demo; every entry is an annotation on it."""
    path = folder / name
    data = {
        "images": [{"id": 1, "file_name": picture(demo), "width": 1280, "height": 853}],
        "categories": [{"id": 1, "name": "apple"}, {"id": 2, "name": "stem"}],
        "annotations": [{"image_id": 1, "category_id": 1, **entry} for entry in entries],
    }
    path.write_text(json.dumps(data))
    return path


BOX = {"bbox": [100, 100, 50, 40], "score": 0.9}


def balanced(ended: Ended) -> dict[str, Any]:
    """The report's predictions, after checking that they add up."""
    counts: dict[str, Any] = ended.report["predictions"]
    assert counts["read"] == counts["exported"] + sum(counts["dropped"].values())
    return counts


def objects(ended: Ended) -> list[dict[str, Any]]:
    """Every object on a picture of the file."""
    units = [unit for row in ended.rows for unit in row["data_units"].values()]
    return [item for unit in units for item in unit["labels"].get("objects", [])]


def test_bad_entries_are_dropped_by_reason_and_the_rest_stays(command: Command, demo: DemoServer) -> None:
    bad: list[dict[str, Any]] = [
        {"bbox": [1, 1, 5, 5], "score": 1.5},
        {"bbox": [1, 1, 5, 5], "score": float("nan")},
        {"bbox": [1, 1, 5, 5], "score": float("inf")},
        {"bbox": [1, 1, 0, 5], "score": 0.5},
        {"bbox": [1, 1, 5, -5], "score": 0.5},
        {"bbox": [1, 1, 5], "score": 0.5},
        {"score": 0.5},
        {"bbox": [5000, 1, 5, 5], "score": 0.5},
        {"bbox": [1, 1, 5, 5], "score": 0.5, "category_id": 2},
    ]
    ended = command.run(predictions=coco(command.folder, demo, BOX, *bad, BOX))
    assert ended.code == 0, ended.err
    counts = balanced(ended)
    assert (counts["read"], counts["exported"]) == (11, 2)
    assert counts["dropped"]["confidence_not_0_to_1"] == 3
    assert counts["dropped"]["size_zero_or_less"] == 2
    assert counts["dropped"]["no_geometry"] == 1
    assert counts["dropped"]["broken_geometry"] == 1
    assert counts["dropped"]["outside_the_picture"] == 1
    assert counts["dropped"]["class_not_in_ontology"] == 1


def test_a_box_over_the_edge_is_clipped(command: Command, demo: DemoServer) -> None:
    ended = command.run(predictions=coco(command.folder, demo, {"bbox": [1270, -10, 100, 20], "score": 0.5}))
    assert [item["boundingBox"] for item in objects(ended)] == [
        {"x": 1270 / 1280, "y": 0.0, "w": 10 / 1280, "h": 10 / 853}
    ]


def test_the_threshold_keeps_what_equals_it(command: Command, demo: DemoServer) -> None:
    entries = [{**BOX, "score": score} for score in (0.49, 0.5, 0.51)]
    ended = command.run("--min-confidence", "0.5", predictions=coco(command.folder, demo, *entries))
    assert balanced(ended)["exported"] == 2
    assert ended.report["predictions"]["dropped"] == {"confidence_below_threshold": 1}


def test_entries_without_a_score_are_written_with_one_and_named(command: Command, demo: DemoServer) -> None:
    unscored = {"bbox": [1, 1, 5, 5]}
    mixed = command.run(predictions=coco(command.folder, demo, BOX, unscored))
    assert balanced(mixed)["exported"] == 2
    assert any("element 1" in problem["where"] for problem in mixed.report["problems"])
    none = command.run(predictions=coco(command.folder, demo, unscored, unscored))
    assert balanced(none)["exported"] == 2
    assert any("No entry has a confidence" in note for note in none.report["notes"])


@pytest.mark.parametrize("image_id", [3, 3.0, "3"])
def test_image_ids_compare_as_text(command: Command, demo: DemoServer, image_id: object) -> None:
    dataset = coco(command.folder, demo, name="names.json")
    data = json.loads(dataset.read_text())
    data["images"][0]["id"] = 3
    dataset.write_text(json.dumps(data))
    results = command.folder / "results.json"
    results.write_text(json.dumps([{"image_id": image_id, "category_id": 1, **BOX}]))
    ended = command.run("--dataset-json", dataset, predictions=results)
    assert balanced(ended)["exported"] == 1, ended.report


def test_a_mapping_sends_a_class_elsewhere_or_leaves_it_out(command: Command, demo: DemoServer) -> None:
    pear = next(item for item in demo.project.ontology["objects"] if item["name"] == "Pear")["featureNodeHash"]
    mapping = command.folder / "mapping.json"
    entries = [BOX, {**BOX, "category_id": 2}]
    mapping.write_text(json.dumps({"stem": pear, "apple": None, "Stem": None}))
    ended = command.run("--mapping", mapping, predictions=coco(command.folder, demo, *entries))
    assert balanced(ended) == {"read": 2, "exported": 1, "dropped": {"class_ignored": 1}}
    assert [item["featureHash"] for item in objects(ended)] == [pear]
    ((named, why),) = [(problem["where"], problem["reason"]) for problem in ended.report["problems"]]
    assert named == "Stem" and "no prediction has it" in why
    mapping.write_text(json.dumps({"stem": "nowhere"}))
    refused = command.run("--mapping", mapping, predictions=coco(command.folder, demo, *entries), report="no.json")
    assert refused.code == 1 and "feature hash" in refused.err


def twins(demo: DemoServer) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for row in demo.project.rows.values():
        found.setdefault(row.media.title, []).append(row)
    return {title: rows for title, rows in found.items() if len(rows) > 1 and all(row.label_hash for row in rows)}


def test_a_twin_title_is_guessed_by_nobody_but_settled_by_the_user(command: Command, demo: DemoServer) -> None:
    title, rows = next(iter(twins(demo).items()))
    path = coco(command.folder, demo, BOX)
    data = json.loads(path.read_text())
    data["images"][0]["file_name"] = title
    path.write_text(json.dumps(data))
    assert balanced(command.run(predictions=path))["dropped"] == {"several_rows_fit": 1}
    dataset = rows[0].media.dataset
    by_dataset = command.run("--dataset", dataset.title, predictions=path)
    assert balanced(by_dataset)["exported"] == 1, by_dataset.err
    chosen = command.folder / "rows.txt"
    chosen.write_text(f"\ufeff{rows[1].label_hash}\r\nno such row\r\n", encoding="utf-8")
    by_rows = command.run("--rows", chosen, predictions=path)
    assert balanced(by_rows)["exported"] == 1
    assert [row["label_hash"] for row in by_rows.rows] == [rows[1].label_hash]
    assert by_rows.report["rows"]["skipped"] == {"row_not_chosen": len(demo.project.rows) - 1}
    assert any(problem["where"] == "no such row" for problem in by_rows.report["problems"])


def test_rows_never_labelled_take_their_predictions_along(command: Command, demo: DemoServer) -> None:
    never = next(row for row in demo.project.rows.values() if row.label_hash is None)
    path = coco(command.folder, demo, BOX)
    data = json.loads(path.read_text())
    data["images"][0]["file_name"] = never.media.hash + ".jpg"
    path.write_text(json.dumps(data))
    ended = command.run(predictions=path)
    assert balanced(ended)["dropped"] == {"row_never_labelled": 1}
    chosen = command.folder / "rows.txt"
    chosen.write_text(never.media.hash)
    alone = command.run("--rows", chosen, predictions=path)
    assert alone.code == 1 and "--create-missing-rows" in alone.err and len(alone.said) == 3
    created = command.run("--rows", chosen, "--create-missing-rows", predictions=path)
    assert created.code == 0 and balanced(created)["exported"] == 1
    assert [write.kind for write in demo.writes] == ["create"]


USAGE: list[tuple[list[str], str]] = [
    (["--script", "--min-confidence", "0.5"], "takes no mapping"),
    (["--nonsense"], "cannot be understood"),
]
"""What else does not fit together: tests/unit/commands/test_command_line.py."""


@pytest.mark.parametrize(("options", "words"), USAGE)
def test_wrong_usage_is_code_two_in_three_lines(
    command: Command, demo_files: DemoFiles, options: list[str], words: str
) -> None:
    ended = command.run("--predictions", demo_files.predictions, *options)
    assert ended.code == 2 and words in ended.err and len(ended.said) <= 3
    assert not command.output.exists() and not command.report.exists()


Spoil = Callable[[Path], object]


def become_a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


BROKEN: dict[str, tuple[Spoil, str]] = {
    "empty": (lambda p: p.write_text(""), "empty"),
    "truncated": (lambda p: p.write_bytes(p.read_bytes()[:-30]), "cut off"),
    "not json": (lambda p: p.write_text("hello"), ""),
    "another format": (lambda p: p.write_text('{"type": "FeatureCollection", "features": []}'), ""),
    "a pickle": (lambda p: p.write_bytes(b"\x80\x04\x95\x00\x00"), ""),
    "a folder": (become_a_folder, ""),
    "missing": (lambda p: p.unlink(), ""),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_prediction_file_that_cannot_be_used_is_one_sentence(command: Command, demo: DemoServer, case: str) -> None:
    spoil, words = BROKEN[case]
    path = coco(command.folder, demo, *[BOX] * 20)
    spoil(path)
    ended = command.run(predictions=path)
    assert_sentence(ended, words)


def assert_sentence(ended: Ended, words: str, code: int = 1) -> None:
    """What, why and what to do in at most three lines; no traceback; nothing written."""
    assert ended.code == code, ended.err
    assert 1 <= len(ended.said) <= 3 and "Traceback" not in ended.err
    assert words in ended.err, ended.err
    assert not ended.output.exists()
    assert [path.name for path in ended.output.parent.glob(".predictions*")] == []


FAULTS: dict[str, tuple[Fault, str]] = {
    "network sign-in page": (Fault(kind="sign_in_page"), "A web page answered"),
    "server error page": (Fault(kind="error_page"), "problem on its side"),
    "server error": (Fault(kind="server_error"), "problem on its side"),
    "truncated list": (Fault(kind="truncated", on="list"), "cut off"),
    "reset list": (Fault(kind="reset", on="list"), ""),
    "key revoked": (Fault(kind="key_revoked", on="labels"), "does not know this key"),
}


@pytest.mark.parametrize("case", FAULTS)
def test_each_failure_of_the_server_has_its_sentence(
    command: Command, demo: DemoServer, demo_files: DemoFiles, case: str
) -> None:
    fault, words = FAULTS[case]
    demo.site.faults.set(fault)
    assert_sentence(command.run(predictions=demo_files.predictions, hurried=True), words)
    assert demo.writes == []


def test_passing_faults_do_not_show_in_the_file(command: Command, demo: DemoServer, demo_files: DemoFiles) -> None:
    undisturbed = command.run(predictions=demo_files.predictions).report["predictions"]
    demo.site.faults.set(
        Fault(kind="server_error", on="list", count=1),
        Fault(kind="rate_limit", on="labels", count=1, retry_after=1),
        Fault(kind="truncated", on="labels", after=1, count=1),
    )
    ended = command.run(predictions=demo_files.predictions)
    assert ended.code == 0 and ended.report["predictions"] == undisturbed


def test_no_network_is_one_sentence(command: Command, demo_files: DemoFiles) -> None:
    ended = command.run(predictions=demo_files.predictions, domain="http://127.0.0.1:9")
    assert_sentence(ended, "cannot be reached")
    assert ended.seconds < 30


def test_a_proxy_that_wants_a_password_is_one_sentence(command: Command, demo_files: DemoFiles) -> None:
    with socket.create_server(("127.0.0.1", 0)) as proxy:
        threading.Thread(target=refuse_tunnels, args=[proxy], daemon=True).start()
        address = f"http://127.0.0.1:{proxy.getsockname()[1]}"
        ended = command.run(
            predictions=demo_files.predictions,
            domain="https://api.encord.com",
            env={"HTTPS_PROXY": address, "https_proxy": address},
        )
    assert_sentence(ended, "proxy wants a name and a password")


def refuse_tunnels(proxy: socket.socket) -> None:
    """Answer every CONNECT with 407 until the socket is closed."""
    while True:
        try:
            connection, _ = proxy.accept()
        except OSError:
            return
        with connection:
            connection.recv(65536)
            connection.sendall(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")


def test_a_malformed_or_unknown_project_is_one_sentence(command: Command, demo_files: DemoFiles) -> None:
    assert_sentence(command.run(predictions=demo_files.predictions, project="hello"), "not a project hash")
    unknown = "00000000-0000-4000-8000-000000000000"
    assert_sentence(command.run(predictions=demo_files.predictions, project=unknown), "project")


def test_a_poisoned_or_deleted_row_fails_alone(command: Command, demo: DemoServer, demo_files: DemoFiles) -> None:
    labelled = [row.label_hash for row in demo.project.rows.values() if row.label_hash]
    demo.site.faults.set(
        Fault(kind="poisoned_row", label_hash=labelled[3]), Fault(kind="missing_row", label_hash=labelled[7])
    )
    ended = command.run(predictions=demo_files.predictions, hurried=True)
    assert ended.code == 3 and len(ended.said) <= 3
    assert ended.report["rows"]["failed"] == 2
    counts = balanced(ended)
    written = [row["label_hash"] for row in ended.rows]
    assert written == [hash_ for hash_ in labelled if hash_ not in (labelled[3], labelled[7])]
    assert counts["dropped"].get("row_failed", 0) + counts["dropped"].get("row_deleted", 0) > 0
    assert {problem["where"] for problem in ended.report["problems"]} >= {
        row.media.title for row in demo.project.rows.values() if row.label_hash in (labelled[3], labelled[7])
    }


def test_every_row_failing_writes_nothing_but_the_report(
    command: Command, demo: DemoServer, demo_files: DemoFiles
) -> None:
    rows = command.folder / "rows.txt"
    rows.write_text("\n".join(picture(demo, number) for number in range(3)))
    hashes = [row.label_hash for row in demo.project.rows.values() if row.label_hash]
    demo.site.faults.set(*[Fault(kind="missing_row", label_hash=label_hash) for label_hash in hashes])
    ended = command.run("--rows", rows, predictions=demo_files.predictions)
    assert_sentence(ended, "Every row failed")
    assert ended.report["rows"]["failed"] == 3 and balanced(ended)["exported"] == 0


def private_key(passphrase: str | None = None) -> bytes:
    protection = BestAvailableEncryption(passphrase.encode()) if passphrase else NoEncryption()
    return Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, protection)


def test_keys_that_do_not_open_the_account(command: Command, demo_files: DemoFiles, tmp_path: Path) -> None:
    stranger = tmp_path / "stranger.txt"
    stranger.write_bytes(private_key())
    assert_sentence(command.run(predictions=demo_files.predictions, key=stranger), "does not know this key")
    locked = tmp_path / "locked.txt"
    locked.write_bytes(private_key("open sesame"))
    assert_sentence(command.run(predictions=demo_files.predictions, key=locked), "passphrase")
    wrong = command.run(
        "--passphrase-env", "PASS", predictions=demo_files.predictions, key=locked, env={"PASS": "guess"}
    )
    assert_sentence(wrong, "does not open")
    assert_sentence(command.run(predictions=demo_files.predictions, key=tmp_path / "no.txt"), "cannot be read")


def test_targets_that_cannot_be_written(command: Command, demo_files: DemoFiles, tmp_path: Path) -> None:
    nowhere = tmp_path / "no" / "predictions.json"
    missing = command.run(predictions=demo_files.predictions, output=nowhere)
    assert missing.code == 1 and "does not exist" in missing.err
    folder = tmp_path / "folder.json"
    folder.mkdir()
    assert command.run(predictions=demo_files.predictions, output=folder).code == 1


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_folder(command: Command, demo_files: DemoFiles, tmp_path: Path) -> None:
    folder = tmp_path / "locked"
    folder.mkdir(mode=0o500)
    ended = command.run(predictions=demo_files.predictions, output=folder / "predictions.json")
    assert ended.code == 1 and "cannot be written to" in ended.err
