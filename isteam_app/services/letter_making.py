"""Makes the pages of a letter, in the envelope that holds so many sheets."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from isteam_app.domain.dates import full_date
from isteam_app.domain.envelopes import envelope_for, profiles
from isteam_app.letters.build import BuiltLetter, build_letter
from isteam_app.letters.content import LetterContent
from isteam_app.services.letter_content import letter_content
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
    content = letter_content(desk, body, answers)
    if on is not None:
        values = {**content.values, "date_on_letter": full_date(on)}
        content = replace(content, on=on, values=values)
    built = build_letter(content, preview=preview)
    fitting = _in_envelope(desk, content, built.pages)
    if fitting.envelope is content.envelope:
        return built
    return build_letter(fitting, preview=preview)


def _in_envelope(desk: Desk, content: LetterContent, pages: int) -> LetterContent:
    """Return the content for the envelope that so many sheets go into."""
    if desk.letter.envelope:
        return content  # somebody chose it
    letters = desk.settings.letters
    flat = profiles(letters.own_envelopes).get(letters.long_envelope)
    if flat is None:
        return content
    chosen = envelope_for(
        content.envelope,
        sheets=pages + sum(each.pages for each in desk.enclosed),
        most_folded=letters.most_folded,
        c4=flat,
    )
    return replace(content, envelope=chosen)
