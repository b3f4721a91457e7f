"""Checks the audit trail, all of it, and against what is noted outside it."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from isteam_app.domain.audit import AuditHead, AuditVerdict
from isteam_app.domain.rights import Act
from isteam_app.domain.text import SUMMARY, checked
from isteam_app.errors import RuleBroken, VaultUnavailable
from isteam_app.progress import Progress, in_hundredths, unwatched
from isteam_app.services.audit_trail import trail_head
from isteam_app.services.backups import backup_folder
from isteam_app.services.rights import is_cleared, must
from isteam_app.services.session import Session
from isteam_app.storage.accepting import accept_trail, note_fault
from isteam_app.storage.audit_check import TrailCheck

EVERY = timedelta(days=7)
FEWEST_DIGITS = 16
_CHECKED, _FOUND = "audit.checked", "audit.fault_found"


@dataclass(frozen=True, slots=True, kw_only=True)
class TrailHealth:
    """What a check of the whole trail found.

    `verdict` counts no entries for whoever is not cleared for locked requests.
    `against_note` is what the note in the key header says against the trail, which an
    administrator may accept; "" for nothing. `strange_backups` are files in the folder
    for backups whose trail this one does not continue: it was written anew since, or
    they were made from another copy of the vault.
    """

    verdict: AuditVerdict
    head: AuditHead
    at: datetime
    against_note: str = ""
    strange_backups: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        return self.verdict.whole and not self.against_note

    @property
    def faults(self) -> tuple[str, ...]:
        """Each fault as a sentence."""
        both = (self.verdict.reason, self.against_note)
        return tuple(each for each in both if each)


class LongCheck:
    """A check of the whole trail, one slice at a time, with room for others between."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._check: TrailCheck | None = None

    @property
    def done(self) -> int:
        return 0 if self._check is None else self._check.done

    def go_on(self) -> TrailHealth | None:
        """Check the next slice; what was found, once all is checked."""
        with self._session.vault.read(whole=True) as vault:
            if self._check is None:
                self._check = vault.audit.begin_check(thorough=True)
            if vault.audit.go_on(self._check):
                return None
        return _told(self._session, self._check.verdict)


def check_trail(session: Session, progress: Progress = unwatched) -> TrailHealth:
    """Check every entry. That it was done, or what was found, is an entry of its own.

    Raises Cancelled when the person stops it.
    """
    with session.vault.read(whole=True) as vault:
        total = vault.audit.head().count
    check = LongCheck(session)
    told = progress if is_cleared(session) else in_hundredths(progress)
    told(0, total)
    while (found := check.go_on()) is None:
        told(check.done, max(total, check.done))
    return found


def doubt(session: Session) -> str:
    """Return what the key header says against the trail, "" for nothing."""
    return note_fault(session.vault)


def last_checked(session: Session) -> datetime | None:
    """Return when the whole trail was last found whole, None for never."""
    with session.vault.read() as vault:
        entry = vault.audit.newest_of(_CHECKED)
    return None if entry is None else entry.at.astimezone(session.now().tzinfo)


def is_due(session: Session) -> bool:
    """Say whether a week has gone by since all of the trail was checked.

    A check that lies ahead of the clock counts for nothing: the clock was wrong then.
    """
    if session.vault.look_only or session.vault.damage:
        return False
    last = last_checked(session)
    return last is None or not timedelta() <= session.now() - last < EVERY


def accept(session: Session, reason: str) -> None:
    """Go on from a trail that is shorter than once noted, with the reason.

    Raises RuleBroken, naming the field, without a reason or the right to.
    """
    must(session, Act.ACCEPT)
    reason = checked(
        reason.strip(), field="reason", label="The reason", longest=SUMMARY
    )
    if not reason:
        raise RuleBroken("Say why the shorter trail is accepted.", field="reason")
    accept_trail(session.vault, reason, by=session.member.name, at=session.now())


def compare_seal(
    session: Session, count: str, digits: str, progress: Progress = unwatched
) -> str:
    """Compare the trail with what a printed seal says; return what is wrong, or "".

    `digits` are the first groups of the hash on the paper, FEWEST_DIGITS at least.
    Every entry up to the sealed one is checked too: only then does the hash stand for
    them. Raises RuleBroken, naming the field.
    """
    number = _count(count)
    typed = re.sub(r"[\s-]", "", digits).lower()
    if len(typed) < FEWEST_DIGITS or not re.fullmatch(r"[0-9a-f]{1,64}", typed):
        raise RuleBroken(
            "Type at least the first four groups of the hash: figures and the letters "
            "a to f.",
            field="digits",
        )
    with session.vault.read(whole=True) as vault:
        head = vault.audit.head()
        entry = vault.audit.at(number)
    if not is_cleared(session) and (
        entry is None or not entry.hash.hex().startswith(typed)
    ):  # to tell one from the other would tell how many entries there are
        return (
            f"No entry {number:,} with that hash is in the trail. It was cut off or "
            "written anew since, or the seal is another vault's."
        )
    if entry is None:
        return (
            f"The seal tells of {number:,} entries, and the trail has {head.count:,}: "
            "it was cut off since, or this is an older copy of the vault."
        )
    if not entry.hash.hex().startswith(typed):
        return (
            f"Entry {number:,} is not the one that was sealed. The trail was written "
            "anew since, or the seal is another vault's."
        )
    told = progress if is_cleared(session) else in_hundredths(progress)
    with session.vault.read(whole=True) as vault:
        verdict = vault.audit.verify(told)
    if verdict.broken_at is not None and verdict.broken_at <= number:
        return f"{verdict.reason} The seal covers it."
    return ""


def _count(text: str) -> int:
    plain = re.sub(r"[\s,]", "", text)
    if not (plain.isascii() and plain.isdigit() and int(plain[:15]) > 0):
        raise RuleBroken(
            "Type the number of entries as it stands on the seal.", field="count"
        )
    return int(plain[:15])


def _told(session: Session, verdict: AuditVerdict) -> TrailHealth:
    """Put the outcome into the trail: it says when it was last found whole."""
    against = note_fault(session.vault)
    at = session.now()
    well = verdict.whole and not against
    try:
        with session.vault.change(
            _CHECKED if well else _FOUND, by=session.member.name, at=at
        ) as work:
            if well:
                work.note("entries", verdict.checked)
            else:
                work.note("entry at fault", verdict.broken_at or 0)
            work.commit()
    except VaultUnavailable:  # only looked at: what was found stands all the same
        pass
    head = trail_head(session)
    if verdict.whole and not is_cleared(session):
        verdict = AuditVerdict(checked=0)
    return TrailHealth(
        verdict=verdict,
        head=head,
        at=at,
        against_note=against,
        strange_backups=_strange_backups(session),
    )


def _strange_backups(session: Session) -> tuple[str, ...]:
    """Hold the trail against the end of it that each backup knows."""
    from isteam_app.storage.backup_places import backups_of

    found = backups_of(session.vault, backup_folder(session))
    return tuple(each.path.name for each in found if not each.is_own)
