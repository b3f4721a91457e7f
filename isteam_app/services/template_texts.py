"""A template that is worked on: its facts, and the letter below them as typed."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from isteam_app.domain.cases import CaseKind
from isteam_app.errors import TemplateBroken
from isteam_app.letters.characters import clean
from isteam_app.letters.directives import faults
from isteam_app.letters.templates import (
    Template,
    parse,
    reworded,
    written,
)

_FENCE = "---"
_ANY_LETTER = "Dear Sir or Madam\n"


@dataclass(frozen=True, slots=True)
class Sheet:
    """The facts of a template, and its letter as its author types it.

    The letter may be one that cannot be read yet; `facts` always can.
    """

    facts: Template
    letter: str

    @property
    def text(self) -> str:
        """The whole as the text of a file."""
        return written(replace(self.facts, source=self.letter or "\n"))

    def template(self) -> Template:
        """Return it as a template letters can be made from, or raise TemplateBroken."""
        return reworded(self.facts, self.letter)


def sheet_of(text: str) -> Sheet:
    """Part the text of a template. Raises TemplateBroken where its facts are no facts.

    Lines of the letter are counted from its first one.
    """
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    if lines[0].strip() != _FENCE or _FENCE not in lines[1:]:
        parse(text)  # says what is wrong with it
    end = lines.index(_FENCE, 1)
    head = "\n".join(lines[: end + 1])
    letter = "\n".join(lines[end + 1 :]).strip("\n")
    facts = parse(f"{head}\n{_ANY_LETTER}")
    return Sheet(replace(facts, source="", body=""), clean(letter) + "\n")


def sheet_from(template: Template) -> Sheet:
    """Return a template that can be read as facts and letter."""
    letter = template.source or template.body
    return Sheet(replace(template, source="", body=""), letter)


def first_fault(letter: str) -> str:
    """Say what keeps a letter from being read, "" when it can be."""
    for fault in faults(letter):
        return f"Line {fault.line}: {fault.sentence}"
    try:
        reworded(_BARE, letter)
    except TemplateBroken as error:
        return str(error)
    return ""


_BARE = parse(
    "---\nkey: bare\nversion: 1\ntitle: Bare\nkinds: enquiry\npurpose: notice\n---\n"
    + _ANY_LETTER
)

GROUPS: Mapping[str, str] = {
    "rights": "Rights requests",
    "complaints": "Complaints",
    "requests": "Disclosures",
    "others": "Others",
}
"""The groups that templates are listed in, in their order."""

_RIGHTS = frozenset(
    {
        *(CaseKind.ACCESS, CaseKind.RECTIFICATION, CaseKind.ERASURE),
        *(CaseKind.RESTRICTION, CaseKind.PORTABILITY, CaseKind.OBJECTION),
        CaseKind.MARKETING,
    }
)
_COMPLAINTS = frozenset({CaseKind.COMPLAINT, CaseKind.SERVICE_COMPLAINT})


def group_of(template: Template) -> str:
    """Return the key of the group that a template is listed in."""
    kinds = frozenset(template.kinds)
    if template.is_of_request:
        return "requests"
    if kinds & _RIGHTS:
        return "rights"
    return "complaints" if kinds & _COMPLAINTS else "others"
