"""The script that the built app runs; PyInstaller wants a file, and `python -m gui` is not one."""

import sys

from gui.__main__ import main

if __name__ == "__main__":
    sys.exit(main())
