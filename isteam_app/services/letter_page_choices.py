"""How the page of one letter is set: its envelope, its print, who signs it."""

from dataclasses import dataclass, replace

from isteam_app.domain.envelopes import envelope_named, profiles
from isteam_app.domain.letters import BODY_SIZES, Letter
from isteam_app.errors import RuleBroken
from isteam_app.services.letter_content import signatory_of, usual_size
from isteam_app.services.letter_desk import Desk
from isteam_app.services.letterhead import signatory_named
from isteam_app.services.session import Session

_LARGE = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class PageChoices:
    """What can be chosen, each as (value, words); "" and "0" leave it to the settings.

    `can_sign`: whoever signs has a scanned signature in the vault.
    """

    envelopes: tuple[tuple[str, str], ...]
    sizes: tuple[tuple[str, str], ...]
    signatories: tuple[tuple[str, str], ...]
    can_sign: bool


def page_choices(desk: Desk) -> PageChoices:
    """Return how a letter's page may be set."""
    settings = desk.settings
    own = settings.letters.own_envelopes
    usual = envelope_named(settings.envelope, own)
    size, signs = usual_size(desk), settings.signatory
    others = [each for each in settings.letters.signatories if each.name != signs.name]
    return PageChoices(
        envelopes=(
            ("", f"Usual: {usual.label}"),
            *((each.key, each.label) for each in profiles(own).values()),
        ),
        sizes=(
            ("0", f"Usual: {_size(size)}"),
            *((str(each), _size(each)) for each in BODY_SIZES),
        ),
        signatories=(
            ("", f"{signs.name}, {signs.role}"),
            *((each.name, f"{each.name}, {each.role}") for each in others),
        ),
        can_sign=bool(signatory_of(desk).picture),
    )


def choose_page(
    session: Session,
    letter: Letter,
    *,
    envelope: str,
    body_size: int,
    signatory: str,
    with_signature: bool,
) -> Letter:
    """Set a letter's page otherwise; one sent for approval is a draft again.

    A scanned signature is used only where whoever signs has one. Raises RuleBroken for
    what cannot be chosen; ChangedMeanwhile.
    """
    if not letter.is_unfinished:
        raise RuleBroken("This letter is finalised. Its pages stay as they are.")
    if body_size not in (0, *BODY_SIZES):
        raise RuleBroken("Choose one of the print sizes.", field="body_size")
    settings = session.settings()
    if envelope:
        envelope_named(envelope, settings.letters.own_envelopes)
    signs = signatory_named(settings, signatory)
    signed = with_signature and bool(signs.picture)
    anew = signed and not (letter.with_signature and letter.signatory == signatory)
    if anew and not signs.may_be_signed_by(session.member.name):
        raise RuleBroken(
            f"Only {' and '.join(signs.users)} may use the scanned signature of "
            f"{signs.name}. Ask one of them, or sign the letter by hand.",
            field="signature",
        )
    action = "letter.signed" if anew else "letter.edited"
    with session.vault.change(action, by=session.member.name, at=session.now()) as work:
        saved = work.letters.update(
            replace(
                letter,
                envelope=envelope,
                body_size=body_size,
                signatory=signatory,
                with_signature=signed,
            )
        )
        work.commit()
    return saved


def stays_signed(session: Session, letter: Letter) -> bool:
    """Say whether a letter stays signed by a scan when who is signed in changes it.

    Nobody's signature stands under words of somebody who may not use it.
    """
    if not letter.with_signature:
        return False
    signs = signatory_named(session.settings(), letter.signatory)
    return signs.may_be_signed_by(session.member.name)


def _size(points: int) -> str:
    return f"Large print, {points} pt" if points >= _LARGE else f"{points} pt"
