"""Everything one letter is made of. The same content always gives the same bytes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from isteam_app.domain.envelopes import DL_99, EnvelopeProfile
from isteam_app.domain.settings import Organisation, Signatory
from isteam_app.letters.fields import Value
from isteam_app.letters.logo import Picture


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterContent:
    """One letter before it is set on paper.

    `recipient` is the lines in the envelope window, name first. `print_reference`
    stands on every page and is the title of the file: it never holds a name. `body`
    is template text, greeting first ("Dear {{salutation}}"), then the subject as a
    heading ("# ..."); the closing and the signature are added. `requires` are the
    marks of the paragraphs the law asks for, and `wording` the text of its template,
    whose locked wording must stand in the body ("" for none). `letter_id` (0 for none)
    and `number` are the letter's in its vault and on its case: they are in the codes.
    `also_about` are the references of further cases that it answers.
    `body_size` is in points: the reading text alone grows, not the address.
    A `logo` stands in place of the company's name at the top; a scanned `signature`
    above the name that signs, where the room to sign by hand would be.
    """

    organisation: Organisation
    signatory: Signatory
    recipient: tuple[str, ...]
    on: date
    our_reference: str
    print_reference: str
    body: str
    your_reference: str = ""
    also_about: tuple[str, ...] = ()
    values: Mapping[str, Value] = field(default_factory=dict)
    requires: tuple[str, ...] = ()
    wording: str = ""
    envelope: EnvelopeProfile = DL_99
    watermark: str = ""
    body_size: int = 12
    logo: Picture | None = None
    signature: Picture | None = None
    letter_id: int = 0
    number: int = 0
    language: str = "en-GB"
