"""Does one thing with the desktop's own keyring, inside a message bus of its own.

`dbus-run-session -- python keyring_in_session.py ACT FOLDER` prints what came of it as
JSON. The keyring's daemon is started here and ended here; its files are in HOME.
"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, perf_counter

from builders import Clock, new_session
from keyring_steps import allow
from print_service import wait_until

from isteam_app.device_keyring import DeviceKeyring
from isteam_app.errors import IsteamError
from isteam_app.services.demo import PASSPHRASE
from isteam_app.services.remembering import forget, remember, remembered_unlock
from isteam_app.services.unlock import lock, unlock

DAEMON = "gnome-keyring-daemon"
VAULT = "1a2b3c4d5e6f7081"
SECRET = bytes(range(32))
Found = dict[str, object]


@contextmanager
def daemon(*, unlocked: bool = True) -> Iterator[subprocess.Popen[bytes]]:
    """The keyring's daemon, with an unlocked keyring in it."""
    process = subprocess.Popen(
        [DAEMON, "--foreground", "--components=secrets", "--unlock"],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    assert process.stdin is not None
    process.stdin.write(b"a password of the test's own" if unlocked else b"wrong")
    process.stdin.close()
    try:
        wait_until(is_there, "the desktop keyring")
        yield process
    finally:
        process.send_signal(signal.SIGCONT)
        process.terminate()
        process.wait(30)


def is_there() -> bool:
    """Whether the daemon just started is on the bus, with its keyring unlocked.

    Whoever asks for it before it is there makes the bus start another one.
    """
    import secretstorage
    from jeepney.bus_messages import message_bus
    from jeepney.io.blocking import Proxy

    with secretstorage.dbus_init() as bus:
        (there,) = Proxy(message_bus, bus).NameHasOwner("org.freedesktop.secrets")
        if not there:
            return False
        try:
            return not secretstorage.get_default_collection(bus).is_locked()
        except secretstorage.exceptions.SecretStorageException:
            return False


def lock_keyring() -> None:
    """Lock it as the desktop does when the person asks for it."""
    import secretstorage

    with secretstorage.dbus_init() as bus:
        secretstorage.get_default_collection(bus).lock()


def keep_and_forget(_: Path) -> Found:
    with daemon():
        kept = DeviceKeyring().keep(VAULT, SECRET)
        fetched = DeviceKeyring().fetch(VAULT, kept_by=kept.keeper)
        again = DeviceKeyring().keep(VAULT, SECRET[::-1])
        other = DeviceKeyring().fetch("another")
        replaced = DeviceKeyring().fetch(VAULT)
        forgotten = DeviceKeyring().forget(VAULT)
        gone = DeviceKeyring().fetch(VAULT)
    return {
        "keeper": kept.keeper,
        "same": fetched.secret == SECRET,
        "replaced": again.good and replaced.secret == SECRET[::-1],
        "other": other.trouble,
        "forgotten": forgotten.good,
        "gone": gone.trouble,
    }


def open_vault(folder: Path) -> Found:
    with daemon():
        keeper = _remembered_vault(folder)
        session = remembered_unlock(
            folder / "team.isvault", Clock(), keyring=DeviceKeyring(), kept_by=keeper
        )
        member = session.member.name
        said = forget(session, DeviceKeyring())
        lock(session)
        after = _refusal(folder, keeper)
    return {"member": member, "forget": said, "after": after}


def locked(folder: Path) -> Found:
    with daemon():
        keeper = _remembered_vault(folder)
        lock_keyring()
        return _refused(folder, keeper)


def frozen(folder: Path) -> Found:
    """The daemon stands still, as one does that waits for a question unseen."""
    with daemon() as process:
        keeper = _remembered_vault(folder)
        process.send_signal(signal.SIGSTOP)
        found = _refused(folder, keeper)
        process.send_signal(signal.SIGCONT)
        session = remembered_unlock(
            folder / "team.isvault", Clock(), keyring=DeviceKeyring(), kept_by=keeper
        )
        lock(session)
    return {**found, "later": session.member.name}


def killed(folder: Path) -> Found:
    with daemon() as process:
        keeper = _remembered_vault(folder)
        process.kill()
        process.wait(30)
        return _refused(folder, keeper)


def emptied(folder: Path) -> Found:
    with daemon():
        keeper = _remembered_vault(folder)
        with_vault = unlock(folder / "team.isvault", PASSPHRASE, Clock())
        DeviceKeyring().forget(with_vault.vault.id)
        lock(with_vault)
        return _refused(folder, keeper)


def run_command(folder: Path) -> Found:
    """A scheduled task: nobody types a passphrase."""
    from isteam_app.__main__ import main as isteam

    command = ["vault", "backup", "--remembered", str(folder / "team.isvault")]
    with daemon():
        _remembered_vault(folder)
        before = isteam([*command, str(folder / "one.isbackup")])
        lock_keyring()
        after = isteam([*command, str(folder / "two.isbackup")])
    made = sorted(file.stem for file in folder.glob("*.isbackup"))
    return {"before": before, "after": after, "made": made}


def refused_to_keep(folder: Path) -> Found:
    """A locked keyring takes nothing, and the vault stays as it was."""
    with daemon():
        lock_keyring()
        session = new_session(folder)
        allow(session)
        try:
            remember(session, DeviceKeyring())
        except IsteamError as error:
            sentence = str(error)
        else:
            sentence = ""
        slots = [slot.kind.value for slot in session.vault.inside().header.slots]
        lock(session)
    return {"sentence": sentence, "slots": slots}


def nothing_running(folder: Path) -> Found:
    """No daemon was started by anybody; the bus may start one, which is locked."""
    return {"trouble": DeviceKeyring().fetch(VAULT).trouble, "folder": str(folder)}


def press_the_button(folder: Path) -> Found:
    """The whole window: the button is pressed, the keyring asked, Today shown."""
    from ui.common.theme import Theme
    from ui.local_choices import LocalChoices
    from ui.main_window import MainWindow

    with daemon():
        keeper = _remembered_vault(folder)
        vault = folder / "team.isvault"
        choices = LocalChoices(folder / "choices.json")
        session = unlock(vault, PASSPHRASE, Clock())
        choices.remember_keeper(session.vault.id, keeper)
        lock(session)
        from ui.app import application

        app = application()
        theme = Theme("light")
        theme.apply(app)
        window = MainWindow(theme, choices, now=Clock())
        window.show()
        window.begin(vault)

        def until(true: Callable[[], bool]) -> None:
            end = monotonic() + 60
            while not true():
                assert monotonic() < end
                app.processEvents()

        button = window.unlock_page.remembered.button
        shown = button.isVisible()
        button.click()
        until(lambda: window.workplace is not None)
        workplace = window.workplace
        member = workplace.session.member.name if workplace else ""
        window.lock()
        stays_locked = window.workplace is None
        lock_keyring()
        button.click()
        page = window.unlock_page
        until(lambda: page.said_note() is not None)
        note = page.said_note()
        text = note.text.text() if note else ""
        focused = window.focusWidget() is page.passphrase.edit
        window.close()
    return {
        "shown": shown,
        "member": member,
        "stays locked": stays_locked,
        "note": text,
        "focused": focused,
    }


def _remembered_vault(folder: Path) -> str:
    session = new_session(folder)
    allow(session)
    keeper = remember(session, DeviceKeyring())
    lock(session)
    return keeper


def _refused(folder: Path, keeper: str) -> Found:
    start = perf_counter()
    sentence = _refusal(folder, keeper)
    taken = perf_counter() - start
    session = unlock(folder / "team.isvault", PASSPHRASE, Clock())
    lock(session)
    return {"sentence": sentence, "seconds": taken, "member": session.member.name}


def _refusal(folder: Path, keeper: str) -> str:
    try:
        session = remembered_unlock(
            folder / "team.isvault", Clock(), keyring=DeviceKeyring(), kept_by=keeper
        )
    except IsteamError as error:
        return str(error)
    lock(session)
    return ""


ACTS: dict[str, Callable[[Path], Found]] = {
    act.__name__: act
    for act in (
        keep_and_forget,
        open_vault,
        locked,
        frozen,
        killed,
        emptied,
        refused_to_keep,
        run_command,
        nothing_running,
        press_the_button,
    )
}


def main() -> None:
    found = ACTS[sys.argv[1]](Path(sys.argv[2]))
    sys.stdout.write(f"{json.dumps(found)}\n")
    sys.stdout.flush()
    os._exit(0)  # a thread may still hang on the keyring, as in the program


if __name__ == "__main__":
    main()
