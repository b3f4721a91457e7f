"""A list is narrowed after a lock as it was before, for whoever narrowed it."""

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest
from builders import Clock, empty_copy, new_post
from window_steps import new_window, unlock_in

from isteam_app.domain.people import TeamMember
from isteam_app.services.demo import PASSPHRASE
from isteam_app.services.intake import receive_post
from isteam_app.services.unlock import lock
from isteam_app.storage.key_changes import add_member
from ui.common.theme import Theme
from ui.main_window import MainWindow

LISTS = ("cases", "disclosures", "people")
SOUGHT = "zqcasimir"
SECOND = "sleepy badgers mend kites"


@pytest.fixture
def window(qtbot, theme: Theme, clock: Clock, tmp_path: Path) -> Iterator[MainWindow]:
    session = empty_copy(tmp_path, clock)
    receive_post(session, new_post(name="Mr Casimir Thackeray"))
    add_member(
        session.vault,
        TeamMember(name="Sam Okafor", role="handler"),
        SECOND,
        by=session.member.name,
        at=session.now(),
    )
    lock(session)
    made = new_window(qtbot, theme, tmp_path, clock)
    made.begin(session.vault.folder)
    yield made
    made.close()


@pytest.mark.parametrize("name", LISTS)
def test_the_words_stand_there_again_and_narrow_the_list(qtbot, window, name) -> None:
    work = unlock_in(qtbot, window, PASSPHRASE)
    work.go(name)
    work.screen(name).line.setText("casimir")
    window.lock()
    again = unlock_in(qtbot, window, PASSPHRASE)
    assert again.place.key == name
    page = again.screen(name)
    assert page.line.text() == "casimir"
    names = {"cases": 1, "people": 1, "disclosures": 0}
    assert len(page.table.paged.rows()) == names[name]
    window.lock()
    third = unlock_in(qtbot, window, PASSPHRASE)
    assert third.screen(name).line.text() == "casimir"


def test_a_list_not_opened_since_keeps_its_words_over_the_next_lock(
    qtbot, window
) -> None:
    work = unlock_in(qtbot, window, PASSPHRASE)
    work.go("people")
    work.screen("people").line.setText("casimir")
    work.go("today")
    for _ in range(2):
        window.lock()
        work = unlock_in(qtbot, window, PASSPHRASE)
        assert work.place.key == "today"
    assert work.screen("people").line.text() == "casimir"


def test_nobody_else_finds_them(qtbot, window) -> None:
    work = unlock_in(qtbot, window, PASSPHRASE)
    work.go("people")
    work.screen("people").line.setText("casimir")
    window.lock()
    other = unlock_in(qtbot, window, SECOND)
    assert other.session.member.name == "Sam Okafor"
    assert other.screen("people").line.text() == ""


def test_they_are_sealed_while_the_vault_is_locked(qtbot, window) -> None:
    work = unlock_in(qtbot, window, PASSPHRASE)
    work.go("people")
    work.screen("people").line.setText(SOUGHT)
    window.lock()
    del work
    qtbot.wait(20)
    gc.collect()
    held = window._looked._sealed  # noqa: SLF001  what the program holds of them
    assert len(held) == 1
    (sealed,) = held.values()
    assert SOUGHT.encode() not in sealed.sealed
    for one in gc.get_objects():
        if isinstance(one, dict | list | tuple):
            kept = one.values() if isinstance(one, dict) else one
            found = [each for each in kept if isinstance(each, str) and each == SOUGHT]
            assert all(each is SOUGHT for each in found)
