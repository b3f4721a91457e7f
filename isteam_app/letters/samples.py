"""A made-up letter of each template, for previews, checks and measurements."""

from datetime import date

from isteam_app.domain.addresses import Address
from isteam_app.domain.settings import Organisation, Signatory
from isteam_app.letters.content import LetterContent
from isteam_app.letters.fields import examples
from isteam_app.letters.templates import Template

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


def sample_letter(template: Template) -> LetterContent:
    """Return a letter of this kind to a person who does not exist."""
    values = examples()
    if "{{enclosures}}" not in template.body:
        del values["enclosures"]
    return LetterContent(
        organisation=ORGANISATION,
        signatory=SIGNATORY,
        recipient=(*RECIPIENT, "EX1 2AB"),
        on=date(2026, 11, 24),
        our_reference="IS-2026-00042",
        your_reference="MH/DSAR/1",
        print_reference="IS-2026-00042 / L3",
        body=template.body,
        values=values,
        requires=template.requires,
    )
