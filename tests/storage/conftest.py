"""A closed vault made once, and a fresh copy of it for each test that wants one."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from vault_makers import KeptVault, keep_vault

from isteam_app.storage.vault import Vault
from isteam_app.storage.vault_doors import open_with_recovery_key


@pytest.fixture(scope="session")
def original(tmp_path_factory: pytest.TempPathFactory) -> KeptVault:
    """An empty vault, closed. Never opened in place: tests copy it."""
    return keep_vault(tmp_path_factory.mktemp("original") / "team.isvault")


@pytest.fixture
def kept(original: KeptVault, tmp_path: Path) -> KeptVault:
    """A closed copy of the empty vault."""
    folder = tmp_path / "team.isvault"
    shutil.copytree(original.folder, folder)
    return KeptVault(folder, original.recovery_key)


@pytest.fixture
def vault(kept: KeptVault) -> Iterator[Vault]:
    """An open copy of the empty vault."""
    opened = open_with_recovery_key(kept.folder, kept.recovery_key)
    yield opened
    opened.close()
