"""The doors of real vaults: quick to open, closed at the end."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from builders import Clock, empty_copy

from isteam_app.services.unlock import lock
from ui.common.background import Background


@pytest.fixture
def background(qapp) -> Iterator[Background]:
    made = Background()
    yield made
    made.close()


@pytest.fixture
def vault(tmp_path: Path, clock: Clock) -> Path:
    """The folder of a closed vault."""
    session = empty_copy(tmp_path, clock)
    lock(session)
    return session.vault.folder
