"""What lies on the disk of past work is removed; what a running process holds stays."""

from __future__ import annotations

import os
import subprocess
import sys

from gui import paths
from gui.domain.forgotten import Forgotten, forgotten_words
from gui.forgetting import RemovedFiles, remove_files
from gui.run_folders import new_run_folder


def ended_process() -> int:
    child = subprocess.Popen([sys.executable, "-c", ""])
    child.wait(20)
    return child.pid


def test_run_folders_of_ended_processes_and_closed_logs_go() -> None:
    left = paths.runs_dir() / f"run-{ended_process()}-abc"
    left.mkdir()
    (left / "listing.jsonl").write_text("{}")
    logs = paths.log_dir()
    for name in ("window.log", "engine.log", "window.log.1", "export.log", "notes.txt"):
        (logs / name).write_text("x")
    mine = paths.runs_dir() / f"run-{os.getpid()}-xyz"
    mine.mkdir()
    assert remove_files() == RemovedFiles(runs=1, logs=2)
    assert sorted(each.name for each in logs.iterdir()) == ["engine.log", "notes.txt", "window.log"]
    assert list(paths.runs_dir().iterdir()) == [mine]
    assert remove_files() == RemovedFiles(0, 0)


def test_a_new_run_removes_what_was_left_and_is_ones_own() -> None:
    left = paths.runs_dir() / f"run-{ended_process()}-abc"
    left.mkdir()
    folder = new_run_folder()
    assert list(paths.runs_dir().iterdir()) == [folder]
    assert folder.name.startswith(f"run-{os.getpid()}-")


def test_only_what_was_there_is_said() -> None:
    everything = Forgotten(
        entries=["key", "passphrase"], store="Keychain", key_path=True, projects=2, runs=1, logs=1_200
    )
    assert forgotten_words(everything) == (
        "Removed: the key and the passphrase in Keychain, the place of the key file, the settings of 2 projects, "
        "1 run folder and 1,200 log files. The key file itself and the files you exported stay where they are."
    )
    assert forgotten_words(Forgotten(logs=1)).startswith("Removed: 1 log file.")
    assert forgotten_words(Forgotten()).startswith("Nothing else was remembered.")
