"""Passphrases, the recovery sheet and the key: who may change them, and what holds."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from builders import Clock

from isteam_app.errors import (
    RuleBroken,
    TooManyAttempts,
    VaultDamaged,
    VaultUnavailable,
    WrongPassphrase,
)
from isteam_app.services.attempts import MOST
from isteam_app.services.demo import PASSPHRASE
from isteam_app.services.keys import (
    change_my_passphrase,
    key_facts,
    new_sheet_key,
    reset_passphrase,
    rotate_key,
    sign_in_anew,
    use_new_sheet,
)
from isteam_app.services.session import Session
from isteam_app.services.settings import save_settings
from isteam_app.services.team import add_person, team
from isteam_app.services.unlock import (
    asked_back,
    lock,
    unlock,
    unlock_with_recovery_key,
)
from isteam_app.storage.attempts import Attempts
from isteam_app.storage.key_changes import add_device
from isteam_app.storage.recovery_key import groups
from isteam_app.storage.vault_doors import open_with_device

WORDS = "violet harbour nine kettles walking"
OTHER = "amber tractor seldom whistles noon"
NEWER = "gravel seventeen umbrella cautious moth"


def join(session: Session, name: str, role: str = "handler", words: str = WORDS):
    return add_person(session, name=name, role=role, passphrase=words, repeated=words)


def opened(session: Session, words: str) -> Session:
    lock(session)
    return unlock(session.vault.folder, words, Clock())


def new_sheet(session: Session) -> str:
    key = new_sheet_key(session)
    use_new_sheet(session, key, [groups(key)[place - 1] for place in asked_back(key)])
    return key


def test_my_own_passphrase(session: Session) -> None:
    secret = add_device(
        session.vault, session.member.id, by="Robin Sample", at=session.now()
    )
    for given, field in (
        ({"current": WORDS}, "current"),
        ({"current": ""}, "current"),
        ({"repeated": OTHER}, "repeated"),
        ({"passphrase": "short", "repeated": "short"}, "passphrase"),
        ({"passphrase": PASSPHRASE, "repeated": PASSPHRASE}, "passphrase"),
    ):
        usual = {"current": PASSPHRASE, "passphrase": NEWER, "repeated": NEWER}
        with pytest.raises(RuleBroken) as refused:
            change_my_passphrase(session, **(usual | given))
        assert refused.value.field == field
    change_my_passphrase(session, current=PASSPHRASE, passphrase=NEWER, repeated=NEWER)
    folder = session.vault.folder
    lock(session)
    for old in (
        lambda: unlock(folder, PASSPHRASE, Clock()),
        lambda: open_with_device(folder, secret),
    ):
        with pytest.raises(WrongPassphrase):
            old()
    again = unlock(folder, NEWER, Clock())
    assert again.member == session.member
    assert again.vault.verify().whole
    lock(again)


def test_guessing_the_present_passphrase_is_held_back(session: Session) -> None:
    folder, at = session.vault.folder, session.now()
    with pytest.raises(RuleBroken, match="not your passphrase"):
        rotate_key(session, WORDS)
    assert len(Attempts(folder).moments()) == 1
    for _ in range(MOST - 1):
        Attempts(folder).add(at)
    with pytest.raises(TooManyAttempts):
        rotate_key(session, PASSPHRASE)
    with pytest.raises(TooManyAttempts):
        change_my_passphrase(
            session, current=PASSPHRASE, passphrase=NEWER, repeated=NEWER
        )


def test_somebody_elses_passphrase_is_not_mine(session: Session) -> None:
    """Sam sits down where Robin left the vault open; Sam's own passphrase opens it."""
    join(session, "Sam Okafor", "administrator")
    with pytest.raises(RuleBroken, match="not your passphrase"):
        rotate_key(session, WORDS)


def test_a_forgotten_passphrase_is_reset_by_an_administrator(session: Session) -> None:
    sam = join(session, "Sam Okafor")
    secret = add_device(session.vault, sam.id, by="Sam Okafor", at=session.now())
    with pytest.raises(RuleBroken, match="belong to one person"):
        reset_passphrase(session, sam.id, passphrase=PASSPHRASE, repeated=PASSPHRASE)
    with pytest.raises(RuleBroken, match="That is you"):
        reset_passphrase(session, session.member.id, passphrase=OTHER, repeated=OTHER)
    reset_passphrase(session, sam.id, passphrase=OTHER, repeated=OTHER)
    theirs = opened(session, OTHER)
    assert theirs.member == sam
    for act in (
        lambda: reset_passphrase(theirs, 1, passphrase=NEWER, repeated=NEWER),
        lambda: new_sheet_key(theirs),
        lambda: rotate_key(theirs, OTHER),
        lambda: sign_in_anew(theirs, 1, passphrase=NEWER, repeated=NEWER),
    ):
        with pytest.raises(RuleBroken, match=r"Only an administrator|recovery sheet"):
            act()
    assert "Only an administrator" in key_facts(theirs).no_new_keys
    change_my_passphrase(theirs, current=OTHER, passphrase=NEWER, repeated=NEWER)
    lock(theirs)
    with pytest.raises(WrongPassphrase):
        open_with_device(session.vault.folder, secret)


