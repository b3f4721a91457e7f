"""Tries a template out on made-up facts: the exact PDF, before anybody gets it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from isteam_app.domain.envelopes import EnvelopeProfile, envelope_named
from isteam_app.domain.settings import Settings
from isteam_app.errors import TemplateBroken
from isteam_app.letters.build import Problem, build_letter, check_letter
from isteam_app.letters.content import LetterContent
from isteam_app.letters.fields import FIELDS, Field, Value, value_of
from isteam_app.letters.logo import Picture
from isteam_app.letters.samples import sample_letter
from isteam_app.letters.templates import Template, load
from isteam_app.services.letter_fields import of_organisation
from isteam_app.services.letterhead import letter_pictures, picture
from isteam_app.services.letters import Preview, asked_fields
from isteam_app.services.session import Session
from isteam_app.services.template_texts import Sheet, sheet_from

_SHORT_LETTER = "enquiry-reply"


class Facts(StrEnum):
    """Which made-up facts a template is tried with."""

    USUAL = "usual"
    SHORT = "short"
    LONG = "long"
    AWKWARD = "awkward"


FACTS: Mapping[Facts, tuple[str, str]] = {
    Facts.USUAL: ("Usual", "What most letters say"),
    Facts.SHORT: ("Short", "A word for each field, and nothing that may be left out"),
    Facts.LONG: ("Long", "Long names, long lists, an address of six lines"),
    Facts.AWKWARD: ("Awkward", "Names with signs, brackets and accents in them"),
}
"""The sets of made-up facts: what each is called, and what it is for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What stays the same while a template is tried out: read once."""

    settings: Settings
    on: date
    envelope: EnvelopeProfile
    logo: Picture | None = None


def open_trial(session: Session) -> Trial:
    """Read the letterhead and the envelope that letters of today have."""
    with session.vault.read() as vault:
        settings = vault.settings.in_force(session.today)
        pictures = letter_pictures(vault, settings, settings.signatory)
    own = settings.letters.own_envelopes
    return Trial(
        settings=settings,
        on=session.today,
        envelope=envelope_named(settings.envelope, own),
        logo=pictures.logo,
    )


def try_out(
    trial: Trial,
    sheet: Sheet,
    facts: Facts = Facts.USUAL,
    typed: Mapping[str, str] | None = None,
) -> Preview:
    """Build the exact PDF of a template as typed, filled with made-up facts.

    `typed` are values that stand instead of those of the set. Without pages where the
    text cannot be read.
    """
    try:
        content = _content(trial, sheet.template(), facts, typed or {})
        problems = check_letter(content)
        built = build_letter(content, preview=True)
    except TemplateBroken as error:
        problem = Problem(kind="template", sentence=str(error))
        return Preview(pdf=b"", pages=0, problems=(problem,))
    return Preview(pdf=built.pdf, pages=built.pages, problems=problems)


def named_fields(sheet: Sheet) -> tuple[Field, ...]:
    """Return the fields a template names, those typed for each letter first."""
    try:
        body = sheet.template().body
    except TemplateBroken:
        return ()
    asked = asked_fields(body)
    rest = (
        FIELDS[name]
        for name in FIELDS
        if f"{{{{{name}}}}}" in body or f"[[if {name}]]" in body
    )
    return tuple(dict.fromkeys((*asked, *rest)))


def values_in_words(trial: Trial, facts: Facts, sheet: Sheet) -> dict[str, str]:
    """Return what a set says for each field, a list with an entry a line."""
    try:
        values = _content(trial, sheet.template(), facts, {}).values
    except TemplateBroken:
        return {}
    found = ((name, value_of(name, values)) for name in FIELDS)
    return {
        name: value if isinstance(value, str) else "\n".join(value)
        for name, value in found
    }


def _content(
    trial: Trial, template: Template, facts: Facts, typed: Mapping[str, str]
) -> LetterContent:
    sample = sample_letter(template)
    values = dict(sample.values)
    values |= of_organisation(trial.settings)
    recipient = sample.recipient
    if facts is Facts.SHORT:
        values = {name: _shortened(name, value) for name, value in values.items()}
        recipient = ("Jo Ng", "1 Elm", "ELY", "EX1 2AB")
    elif facts is Facts.LONG:
        values = {name: _lengthened(name, value) for name, value in values.items()}
        recipient = _LONG_RECIPIENT
    elif facts is Facts.AWKWARD:
        values |= _AWKWARD
        recipient = _AWKWARD_RECIPIENT
    return replace(
        sample,
        organisation=trial.settings.organisation,
        signatory=trial.settings.signatory,
        on=trial.on,
        recipient=recipient[: trial.envelope.most_lines - 1] + recipient[-1:]
        if len(recipient) > trial.envelope.most_lines
        else recipient,
        values={**values, **{k: v for k, v in typed.items() if k in FIELDS}},
        requires=template.requires,
        wording=template.body,
        envelope=trial.envelope,
        logo=trial.logo,
        watermark="TEST",
    )


_LONG_RECIPIENT = (
    "Professor Bartholomew Featherstonehaugh",
    "Care of the Northern Regional Office",
    "Flat 27, Mountbatten Apartments",
    "114 Old Marketplace Approach",
    "UPPER EXAMPLEFORD-ON-THE-WATER",
    "EX1 2AB",
)
_AWKWARD_RECIPIENT = (
    "Zoë O'Brien-Łukasz & Sons",
    "Flat ½, “The Old Mill”",
    "No. 7 <Rear> {{Yard}}",
    "EXAMPLEFORD",
    "EX1 2AB",
)
_AWKWARD: Mapping[str, Value] = {
    "salutation": "Zoë <b>O'Brien</b>-Łukasz & Sons",
    "requester_name": "Zoë O'Brien-Łukasz & Sons",
    "subject_name": "{{due}} <img src=x> Ó Súilleabháin",
    "their_reference": "**Ref** [1] # 2 | 3",
    "request_summary": "Everything about “me” & <mine>, *all* of it: 50% or more",
    "handler": "D'Arcy [[if]] Núñez",
}
_LONG_WORDS = (
    " and, because several of the records go back many years and are kept in more than "
    "one place, whatever else was found when each of them was looked through by hand"
)
_LONGER = 8
_NAMES = frozenset({"salutation", "subject_name", "requester_name"})


def _shortened(name: str, value: Value) -> Value:
    if isinstance(value, tuple):
        return value[:1]
    return (
        "Jo Ng" if name in {"salutation", "subject_name", "requester_name"} else value
    )


def _lengthened(name: str, value: Value) -> Value:
    if isinstance(value, tuple):
        many = value * _LONGER
        return tuple(f"{entry} ({number})" for number, entry in enumerate(many, 1))
    if name in _NAMES:
        return _LONG_RECIPIENT[0]
    return value + _LONG_WORDS if FIELDS[name].asked and len(value) > 30 else value


def letterhead_pdf(session: Session, logo: int) -> bytes:
    """Return a made-up letter under a logo that may not be in the settings yet."""
    trial = open_trial(session)
    with session.vault.read() as vault:
        shown = replace(trial, logo=picture(vault, logo))
    return try_out(shown, sheet_from(load(_SHORT_LETTER))).pdf
