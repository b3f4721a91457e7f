"""What the tests of the real system share."""

from functools import partial
from pathlib import Path

import pytest
from spreadsheet import Opened, opened_in


@pytest.fixture
def opened(tmp_path: Path) -> Opened:
    """Open a file in LibreOffice and return what it holds in its first sheet."""
    return partial(opened_in, tmp_path)
