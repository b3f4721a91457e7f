"""Backups through the services: when one is made, what is said of them, who may."""

import shutil
from dataclasses import replace
from datetime import timedelta

import pytest
from builders import PASSPHRASE, Clock, new_post

from isteam_app.domain.backup_calendar import Why
from isteam_app.domain.settings import Backups
from isteam_app.errors import BackupFailed, Cancelled, RuleBroken
from isteam_app.services.backups import (
    backup_folder,
    backup_light,
    backup_state,
    check_backup,
    is_changed,
    is_due,
    make_backup,
    make_before,
    make_if_changed,
)
from isteam_app.services.intake import receive_post
from isteam_app.services.restoring import describe_backup, restore
from isteam_app.services.settings import save_settings
from isteam_app.services.team import add_person
from isteam_app.services.unlock import lock, unlock


def later(session, **ago):
    """The same session at another moment."""
    return replace(session, now=lambda: Clock()() + timedelta(**ago))


def actions(session):
    with session.vault.read() as vault:
        return [entry.action for entry in vault.audit.page(limit=20).rows]


def test_only_what_changed_is_backed_up(session):
    assert is_due(session)
    first = make_if_changed(session, Why.TIME)
    assert first.path.parent == backup_folder(session)
    assert actions(session)[0] == "backup.made"
    assert make_if_changed(session, Why.CLOSE) is None
    assert not is_changed(session)
    receive_post(session, new_post())
    assert is_changed(session)
    assert not is_due(session)
    assert is_due(later(session, minutes=30))
    again = make_if_changed(later(session, minutes=31), Why.TIME)
    assert again.counts["cases"] > first.counts["cases"]
    assert len(backup_state(session).backups) == 2


def test_the_light_says_how_old_the_last_one_is(session):
    assert backup_light(session).tone == "warn"
    assert backup_light(session).words == "No backup yet"
    make_backup(session, Why.HAND)
    assert backup_light(session).words == "Last verified backup 10:42"
    assert backup_light(session).tone == "ok"
    told = backup_light(later(session, days=9))
    assert told.words == "Last verified backup Mon 23 Nov, 10:42"
    assert told.tone == "ok", "nothing changed since"
    receive_post(session, new_post())
    tones = [backup_light(later(session, hours=h)).tone for h in (23, 25, 73)]
    assert tones == ["ok", "warn", "danger"]
    assert backup_light(session, "no room").words.startswith("Backup failed; last")


def test_one_that_fails_is_noted_and_leaves_nothing(session, tmp_path):
    place = tmp_path / "stick"
    place.mkdir()
    wanted = replace(session.settings(), backups=Backups(folder=str(place)))
    save_settings(session, wanted)
    make_backup(session, Why.HAND)
    shutil.rmtree(place)
    with pytest.raises(BackupFailed, match="is not there"):
        make_backup(session, Why.TIME)
    assert not place.exists()
    assert actions(session)[0] == "backup.failed"
    light = backup_light(session)
    assert (light.words, light.tone) == ("No backup yet", "danger")
    assert "is not there" in backup_state(session).warning
    make_before(session, Why.KEY_CHANGE)
    beside = session.vault.folder.with_name("team backups")
    assert [describe_backup(path).why for path in beside.iterdir()] == [Why.KEY_CHANGE]


def test_a_stopped_one_did_not_fail(session):
    def stop(_done, _total):
        raise Cancelled("enough")

    with pytest.raises(Cancelled):
        make_backup(session, Why.HAND, stop)
    assert actions(session)[0] != "backup.failed"
    assert list(backup_folder(session).iterdir()) == []


@pytest.mark.parametrize(
    ("folder", "minutes", "field"),
    [
        ("relative", 30, "backup_folder"),
        ("/nowhere/at/all", 30, "backup_folder"),
        ("inside", 30, "backup_folder"),
        ("", 0, "backup_minutes"),
        ("", 1_441, "backup_minutes"),
    ],
)
def test_wishes_that_will_not_do(session, folder, minutes, field):
    if folder == "inside":
        folder = str(session.vault.folder / "attachments")
    wanted = Backups(folder=folder, minutes=minutes)
    with pytest.raises(RuleBroken) as refused:
        save_settings(session, replace(session.settings(), backups=wanted))
    assert refused.value.field == field
    assert session.settings().backups == Backups()


def test_never_into_the_vault_itself(session):
    with pytest.raises(RuleBroken, match="inside the vault"):
        make_backup(session, Why.HAND, target=session.vault.folder / "x.isbackup")


def test_an_auditors_session_makes_backups_and_changes_no_settings(session, clock):
    words = "violet harbour nine kettles walking"
    add_person(
        session, name="Ada Auditor", role="auditor", passphrase=words, repeated=words
    )
    lock(session)
    theirs = unlock(session.vault.folder, words, clock)
    try:
        assert make_if_changed(theirs, Why.TIME) is not None
        wanted = replace(theirs.settings(), backups=Backups(minutes=60))
        with pytest.raises(RuleBroken, match="administrator"):
            save_settings(theirs, wanted)
    finally:
        lock(theirs)


def test_a_backup_is_checked_and_restored(session, tmp_path, clock):
    made = make_backup(session, Why.HAND)
    assert check_backup(session, made.path).counts == made.counts
    with pytest.raises(RuleBroken, match="Type the passphrase"):
        restore(made.path, tmp_path / "b", at=clock())
    done = restore(made.path, tmp_path / "b", passphrase=PASSPHRASE, at=clock())
    assert done.folder == tmp_path / "b.isvault"
    back = unlock(done.folder, PASSPHRASE, clock)
    assert "backup.restored" in actions(back)
    lock(back)
