"""A real, empty vault for each test of what the team can do."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from builders import Clock, empty_copy

from isteam_app.services.session import Session
from isteam_app.services.unlock import lock


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def session(tmp_path: Path, clock: Clock) -> Iterator[Session]:
    opened = empty_copy(tmp_path, clock)
    yield opened
    lock(opened)
