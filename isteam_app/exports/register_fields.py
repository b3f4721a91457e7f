"""What each column of the register says of a request (see `register_rows`)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from isteam_app.domain.disclosure_forms import FORMS, SECTIONS
from isteam_app.domain.disclosure_forms.choices import CATEGORIES, NO_INSTRUMENT
from isteam_app.domain.disclosure_gates import State, thawed
from isteam_app.domain.disclosures import Disclosure, RequesterKind, Subject
from isteam_app.domain.documents import Document
from isteam_app.domain.forms import YES, Answer, Entry, Form, Question, standing
from isteam_app.domain.register_words import (
    APPROVED_WORDS,
    DECISION_WORDS,
    KIND_WORDS,
    STATE_WORDS,
    TOLD_WORDS,
    gateway_words,
)
from isteam_app.domain.sheets import Column, Kind, Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One request with what was filled in, and the files kept with it."""

    request: Disclosure
    entries: tuple[Entry, ...] = ()
    subjects: tuple[Subject, ...] = ()
    files: tuple[Document, ...] = ()


@dataclass(frozen=True, slots=True)
class Field:
    column: Column
    value: Callable[[Line], Value]


_PRIVATE = frozenset(
    {RequesterKind.NEXT_OF_KIN, RequesterKind.OTHER, RequesterKind.INSURER}
)
"""Who asks may be a private person, named where an organisation stands."""
_ON_THE_LINE = frozenset(
    {
        "requester.received",
        "requester.kind",
        "requester.organisation",
        "requester.officer",
        "requester.their_reference",
        "authorisation.comply_by",
        "purpose.life_at_risk",
        "asked.asked",
        "telling.telling_why",
        "grounds.compelled",
    }
)
"""Answers that the register's own line has already."""
_KINDS = {Answer.DAY: Kind.DAY, Answer.YES_NO: Kind.YES_NO}
_WIDTHS = {Answer.DAY: 12, Answer.YES_NO: 10, Answer.TEXT: 40}


def days_taken(request: Disclosure) -> int | None:
    """Return the days from the one it was received to its decision."""
    if request.decided_on is None:
        return None
    return (request.decided_on - request.received).days


def _organisation(line: Line) -> str:
    request = line.request
    if request.kind in _PRIVATE and request.organisation_id is None:
        return "(a private person, or not in the directory)"
    return request.organisation


def _about(line: Line) -> str:
    """Return whom it is about, one a line."""
    said = [
        f"{each.name} ({' '.join(each.details.split())})" if each.details else each.name
        for each in line.subjects
    ]
    return "\n".join(said) or line.request.about


def _rules(line: Line) -> str:
    return thawed(line.request.verdicts).version


def _not_met(line: Line) -> str:
    """Return what the rules asked for in vain when it was decided, one a line."""
    kept = thawed(line.request.verdicts).gates
    return "\n".join(
        " ".join(f"{gate.words}: {gate.rule}".split())
        for gate in kept
        if gate.state is not State.MET
    )


def _frozen_files(line: Line) -> str:
    """Return the copies of what left, each with its digest, one a line."""
    return "\n".join(
        f"{each.name}: SHA-256 {each.sha256}" for each in line.files if each.entry_id
    )


def _answered(line: Line, form: str, key: str) -> str:
    kept = standing(line.entries, form)
    return kept[0][key] if kept else ""


def _instrument(line: Line) -> str:
    value = _answered(line, "authorisation", "instrument")
    if not value or value == NO_INSTRUMENT:
        return ""
    return FORMS["authorisation"].question("instrument").words(value)


def _confirmed(line: Line) -> bool:
    checks = standing(line.entries, "check")
    return any(check["result"] == "confirmed" for check in checks)


def _known_categories(line: Line) -> str:
    """Return the kinds of data in words of the program alone."""
    known = {words for _, words in CATEGORIES}
    named = (
        each if each in known else "Another kind" for each in line.request.categories
    )
    return "; ".join(dict.fromkeys(named))


def _recorded_at(line: Line) -> datetime | None:
    at = line.request.recorded_at
    return at.replace(microsecond=0) if at else None


def _line(
    key: str,
    title: str,
    value: Callable[[Line], Value],
    kind: Kind = Kind.TEXT,
    width: int = 14,
) -> Field:
    return Field(Column(key=key, title=title, kind=kind, width=width), value)


def _question_field(section: str, form: Form, question: Question) -> Field:
    def value(line: Line) -> Value:
        said = _answered(line, form.key, question.key)
        if question.answer is Answer.DAY:
            return date.fromisoformat(said) if said else None
        if question.answer is Answer.YES_NO:
            return said == YES if said else None
        return question.words(said)

    column = Column(
        key=f"{form.key}.{question.key}",
        title=f"{section}: {question.label}",
        kind=_KINDS.get(question.answer, Kind.TEXT),
        width=_WIDTHS.get(question.answer, 20),
    )
    return Field(column, value)


def _many_field(form: Form) -> Field:
    """Return the column for a form that is filled in many times, an entry a line."""

    def told(entry: Entry) -> str:
        said = (
            (question.label, question.words(entry[question.key]))
            for question in form.questions
        )
        words = "; ".join(
            f"{label}: {' '.join(each.split())}" for label, each in said if each
        )
        struck = f" (struck out: {entry.struck})" if entry.struck else ""
        return f"{words}{struck}"

    def value(line: Line) -> Value:
        return "\n".join(told(each) for each in line.entries if each.form == form.key)

    return _line(form.key, f"{form.title}, one by one", value, width=50)


