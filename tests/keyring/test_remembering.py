"""A computer opens the vault for whom it remembers, and nobody is ever locked out."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from builders import Clock
from keyring_steps import allow

from faults._keyrings import (
    FAULTS,
    GOOD,
    GoodKeyring,
    HangingKeyring,
    device_keyring,
)
from isteam_app.device_keyring import DeviceKeyring
from isteam_app.errors import Cancelled, NotRemembered, RuleBroken, VaultInUse
from isteam_app.services.demo import PASSPHRASE, demo_settings
from isteam_app.services.keys import reset_passphrase
from isteam_app.services.remembering import (
    forget,
    forget_everybodys,
    is_remembered,
    remember,
    remembered_unlock,
    remembered_vault,
    why_not,
)
from isteam_app.services.session import Session
from isteam_app.services.settings import save_settings
from isteam_app.services.team import add_person
from isteam_app.services.unlock import (
    create,
    lock,
    unlock,
    unlock_with_recovery_key,
)
from isteam_app.storage.kdf import FLOOR_COST
from isteam_app.storage.key_changes import add_device, rotate
from isteam_app.storage.key_header import HEADER

OTHERS = "seven dull kettles hum"


@pytest.fixture
def folder(session: Session, keyring: DeviceKeyring) -> Path:
    """A closed vault that this computer remembers."""
    assert remember(session, keyring) == GOOD
    lock(session)
    return session.vault.folder


def test_a_remembered_vault_opens_without_a_passphrase(
    folder: Path, keyring: DeviceKeyring, clock: Clock
) -> None:
    assert remembered_vault(folder)
    session = remembered_unlock(folder, clock, keyring=keyring, kept_by=GOOD)
    assert session.member.name == "Robin Sample"
    assert session.vault.opened_by == "device"
    assert is_remembered(session)
    lock(session)


def test_it_is_written_in_the_trail(folder: Path, keyring, clock: Clock) -> None:
    session = remembered_unlock(folder, clock, keyring=keyring)
    with session.vault.read() as vault:
        head = vault.audit.head()
        entries = [vault.audit.at(number) for number in range(1, head.count + 1)]
    lock(session)
    actions = [entry.action for entry in entries if entry is not None]
    assert "keys.device_added" in actions
    assert actions[-1] == "vault.unlocked"


def test_nobody_is_remembered_until_an_administrator_allows_it(
    session, keyring
) -> None:
    allow(session, allowed=False)
    with pytest.raises(RuleBroken, match="administrator") as refused:
        remember(session, keyring)
    assert refused.value.field == "remember"
    assert not is_remembered(session)


def test_when_it_is_no_longer_allowed_every_computer_is_forgotten(
    session: Session, keyring: DeviceKeyring, clock: Clock
) -> None:
    remember(session, keyring)
    sam = add_person(
        session,
        name="Sam Placeholder",
        role="handler",
        passphrase=OTHERS,
        repeated=OTHERS,
    )
    add_device(session.vault, sam.id, by="Robin Sample", at=session.now())
    allow(session, allowed=False)
    assert not is_remembered(session)
    lock(session)
    folder = session.vault.folder
    assert not remembered_vault(folder)
    with pytest.raises(NotRemembered, match="no longer opens"):
        remembered_unlock(folder, clock, keyring=keyring)
    lock(unlock(folder, PASSPHRASE, clock))


def test_other_settings_forget_nobody(session: Session, keyring) -> None:
    remember(session, keyring)
    save_settings(session, replace(session.settings(), idle_minutes=7))
    assert is_remembered(session)


def test_a_header_put_back_does_not_get_round_the_rule(
    session: Session, keyring: DeviceKeyring, clock: Clock
) -> None:
    remember(session, keyring)
    header = session.vault.folder / HEADER
    with_device = header.read_bytes()
    allow(session, allowed=False)
    lock(session)
    header.write_bytes(with_device)
    with pytest.raises(NotRemembered, match="Type your passphrase"):
        remembered_unlock(session.vault.folder, clock, keyring=keyring)
    lock(unlock(session.vault.folder, PASSPHRASE, clock))


def test_forgetting_leaves_nothing_in_the_keyring_and_no_slot(
    session: Session, keyring: DeviceKeyring, found: GoodKeyring
) -> None:
    remember(session, keyring)
    assert found.kept
    assert forget(session, keyring) == ""
    assert not found.kept
    assert not is_remembered(session)


def test_forgetting_holds_even_where_the_keyring_hangs(
    session: Session, keyring: DeviceKeyring, found: GoodKeyring, clock: Clock
) -> None:
    remember(session, keyring)
    hanging = device_keyring(HangingKeyring(found.kept), seconds=0.2)
    assert "opens nothing any more" in forget(session, hanging)
    lock(session)
    with pytest.raises(NotRemembered, match="no longer opens"):
        remembered_unlock(session.vault.folder, clock, keyring=keyring)


def test_remembering_again_leaves_one_slot(session: Session, keyring) -> None:
    for _ in range(3):
        remember(session, keyring)
    kinds = [slot.kind for slot in session.vault.inside().header.slots]
    assert kinds.count("device") == 1


def test_one_person_forgotten_leaves_the_other_remembered(
    session: Session, keyring: DeviceKeyring
) -> None:
    sam = add_person(
        session,
        name="Sam Placeholder",
        role="handler",
        passphrase=OTHERS,
        repeated=OTHERS,
    )
    add_device(session.vault, sam.id, by="Robin Sample", at=session.now())
    remember(session, keyring)
    forget(session, keyring)
    assert not is_remembered(session)
    assert forget_everybodys(session) == 1


def test_whatever_the_keyring_does_the_passphrase_opens_the_vault(
    folder: Path, found: GoodKeyring, clock: Clock
) -> None:
    for fault in FAULTS:
        keyring = fault.keyring(found.kept, seconds=0.1)
        with pytest.raises(NotRemembered) as refused:
            remembered_unlock(folder, clock, keyring=keyring, kept_by=GOOD)
        assert fault.said in str(refused.value), fault.name
        assert "type your passphrase" in str(refused.value), fault.name
    lock(unlock(folder, PASSPHRASE, clock))


TAKE_NOTHING = {
    "no keyring",
    "the keyring that keeps nothing",
    "locked",
    "dismissed",
    "the bus is gone",
    "fault below Python",
    "hangs for 60 s",
    "not on the list",
    "plain text",
}


def test_a_keyring_that_keeps_nothing_leaves_the_vault_as_it_was(
    session: Session, clock: Clock
) -> None:
    chosen = [fault for fault in FAULTS if fault.name in TAKE_NOTHING]
    assert len(chosen) == len(TAKE_NOTHING)
    for fault in chosen:
        with pytest.raises(NotRemembered, match=r"Nothing is remembered|as always"):
            remember(session, fault.keyring({}, seconds=0.05))
        assert not is_remembered(session), fault.name
    lock(session)
    assert not remembered_vault(session.vault.folder)
    lock(unlock(session.vault.folder, PASSPHRASE, clock))


def test_stopping_it_half_way_takes_the_slot_back(session: Session) -> None:
    found = HangingKeyring()

    def stop(_done: int, _total: int) -> None:
        if is_remembered(session):
            raise Cancelled("The vault is being locked.")

    with pytest.raises(Cancelled):
        remember(session, device_keyring(found, seconds=3600), stop)
    assert not is_remembered(session)
    found.let_go.set()


def test_a_secret_of_another_copy_of_the_vault_does_not_fit(
    folder: Path, keyring: DeviceKeyring, clock: Clock, tmp_path: Path
) -> None:
    copy = tmp_path / "elsewhere" / folder.name
    shutil.copytree(folder, copy)
    session = unlock(copy, PASSPHRASE, clock)
    forget_everybodys(session)
    lock(session)
    with pytest.raises(NotRemembered, match="another copy"):
        remembered_unlock(copy, clock, keyring=keyring)
    lock(remembered_unlock(folder, clock, keyring=keyring))


def test_a_vault_in_use_says_so_and_not_that_the_keyring_failed(
    folder: Path, keyring: DeviceKeyring, clock: Clock
) -> None:
    elsewhere = unlock(folder, PASSPHRASE, clock)
    with pytest.raises(VaultInUse):
        remembered_unlock(folder, clock, keyring=keyring)
    lock(elsewhere)


def test_whoever_came_in_by_the_recovery_key_is_not_remembered(
    tmp_path: Path, clock: Clock, keyring: DeviceKeyring
) -> None:
    made = create(
        tmp_path / "lost",
        passphrase=OTHERS,
        member="Sam Placeholder",
        now=clock,
        settings=replace(demo_settings(), demonstration=False),
        cost=FLOOR_COST,
    )
    allow(made.session, allowed=True)
    lock(made.session)
    session = unlock_with_recovery_key(
        made.session.vault.folder, made.recovery_key, clock
    )
    with pytest.raises(RuleBroken, match="recovery key"):
        remember(session, keyring)
    lock(session)


def test_the_demonstration_is_never_remembered(session: Session, keyring) -> None:
    save_settings(session, replace(session.settings(), demonstration=True))
    assert "demonstration" in why_not(session)


def test_an_auditor_may_be_remembered_too(
    session: Session, keyring: DeviceKeyring, clock: Clock
) -> None:
    add_person(
        session,
        name="Sam Placeholder",
        role="auditor",
        passphrase=OTHERS,
        repeated=OTHERS,
    )
    lock(session)
    auditing = unlock(session.vault.folder, OTHERS, clock)
    assert remember(auditing, keyring) == GOOD
    lock(auditing)
    opened = remembered_unlock(session.vault.folder, clock, keyring=keyring)
    assert opened.member.name == "Sam Placeholder"
    forget(opened, keyring)
    lock(opened)


def test_under_a_new_key_of_the_vault_the_computer_still_remembers(
    folder: Path, keyring: DeviceKeyring, clock: Clock
) -> None:
    session = unlock(folder, PASSPHRASE, clock)
    rotate(session.vault, PASSPHRASE, by="Robin Sample", at=clock())
    lock(session)
    opened = remembered_unlock(folder, clock, keyring=keyring)
    assert opened.member.name == "Robin Sample"
    lock(opened)


def test_who_left_the_team_is_remembered_nowhere(
    session: Session, keyring: DeviceKeyring, clock: Clock
) -> None:
    sam = add_person(
        session,
        name="Sam Placeholder",
        role="handler",
        passphrase=OTHERS,
        repeated=OTHERS,
    )
    folder = session.vault.folder
    lock(session)
    theirs = unlock(folder, OTHERS, clock)
    remember(theirs, keyring)
    lock(theirs)
    again = unlock(folder, PASSPHRASE, clock)
    rotate(again.vault, PASSPHRASE, by="Robin Sample", at=clock(), leaving=sam.id)
    lock(again)
    with pytest.raises(NotRemembered, match="no longer opens"):
        remembered_unlock(folder, clock, keyring=keyring)


def test_a_passphrase_that_was_reset_ends_what_computers_remember(
    session: Session, keyring: DeviceKeyring, clock: Clock
) -> None:
    sam = add_person(
        session,
        name="Sam Placeholder",
        role="handler",
        passphrase=OTHERS,
        repeated=OTHERS,
    )
    folder = session.vault.folder
    lock(session)
    theirs = unlock(folder, OTHERS, clock)
    remember(theirs, keyring)
    lock(theirs)
    again = unlock(folder, PASSPHRASE, clock)
    words = "nine brisk herons yawn"
    reset_passphrase(again, sam.id, passphrase=words, repeated=words)
    lock(again)
    with pytest.raises(NotRemembered, match="no longer opens"):
        remembered_unlock(folder, clock, keyring=keyring)
