"""One short secret for each vault, kept by the keyring of this computer's system.

A keyring is somebody else's program. It may be missing, locked or dismissed, hang on a
question nobody sees, or keep secrets in plain text. So only keyrings known by their
class are used, every question is asked on a thread that nobody has to wait for, and
whatever happens comes back as a value with a sentence. None of it is the only way in.
"""

import base64
import hmac
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from enum import StrEnum
from time import monotonic
from types import MappingProxyType
from typing import Protocol, cast

from isteam_app.progress import Progress, unwatched
from isteam_app.timed_question import TimedQuestion

_DESKTOP = "the desktop keyring (Secret Service)"
ALLOWED: Mapping[str, str] = MappingProxyType(
    {
        "keyring.backends.Windows.WinVaultKeyring": "Windows Credential Manager",
        "keyring.backends.macOS.Keyring": "the macOS Keychain",
        "keyring.backends.SecretService.Keyring": _DESKTOP,
        "keyring.backends.libsecret.Keyring": _DESKTOP,
        "keyring.backends.kwallet.DBusKeyring": "KWallet",
        "keyring.backends.kwallet.DBusKeyringKWallet4": "KWallet",
    }
)
"""The keyrings that encrypt what they keep: their class, and what people call them."""
CHAINER = "keyring.backends.chainer.ChainerBackend"

FETCH_SECONDS = 3.0
KEEP_SECONDS = 10.0
"""Longer, because a new keyring first asks for a password of its own."""
MOST_CHARACTERS = 1_280
"""What Windows takes: 2,560 bytes of UTF-16."""

_SERVICE = "ISTeam vault {}"
_USER = "this computer"
_MARK = "isteam-device-1"
_SECRET_BYTES = range(16, 129)
_LOCKED_NAMES = frozenset(
    {"KeyringLocked", "InitError", "LockedException", "PromptDismissedException"}
)
_MISSING_NAMES = frozenset({"NoKeyringError", "SecretServiceNotAvailableException"})


