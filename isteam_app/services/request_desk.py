"""A letter about a third party's request, laid out for work."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from isteam_app.domain.addresses import parse_address
from isteam_app.domain.dates import full_date
from isteam_app.domain.disclosure_gates import Asked
from isteam_app.domain.disclosures import (
    LEAVES,
    Decision,
    Disclosure,
    DisclosureState,
)
from isteam_app.domain.documents import Document
from isteam_app.domain.envelopes import profiles
from isteam_app.domain.people import TeamMember
from isteam_app.domain.settings import Settings
from isteam_app.domain.text import words
from isteam_app.errors import TemplateBroken
from isteam_app.letters.checks import Problem
from isteam_app.letters.field import Value
from isteam_app.letters.merge import merge
from isteam_app.letters.templates import Template
from isteam_app.services.letter_desk import Desk
from isteam_app.services.letter_fields import of_organisation

MORE, COVER, RECEIPT = "request-more", "disclosure-cover", "disclosure-receipt"
REFUSAL, NEITHER = "request-refusal", "request-neither"
SECRECY = "nothing-confirmed"
"""The paragraph that marks a letter which confirms nothing."""
TELLS: Mapping[str, frozenset[Decision]] = {
    MORE: frozenset({Decision.MORE}),
    COVER: LEAVES,
    RECEIPT: LEAVES,
    REFUSAL: frozenset({Decision.REFUSE}),
    NEITHER: frozenset({Decision.NEITHER}),
}
"""The decisions that each letter tells of."""
_MADE = frozenset(
    {DisclosureState.WAITING, DisclosureState.DECIDED, DisclosureState.CLOSED}
)
_TITLES = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr", "prof", "sir", "lady"})
_MOST_NAMED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestDesk(Desk):
    """A letter about a third party's request.

    `names` are those of everybody the request is about; `documents` what is kept
    with it.
    """

    asked: Asked
    names: tuple[str, ...] = ()
    documents: tuple[Document, ...] = ()

    @property
    def called(self) -> str:
        return "request"

    @property
    def request(self) -> Disclosure:
        return self.asked.request

    @property
    def reference(self) -> str:
        return self.request.reference

    @property
    def their_reference(self) -> str:
        return self.request.their_reference

    @property
    def role(self) -> str:
        return "The requester"

    def roles(self) -> Mapping[str, str]:
        named = (self.request.organisation, self.request.officer)
        return {name: self.role for name in named if name}

    def recipient(self) -> tuple[str, ...]:
        return requester_lines(self.asked, self.settings)


def requester_lines(asked: Asked, settings: Settings) -> tuple[str, ...]:
    """Return where the requester is written to, as the envelope shows it.

    Who asks and their department give way where the window has no room for them. There
    are no lines where no address is known.
    """
    typed = asked.answer("requester", "address")
    if not typed and asked.organisation is not None:
        typed = asked.organisation.address
    if not typed:
        return ()
    organisation = parse_address(typed).printed(asked.request.organisation)
    officer = asked.answer("requester", "officer")
    department = asked.answer("requester", "department")
    profile = profiles(settings.letters.own_envelopes).get(settings.envelope)
    most = profile.most_lines if profile else len(organisation)
    for above in ((officer, department), (officer,), ()):
        lines = (*(each for each in above if each), *organisation)
        if len(lines) <= most:
            return lines
    return organisation


def request_values(
    asked: Asked, settings: Settings, member: TeamMember
) -> dict[str, Value]:
    """Return the fields that a request and the settings fill; no subject is named."""
    request = asked.request
    return {
        **of_organisation(settings),
        "salutation": request.officer or "Sir or Madam",
        "request_from": request.organisation,
        "received": full_date(request.received),
        "case_reference": request.reference,
        "their_reference": request.their_reference,
        "handler": member.name,
    }


def tells_what_was_decided(template: Template, request: Disclosure) -> bool:
    """Say whether a letter does not contradict the decision, if there is one."""
    if request.decision is Decision.UNDECIDED:
        return template.means != RECEIPT
    return request.decision in TELLS.get(template.means, ())


def request_in_the_way(
    desk: RequestDesk, body: str, answers: Mapping[str, str]
) -> tuple[Problem, ...]:
    """Return why a letter about a request must wait, in sentences."""
    return (*no_longer_told(desk), *_betrays(desk, body, answers))


def no_longer_told(desk: RequestDesk) -> Iterator[Problem]:
    """Say why a letter does not tell what is decided.

    A letter tells what was decided: it comes after, and says the same.
    """
    request = desk.request
    if desk.template.means == COVER and request.to_look_over:
        return  # what left in an emergency went before it was decided
    if request.state is DisclosureState.FOR_APPROVAL:
        yield _problem(
            "The decision waits for approval. Finalise this letter once somebody has "
            "approved it."
        )
    elif request.decision not in TELLS.get(desk.template.means, ()):
        yield _problem(
            "Decide the request first: this letter tells what was decided."
            if request.decision is Decision.UNDECIDED
            else "The request is decided otherwise. Choose the letter that says so."
        )
    elif request.state not in _MADE:
        yield _problem("Decide the request first: this letter tells what was decided.")


def _betrays(
    desk: RequestDesk, body: str, answers: Mapping[str, str]
) -> Iterator[Problem]:
    """A letter that confirms nothing names nobody, and nothing that we may hold."""
    if SECRECY not in desk.template.requires:
        return
    try:
        blocks = merge(body, {**desk.values, **answers}).blocks
    except TemplateBroken:
        return  # that is said elsewhere
    said = " ".join(run.text for block in blocks for run in block.runs)
    text = f" {' '.join(words(said))} "
    named = [name for name in desk.names if any(each in text for each in _forms(name))]
    held = [
        each
        for each in desk.request.categories
        if words(each) and f" {' '.join(words(each))} " in text
    ]
    if named:
        shown = ", ".join(named[:_MOST_NAMED])
        yield _problem(
            f"This letter confirms nothing, and names {shown}. Take the name out."
        )
    if held:
        yield _problem(
            "This letter confirms nothing, and names what is asked for: "
            f"{', '.join(held)}. Say it in other words, or take it out."
        )


def _forms(name: str) -> Iterator[str]:
    """Yield how somebody may be named: whole, without title, with the last name."""
    whole = words(name)
    bare = tuple(each for each in whole if each not in _TITLES)
    if not bare:
        return
    yield f" {' '.join(bare)} "
    for title in _TITLES:
        yield f" {title} {bare[-1]} "


def _problem(sentence: str) -> Problem:
    return Problem(kind="case", sentence=sentence)
