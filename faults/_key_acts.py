"""The changes of who holds a key, each begun in one vault by a process to be killed."""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from faults._kills import Say
from faults._vaults import HANDLER, PASSPHRASE, Kept, make_vault, new_post, now, opened
from isteam_app.errors import NotFound, WrongPassphrase
from isteam_app.services.intake import receive_post
from isteam_app.services.keys import (
    change_my_passphrase,
    new_sheet_key,
    reset_passphrase,
    rotate_key,
    use_new_sheet,
)
from isteam_app.services.leaving import remove_person
from isteam_app.services.scans import Scan
from isteam_app.services.session import Session
from isteam_app.services.team import add_person
from isteam_app.services.unlock import asked_back
from isteam_app.storage.key_changes import add_device
from isteam_app.storage.recovery_key import groups, printed
from isteam_app.storage.vault import Vault
from isteam_app.storage.vault_doors import (
    open_vault,
    open_with_device,
    open_with_recovery_key,
)

SAM, LENA = "Sam Okafor", "Lena Brook"
CASES = 4
_SAMS = "violet harbour nine kettles walking"
_NEW = "gravel seventeen umbrella cautious moth"
_SHEET = printed(bytes(range(20)))
_SCAN = Scan(
    name="letter.pdf", media_type="application/pdf", data=b"%PDF-1.7\n" * 900, pages=1
)


@dataclass(frozen=True, slots=True)
class Way:
    """One way into a vault, and whom it lets in ("" for whoever holds the sheet)."""

    name: str
    who: str
    open: Callable[[Path], Vault]

    def lets_in(self, folder: Path) -> bool:
        """Try it. Raises what a vault that is not well raises."""
        try:
            vault = self.open(folder)
        except (WrongPassphrase, NotFound):
            return False
        vault.close()
        if self.who and vault.member.name != self.who:
            raise RuntimeError(f"{self.name} let in {vault.member.name}")
        return True


def words(text: str, who: str) -> Way:
    return Way(f"{who}'s passphrase", who, partial(_by_words, text))


def sheet(key: str) -> Way:
    return Way("the recovery sheet", "", partial(_by_sheet, key))


def device(secret: bytes) -> Way:
    return Way("the computer", HANDLER, partial(_by_device, secret))


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyAct:
    """One change: what it does, and the ways in before and after it.

    `always` lets in whatever happens. Of `before` and `after` one lets in when it was
    cut short, and `after` alone once it was acknowledged. `new_key`: another database.
    """

    name: str
    do: Callable[[Session], str]
    always: tuple[Way, ...]
    before: Way | None = None
    after: Way | None = None
    new_key: bool = False

    def run(self, kept: Kept, say: Say) -> None:
        """Make the change and say so; what is said is known to whoever asked for it."""
        with opened(kept) as session:
            say("ready")
            say(f"done {self.do(session)}")
            say("over")  # a kill after this one is too late to matter


@contextmanager
def dying_at(step: int) -> Iterator[None]:
    """Kill this process before its so many-th sync, rename or removal of a file."""
    left = step
    usual = {name: getattr(os, name) for name in ("fsync", "replace", "unlink")}

    def counted(name: str, *args: object, **more: object) -> object:
        nonlocal left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return usual[name](*args, **more)

    for name in usual:
        setattr(os, name, partial(counted, name))
    try:
        yield
    finally:
        for name, function in usual.items():
            setattr(os, name, function)


def make_team(place: Path) -> Kept:
    """Make a vault of two people, with cases and a scan in it."""
    kept = make_vault(place / "team")
    with opened(kept) as session:
        add_person(session, name=SAM, role="approver", passphrase=_SAMS, repeated=_SAMS)
        for number in range(CASES):
            receive_post(session, new_post(number, scans=(_SCAN,)))
    return kept


def key_acts(kept: Kept) -> tuple[KeyAct, ...]:
    """Return every change of a vault that `make_team` made."""
    robin, sam = words(PASSPHRASE, HANDLER), words(_SAMS, SAM)
    paper = sheet(kept.recovery_key)
    return (
        KeyAct(
            name="adding a person",
            do=_add,
            always=(robin, sam, paper),
            after=words(_NEW, LENA),
        ),
        KeyAct(
            name="changing one's passphrase",
            do=_change,
            always=(sam, paper),
            before=robin,
            after=words(_NEW, HANDLER),
        ),
        KeyAct(
            name="resetting a passphrase",
            do=_reset,
            always=(robin, paper),
            before=sam,
            after=words(_NEW, SAM),
        ),
        KeyAct(
            name="a new recovery sheet",
            do=_new_sheet,
            always=(robin, sam),
            before=paper,
            after=sheet(_SHEET),
        ),
        KeyAct(name="adding a computer", do=_add_device, always=(robin, sam, paper)),
        KeyAct(name="a new key", do=_rotate, always=(robin, sam, paper), new_key=True),
        KeyAct(
            name="removing a person",
            do=_remove,
            always=(robin, paper),
            before=sam,
            new_key=True,
        ),
    )


def _add(session: Session) -> str:
    add_person(session, name=LENA, role="handler", passphrase=_NEW, repeated=_NEW)
    return ""


def _change(session: Session) -> str:
    change_my_passphrase(session, current="", passphrase=_NEW, repeated=_NEW)
    return ""


def _reset(session: Session) -> str:
    reset_passphrase(session, _sam(session), passphrase=_NEW, repeated=_NEW)
    return ""


def _new_sheet(session: Session) -> str:
    new_sheet_key(session)
    parts = groups(_SHEET)
    use_new_sheet(session, _SHEET, [parts[at - 1] for at in asked_back(_SHEET)])
    return ""


def _add_device(session: Session) -> str:
    me = session.member
    return add_device(session.vault, me.id, by=me.name, at=now()).hex()


def _rotate(session: Session) -> str:
    rotate_key(session, PASSPHRASE)
    return ""


def _remove(session: Session) -> str:
    remove_person(session, _sam(session), passphrase=PASSPHRASE, taker=HANDLER)
    return ""


def _sam(session: Session) -> int:
    with session.vault.read() as vault:
        return vault.members.by_name(SAM).id


def _by_words(text: str, folder: Path) -> Vault:
    return open_vault(folder, text)


def _by_sheet(key: str, folder: Path) -> Vault:
    return open_with_recovery_key(folder, key)


def _by_device(secret: bytes, folder: Path) -> Vault:
    return open_with_device(folder, secret)