def test_an_auditor_changes_their_own_passphrase(session: Session) -> None:
    join(session, "Ada Ledger", "auditor")
    ada = opened(session, WORDS)
    change_my_passphrase(ada, current=WORDS, passphrase=NEWER, repeated=NEWER)
    again = opened(ada, NEWER)
    assert again.member.name == "Ada Ledger"
    lock(again)


def test_the_new_sheet_is_proved_before_the_old_one_goes(session: Session) -> None:
    first = new_sheet(session)
    key = new_sheet_key(session)
    parts = groups(key)
    right = [parts[place - 1] for place in asked_back(key)]
    for typed in (["", "", ""], [right[0], right[1], "0000"], right[::-1]):
        with pytest.raises(RuleBroken) as refused:
            use_new_sheet(session, key, typed)
        assert refused.value.field.startswith("group")
    folder = session.vault.folder
    lock(session)
    with pytest.raises(WrongPassphrase):
        unlock_with_recovery_key(folder, key, Clock())
    session = unlock_with_recovery_key(folder, first, Clock())
    use_new_sheet(session, key, [part.lower() for part in right])
    made = key_facts(session).sheet_made
    assert made == session.now()
    lock(session)
    with pytest.raises(WrongPassphrase, match="newer sheet"):
        unlock_with_recovery_key(folder, first, Clock())
    lock(unlock_with_recovery_key(folder, key, Clock()))


def test_after_the_recovery_sheet_one_says_who_one_is(session: Session) -> None:
    sam = join(session, "Sam Okafor")
    key = new_sheet(session)
    folder = session.vault.folder
    lock(session)
    found = unlock_with_recovery_key(folder, key, Clock())
    assert not key_facts(found).asks_current
    with pytest.raises(RuleBroken, match="belong to one person"):
        sign_in_anew(found, sam.id, passphrase=PASSPHRASE, repeated=PASSPHRASE)
    mine = sign_in_anew(found, sam.id, passphrase=OTHER, repeated=OTHER)
    assert mine.member == sam
    assert mine.vault.member == sam
    # a handler by now, who is told to make a new sheet, and whom the sheet lets do so
    last = new_sheet(mine)
    join(mine, "Lena Brook", words=NEWER)
    with pytest.raises(RuleBroken, match="Only an administrator changes the settings"):
        save_settings(mine, replace(mine.settings(), idle_minutes=3))
    lock(mine)
    with pytest.raises(WrongPassphrase, match="newer sheet"):
        unlock_with_recovery_key(folder, key, Clock())
    lock(unlock_with_recovery_key(folder, last, Clock()))
    for words, name in ((OTHER, "Sam Okafor"), (PASSPHRASE, "Robin Sample")):
        one = unlock(folder, words, Clock())
        assert one.member.name == name
        lock(one)


def test_a_new_key_leaves_every_way_in_as_it_is(session: Session) -> None:
    join(session, "Sam Okafor")
    key = new_sheet(session)
    folder = session.vault.folder
    before = {path.name for path in folder.glob("*.db")}
    rotate_key(session, PASSPHRASE)
    assert {path.name for path in folder.glob("*.db")}.isdisjoint(before)
    assert [one.name for one in team(session).members] == ["Robin Sample", "Sam Okafor"]
    assert session.vault.verify().whole
    for words in (PASSPHRASE, WORDS):
        session = opened(session, words)
    lock(session)
    lock(unlock_with_recovery_key(folder, key, Clock()))


def test_an_old_copy_opens_nothing_new(session: Session, tmp_path: Path) -> None:
    """Whoever kept the folder of before gains the vault of before, and no more."""
    folder = session.vault.folder
    old = tmp_path / "old"
    lock(session)
    shutil.copytree(folder, old)
    session = unlock(folder, PASSPHRASE, Clock())
    rotate_key(session, PASSPHRASE)
    lock(session)
    lock(unlock(old, PASSPHRASE, Clock()))
    (new,) = folder.glob("*.db")
    mixed = tmp_path / "mixed"
    shutil.copytree(old, mixed)
    (was,) = mixed.glob("*.db")
    shutil.copy(new, was)
    with pytest.raises((VaultDamaged, VaultUnavailable)):
        unlock(mixed, PASSPHRASE, Clock())
