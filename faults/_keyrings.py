"""Keyrings that fail in every way a real one was seen to, and one that works.

Each is a class of its own, because keyrings are told apart by their classes.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import Event

from keyring.backends import chainer, fail, null
from keyring.errors import InitError, KeyringLocked, NoKeyringError

from isteam_app.device_keyring import ALLOWED, DeviceKeyring

GOOD = "the good keyring"
OTHER = "the other keyring"
HANGS = 60.0


class GoodKeyring:
    """Keeps what it is given, in memory."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], object] = {}

    def get_password(self, service: str, username: str) -> object:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: object) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


class OtherKeyring(GoodKeyring):
    """What the computer uses after a change; it is allowed as well."""


class LookAlike(GoodKeyring):
    """Made from one that is allowed, and on no list itself."""


class PlaintextKeyring(GoodKeyring):
    """Keeps secrets in a file that everybody can read."""


PlaintextKeyring.__module__ = "keyrings.alt.file"


class RaisingKeyring(GoodKeyring):
    """Raises at every question."""

    def __init__(self, fault: BaseException) -> None:
        super().__init__()
        self._fault = fault

    def get_password(self, *_: object) -> object:
        raise self._fault

    def set_password(self, *_: object) -> None:
        raise self._fault

    def delete_password(self, *_: object) -> None:
        raise self._fault


class HangingKeyring(GoodKeyring):
    """Waits for an answer to a question that nobody sees, or until `let_go`."""

    def __init__(self, kept: Mapping[tuple[str, str], object] | None = None) -> None:
        super().__init__()
        self.kept.update(kept or {})
        self.let_go = Event()

    def get_password(self, service: str, username: str) -> object:
        self.let_go.wait(HANGS)
        return super().get_password(service, username)

    def set_password(self, service: str, username: str, password: object) -> None:
        self.let_go.wait(HANGS)
        super().set_password(service, username, password)


class PlainChain(chainer.ChainerBackend):
    """The package's own chain, of these keyrings."""

    backends: list[object] = []  # noqa: RUF012  each chain has its own, set below

    def __init__(self, *links: object) -> None:
        super().__init__()
        self.backends = list(links)


PlainChain.__module__, PlainChain.__qualname__ = chainer.__name__, "ChainerBackend"


class NotFromPython(BaseException):
    """What a library below Python may throw past every `except Exception`."""


def _class_of(kind: type[object]) -> str:
    return f"{kind.__module__}.{kind.__qualname__}"


TRUSTED: Mapping[str, str] = {
    **ALLOWED,
    _class_of(GoodKeyring): GOOD,
    _class_of(RaisingKeyring): GOOD,
    _class_of(HangingKeyring): GOOD,
    _class_of(OtherKeyring): OTHER,
}


def device_keyring(found: object, *, seconds: float = 3.0) -> DeviceKeyring:
    """Return the program's keyring over one of these."""
    return DeviceKeyring(lambda: found, allowed=TRUSTED, seconds=seconds)


Kept = Mapping[tuple[str, str], object]
Find = Callable[[], object]
Make = Callable[[Kept], Find]
"""Given what a good keyring keeps for a vault, makes what finds the computer's."""


@dataclass(frozen=True)
class Fault:
    """One thing that goes wrong, and words of the sentence that must be said of it."""

    name: str
    find: Make
    said: str

    def keyring(self, kept: Kept, *, seconds: float = 3.0) -> DeviceKeyring:
        """Return the program's keyring with this wrong."""
        return DeviceKeyring(self.find(kept), allowed=TRUSTED, seconds=seconds)


def _is(found: object) -> Make:
    return lambda _: lambda: found


def _raising(fault: BaseException) -> Make:
    return _is(RaisingKeyring(fault))


def _keeps(
    change: Callable[[str], object], kind: type[GoodKeyring] = GoodKeyring
) -> Make:
    """A keyring that works, and keeps the vault's secret changed."""

    def make(kept: Kept) -> Find:
        found = kind()
        found.kept.update({key: change(str(text)) for key, text in kept.items()})
        return lambda: found

    return make


def _absent() -> object:
    raise ModuleNotFoundError("keyrings.nowhere")


def _hanging(kept: Kept) -> Find:
    found = HangingKeyring(kept)
    return lambda: found


def _hanging_search(_: Kept) -> Find:
    found = HangingKeyring()

    def find() -> object:
        found.get_password("", "")
        return found

    return find


def _another_secret(text: str) -> str:
    head, _, coded = text.rpartition(":")
    return f"{head}:{'B' if coded[0] == 'A' else 'A'}{coded[1:]}"


FAULTS = (
    Fault("no keyring", _is(fail.Keyring()), "no keyring"),
    Fault("the keyring that keeps nothing", _is(null.Keyring()), "no keyring"),
    Fault("the package cannot find one", lambda _: _absent, "reported a fault"),
    Fault("no back end after all", _raising(NoKeyringError("none")), "no keyring"),
    Fault("locked", _raising(KeyringLocked("locked")), "is locked"),
    Fault("dismissed", _raising(InitError("Prompt dismissed..")), "is locked"),
    Fault("the bus is gone", _raising(ConnectionResetError()), "reported a fault"),
    Fault("fault below Python", _raising(NotFromPython()), "reported a fault"),
    Fault("asks the program to end", _raising(SystemExit(3)), "reported a fault"),
    Fault("hangs for 60 s", _hanging, "did not answer"),
    Fault("cannot be found for 60 s", _hanging_search, "did not answer"),
    Fault("another value", _keeps(lambda _: "hunter2"), "not what was put there"),
    Fault("no text at all", _keeps(lambda _: b"\xff"), "not what was put there"),
    Fault("1,281 characters", _keeps(lambda t: f"{t:A<1281}"), "not what was put"),
    Fault("cut short", _keeps(lambda t: t[:-9]), "not what was put there"),
    Fault("empty text", _keeps(lambda _: ""), "keeps nothing"),
    Fault("nothing kept", _is(GoodKeyring()), "keeps nothing"),
    Fault(
        "another vault's", _keeps(lambda t: t.replace(":", ":0", 1)), "another vault"
    ),
    Fault("does not fit", _keeps(_another_secret), "no longer opens"),
    Fault("keyring changed", _is(OtherKeyring()), f"remembered by {GOOD}"),
    Fault("not on the list", _keeps(str, LookAlike), "plain text"),
    Fault("plain text", _keeps(str, PlaintextKeyring), "plain text"),
    Fault("chain of plain text", _is(PlainChain(PlaintextKeyring())), "plain text"),
)