def _section_fields() -> Iterator[Field]:
    for section in SECTIONS:
        for form in section.forms:
            if form.many:
                yield _many_field(form)
                continue
            for question in form.questions:
                if f"{form.key}.{question.key}" not in _ON_THE_LINE:
                    yield _question_field(section.title, form, question)


_REFERENCE = _line("reference", "Reference", lambda line: line.request.reference)
_RECEIVED = _line(
    "received", "Received", lambda line: line.request.received, Kind.DAY, 12
)
_KIND = _line("kind", "Who asked", lambda line: KIND_WORDS[line.request.kind], width=24)
_DECISION = _line(
    "decision", "Decision", lambda line: DECISION_WORDS[line.request.decision], width=20
)
_DECIDED_ON = _line(
    "decided_on", "Decided on", lambda line: line.request.decided_on, Kind.DAY, 12
)
_LEFT_ON = _line("left_on", "Left on", lambda line: line.request.left_on, Kind.DAY, 12)
_STATE = _line("state", "State", lambda line: STATE_WORDS[line.request.state], width=18)
_CATEGORIES = _line(
    "categories",
    "Kinds of data",
    lambda line: "; ".join(line.request.categories),
    width=30,
)
_COMPELLED = _line(
    "compelled", "Compelled", lambda line: line.request.compelled, Kind.YES_NO, 10
)
_EMERGENCY = _line(
    "emergency", "Emergency", lambda line: line.request.emergency, Kind.YES_NO, 10
)
_COMPLY_BY = _line(
    "comply_by", "Comply by", lambda line: line.request.comply_by, Kind.DAY, 12
)
_SUBJECTS = _line(
    "subjects", "How many people", lambda line: len(line.subjects), Kind.NUMBER, 10
)
_APPROVED = _line(
    "approved_how",
    "Approved",
    lambda line: APPROVED_WORDS[line.request.approved_how],
    width=24,
)
_TOLD = _line(
    "told", "Person told", lambda line: TOLD_WORDS[line.request.told], width=18
)
_DAYS = _line(
    "days", "Days to decide", lambda line: days_taken(line.request), Kind.NUMBER, 10
)
FULL = (
    _REFERENCE,
    _RECEIVED,
    _line(
        "organisation", "Organisation", lambda line: line.request.organisation, width=30
    ),
    _KIND,
    _DECISION,
    _DECIDED_ON,
    _LEFT_ON,
    _STATE,
    _line("about", "Whom it is about", _about, width=30),
    _SUBJECTS,
    _line("officer", "Who asks", lambda line: line.request.officer, width=22),
    _line(
        "their_reference",
        "Their reference",
        lambda line: line.request.their_reference,
        width=18,
    ),
    _line("asked", "In their words", lambda line: line.request.asked, width=50),
    _CATEGORIES,
    _line("legal_basis", "Gateway", lambda line: line.request.legal_basis, width=36),
    _COMPELLED,
    _line(
        "life_at_risk",
        "Life at risk",
        lambda line: line.request.life_at_risk,
        Kind.YES_NO,
        10,
    ),
    _EMERGENCY,
    _COMPLY_BY,
    _line("reason", "Reason", lambda line: line.request.reason, width=50),
    _line(
        "prepared_by", "Prepared by", lambda line: line.request.prepared_by, width=20
    ),
    _line("decided_by", "Decided by", lambda line: line.request.decided_by, width=20),
    _APPROVED,
    _DAYS,
    _line("rules", "Judged by rules of", _rules, width=12),
    _line("not_met", "Not met when decided", _not_met, width=40),
    _line("files", "Copies of what left", _frozen_files, width=50),
    _line("what_left", "What left", lambda line: line.request.what_left, width=40),
    _line("method", "How it left", lambda line: line.request.method, width=20),
    _TOLD,
    _line("told_reason", "Why", lambda line: line.request.told_reason, width=40),
    _line(
        "locked", "Do-not-tell lock", lambda line: line.request.locked, Kind.YES_NO, 10
    ),
    _line(
        "lock_review",
        "Lock reviewed by",
        lambda line: line.request.lock_review,
        Kind.DAY,
        12,
    ),
    _line(
        "record_by",
        "To be recorded by",
        lambda line: line.request.record_by,
        Kind.DAY,
        12,
    ),
    _line(
        "waiting_since",
        "Waits since",
        lambda line: line.request.waiting_since,
        Kind.DAY,
        12,
    ),
    _line("closed_on", "Closed on", lambda line: line.request.closed_on, Kind.DAY, 12),
    _line(
        "recorded_by", "Recorded by", lambda line: line.request.recorded_by, width=20
    ),
    _line(
        "recorded_at",
        "Recorded at (UTC)",
        _recorded_at,
        Kind.MOMENT,
        20,
    ),
    *_section_fields(),
)
REGULATOR = (
    _REFERENCE,
    _RECEIVED,
    _line("organisation", "Organisation", _organisation, width=30),
    _KIND,
    _DECISION,
    _DECIDED_ON,
    _LEFT_ON,
    _STATE,
    _DAYS,
    _line(
        "gateway",
        "Gateway",
        lambda line: gateway_words(line.request.legal_basis),
        width=36,
    ),
    _line("instrument", "Order, warrant or notice", _instrument, width=30),
    _COMPELLED,
    _line("confirmed", "Identity confirmed", _confirmed, Kind.YES_NO, 10),
    _EMERGENCY,
    _COMPLY_BY,
    _SUBJECTS,
    _line("categories", "Kinds of data", _known_categories, width=30),
    _APPROVED,
    _TOLD,
)
STATISTICS = (
    Column(key="way", title="Counted by", width=24),
    Column(key="group", title="Group", width=50),
    Column(key="count", title="Requests", kind=Kind.NUMBER, width=12),
    Column(key="note", title="Note", width=50),
)
