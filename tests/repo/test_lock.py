"""What is installed is pinned, hashed and from nowhere in particular."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
LOCK = (ROOT / "requirements.lock").read_text("utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))

PIN = re.compile(r"^([a-z0-9-]+)==(\S+)(?: ;[^\\]*)? \\\n((?:    --hash=.*\n)+)", re.M)
HASH = re.compile(r"    --hash=sha256:[0-9a-f]{64}(?: \\)?\n")


def plain(name: str) -> str:
    """A package's name as indexes compare it."""
    return re.sub(r"[-_.]+", "-", re.split(r"[\[<>=!~ ]", name)[0]).lower()


def test_every_package_is_pinned_with_hashes() -> None:
    pins = PIN.findall(LOCK)
    starts = re.findall(r"^[^\s#]", LOCK, re.M)
    assert len(pins) == len(starts) > 40
    for name, _version, hashes in pins:
        lines = hashes.splitlines(keepends=True)
        assert all(HASH.fullmatch(line) for line in lines), name


def test_the_lock_names_no_index() -> None:
    assert not re.search(r"https?:|file:|^-", LOCK, re.M)


def test_everything_the_project_asks_for_is_locked() -> None:
    asked = [*PROJECT["project"]["dependencies"], *PROJECT["dependency-groups"]["dev"]]
    assert {plain(one) for one in asked} <= {name for name, _, _ in PIN.findall(LOCK)}


def test_releases_that_are_known_to_fail_stay_out() -> None:
    pinned = {name: version for name, version, _ in PIN.findall(LOCK)}
    assert pinned["pyside6"] == pinned["pyside6-essentials"] == "6.11.3"
    assert pinned["reportlab"] == "5.1.0"
