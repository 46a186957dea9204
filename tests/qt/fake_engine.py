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

from gui import protocol
from gui.domain.label_row import ListedRow
from gui.foreign.pipes import read_frame, take_over_standard_streams, write_frame


def main(fault: str) -> None:
    incoming, outgoing = take_over_standard_streams()
    if fault == "stillborn":
        os._exit(3)

    def tell(event: protocol.AnyEvent) -> None:
        write_frame(outgoing, protocol.encode(event))

    tell(protocol.Ready(job=0, sdk_version=str(os.getpid())))
    while fault == "silent":
        time.sleep(0.1)
    while (frame := read_frame(incoming)) is not None:
        command = protocol.decode_command(frame)
        match command:
            case protocol.StartDemo(job=job):
                tell(protocol.DemoStarted(job=job, domain="http://127.0.0.1:9", project_hash="p", predictions="/c"))
            case protocol.OpenProject(job=job, project_hash=name):
                count = int(name.removeprefix("flood-"))
                for _ in range(count):
                    tell(protocol.RowsListed(job=job, rows=[ROW]))
                tell(protocol.ListingDone(job=job, total=count))
            case protocol.MakePlan() if fault == "dies":
                os._exit(7)
            case protocol.MakePlan() if fault == "noise":
                write_frame(outgoing, b"not an event")
            case protocol.Cancel(target=target) if fault != "deaf":
                tell(protocol.Stopped(job=target))
            case protocol.Shutdown() if fault != "stays":
                return
    while fault == "stays":
        time.sleep(0.1)


ROW = ListedRow("l", "d", "s", "Set", "a.jpg", "image", "LABELLED", "Review", 1, 64, 48, None)

if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "")
