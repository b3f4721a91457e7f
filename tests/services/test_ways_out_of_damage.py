"""The copy of the key file is used only where it is needed, and only if it opens."""

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from vault_makers import PASSPHRASE, KeptVault, keep_vault

from isteam_app.errors import (
    IsteamError,
    RuleBroken,
    TooManyAttempts,
    VaultDamaged,
    WrongPassphrase,
)
from isteam_app.services.damage import (
    Key,
    has_copy_of_keys,
    typed_key,
    use_copy_of_keys,
)
from isteam_app.storage.attempts import Attempts
from isteam_app.storage.key_header import HEADER, PREVIOUS, sum_of
from isteam_app.storage.vault_doors import open_with_recovery_key


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> KeptVault:
    return keep_vault(tmp_path_factory.mktemp("original") / "team.isvault")


@pytest.fixture
def kept(original: KeptVault, tmp_path: Path) -> KeptVault:
    folder = shutil.copytree(original.folder, tmp_path / "team.isvault")
    return KeptVault(Path(folder), original.recovery_key)


def alter(folder: Path) -> None:
    """As somebody does who can write to the folder and knows no key."""
    fields = json.loads((folder / HEADER).read_bytes())
    fields["generation"] += 1
    fields["sum"] = sum_of(fields)
    (folder / HEADER).write_text(json.dumps(fields))


def refusal(kept: KeptVault) -> IsteamError:
    with pytest.raises(VaultDamaged) as refused:
        open_with_recovery_key(kept.folder, kept.recovery_key)
    return refused.value


def test_a_whole_key_file_needs_no_copy(kept: KeptVault) -> None:
    assert not has_copy_of_keys(kept.folder)
    before = (kept.folder / HEADER).read_bytes()
    with pytest.raises(RuleBroken, match="not needed"):
        use_copy_of_keys(kept.folder, Key(recovery_key=kept.recovery_key))
    assert (kept.folder / HEADER).read_bytes() == before


def test_an_altered_key_file_gives_way_to_its_copy(kept: KeptVault) -> None:
    alter(kept.folder)
    assert has_copy_of_keys(kept.folder, refusal(kept))
    with pytest.raises(WrongPassphrase):
        use_copy_of_keys(kept.folder, typed_key("plum lantern orbit eight"))
    use_copy_of_keys(kept.folder, Key(recovery_key=kept.recovery_key))
    open_with_recovery_key(kept.folder, kept.recovery_key).close()
    assert (kept.folder / f"{HEADER}.damaged").exists()


def test_a_lost_key_file_comes_back(kept: KeptVault) -> None:
    (kept.folder / HEADER).unlink()
    assert has_copy_of_keys(kept.folder, refusal(kept))
    use_copy_of_keys(kept.folder, Key(passphrase=PASSPHRASE))
    open_with_recovery_key(kept.folder, kept.recovery_key).close()


def test_guessing_at_the_copy_is_held_back_too(kept: KeptVault) -> None:
    (kept.folder / HEADER).unlink()
    with pytest.raises(WrongPassphrase):
        use_copy_of_keys(kept.folder, typed_key("plum lantern orbit eight"))
    tried = Attempts(kept.folder)
    assert len(tried.moments()) == 1
    for _ in range(9):
        tried.add(datetime.now(UTC))
    with pytest.raises(TooManyAttempts):
        use_copy_of_keys(kept.folder, Key(passphrase=PASSPHRASE))


def test_a_damaged_copy_is_not_offered(kept: KeptVault) -> None:
    (kept.folder / HEADER).unlink()
    (kept.folder / PREVIOUS).write_bytes(b"{}")
    assert not has_copy_of_keys(kept.folder, refusal(kept))
    with pytest.raises(RuleBroken, match="no copy"):
        use_copy_of_keys(kept.folder, Key(recovery_key=kept.recovery_key))


def test_what_is_typed_is_told_apart(kept: KeptVault) -> None:
    spaced = kept.recovery_key.replace("-", " ").lower()
    assert typed_key(spaced) == Key(recovery_key=spaced)
    assert typed_key(PASSPHRASE) == Key(passphrase=PASSPHRASE)
