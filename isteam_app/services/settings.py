"""What a team member can change about the program."""

from isteam_app.domain.settings import Settings
from isteam_app.domain.text import checked
from isteam_app.errors import RuleBroken
from isteam_app.letters.page import ENVELOPES
from isteam_app.progress import Progress, unwatched
from isteam_app.services.cases import refresh_open_cases
from isteam_app.services.session import Session

MOST_HOLIDAYS = 60
_CLOCK = ("nation", "pause_reading", "extra_holidays", "delivery_days",
          "acknowledge_days", "outcome_days")  # fmt: skip


def save_settings(
    session: Session, settings: Settings, progress: Progress = unwatched
) -> int:
    """Keep settings from today on; return how many open cases moved with them."""
    check_settings(settings)
    before = session.settings()
    if settings == before:
        return 0
    with session.vault.change(
        "settings.changed", by=session.member.name, at=session.now()
    ) as work:
        work.settings.save(settings, valid_from=session.today)
        work.commit()
    if all(getattr(before, name) == getattr(settings, name) for name in _CLOCK):
        return 0
    return refresh_open_cases(session, progress)


def envelope_choices() -> tuple[tuple[str, str], ...]:
    """Return every envelope the letters can be folded for: its key and its words."""
    return tuple((profile.key, profile.label) for profile in ENVELOPES.values())


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
    for name, least, most in (
        ("delivery_days", 0, 10),
        ("acknowledge_days", 1, 20),
        ("outcome_days", 1, 120),
        ("idle_minutes", 1, 60),
    ):
        if not least <= getattr(settings, name) <= most:
            raise RuleBroken(f"Enter a number from {least} to {most}.", field=name)


def _check_choices(settings: Settings) -> None:
    if settings.envelope not in ENVELOPES:
        raise RuleBroken("Choose one of the envelopes in the list.", field="envelope")
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
