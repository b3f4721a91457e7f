"""What a team member can write to who made a third-party request."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

from isteam_app.domain.disclosures import Disclosure, DisclosureState
from isteam_app.domain.gateways import Rules
from isteam_app.domain.letters import Letter
from isteam_app.errors import RuleBroken
from isteam_app.letters.field import Value
from isteam_app.letters.templates import Template
from isteam_app.services import request_letter_words as said
from isteam_app.services.gateways import rules
from isteam_app.services.letter_opening import request_desk
from isteam_app.services.letter_templates import template_in_use
from isteam_app.services.letters import asked_fields
from isteam_app.services.request_desk import (
    COVER,
    MORE,
    NEITHER,
    RECEIPT,
    REFUSAL,
    RequestDesk,
    tells_what_was_decided,
)
from isteam_app.services.session import Session

_LETTERS = (MORE, COVER, REFUSAL, NEITHER, RECEIPT)
_KNOWN: Mapping[str, Callable[[RequestDesk, Rules], Value]] = MappingProxyType(
    {
        "missing": said.missing,
        "instruments": said.instruments,
        "reply_by": lambda desk, _: said.reply_by(desk),
        "left_items": lambda desk, _: said.left_items(desk),
        "left_checksums": lambda desk, _: said.checksums(desk),
        "left_by": lambda desk, _: said.left_by(desk),
        "given_under": said.given_under,
        "left_conditions": lambda desk, _: said.conditions(desk),
        "return_by": lambda desk, _: said.return_by(desk),
    }
)


def letter_choices_for(
    request: Disclosure, templates: Mapping[str, Template]
) -> tuple[Template, ...]:
    """Return the letters that may be written to who made a request.

    `templates` are those in use; the company's own come after the one each is like.
    Once it is decided, those alone that say what was decided.
    """
    known = sorted(templates.values(), key=lambda each: bool(each.like))
    each = (template for key in _LETTERS for template in known if template.means == key)
    return tuple(one for one in each if _may_be_written(one, request))


def start_request_letter(
    session: Session, request: Disclosure, template_key: str
) -> Letter:
    """Open a draft to who made a request, with what is known already filled in.

    Raises RuleBroken when the letter is not one about requests, contradicts the
    decision, or there is no address to write to.
    """
    with session.vault.change(
        "letter.started", by=session.member.name, at=session.now()
    ) as work:
        held = work.disclosures.get(request.id)
        template = template_in_use(work, template_key)
        if not _may_be_written(template, held):
            raise RuleBroken(
                "That letter does not fit how the request stands. Choose one from the "
                "list."
            )
        blank = Letter(
            disclosure_id=held.id,
            case_reference=held.reference,
            number=0,
            template=template.key,
            template_version=template.version,
            title=template.title,
            body=template.body,
            recipient=(),
            made_at=session.now(),
            made_by=session.member.name,
        )
        desk = request_desk(session, work, blank, held.id)
        lines = desk.recipient()
        if not lines:
            raise RuleBroken(
                "There is no address to send the letter to. Enter it under Requester "
                "first.",
                field="address",
            )
        letter = work.letters.add(replace(blank, recipient=lines, answers=_known(desk)))
        work.commit()
    return letter


def _may_be_written(template: Template, request: Disclosure) -> bool:
    return (
        request.state is not DisclosureState.WITHDRAWN
        and template.means in _LETTERS
        and tells_what_was_decided(template, request)
    )


def _known(desk: RequestDesk) -> tuple[tuple[str, str], ...]:
    """Return, as a caseworker would type it, what is known of the fields asked for."""
    known = rules()
    found = {
        field.name: _typed(_KNOWN[field.name](desk, known))
        for field in asked_fields(desk.template.body)
        if field.name in _KNOWN
    }
    return tuple(sorted((name, text) for name, text in found.items() if text))


def _typed(value: Value) -> str:
    if isinstance(value, str):
        return value
    return "\n".join(" ".join(each.split()) for each in value)
