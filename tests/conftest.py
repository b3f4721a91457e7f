"""What every test stands on: no display, no home folder, repeatable examples."""

import os

# Qt reads this when its first window system is made, long before any fixture
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import gc
import secrets
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import hypothesis
import pytest
from cryptography.hazmat.primitives.kdf import argon2

from isteam_app.storage import keyslots

hypothesis.settings.register_profile(
    "shared-machine",
    deadline=None,  # a neighbour on the machine must not fail a rule
    derandomize=True,
    database=None,
)
hypothesis.settings.load_profile("shared-machine")


@pytest.fixture(autouse=True, scope="session")
def _own_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep settings, logs and vaults of the person who runs the tests out of reach."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("HOME", "USERPROFILE"):
            patch.setenv(name, str(home))
        for name, folder in _PLACES.items():
            patch.setenv(name, str(_made(home / folder)))
        yield


_LONGEST = (
    "ui/test_tour.py",
    "faults/test_fault_runs.py",
    "ui/test_every_page.py",
    "ui/journeys/test_every_kind_journey.py",
    "ui/test_main_window.py",
    "system/test_keys_under_xvfb.py",
    "ui/settings/test_settings_page.py",
    "ui/cases/test_case_page.py",
    "storage/test_salvage.py",
)
"""Files of half a minute and more, the longest first."""


def pytest_configure(config: pytest.Config) -> None:
    # else the files are handed out by how many tests are in them
    config.option.loadscopereorder = False


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest files: at the end no worker waits for another."""
    root = Path(__file__).parent
    place = {root / name: at for at, name in enumerate(_LONGEST)}
    items.sort(key=lambda item: place.get(item.path, len(place)))


def pytest_collection_finish() -> None:
    """Look for dead cycles only in what the tests make, not in every module."""
    gc.freeze()


@pytest.fixture(autouse=True, scope="session")
def _each_key_derived_once() -> Iterator[None]:
    """Remember which key a passphrase and a salt give: deriving it is slow on purpose.

    The keys are the real ones. What measures the derivation is left to measure it.
    """
    real = argon2.Argon2id

    @cache
    def derived(typed: bytes, **cost: Any) -> bytes:
        return real(**cost).derive(typed)

    class Remembering:
        def __init__(self, **cost: Any) -> None:
            self._cost = cost

        def derive(self, typed: bytes) -> bytes:
            is_measured = self._cost["salt"] == _SALT_TO_MEASURE_WITH
            ask = derived.__wrapped__ if is_measured else derived
            return ask(typed, **self._cost)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(argon2, "Argon2id", Remembering)
        yield


@pytest.fixture(autouse=True)
def _salts_in_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give the key slots of each test the same salts, so that their keys are known.

    No two slots of a test share one; every key of a vault stays random.
    """
    turn = iter(range(1, 1 << 16))

    def token_bytes(size: int) -> bytes:
        if size == _SALT:
            return b"salt of a test" + next(turn).to_bytes(2, "big")
        return secrets.token_bytes(size)

    counted = SimpleNamespace(token_bytes=token_bytes, token_hex=secrets.token_hex)
    monkeypatch.setattr(keyslots, "secrets", counted)


_SALT = 16
_SALT_TO_MEASURE_WITH = bytes(_SALT)
_PLACES = {
    "XDG_CONFIG_HOME": ".config",
    "XDG_DATA_HOME": ".local/share",
    "XDG_STATE_HOME": ".local/state",
    "XDG_CACHE_HOME": ".cache",
    "APPDATA": "AppData/Roaming",
    "LOCALAPPDATA": "AppData/Local",
}


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder
