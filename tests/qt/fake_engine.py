"""A child that speaks the protocol like the engine: a real process for the link's tests, with faults on demand.

Usage: ``python fake_engine.py FAULT``. It answers ``StartDemo`` with ``DemoStarted``, ``OpenProject`` with as many
single-row ``RowsListed`` as its project hash says (``flood-1000``), and a cancel with ``Stopped``. Faults: ``deaf``
(never answers a cancel), ``dies`` (ends at ``MakePlan``), ``stillborn`` (ends at once), ``noise`` (writes
something that is no event at ``MakePlan``), ``stays`` (ignores ``Shutdown`` and the end of its pipe),
``silent`` (never reads a command).
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from gui.domain.label_row import ListedRow
from gui.foreign.pipes import read_frame, take_over_standard_streams, write_frame
from gui.protocol import commands, events, messages


def main(fault: str) -> None:
    incoming, outgoing = take_over_standard_streams()
    if fault == "stillborn":
        os._exit(3)

    def tell(event: events.AnyEvent) -> None:
        write_frame(outgoing, messages.encode(event))

    tell(events.Ready(job=0, sdk_version=str(os.getpid())))
    while fault == "silent":
        time.sleep(0.1)
    while (frame := read_frame(incoming)) is not None:
        command = messages.decode_command(frame)
        match command:
            case commands.StartDemo(job=job):
                tell(events.DemoStarted(job=job, domain="http://127.0.0.1:9", project_hash="p", predictions="/c"))
            case commands.OpenProject(job=job, project_hash=name):
                count = int(name.removeprefix("flood-"))
                for _ in range(count):
                    tell(events.RowsListed(job=job, rows=[ROW]))
                tell(events.ListingDone(job=job, total=count))
            case commands.MakePlan() if fault == "dies":
                os._exit(7)
            case commands.MakePlan() if fault == "noise":
                write_frame(outgoing, b"not an event")
            case commands.Cancel(target=target) if fault != "deaf":
                tell(events.Stopped(job=target))
            case commands.Shutdown() if fault != "stays":
                return
    while fault == "stays":
        time.sleep(0.1)


ROW = ListedRow("l", "d", "s", "Set", "a.jpg", "image", "LABELLED", "Review", 1, 64, 48, None)

if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "")
