"""Whoever unlocked last is tried first: a team does not make its vault slow to open."""

from pathlib import Path

from vault_makers import AT, MEMBER, PASSPHRASE, SETTINGS

from isteam_app.domain.people import TeamMember
from isteam_app.storage import keyslots
from isteam_app.storage.kdf import FLOOR_COST
from isteam_app.storage.key_changes import add_member
from isteam_app.storage.vault_doors import create_vault, open_vault

WORDS = "violet harbour nine kettles walking"


def test_the_slot_used_last_comes_first(tmp_path: Path, monkeypatch) -> None:
    folder = tmp_path / "team.isvault"
    vault = create_vault(
        folder,
        passphrase=PASSPHRASE,
        member=MEMBER,
        settings=SETTINGS,
        at=AT,
        cost=FLOOR_COST,
    ).vault
    add_member(vault, TeamMember(name="Sam Okafor"), WORDS, by=MEMBER, at=AT)
    vault.close()
    derived = []
    usual = keyslots.passphrase_key

    def counted(*given: object, **more: object) -> bytes:
        derived.append(given)
        return usual(*given, **more)  # type: ignore[arg-type] # as it was given

    monkeypatch.setattr(keyslots, "passphrase_key", counted)
    tries = []
    for words in (PASSPHRASE, WORDS, WORDS, PASSPHRASE):
        derived.clear()
        vault = open_vault(folder, words)
        tries.append(len(derived))
        with vault.change("vault.unlocked", by=vault.member.name, at=AT) as work:
            work.note("vault")
            work.commit()
        vault.close()
    assert tries == [1, 2, 1, 2]
    vault = open_vault(folder, WORDS)
    assert vault.member.name == "Sam Okafor"
    vault.close()
