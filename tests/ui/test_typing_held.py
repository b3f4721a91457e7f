"""No typing and no dropped scan is lost at the lock: nor on a disk that is full."""

import resource
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from builders import Clock, empty_copy
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication
from window_steps import is_locked, new_window, settled, unlock_in

from isteam_app.domain.people import TeamMember
from isteam_app.services import half_typed
from isteam_app.services.demo import PASSPHRASE
from isteam_app.services.scans import Scan
from isteam_app.services.session import Session
from isteam_app.services.unlock import lock, unlock
from isteam_app.storage.draft_files import FOLDER, sweep_files
from isteam_app.storage.key_changes import add_member
from ui.common.theme import Theme
from ui.main_window import MainWindow
from ui.workplace import Workplace

PNG = b"\x89PNG\r\n\x1a\n" + b"made-up dots " * 900
SCAN = Scan(name="letter.png", media_type="image/png", data=PNG, pages=1)
OTHER = Scan(name="second.png", media_type="image/png", data=PNG + b"!", pages=1)
NAME = "Mr Casimir Thackeray"
SECOND = "sleepy badgers mend kites"


@pytest.fixture
def folder(tmp_path: Path, clock: Clock) -> Path:
    session = empty_copy(tmp_path, clock)
    lock(session)
    return session.vault.folder


@pytest.fixture
def window(
    qtbot, theme: Theme, clock: Clock, tmp_path: Path, folder: Path
) -> Iterator[MainWindow]:
    made = new_window(qtbot, theme, tmp_path, clock)
    made.begin(folder)
    yield made
    made.close()
    made.close()


