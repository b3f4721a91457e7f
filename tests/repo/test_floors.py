"""Each import contract stops what it is there to stop, and the true tree keeps all."""

import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path
from shutil import copytree, ignore_patterns

import pytest

ROOT = Path(__file__).parents[2]
LINT_IMPORTS = Path(sys.executable).parent / "lint-imports"


@dataclass(frozen=True)
class Planted:
    """One line that breaks one contract."""

    contract: str
    module: str
    line: str


PLANTED = (
    Planted(
        "The core never imports Qt or the window",
        "isteam_app/progress.py",
        "import PySide6.QtCore",
    ),
    Planted(
        "The core never imports Qt or the window",
        "isteam_app/services/__init__.py",
        "import ui.common",
    ),
    Planted(
        "Floors of the core",
        "isteam_app/storage/__init__.py",
        "import isteam_app.services",
    ),
    Planted(
        "Floors of the core",
        "isteam_app/letters/__init__.py",
        "import isteam_app.storage",
    ),
    Planted(
        "The domain is pure",
        "isteam_app/domain/__init__.py",
        "import cryptography.hazmat",
    ),
    Planted(
        "The domain is pure",
        "isteam_app/domain/__init__.py",
        "import isteam_app.resources",
    ),
    Planted(
        "Only storage knows SQL",
        "isteam_app/services/__init__.py",
        "import sqlalchemy.orm",
    ),
    Planted("Only storage knows SQL", "ui/common/__init__.py", "import sqlite3"),
    Planted(
        "Only letters and exports know reportlab",
        "isteam_app/services/__init__.py",
        "import reportlab.lib",
    ),
    Planted(
        "Files from outside are opened in a process of their own",
        "isteam_app/services/__init__.py",
        "import pypdfium2",
    ),
    Planted(
        "Files from outside are opened in a process of their own",
        "ui/common/__init__.py",
        "import PIL.Image",
    ),
    Planted(
        "The window asks services, never the rooms below",
        "ui/cases/__init__.py",
        "import isteam_app.storage",
    ),
    Planted(
        "Screens never import each other", "ui/cases/__init__.py", "import ui.today"
    ),
)


def contracts() -> list[str]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    return [one["name"] for one in settings["tool"]["importlinter"]["contracts"]]


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """The packages and their contracts, copied to where they may be spoilt."""
    for package in ("isteam_app", "ui"):
        clean = ignore_patterns("__pycache__")
        copytree(ROOT / package, tmp_path / package, ignore=clean)
    (tmp_path / "pyproject.toml").write_bytes((ROOT / "pyproject.toml").read_bytes())
    return tmp_path


def lint(folder: Path) -> tuple[int, str]:
    outcome = subprocess.run(
        [LINT_IMPORTS, "--no-cache"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    return outcome.returncode, outcome.stdout + outcome.stderr


def test_the_true_tree_keeps_every_contract(tree: Path) -> None:
    code, said = lint(tree)
    assert code == 0, said
    for name in contracts():
        assert f"{name} KEPT" in said


@pytest.mark.parametrize("planted", PLANTED, ids=lambda one: f"{one.line}")
def test_a_planted_import_breaks_its_contract(tree: Path, planted: Planted) -> None:
    with (tree / planted.module).open("a", encoding="utf-8") as source:
        source.write(f"\n{planted.line}\n")
    code, said = lint(tree)
    assert code == 1, said
    assert f"{planted.contract} BROKEN" in said


def test_every_contract_has_been_seen_to_break() -> None:
    assert {one.contract for one in PLANTED} == set(contracts())


def test_every_screen_is_in_the_contract_of_screens() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    (screens,) = (
        one["modules"]
        for one in settings["tool"]["importlinter"]["contracts"]
        if one["type"] == "independence"
    )
    folders = {
        f"ui.{folder.name}"
        for folder in (ROOT / "ui").iterdir()
        if (folder / "__init__.py").exists()
        and folder.name not in ("common", "tour")  # shared parts; a driver of screens
    }
    assert folders == set(screens)