class Trouble(StrEnum):
    """Why a keyring did not do what was asked of it."""

    NONE = ""
    MISSING = "missing"
    NOT_ALLOWED = "not allowed"
    LOCKED = "locked"
    SILENT = "silent"
    FAILED = "failed"
    EMPTY = "empty"
    WRONG = "wrong"
    ANOTHERS = "another vault's"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came of a question: the secret where one was fetched, or the trouble.

    `keeper` is the keyring that answered, as people call it. `sentence` says what is
    wrong, what is safe and what to do. `detail` names the kind of fault for the log.
    """

    trouble: Trouble = Trouble.NONE
    keeper: str = ""
    sentence: str = ""
    detail: str = ""
    secret: bytes = field(default=b"", repr=False)

    @property
    def good(self) -> bool:
        return self.trouble is Trouble.NONE


class Backend(Protocol):
    """What the `keyring` package calls a keyring."""

    def get_password(self, service: str, username: str) -> str | None: ...
    def set_password(self, service: str, username: str, password: str) -> None: ...
    def delete_password(self, service: str, username: str) -> None: ...


def this_computers() -> object:
    """Find the keyring this computer uses. Takes long, and may hang."""
    import keyring  # slow to load, and asks every keyring there is whether it works

    return keyring.get_keyring()


class DeviceKeyring:
    """Keeps, fetches and forgets one secret for each vault.

    `find` gives the computer's keyring; `allowed` names those that may be used.
    """

    def __init__(
        self,
        find: Callable[[], object] = this_computers,
        *,
        allowed: Mapping[str, str] = ALLOWED,
        seconds: float = FETCH_SECONDS,
    ) -> None:
        self._find, self._allowed, self._seconds = find, allowed, seconds
        self._asked: TimedQuestion[Answer] | None = None

    def look(self, progress: Progress = unwatched) -> Answer:
        """Say which keyring there is, without asking it for anything."""
        return self._ask(
            lambda _: b"",
            then="Your passphrase opens the vault as always.",
            progress=progress,
        )

    def fetch(
        self, vault: str, *, kept_by: str = "", progress: Progress = unwatched
    ) -> Answer:
        """Fetch the secret of a vault. `kept_by` is who kept it, if that is known."""
        return self._ask(
            lambda backend: _read(backend, vault),
            then="The vault is well: type your passphrase.",
            kept_by=kept_by,
            progress=progress,
        )

    def keep(self, vault: str, secret: bytes, progress: Progress = unwatched) -> Answer:
        """Keep the secret of a vault, and read it back to prove it.

        What a keyring keeps after everybody stopped waiting, it is told to forget.
        """
        return self._ask(
            lambda backend: _keep(backend, vault, secret),
            then="Nothing is remembered; your passphrase opens the vault as before.",
            seconds=self._seconds * KEEP_SECONDS / FETCH_SECONDS,
            progress=progress,
            late=lambda backend: _delete(backend, vault),
        )

    def forget(self, vault: str, progress: Progress = unwatched) -> Answer:
        """Take the secret of a vault away. None there is as good."""
        return self._ask(
            lambda backend: _forget(backend, vault),
            then="What it may still keep opens nothing any more.",
            progress=progress,
        )

    def _ask(
        self,
        work: Callable[[Backend], bytes],
        *,
        then: str,
        progress: Progress,
        kept_by: str = "",
        seconds: float = 0,
        late: Callable[[Backend], object] | None = None,
    ) -> Answer:
        """Ask in time; `then` ends the sentence about any trouble.

        A question that still hangs is waited for first: there is never a second thread.
        """
        seconds = seconds or self._seconds
        end = monotonic() + seconds
        answer: Answer | None = None
        if self._asked is None or self._asked.is_over(end, progress):
            try:
                self._asked = TimedQuestion(
                    lambda: self._answer(work), lambda found: self._undo(found, late)
                )
            except RuntimeError as full:  # the system gives no more threads
                answer = Answer(trouble=Trouble.FAILED, detail=type(full).__name__)
            else:
                answer = self._asked.wait(end, progress)
        if answer is None:
            answer = Answer(trouble=Trouble.SILENT, detail=f"{seconds:g} seconds")
        return answer if answer.good else self._in_words(answer, kept_by, then)

    def _answer(self, work: Callable[[Backend], bytes]) -> Answer:
        keeper = ""
        try:
            backend, keeper = self._keyring()
            return Answer(keeper=keeper, secret=work(backend))
        except _Refused as refused:
            return Answer(trouble=refused.trouble, keeper=keeper)
        except BaseException as fault:  # noqa: BLE001  a keyring may throw anything
            return Answer(
                trouble=_trouble_in(fault), keeper=keeper, detail=type(fault).__name__
            )

    def _undo(self, answer: Answer, late: Callable[[Backend], object] | None) -> None:
        if answer.good and late is not None:
            late(self._keyring()[0])

    def _keyring(self) -> tuple[Backend, str]:
        """Return the computer's keyring and its name, if it is one that may be used.

        The package may chain several keyrings; the first that may be used is used.
        """
        found = self._find()
        chain = [found]
        if _class_of(found) == CHAINER:
            chain = list(getattr(found, "backends", ()))
        for each in chain:
            keeper = self._allowed.get(_class_of(each))
            if keeper is not None:
                return cast(Backend, each), keeper
        none = not chain or _class_of(found) in _NO_KEYRINGS
        raise _Refused(Trouble.MISSING if none else Trouble.NOT_ALLOWED)

    def _in_words(self, answer: Answer, kept_by: str, then: str) -> Answer:
        trouble, what = answer.trouble, _WHAT[answer.trouble]
        if kept_by and kept_by != answer.keeper and trouble in _AFTER_CHANGE:
            known = kept_by in self._allowed.values()
            before = kept_by if known else "another keyring"
            now = _AFTER_CHANGE[trouble]
            what = f"It was remembered by {before}; this computer now {now}."
            trouble = Trouble.CHANGED
        said = what.format(keeper=answer.keeper or "the keyring", detail=answer.detail)
        said = f"{said[0].upper()}{said[1:]} {then}"
        return replace(answer, trouble=trouble, sentence=said)


_NO_KEYRINGS = frozenset(
    {"keyring.backends.fail.Keyring", "keyring.backends.null.Keyring"}
)
_WHAT = {
    Trouble.MISSING: "This computer has no keyring that the program can use.",
    Trouble.NOT_ALLOWED: "This computer's keyring is of a kind that may keep secrets "
    "in plain text, so the program does not use it.",
    Trouble.LOCKED: "{keeper} is locked, or its question was not answered.",
    Trouble.SILENT: "The keyring did not answer within {detail}.",
    Trouble.FAILED: "{keeper} reported a fault.",
    Trouble.EMPTY: "{keeper} keeps nothing for this vault any more.",
    Trouble.WRONG: "What {keeper} keeps for this vault is not what was put there.",
    Trouble.ANOTHERS: "What {keeper} keeps there belongs to another vault.",
}
_AFTER_CHANGE = {
    Trouble.EMPTY: "uses {keeper}",
    Trouble.MISSING: "has no keyring that the program can use",
    Trouble.NOT_ALLOWED: "uses one that may keep secrets in plain text",
}


class _Refused(Exception):
    """A keyring, or what it gave, is not one the program takes."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble)
        self.trouble = trouble


