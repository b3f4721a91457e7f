"""Makes the pages of a letter, in the envelope that holds so many sheets."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from isteam_app.domain.dates import full_date
from isteam_app.domain.envelopes import EnvelopeProfile, envelope_for, profiles
from isteam_app.letters.build import BuiltLetter
from isteam_app.letters.fitting import Fitting, set_on_paper
from isteam_app.services.letter_content import envelope_of, letter_content
from isteam_app.services.letter_desk import Desk


def made(
    desk: Desk,
    body: str,
    answers: Mapping[str, str],
    *,
    preview: bool = False,
    on: date | None = None,
) -> BuiltLetter:
    """Make the pages of a letter; more sheets than can be folded go flat.

    `on` is another day than the desk's, for the pages as they were then. Raises
    LetterRefused with every problem, unless it is a preview.
    """
    return set_on_paper(fitting_of(desk, body, answers, on=on), preview=preview)


def fitting_of(
    desk: Desk, body: str, answers: Mapping[str, str], *, on: date | None = None
) -> Fitting:
    """Return everything the pages are made from: it may go to another process."""
    content = letter_content(desk, body, answers)
    if on is not None:
        values = {**content.values, "date_on_letter": full_date(on)}
        content = replace(content, on=on, values=values)
    letters = desk.settings.letters
    chosen = bool(desk.letter.envelope)
    known = profiles(letters.own_envelopes)
    return Fitting(
        content=content,
        flat=None if chosen else known.get(letters.long_envelope),
        enclosed=sum(each.pages for each in desk.enclosed),
        most_folded=letters.most_folded,
    )


def envelope_in_use(desk: Desk, pages: int) -> EnvelopeProfile:
    """Return the envelope that a letter of so many pages goes into."""
    letters = desk.settings.letters
    usual = envelope_of(desk)
    flat = profiles(letters.own_envelopes).get(letters.long_envelope)
    if desk.letter.envelope or flat is None:
        return usual
    sheets = pages + sum(each.pages for each in desk.enclosed)
    return envelope_for(usual, sheets=sheets, most_folded=letters.most_folded, c4=flat)
