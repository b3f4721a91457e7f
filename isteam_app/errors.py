"""Every error raised on purpose. Anything else that escapes is a bug."""

from dataclasses import dataclass, field
from datetime import datetime


class IsteamError(Exception):
    """An error whose text is a sentence fit for the person at the screen.

    `str(error)` says what happened and what to do next, without personal data.
    `detail` is for the log and is never shown.
    """

    title = "That did not work"

    def __init__(self, message: str, *, detail: str = "") -> None:
        super().__init__(message)
        self.detail = detail


class RuleBroken(IsteamError):
    """What was asked breaks a rule; the person can put it right and try again.

    `field` names the input at fault, so that a form can show the sentence there.
    """

    title = "Please check the details"

    def __init__(self, message: str, *, field: str = "", detail: str = "") -> None:
        super().__init__(message, detail=detail)
        self.field = field


class FileNotWritten(RuleBroken):
    """A file could not be written where it was wanted; another place may do."""

    title = "The file was not saved"


class NotFound(IsteamError):
    """What was asked for is not in the vault, or not visible to this person."""

    title = "Not found"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """A field that two people changed at the same time, and to what."""

    theirs: str = field(repr=False)
    yours: str = field(repr=False)
    field: str
    by: str = ""
    at: datetime | None = None


class ChangedMeanwhile(IsteamError):
    """Somebody else changed the record since it was read.

    `clashes` are the fields both changed, where that is known; `changed` is the part
    of the sentence that says who changed what, and when.
    """

    title = "Somebody changed this meanwhile"

    def __init__(
        self,
        message: str,
        *,
        clashes: tuple[Clash, ...] = (),
        changed: str = "",
        detail: str = "",
    ) -> None:
        super().__init__(message, detail=detail)
        self.clashes = clashes
        self.changed = changed


class VaultUnavailable(IsteamError):
    """The vault cannot be opened or written; each cause has its own class."""

    title = "The vault could not be opened"


class WrongPassphrase(VaultUnavailable):
    """No key slot opens with what was typed. The vault itself is well."""

    title = "That passphrase is not right"


class TooManyAttempts(VaultUnavailable):
    """So many wrong passphrases were tried that the next waits until a moment."""

    title = "Too many wrong passphrases"

    def __init__(self, message: str, *, until: datetime, detail: str = "") -> None:
        super().__init__(message, detail=detail)
        self.until = until


class VaultDamaged(VaultUnavailable):
    """The key is right, the file is not whole."""

    title = "The vault is damaged"


class VaultMissing(VaultUnavailable):
    """There is no vault at that place."""

    title = "There is no vault there"


class VaultForeign(VaultUnavailable):
    """The file is something else: a plain database, a document, another program's."""

    title = "That is not a vault"


class VaultTooNew(VaultUnavailable):
    """A later version of the program made this vault."""

    title = "This vault needs a newer version"


class VaultInUse(VaultUnavailable):
    """Another window or another person has the vault open."""

    title = "The vault is already open"


class VaultOnNetwork(VaultUnavailable):
    """The vault is on a network share, where nobody may work in it."""

    title = "The vault is on a network share"


class VaultReadOnly(VaultUnavailable):
    """The folder or the file cannot be written."""

    title = "The vault cannot be written"


class DiskFull(VaultUnavailable):
    """No room was left; nothing of the change was kept."""

    title = "The disk is full"


class DiskFailed(VaultUnavailable):
    """The disk refused, and the system does not say whether it was full or unwell."""

    title = "The disk refused"


class BackupFailed(IsteamError):
    """No backup was made, or none restored; nothing half done is left."""

    title = "There is no backup of this moment"


class BackupDamaged(IsteamError):
    """The backup is not what was written. The vault has nothing to do with it."""

    title = "The backup is damaged"


class BackupTooNew(IsteamError):
    """A later version of the program made this backup."""

    title = "This backup needs a newer version"


class NotABackup(IsteamError):
    """The file is something else, or there is none."""

    title = "That is not a backup"


class NotRemembered(IsteamError):
    """The keyring of this computer does not open the vault; a passphrase does."""

    title = "This computer could not unlock it"


class LetterRefused(IsteamError):
    """A letter that must not be made as it stands. `problems` lists every reason."""

    title = "The letter cannot be made yet"

    def __init__(self, problems: tuple[str, ...], *, detail: str = "") -> None:
        super().__init__(" ".join(problems), detail=detail)
        self.problems = problems


class TemplateBroken(IsteamError):
    """A template that cannot be read, with the line and what is wrong."""

    title = "The letter template needs mending"


class PrintingFailed(IsteamError):
    """The printer is missing or refused. The letter is unchanged.

    `in_doubt`: nobody knows whether it was taken, and it may still come out.
    """

    title = "The letter was not printed"

    def __init__(
        self, message: str, *, in_doubt: bool = False, detail: str = ""
    ) -> None:
        super().__init__(message, detail=detail)
        self.in_doubt = in_doubt


class Cancelled(IsteamError):
    """The person stopped the work. Caught by the window, never shown."""
