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
STATES = {
    "first-screen": "01-first-screen",
    "rows": "09-rows",
    "predictions": "13-predictions",
    "check": "16-check",
    "done": "18-done",
}
"""Name of the picture in the documents → state as screenshots.py calls it."""


def main() -> int:
    """Take the states afresh and write ``docs/images``."""
    target = ROOT / "docs" / "images"
    target.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, str(ROOT / "packaging" / "screenshots.py"), folder]
        subprocess.run([*command, "--sizes", "1280x800", "--looks", "light"], check=True)
        for name, state in STATES.items():
            picture = Image.open(Path(folder) / f"{state}-1280x800-light.png").convert("RGB")
            picture.quantize(192, dither=Image.Dither.NONE).save(target / f"{name}.png", optimize=True)
            print(target / f"{name}.png")
    return 0


if __name__ == "__main__":
    sys.exit(main())
