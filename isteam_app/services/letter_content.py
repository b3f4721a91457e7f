"""Everything the page of a letter shows, from the case, the settings and the typing."""

from collections.abc import Mapping

from isteam_app.domain.envelopes import EnvelopeProfile, envelope_named, profiles
from isteam_app.domain.people import Format
from isteam_app.domain.settings import Signatory
from isteam_app.letters.content import LetterContent
from isteam_app.letters.requirements import required_parts
from isteam_app.letters.templates import PERSON
from isteam_app.services.letter_body import filled
from isteam_app.services.letter_desk import CaseDesk, Desk
from isteam_app.services.letterhead import signatory_named

_SIZES: Mapping[Format, int] = {
    Format.LARGE_16: 16,
    Format.LARGE_18: 18,
    Format.LARGE_20: 20,
    Format.LARGE_24: 24,
}


def letter_content(desk: Desk, body: str, answers: Mapping[str, str]) -> LetterContent:
    """Return everything the page shows, for a body and answers as typed."""
    return LetterContent(
        organisation=desk.settings.organisation,
        signatory=signatory_of(desk),
        recipient=desk.letter.recipient,
        on=desk.on,
        our_reference=desk.reference,
        your_reference=desk.their_reference,
        also_about=_also_about(desk),
        print_reference=desk.letter.reference,
        body=body,
        values=filled(desk, answers),
        envelope=envelope_of(desk),
        requires=required_parts(desk.template),
        wording=desk.template.body,
        body_size=body_size_of(desk),
        logo=desk.pictures.logo,
        signature=desk.pictures.signature,
        letter_id=desk.letter.id,
        number=desk.letter.number,
        watermark="DEMO" if desk.settings.demonstration else "",
        language=desk.letter.language or desk.settings.letters.language,
    )


def _also_about(desk: Desk) -> tuple[str, ...]:
    if not isinstance(desk, CaseDesk):
        return ()
    return tuple(case.reference for case in desk.also)


def signatory_of(desk: Desk) -> Signatory:
    """Return who signs a letter; the usual one where who was chosen signs no more."""
    return signatory_named(desk.settings, desk.letter.signatory)


def envelope_of(desk: Desk) -> EnvelopeProfile:
    """Return the envelope chosen for a letter, or the usual one."""
    letters = desk.settings.letters
    known = profiles(letters.own_envelopes)
    chosen = known.get(desk.letter.envelope)
    return chosen or envelope_named(desk.settings.envelope, letters.own_envelopes)


def body_size_of(desk: Desk) -> int:
    """Return the size of the reading text: as chosen, as the person needs it, usual."""
    return desk.letter.body_size or usual_size(desk)


def usual_size(desk: Desk) -> int:
    """Return the size that whoever the letter goes to reads, in points."""
    needed = 0
    if isinstance(desk, CaseDesk) and desk.template.to == PERSON:
        needed = _SIZES.get(desk.case.post.written_to.particulars.format, 0)
    return needed or desk.settings.letters.body_size