def _trouble_in(fault: BaseException) -> Trouble:
    """Tell faults apart by the names of their classes: each keyring has its own."""
    names = {each.__name__ for each in type(fault).__mro__}
    if names & _LOCKED_NAMES:
        return Trouble.LOCKED
    if names & _MISSING_NAMES:
        return Trouble.MISSING
    return Trouble.FAILED


def _class_of(keyring: object) -> str:
    kind = type(keyring)
    return f"{kind.__module__}.{kind.__qualname__}"


def _read(backend: Backend, vault: str) -> bytes:
    return _secret_in(backend.get_password(_SERVICE.format(vault), _USER), vault)


def _keep(backend: Backend, vault: str, secret: bytes) -> bytes:
    text = _text_of(vault, secret)
    if len(text) > MOST_CHARACTERS:
        raise _Refused(Trouble.WRONG)
    backend.set_password(_SERVICE.format(vault), _USER, text)
    try:
        whole = hmac.compare_digest(_read(backend, vault), secret)
    except BaseException:
        _try_to_delete(backend, vault)
        raise
    if not whole:
        _try_to_delete(backend, vault)
        raise _Refused(Trouble.WRONG)
    return b""


def _forget(backend: Backend, vault: str) -> bytes:
    _try_to_delete(backend, vault)
    if backend.get_password(_SERVICE.format(vault), _USER) is not None:
        raise _Refused(Trouble.FAILED)
    return b""


def _try_to_delete(backend: Backend, vault: str) -> None:
    with suppress(Exception):  # keyrings also complain when there is nothing
        _delete(backend, vault)


def _delete(backend: Backend, vault: str) -> None:
    backend.delete_password(_SERVICE.format(vault), _USER)


def _text_of(vault: str, secret: bytes) -> str:
    return f"{_MARK}:{vault}:{base64.urlsafe_b64encode(secret).decode()}"


def _secret_in(text: object, vault: str) -> bytes:
    """Return the secret that a kept text holds for a vault."""
    if text is None or text == "":
        raise _Refused(Trouble.EMPTY)
    if not isinstance(text, str) or len(text) > MOST_CHARACTERS:
        raise _Refused(Trouble.WRONG)
    mark, _, rest = text.partition(":")
    owner, _, coded = rest.partition(":")
    if mark != _MARK or not coded:
        raise _Refused(Trouble.WRONG)
    if owner != vault:
        raise _Refused(Trouble.ANOTHERS)
    try:
        secret = base64.b64decode(coded, altchars=b"-_", validate=True)
    except ValueError as error:
        raise _Refused(Trouble.WRONG) from error
    if len(secret) not in _SECRET_BYTES:
        raise _Refused(Trouble.WRONG)
    return secret