@contextmanager
def full_disk() -> Iterator[None]:
    """Let no file of this process grow, as on a disk without room."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    usual = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, usual)


needs_limit = pytest.mark.skipif(
    sys.platform == "win32", reason="needs a limit on file size"
)


def type_post(work: Workplace, *scans: Scan) -> None:
    work.new_post()
    page = work.screen("intake")
    page.person.name.edit.setText(NAME)
    page.scan.add_scans(scans)


def typed_name(work: Workplace) -> str:
    return work.screen("intake").person.name.value()


def scans_of(work: Workplace) -> list[Scan]:
    return list(work.screen("intake").scan.scans())


def kept_on_disk(folder: Path) -> list[Path]:
    return [path for path in (folder / FOLDER).rglob("*") if path.is_file()]


def test_a_scan_that_was_dropped_comes_back(qtbot, window, folder) -> None:
    work = unlock_in(qtbot, window)
    type_post(work, SCAN, OTHER)
    window.lock()
    files = kept_on_disk(folder)
    assert len(files) == 2
    assert not any(b"made-up dots" in file.read_bytes() for file in files)
    again = unlock_in(qtbot, window)
    qtbot.waitUntil(lambda: scans_of(again) == [SCAN, OTHER])
    assert typed_name(again) == NAME


def test_a_pause_keeps_the_scan_and_giving_up_drops_it(qtbot, window, folder) -> None:
    work = unlock_in(qtbot, window)
    type_post(work, SCAN)
    work.watch.look()
    work.watch.look()
    settled(qtbot, work)
    assert len(kept_on_disk(folder)) == 1
    page = work.screen("intake")
    page.scan.add_scans([OTHER])
    work.keep_draft()
    settled(qtbot, work)
    assert len(kept_on_disk(folder)) == 2
    assert half_typed.files_back(work.session, "intake") == (SCAN, OTHER)
    page.cancel.click()
    work.go("intake")
    work.keep_draft()
    settled(qtbot, work)
    assert kept_on_disk(folder) == []
    assert half_typed.take_back(work.session, "intake") is None


def test_a_scan_that_was_taken_out_again_is_not_kept(qtbot, window, folder) -> None:
    work = unlock_in(qtbot, window)
    type_post(work, SCAN, OTHER)
    work.keep_draft()
    settled(qtbot, work)
    before = set(kept_on_disk(folder))
    work.screen("intake").scan.remove.click()
    work.keep_draft()
    settled(qtbot, work)
    assert set(kept_on_disk(folder)) < before, (
        "what is still there was not written again"
    )


def test_a_draft_is_not_saved_before_its_scans_are_back(qtbot, window) -> None:
    work = unlock_in(qtbot, window)
    type_post(work, SCAN)
    window.lock()
    again = unlock_in(qtbot, window)
    page = again.screen("intake")
    if page.half_added() is None:  # they are still on their way
        page.save.click()
        assert "still being read" in page.said().text.text()
    again.keep_draft()
    qtbot.waitUntil(lambda: scans_of(again) == [SCAN])
    again.keep_draft()
    settled(qtbot, again)
    assert half_typed.files_back(again.session, "intake") == (SCAN,)


def test_a_scan_that_is_gone_is_asked_for_again(qtbot, window, folder) -> None:
    work = unlock_in(qtbot, window)
    type_post(work, SCAN)
    window.lock()
    for file in kept_on_disk(folder):
        file.write_bytes(file.read_bytes()[:-1])
    again = unlock_in(qtbot, window)
    page = again.screen("intake")
    qtbot.waitUntil(lambda: page.half_added() == ())
    assert typed_name(again) == NAME
    assert page.scan.empty.isVisible()


def test_files_that_a_sudden_end_left_are_swept(qtbot, window, folder) -> None:
    work = unlock_in(qtbot, window)
    type_post(work, SCAN)
    work.keep_draft()
    settled(qtbot, work)
    known = kept_on_disk(folder)
    stray = known[0].with_name("0" * 32)
    stray.write_bytes(b"left over")
    assert sweep_files(work.session.vault) == 1
    assert kept_on_disk(folder) == known


@needs_limit
def test_typing_comes_back_after_a_lock_on_a_full_disk(qtbot, window) -> None:
    work = unlock_in(qtbot, window)
    session = work.session
    type_post(work, SCAN)
    with full_disk():
        window.lock()
        assert is_locked(session)
    assert "Make room on the disk" in window.unlock_page.said.text()
    assert NAME.encode() not in _held(window)
    again = unlock_in(qtbot, window)
    assert typed_name(again) == NAME
    qtbot.waitUntil(lambda: scans_of(again) == [SCAN])
    assert half_typed.files_back(again.session, "intake") == (SCAN,), "and is kept now"
    assert window._held.is_empty  # noqa: SLF001  nothing is left in memory


def _held(window: MainWindow) -> bytes:
    return b"".join(one.sealed for one in window._held._held)  # noqa: SLF001  what memory holds


@needs_limit
def test_typing_outlives_a_disk_that_stays_full(qtbot, window) -> None:
    work = unlock_in(qtbot, window)
    type_post(work, SCAN)
    settled(qtbot, work)
    with full_disk():
        window.lock()
    with pytest.MonkeyPatch.context() as patch:
        # unlocking itself writes, so the disk is full again just after it
        patch.setattr(half_typed, "put_back", lambda *_: False)
        again = unlock_in(qtbot, window)
    assert typed_name(again) == NAME
    with full_disk():
        window.lock()
    last = unlock_in(qtbot, window)
    assert typed_name(last) == NAME
    qtbot.waitUntil(lambda: scans_of(last) == [SCAN])


@needs_limit
def test_somebody_else_who_unlocks_sees_none_of_it_and_loses_none(
    qtbot, window, folder, clock
) -> None:
    work = unlock_in(qtbot, window)
    add_member(
        work.session.vault,
        TeamMember(name="Sam Okafor"),
        SECOND,
        by=work.session.member.name,
        at=clock(),
    )
    type_post(work)
    with full_disk():
        window.lock()
    theirs = unlock_in(qtbot, window, SECOND)
    theirs.go("intake")
    assert typed_name(theirs) == ""
    window.lock()
    session = unlock(folder, PASSPHRASE, clock)
    assert NAME in (half_typed.take_back(session, "intake") or "")
    lock(session)


@needs_limit
def test_the_program_says_what_closing_would_lose(qtbot, window) -> None:
    work = unlock_in(qtbot, window)
    type_post(work)
    with full_disk():
        event = QCloseEvent()
        window.closeEvent(event)
        assert not event.isAccepted(), "no backup could be made"
        assert not is_locked(work.session)
        window.closeEvent(event)
        assert not event.isAccepted(), "the typing would be lost"
        assert is_locked(work.session)
    assert "To give it up, close once more" in window.unlock_page.said.text()
    again = unlock_in(qtbot, window)
    assert typed_name(again) == NAME
    event = QCloseEvent()
    window.closeEvent(event)
    assert event.isAccepted(), "nothing would be lost any more"


@needs_limit
def test_whoever_closes_twice_gives_it_up(qtbot, window) -> None:
    work = unlock_in(qtbot, window)
    type_post(work)
    with full_disk():
        window.close()
        assert window.isVisible()
    assert window.close()


def test_a_key_changed_meanwhile_is_said(qtbot, window, monkeypatch) -> None:
    work = unlock_in(qtbot, window)
    type_post(work)
    with full_disk():
        window.lock()
    monkeypatch.setattr(half_typed, "open_typing", lambda *_: None)
    again = unlock_in(qtbot, window)
    said = again.screen(again.place.key).said()
    assert "cannot be brought back" in said.text.text()


def test_nothing_can_be_written_while_locked(qtbot, window) -> None:
    work = unlock_in(qtbot, window)
    session: Session = work.session
    window.lock()
    assert is_locked(session)
    files = {
        path: path.read_bytes()
        for path in session.vault.folder.rglob("*")
        if path.is_file()
    }
    for act in (
        lambda: half_typed.keep(session, "intake", "typed"),
        lambda: half_typed.keep(session, "intake", "typed", files=(SCAN,)),
        lambda: half_typed.seal(session, {}),
        session.settings,
        session.vault.inside,
        session.vault.verify,
    ):
        with pytest.raises(Exception, match="locked"):
            act()
    QApplication.processEvents()
    assert files == {
        path: path.read_bytes()
        for path in session.vault.folder.rglob("*")
        if path.is_file()
    }
    assert session.vault._data_key == b""  # noqa: SLF001  there is no key to write with
