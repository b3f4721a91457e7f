"""A made-up letter of each template, for previews, checks and measurements."""

from datetime import date

from isteam_app.domain.addresses import Address
from isteam_app.domain.settings import Organisation, Signatory
from isteam_app.letters.content import LetterContent
from isteam_app.letters.fields import Value, examples
from isteam_app.letters.templates import PERSON, Template

ORGANISATION = Organisation(
    name="Fernleigh Post & Print Ltd",
    team="Information Security Team",
    address=Address(
        lines=("Unit 9, Millbrook Way",), town="Exampleton", postcode="EX4 9ZZ"
    ),
    company_number="00000000",
)
SIGNATORY = Signatory(name="R. Adeyemi", role="Information Security Officer")
RECIPIENT = ("Ms Marged Ŵyn-Harries", "Flat 2", "14 Chapel Row", "EXAMPLEFORD")
OFFICE = ("Sampleton Couriers Ltd", "Dock 3, Placeholder Quay", "EXAMPLEFORD")
HELD_BACK: dict[str, Value] = {
    "withheld": ("One page of a letter from another customer",),
    "withheld_reason": "It is about another person, who does not agree that we show "
    "it to you.",
}


def sample_letter(template: Template) -> LetterContent:
    """Return a letter of this kind to a person or company that does not exist."""
    values = examples()
    to_person = template.to == PERSON
    if not to_person:
        values["salutation"] = "Sir or Madam"
    if "{{withheld}}" in template.body and "reason" in template.requires:
        values |= HELD_BACK
    if "{{enclosures}}" not in template.body:
        del values["enclosures"]
    return LetterContent(
        organisation=ORGANISATION,
        signatory=SIGNATORY,
        recipient=(*(RECIPIENT if to_person else OFFICE), "EX1 2AB"),
        on=date(2026, 11, 24),
        our_reference="IS-2026-00042",
        your_reference="MH/DSAR/1" if to_person else "",
        print_reference="IS-2026-00042 / L3",
        letter_id=417,
        number=3,
        body=template.body,
        values=values,
        requires=template.requires,
    )
