"""The options of ``undo``, and what is refused before anything is asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from gui import history
from gui.commands.undo import Undoing, parse
from gui.domain.past_run import PastRun
from gui.encord_api.patience import Stop
from gui.errors import UsageProblem

NEEDED = ["ab12", "--key", "k"]


def test_a_run_and_a_key_are_enough() -> None:
    options = parse(NEEDED)
    assert (options.run, options.key, options.domain, options.dry_run) == ("ab12", Path("k"), None, False)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["ab12"], "cannot be understood"),
        (["--key", "k"], "cannot be understood"),
        ([*NEEDED, "--dry"], "cannot be understood"),
        ([*NEEDED, "--report", "./k"], "name the same file"),
    ],
)
def test_what_does_not_fit_is_refused(arguments: list[str], words: str) -> None:
    with pytest.raises(UsageProblem) as raised:
        parse(arguments)
    assert words in raised.value.sentence.what and raised.value.sentence.remedy


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["ab12", "--domain", "http://api.encord.com"], "https"),
        (["ab12", "--passphrase-env", "NOT_SET_ANYWHERE"], "is not set"),
        (["cd"], "made in a demo"),
        (["x"], "No run is named “x”"),
    ],
)
def test_what_cannot_be_asked_is_wrong_usage(arguments: list[str], words: str) -> None:
    for token, domain in (("ab12", "https://api.encord.com"), ("cd34", "demo")):
        history.keep(
            PastRun(
                run=token, began="2026-07-01T10:00:00+02:00", domain=domain, project_hash="p", project_title="Orchard",
                sources=[], branch="yolo-7",
            )
        )  # fmt: skip
    undoing = Undoing(parse([*arguments, "--key", "k"]), Stop())
    with pytest.raises(UsageProblem) as raised:
        undoing.run()
    sentence = raised.value.sentence
    assert words in sentence.what and sentence.why and sentence.remedy
    assert undoing.what_stands() == "Nothing was removed."
