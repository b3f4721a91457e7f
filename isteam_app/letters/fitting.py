"""A letter ready to be set on paper: all it takes, also in another process."""

from dataclasses import dataclass, replace

from isteam_app.domain.envelopes import EnvelopeProfile, envelope_for
from isteam_app.letters.build import BuiltLetter, build_letter
from isteam_app.letters.content import LetterContent


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitting:
    """A letter ready to be set, and the envelope it goes into when it grows too thick.

    `flat` is that envelope, None where there is none or somebody chose another;
    `enclosed` are the sheets that go with it.
    """

    content: LetterContent
    flat: EnvelopeProfile | None = None
    enclosed: int = 0
    most_folded: int = 0


def set_on_paper(fitting: Fitting, *, preview: bool = False) -> BuiltLetter:
    """Make the pages. Raises LetterRefused with every problem, but for a preview."""
    content = fitting.content
    built = build_letter(content, preview=preview)
    if fitting.flat is None:
        return built
    envelope = envelope_for(
        content.envelope,
        sheets=built.pages + fitting.enclosed,
        most_folded=fitting.most_folded,
        c4=fitting.flat,
    )
    if envelope is content.envelope:
        return built
    return build_letter(replace(content, envelope=envelope), preview=preview)
