"""What the repository says of itself is true, and says nothing of where it was made."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

import isteam_app

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])

# in pieces, so that this file does not find itself
FORBIDDEN = (
    "pypi" + r"\.org",
    "python" + "hosted",
    "deb" + r"\.debian",
    "registry" + r"\.npmjs",
    "/" + "work/",
    "/" + "root/",
)


def tracked() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False
    )
    if listed.returncode:
        pytest.skip("this is not a git checkout")
    names = listed.stdout.decode().split("\0")
    return [ROOT / name for name in names if name and (ROOT / name).is_file()]


def test_one_version_everywhere() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    changes = (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert project["version"] == isteam_app.__version__
    assert re.search(rf"^## {re.escape(isteam_app.__version__)}\b", changes, re.M)


def test_no_file_names_a_package_index_or_a_place_on_somebodys_machine() -> None:
    pattern = re.compile("|".join(FORBIDDEN))
    found = [
        f"{file.relative_to(ROOT)}: {match[0]}"
        for file in tracked()
        if (match := pattern.search(file.read_text("utf-8", errors="replace")))
    ]
    assert found == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda file: file.name)
def test_links_between_documents_lead_somewhere(document: Path) -> None:
    text = document.read_text("utf-8")
    targets = re.findall(r"\]\(([^)#\s]+)[^)]*\)|(?:src|srcset)=\"([^\"]+)\"", text)
    for target in (one or other for one, other in targets):
        if not re.match(r"[a-z]+:", target):
            assert (document.parent / target).exists(), target


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda file: file.name)
def test_files_named_in_documents_exist(document: Path) -> None:
    named = re.findall(
        r"`((?:isteam_app|ui|resources|tests|benchmarks|docs)/[\w./-]*)`",
        document.read_text("utf-8"),
    )
    missing = [name for name in named if not (ROOT / name).exists()]
    assert missing == []


def test_dev_py_commands_are_explained() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    commands = re.findall(r'^    "(\w+)": \w+,$', (ROOT / "dev.py").read_text(), re.M)
    assert len(commands) >= 7
    assert [name for name in commands if f"dev.py {name}" not in text] == []
