"""Lists a project in one of the two ways and prints what it cost.

python -m tests.bench.listing_side KEY DOMAIN PROJECT stream|sdk
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from pathlib import Path

from gui.encord_api import listing
from gui.encord_api.client import sign_in
from gui.encord_api.keys import read_key
from gui.encord_api.listing_choice import entries_of_sdk
from gui.encord_api.patience import Stop


def main(argv: list[str]) -> int:
    """Seconds until the first rows and until the last, and how many there were."""
    key, domain, project_hash, way = argv
    if way == "sdk":
        listing.choose_source = lambda: entries_of_sdk  # type: ignore[attr-defined]
    project = sign_in(read_key(Path(key).read_text(), None), domain).open(project_hash, Stop())
    first: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        listed = listing.Listing(project, Path(folder) / "listing.jsonl")
        started = time.monotonic()
        listed.load(Stop(), lambda rows, afresh: first.append(time.monotonic() - started))
        seconds = time.monotonic() - started
    print(json.dumps({"rows": len(listed.rows), "seconds": seconds, "first": first[0]}))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
