"""What a case already knows of the fields that a caseworker fills in for a letter.

A letter starts with these in its boxes; the caseworker looks them over and changes
what should read differently. Nothing is taken from an entry that was struck out.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from isteam_app.domain.case_types import CASE_TYPES
from isteam_app.domain.cases import Case, CaseEvent, EventKind
from isteam_app.domain.clock_events import ANSWERED_BY
from isteam_app.domain.dates import full_date
from isteam_app.domain.forms import Answer, Entry
from isteam_app.letters.field import Value
from isteam_app.services import letter_answers_written as written
from isteam_app.services.letter_answers_written import Known


@dataclass(frozen=True, slots=True)
class Taken:
    """Where a field is taken from: a question of a form.

    `only` lists the entries that count, as a question and the answers it must have.
    """

    form: str
    question: str
    only: tuple[str, tuple[str, ...]] | None = None

    def from_case(self, known: Known) -> tuple[str, ...]:
        """Return the answers of every entry that counts, in their order."""
        return tuple(
            text
            for entry in known.of(self.form)
            if self.only is None or entry[self.only[0]] in self.only[1]
            if (text := answer_in_words(known.case, entry, self.question))
        )


_FROM_FORMS: Mapping[str, Taken] = MappingProxyType(
    {
        "identity_doubt": Taken("identity", "doubt"),
        "identity_documents": Taken("identity", "asked_for"),
        "authority_doubt": Taken("authority", "doubt"),
        "fee_basis": Taken("fee", "basis"),
        "fee_reason": Taken("fee", "reason"),
        "fee_reckoned": Taken("fee", "reckoned"),
        "not_corrected": Taken("correction", "item", only=("decision", ("accurate",))),
        "dispute_note": Taken("correction", "dispute"),
        "erased": Taken("erasure", "erased"),
        "backups": Taken("erasure", "backups"),
        "kept": Taken("erasure", "kept"),
        "kept_reason": Taken("erasure", "kept_why"),
        "recipients_told": Taken("recipient", "name", only=("told", ("", "told"))),
        "restricted": Taken("restriction", "scope"),
        "restriction_start": Taken("restriction", "start"),
        "restriction_review": Taken("restriction", "review_on"),
        "lift_reason": Taken("restriction", "lift_reason"),
        "package_format": Taken("package", "format"),
        "package_files": Taken("package", "files"),
        "package_checksum": Taken("package", "checksum"),
        "objection_use": Taken("objection", "use"),
        "objection_claimed": Taken("objection", "claimed"),
        "objection_ours": Taken("objection", "ours"),
        "objection_balance": Taken("objection", "balance"),
        "stopped_on": Taken("objection", "stopped_on"),
        "third_parties": Taken("suppression", "third_parties"),
        "done_so_far": Taken("issue", "enquiries"),
        "controller_name": Taken("controller", "name"),
        "controller_asked": Taken("controller", "asked"),
        "controller_ours": Taken("controller", "ours"),
        "passed_on": Taken("controller", "passed_on"),
        "regulator_letter": Taken("regulator", "written_on"),
        "regulator_asked": Taken("regulator", "asked"),
    }
)
"""The fields that are an answer as it was given, and where it was given."""

_WRITTEN: Mapping[str, Callable[[Known], Value]] = MappingProxyType(
    {
        "searches": written.searches,
        "enclosures": written.enclosures,
        "withheld": written.withheld,
        "withheld_reason": written.withheld_reason,
        "refusal_reason": lambda known: _decided_because(known.case),
        "refusal_ground": lambda known: _ground(known.case),
        "fee_amount": written.fee_amount,
        "extension_reason": lambda known: _last_text(
            known.case.events, EventKind.EXTENDED
        ),
        "unanswered": lambda known: known.awaited,
        "asked_on": lambda known: _asked_on(known.case),
        "corrected": written.corrected,
        "changed_on": written.changed_on,
        "change_made": written.change_made,
        "suppressed": written.suppressed,
        "recipients_not_told": written.recipients_not_told,
        "restriction_ground": lambda known: tuple(
            with_article(ground)
            for ground in Taken("restriction", "ground").from_case(known)
        ),
        "holders": written.holders,
        "package_sent": written.package_sent,
        "marketing_stopped": written.marketing_stopped,
        "answer": written.conclusions,
        "remedy": written.remedy,
        "expected_by": lambda known: known.expected_by,
        "controller_address": written.controller_address,
        "identifier": written.identifier,
        "recipient_had": lambda known: known.to["had"] if known.to else "",
        "given_on": written.given_on,
    }
)
"""The fields that are put together from several answers."""


def known_answers(names: Iterable[str], known: Known) -> dict[str, str]:
    """Return, as a caseworker would type it, what the case knows of these fields.

    A list has one entry a line. Fields of which nothing is known are left out.
    """
    found = {name: _typed(_known(name, known)) for name in names}
    return {name: text for name, text in found.items() if text}


def answer_in_words(case: Case, entry: Entry, key: str) -> str:
    """Return an answer as it stands in a letter: choices in words, days in full."""
    form = CASE_TYPES[case.kind].form(entry.form)
    if form is None:
        return ""
    question = form.question(key)
    if question.answer is Answer.DAY:
        day = entry.day(key)
        return full_date(day) if day else ""
    return question.words(entry[key])


def _known(name: str, known: Known) -> Value:
    if name in _FROM_FORMS:
        return _FROM_FORMS[name].from_case(known)
    return _WRITTEN[name](known) if name in _WRITTEN else ""


def _typed(value: Value) -> str:
    return value if isinstance(value, str) else "\n".join(value)


def _decided_because(case: Case) -> str:
    decisions = (EventKind.DECIDED, EventKind.SUBMITTED)
    return next((e.text for e in reversed(case.events) if e.kind in decisions), "")


def _ground(case: Case) -> str:
    ground = CASE_TYPES[case.kind].ground(case.ground)
    if ground is None:
        return ""
    if ground.name.endswith(")"):
        return with_article(ground.name)
    return f"{ground.name} ({ground.law})" if ground.law else ground.name


def with_article(name: str) -> str:
    """Name the law of a ground in full: "Legal claims (UK GDPR Article 17(3)(e))"."""
    words, bracket, article = name.partition(" (")
    if not bracket or not article[:1].isdecimal():
        return name
    return f"{words} (UK GDPR Article {article}"


def _last_text(events: tuple[CaseEvent, ...], kind: EventKind) -> str:
    return next((event.text for event in reversed(events) if event.kind is kind), "")


def _asked_on(case: Case) -> str:
    asked = [event.on for event in case.events if event.kind in ANSWERED_BY]
    return full_date(asked[-1]) if asked else ""
