"""Reading the labels that exist: all of them, in order, and nothing else happens on the server."""

from __future__ import annotations

from pathlib import Path

import pytest

from gui.demo.faults import Fault
from gui.demo.server import DemoServer
from gui.encord_api.client import sign_in
from gui.encord_api.keys import read_key
from gui.encord_api.label_reading import read_labels
from gui.encord_api.listing import Listing
from gui.encord_api.patience import Patience, Stop
from gui.errors import Cancelled, KeyRefused

QUICK = Patience(tries=3, first_pause=0.05)


@pytest.fixture
def listing(demo: DemoServer, tmp_path: Path) -> Listing:
    project = sign_in(read_key(demo.private_key_pem, None), demo.url).open(demo.project_hash, Stop())
    listing = Listing(project, tmp_path / "listing.jsonl")
    listing.load(Stop())
    return listing


def test_labels_are_read_and_nothing_is_written(demo: DemoServer, listing: Listing) -> None:
    numbers = [5, 0, 11]
    answered = list(read_labels(listing, numbers, Stop(), lambda _: None))
    assert [each.number for each in answered] == numbers
    for each in answered:
        assert each.value is not None
        expected = demo.project.rows[listing.rows[each.number].data_hash].read()
        assert each.value["object_answers"].keys() == expected.object_answers.keys()
        assert expected.object_answers
    assert demo.writes == []


def test_a_row_never_labelled_is_not_asked_for(demo: DemoServer, listing: Listing) -> None:
    number = next(number for number, row in enumerate(listing.rows) if not row.is_labelled)
    with pytest.raises(ValueError, match="never labelled"):
        read_labels(listing, [0, number], Stop(), lambda _: None)
    assert demo.writes == []


def test_one_corrupt_row_takes_no_other_along(demo: DemoServer, listing: Listing) -> None:
    demo.faults.set(Fault("poisoned_row", label_hash=listing.rows[1].label_hash or ""))
    answered = list(read_labels(listing, [0, 1, 2], Stop(), lambda _: None, QUICK))
    assert [each.value is not None for each in answered] == [True, False, True]
    assert answered[1].failure


def test_a_refused_key_and_a_stop_end_it(demo: DemoServer, listing: Listing) -> None:
    demo.faults.set(Fault("key_revoked"))
    with pytest.raises(KeyRefused):
        list(read_labels(listing, [0], Stop(), lambda _: None, QUICK))
    stop = Stop()
    stop.set()
    with pytest.raises(Cancelled):
        list(read_labels(listing, [0], stop, lambda _: None, QUICK))
