"""Copies resources/ and the guide into a wheel as gui/_resources; everything else is in pyproject.toml."""

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py


class BuildWithResources(build_py):
    """setuptools finds data only inside a package; resources/ stands beside it."""

    def run(self) -> None:
        super().run()
        if not self.editable_mode:
            target = Path(self.build_lib) / "gui" / "_resources"
            root = Path(__file__).parent
            shutil.copytree(root / "resources", target, dirs_exist_ok=True)
            shutil.copytree(root / "docs" / "images", target / "guide" / "images", dirs_exist_ok=True)
            shutil.copy2(root / "docs" / "guide.md", target / "guide")


setup(cmdclass={"build_py": BuildWithResources})
