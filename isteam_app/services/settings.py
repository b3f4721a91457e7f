"""What a team member can change about the program."""

from dataclasses import replace

from isteam_app.domain.dates import long_date
from isteam_app.domain.rights import Act
from isteam_app.domain.settings import Settings
from isteam_app.domain.text import checked
from isteam_app.errors import RuleBroken
from isteam_app.progress import Progress, unwatched
from isteam_app.services.backups import check_wishes
from isteam_app.services.letter_settings import check_letters
from isteam_app.services.refreshing import Refreshed, in_sight, reckon
from isteam_app.services.remembering import follow_policy
from isteam_app.services.request_settings import check_requests
from isteam_app.services.rights import must
from isteam_app.services.session import Session
from isteam_app.services.work_settings import check_work

MOST_HOLIDAYS = 60
_CLOCK = {
    "nation": "the nation was changed",
    "pause_reading": "pauses are counted another way",
    "extra_holidays": "",
    "delivery_days": "the post takes another number of days",
    "acknowledge_days": "the target for acknowledging was changed",
    "outcome_days": "the target for concluding was changed",
    "progress_days": "the days between letters about progress were changed",
    "suppress_days": "the target for stopping marketing was changed",
    "services": "the postal services were changed",
}
"""What moves dates, and what the timeline of a case says of it."""


def save_settings(
    session: Session, settings: Settings, progress: Progress = unwatched
) -> Refreshed:
    """Keep settings from today on; return which open cases moved with them.

    Settings and cases change together: when the person stops it, neither has. Views and
    absences have acts of their own and stay as they are. Raises RuleBroken, naming the
    field, for a setting that cannot be, and when no administrator is signed in.
    """
    must(session, Act.SETTINGS)
    check_settings(settings)
    before = session.settings()
    if settings.backups != before.backups:
        check_wishes(session, settings.backups)
    settings = replace(
        settings,
        views=before.views,
        request_views=before.request_views,
        absences=before.absences,
    )
    if settings == before:
        return Refreshed()
    why = _why(before, settings)
    reckoning = reckon(session, settings, progress) if why else None
    follow_policy(session, before, settings)
    with session.vault.change(
        "settings.changed", by=session.member.name, at=session.now(), whole=True
    ) as work:
        work.settings.save(settings, valid_from=session.today)
        done = reckoning.keep(work, why, progress) if reckoning else Refreshed()
        work.commit()
    return in_sight(session, done)


def _why(before: Settings, after: Settings) -> str:
    """Return what of the settings moves dates, in words, "" for nothing."""
    changed = [
        words
        for name, words in _CLOCK.items()
        if words and getattr(before, name) != getattr(after, name)
    ]
    were, are = set(before.extra_holidays), set(after.extra_holidays)
    for days, words in ((are - were, "became"), (were - are, "is no longer")):
        if days:
            listed = ", ".join(long_date(day) for day in sorted(days))
            changed.append(f"{listed} {words} a holiday")
    return " and ".join(changed)


def check_settings(settings: Settings) -> None:
    """Raise RuleBroken, naming the field, for a setting that letters cannot use."""
    organisation = settings.organisation
    if not organisation.name.strip():
        raise RuleBroken("Enter the organisation's name.", field="organisation")
    if organisation.address.is_empty:
        raise RuleBroken(
            "Enter the address people write to: the team is reached by post.",
            field="address",
        )
    if not settings.regulator.name.strip():
        raise RuleBroken("Enter the regulator's name.", field="regulator")
    if not settings.signatory.name.strip():
        raise RuleBroken("Enter who signs the letters.", field="signatory")
    _check_texts(settings)
    _check_choices(settings)
    check_letters(settings)
    check_work(settings)
    check_requests(settings)
    for name, least, most in (
        ("delivery_days", 0, 10),
        ("acknowledge_days", 1, 20),
        ("outcome_days", 1, 120),
        ("progress_days", 7, 120),
        ("suppress_days", 1, 28),
        ("idle_minutes", 1, 60),
    ):
        if not least <= getattr(settings, name) <= most:
            raise RuleBroken(f"Enter a number from {least} to {most}.", field=name)


def _check_choices(settings: Settings) -> None:
    if len(settings.extra_holidays) > MOST_HOLIDAYS:
        raise RuleBroken(
            f"Enter at most {MOST_HOLIDAYS} public holidays: each one can move a date "
            "that the law sets.",
            field="extra_holidays",
        )


def _check_texts(settings: Settings) -> None:
    """Raise RuleBroken for a name that no letterhead could show."""
    ours, signatory = settings.organisation, settings.signatory
    for field, label, text in (
        ("organisation", "The organisation's name", ours.name),
        ("team", "The team's name", ours.team),
        ("company_number", "The company number", ours.company_number),
        ("address", "The organisation's address", ours.address.typed()),
        ("regulator", "The regulator's name", settings.regulator.name),
        ("signatory", "The name that signs", signatory.name),
        ("signatory", "The role that signs", signatory.role),
    ):
        if checked(text, field=field, label=label) != text:
            raise RuleBroken(
                f"{label} holds characters that cannot be seen. Type it again instead "
                "of pasting it.",
                field=field,
            )
