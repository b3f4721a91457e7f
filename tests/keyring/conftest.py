"""A vault that computers may remember, and a keyring that works."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from builders import Clock, new_session
from keyring_steps import allow

from faults._keyrings import GoodKeyring, device_keyring
from isteam_app.device_keyring import DeviceKeyring
from isteam_app.services.session import Session
from isteam_app.services.unlock import lock


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def session(tmp_path: Path, clock: Clock) -> Iterator[Session]:
    """An open vault whose administrator allows computers to remember it."""
    opened = new_session(tmp_path, clock)
    allow(opened)
    yield opened
    lock(opened)


@pytest.fixture
def found() -> GoodKeyring:
    return GoodKeyring()


@pytest.fixture
def keyring(found: GoodKeyring) -> DeviceKeyring:
    return device_keyring(found)
