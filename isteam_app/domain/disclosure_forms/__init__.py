"""The ten sections of a third party's request (see `choices` for what is offered).

SECTIONS    in the order they are filled in; a section's number is its place
FORMS       every form by its key
SUBJECT     the fields of one person the request is about: no entry
"""

from dataclasses import dataclass

from isteam_app.domain.disclosure_forms.asking import (
    ASKED,
    AUTHORISATION,
    ITEM,
    NECESSITY,
    PURPOSE,
    REQUESTER,
    SUBJECT,
)
from isteam_app.domain.disclosure_forms.choices import Choices
from isteam_app.domain.disclosure_forms.deciding import (
    AFTER,
    CHECK,
    GROUNDS,
    LEFT,
    TELLING_FORM,
)
from isteam_app.domain.forms import Form

__all__ = ["FORMS", "SECTIONS", "SUBJECT", "Choices", "Section", "section_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One step of a request: its forms, one entry or many of each."""

    key: str
    number: int
    title: str
    forms: tuple[Form, ...]

    @property
    def single(self) -> Form | None:
        """The form that is filled in once, None where all take many entries."""
        return next((form for form in self.forms if not form.many), None)

    @property
    def many(self) -> tuple[Form, ...]:
        """The forms that take an entry for each item, check or thing that left."""
        return tuple(form for form in self.forms if form.many)


def _numbered(*named: tuple[str, str, tuple[Form, ...]]) -> tuple[Section, ...]:
    return tuple(
        Section(key=key, number=number, title=title, forms=forms)
        for number, (key, title, forms) in enumerate(named, start=1)
    )


SECTIONS = _numbered(
    ("requester", "Requester", (REQUESTER,)),
    ("authorisation", "Authorisation", (AUTHORISATION,)),
    ("purpose", "Purpose", (PURPOSE,)),
    ("asked", "Data asked", (ASKED, ITEM)),
    ("necessity", "Necessity", (NECESSITY,)),
    ("telling", "Tell the person?", (TELLING_FORM,)),
    ("verification", "Verification", (CHECK,)),
    ("grounds", "Grounds", (GROUNDS,)),
    ("left", "What left", (LEFT,)),
    ("after", "Afterwards", (AFTER,)),
)
FORMS = {form.key: form for section in SECTIONS for form in section.forms}


def section_of(form: str) -> Section:
    """Return the section a form stands in. Raises KeyError when none has it."""
    if form == SUBJECT.key:
        return section_of(ASKED.key)
    for section in SECTIONS:
        if any(each.key == form for each in section.forms):
            return section
    raise KeyError(form)
