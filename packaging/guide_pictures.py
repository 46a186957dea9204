"""Makes the pictures of the guide and the README from the states that screenshots.py takes.

    .venv/bin/python packaging/guide_pictures.py

They are reduced to 192 colours, a third of the bytes and no difference to the eye.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
STATES = ("first-screen", "rows", "predictions", "check", "where-branch", "done", "published-and-synced", "history")
"""Pictures in the documents, by the state's name in tour.py."""


def main() -> int:
    """Take the states afresh and write ``docs/images``."""
    target = ROOT / "docs" / "images"
    target.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, str(ROOT / "packaging" / "screenshots.py"), folder]
        subprocess.run([*command, "--sizes", "1280x800", "--looks", "light"], check=True)
        for name in STATES:
            (taken,) = Path(folder).glob(f"??-{name}-1280x800-light.png")
            picture = Image.open(taken).convert("RGB")
            picture.quantize(192, dither=Image.Dither.NONE).save(target / f"{name}.png", optimize=True)
            print(target / f"{name}.png")
    return 0


if __name__ == "__main__":
    sys.exit(main())
