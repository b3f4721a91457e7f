"""Settings that hold from a later day: the regulator moves, somebody else signs."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from isteam_app.domain.dates import long_date
from isteam_app.domain.rights import Act
from isteam_app.domain.settings import Organisation, Regulator, Settings, Signatory
from isteam_app.errors import NotFound, RuleBroken
from isteam_app.services.rights import must
from isteam_app.services.session import Session
from isteam_app.services.settings import check_settings

DATED = ("organisation", "regulator", "signatory")
"""The settings that may be given a day from which they hold."""
LATEST = timedelta(days=2 * 366)


@dataclass(frozen=True, slots=True, kw_only=True)
class ComingChange:
    """What one setting will be from a day on, and in words what is new about it."""

    setting: str
    on: date
    says: str


def coming_changes(session: Session) -> tuple[ComingChange, ...]:
    """Return every change of settings that is to come, the next one first."""
    found = []
    with session.vault.read() as vault:
        for on, key in vault.settings.coming(session.today):
            if key not in DATED:
                continue
            before = vault.settings.in_force(on - timedelta(days=1))
            after = vault.settings.in_force(on)
            says = _differs(getattr(before, key), getattr(after, key))
            found.append(ComingChange(setting=key, on=on, says=says))
    return tuple(found)


def save_from(session: Session, setting: str, settings: Settings, on: date) -> None:
    """Keep one of DATED, as the settings given say it, from a later day on.

    What else they say is passed over: it holds from today. Raises RuleBroken, for the
    field `from`, for a day that cannot be, and when nothing would change.
    """
    if setting not in DATED:
        raise ValueError("That setting holds from today.")
    must(session, Act.SETTINGS)
    _check_day(session, on)
    with session.vault.change(
        "settings.changed", by=session.member.name, at=session.now(), whole=True
    ) as work:
        before = work.settings.in_force(on)
        after = only(before, setting, settings)
        check_settings(after)
        if after == before:
            raise RuleBroken(
                f"That is how it will be on {long_date(on)} already. Change what is to "
                "be different, or leave the day empty.",
                field="from",
            )
        work.settings.save(after, valid_from=on)
        work.commit()


def undo_coming(session: Session, change: ComingChange) -> None:
    """Take back a change of settings before it starts.

    Raises NotFound when it is not there any more, and RuleBroken when it holds already
    or no administrator is signed in.
    """
    must(session, Act.SETTINGS)
    if change.on <= session.today:
        raise RuleBroken("That change holds already. Change the settings instead.")
    with session.vault.change(
        "settings.undone", by=session.member.name, at=session.now(), whole=True
    ) as work:
        if not work.settings.drop(change.setting, change.on):
            raise NotFound("That change was taken back already.")
        work.commit()


def only(before: Settings, setting: str, settings: Settings) -> Settings:
    """Return settings with one of DATED taken from others."""
    if setting == "organisation":
        return replace(before, organisation=settings.organisation)
    if setting == "regulator":
        return replace(before, regulator=settings.regulator)
    return replace(before, signatory=settings.signatory)


def _check_day(session: Session, on: date) -> None:
    if on <= session.today:
        raise RuleBroken(
            "Enter a day after today. What holds from today has no day here.",
            field="from",
        )
    if on > session.today + LATEST:
        raise RuleBroken("Enter a day within the next two years.", field="from")


def _differs(before: object, after: object) -> str:
    were, are = _parts(before), _parts(after)
    new = [f"{name} {value}" for name, value in are.items() if value != were.get(name)]
    return "; ".join(new) or "as it is"


def _parts(value: object) -> dict[str, str]:
    """Return a setting as names and words."""
    if isinstance(value, Signatory):
        scan = "with a scan" if value.picture else "without a scan"
        return {"name": value.name, "role": value.role or "none", "signature": scan}
    if not isinstance(value, (Organisation, Regulator)):
        return {}
    parts = {
        "name": value.name,
        "address": ", ".join(value.address.printed()),
        "phone": value.phone,
        "website": value.website,
    }
    if isinstance(value, Organisation):
        parts |= {
            "team": value.team,
            "company number": value.company_number,
            "email": value.email,
        }
    return {name: text or "none" for name, text in parts.items()}
