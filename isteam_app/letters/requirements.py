"""What each kind of letter has to say, whatever its template claims to require.

The marks are those of `marks.PARTS`. Sources: UK GDPR Articles 12, 12A, 15 to 19 and
21, and section 164A of the Data Protection Act 2018, as in force from 19 June 2026; the
rest is the house's own list of what such a letter needs.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from isteam_app.domain.case_types import CASE_TYPES
from isteam_app.domain.cases import CaseKind, EventKind
from isteam_app.letters.asked_fields import RIGHTS
from isteam_app.letters.marks import PARTS
from isteam_app.letters.templates import Template

ROUTES = ("complaint-us", "complaint-regulator", "complaint-court")
"""Complaint to the company, complaint to the regulator, court."""
ARTICLE_15 = (
    "purposes",
    "categories",
    "recipients",
    "retention",
    "rights",
    *ROUTES[:2],
    "sources",
    "automated",
    "transfers",
)
"""Article 15(1)(a) to (h), (ea) among them, and 15(2)."""

_ACKNOWLEDGED = ("received", "request", "handler", "contact")
_BY_EVENT: Mapping[EventKind, tuple[str, ...]] = MappingProxyType(
    {
        EventKind.IDENTITY_ASKED: (
            "received",
            "doubt",
            "documents",
            "clock",
            "no-reply",
            "copies",
            "contact",
            "reply-slip",
        ),
        EventKind.AUTHORITY_ASKED: (
            "received",
            "doubt",
            "documents",
            "clock",
            "no-reply",
            "copies",
            "contact",
            "reply-slip",
        ),
        EventKind.CLARIFICATION_ASKED: (
            "received",
            "question",
            "not-obliged",
            "clock",
            "no-reply",
            "contact",
            "reply-slip",
        ),
        EventKind.FEE_ASKED: (
            "received",
            "fee",
            "reason",
            "clock",
            "no-reply",
            *ROUTES,
            "contact",
            "reply-slip",
        ),
        EventKind.EXTENDED: ("received", "reason", "new-date", *ROUTES, "contact"),
        EventKind.PROGRESS_TOLD: (
            "received",
            "progress",
            "next",
            "handler",
            "contact",
        ),
        EventKind.LIFTING_NOTICE: (
            "restricted",
            "lifting",
            "reason",
            *ROUTES,
            "contact",
        ),
    }
)
_BY_ADDRESSEE: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "recipient": ("change", "identifier", "confirm", "contact", "reply-slip"),
        "controller": (
            "received",
            "handover",
            "identifier",
            "clock",
            "confirm",
            "contact",
            "reply-slip",
        ),
        "regulator": ("asked", "answer", "contact"),
        "requester": ("contact",),
    }
)
_ANSWERED = ("received", *ROUTES, "contact")
_BY_LETTER: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "access-response": ("answer", "searches", *ARTICLE_15),
        "access-partial": ("answer", "searches", *ARTICLE_15),
        "nothing-held": ("answer", "searches"),
        "refusal": ("request", "answer"),
        "correction-made": ("corrected", "recipients-told"),
        "correction-part": (
            "corrected",
            "not-corrected",
            "dispute",
            "recipients-told",
        ),
        "correction-refused": ("not-corrected", "dispute"),
        "erasure-done": ("erased", "backups", "kept", "recipients-told"),
        "erasure-part": ("erased", "backups", "kept", "recipients-told"),
        "restriction-applied": ("restricted", "lifting", "recipients-told"),
        "portability-sent": ("files", "checksum", "sent"),
        "objection-upheld": ("stopped",),
        "objection-overridden": ("answer", "weighed"),
        "marketing-confirmation": ("stopped", "production", "third-parties"),
        "no-reply-closure": ("reason", "again"),
        "passed-to-controller": ("controller",),
        "complaint-outcome": ("request", "answer", "remedy"),
        "service-outcome": ("request", "answer", "remedy"),
        "enquiry-reply": ("answer",),
        "withdrawal": ("withdrawn", "again"),
        "recipients-list": ("holders", *ROUTES, "contact"),
        "request-more": ("received", "missing", "instrument", "nothing-confirmed"),
        "request-refusal": ("received", "answer", "instrument", "nothing-confirmed"),
        "request-neither": ("received", "answer", "instrument", "nothing-confirmed"),
        "disclosure-cover": ("received", "items", "basis", "conditions", "receipt"),
        "disclosure-receipt": ("items", "receipt"),
    }
)
_NO_ROUTES = frozenset(
    {CaseKind.SERVICE_COMPLAINT, CaseKind.ENQUIRY, CaseKind.REGULATOR}
)
"""Kinds whose answer refuses nobody a right over their data."""


def required_parts(template: Template) -> tuple[str, ...]:
    """Return the marks that a letter of this kind must have, in their usual order.

    Those its template asks for are among them, and those it ought to ask for.
    """
    wanted = {*template.requires, *_wanted(template)}
    return tuple(mark for mark in PARTS if mark in wanted)


def _wanted(template: Template) -> Iterator[str]:
    yield from _BY_ADDRESSEE.get(template.to, ())
    yield from _BY_LETTER.get(template.means, ())
    if template.event is EventKind.ACKNOWLEDGED:
        yield from _acknowledgement(template)
    elif template.event is EventKind.ANSWERED:
        yield from _answer(template)
    elif template.event is not None:
        yield from _BY_EVENT.get(template.event, ())


def _acknowledgement(template: Template) -> Iterator[str]:
    yield from _ACKNOWLEDGED
    if RIGHTS & set(template.kinds):
        yield from ("due", "clock")
    else:
        yield "next"
    if CaseKind.COMPLAINT in template.kinds:
        yield "complaint-regulator"


def _answer(template: Template) -> Iterator[str]:
    """Say what an answer needs: its ways to complain, and why where it says no."""
    if template.to != "person":
        return
    yield from ("received", "contact")
    if _is_refusing(template):
        yield "reason"
    if template.means == "withdrawal" or set(template.kinds) <= _NO_ROUTES:
        return
    yield from _ANSWERED


def _is_refusing(template: Template) -> bool:
    """Whether it is the letter of an outcome for which a ground must be given."""
    return any(
        outcome.grounds and outcome.letter == template.means
        for kind in template.kinds
        for outcome in CASE_TYPES[kind].outcomes
    )
