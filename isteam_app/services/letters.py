"""What a team member can do with a letter, from first draft to finalised."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from isteam_app.domain.case_clock import case_clock
from isteam_app.domain.cases import Case, EventKind
from isteam_app.domain.dates import full_date
from isteam_app.domain.envelopes import envelope_named
from isteam_app.domain.forms import Entry
from isteam_app.domain.history import differences
from isteam_app.domain.letters import Letter, LetterState
from isteam_app.domain.settings import Settings
from isteam_app.errors import ChangedMeanwhile, Clash, LetterRefused, RuleBroken
from isteam_app.letters.build import BuiltLetter, Problem, build_letter, check_letter
from isteam_app.letters.content import LetterContent
from isteam_app.letters.directives import pieces
from isteam_app.letters.fields import FIELDS, Field
from isteam_app.letters.templates import Template
from isteam_app.services.letter_answers import known_answers
from isteam_app.services.letter_answers_written import Known
from isteam_app.services.letter_check import Compared, recipient_check
from isteam_app.services.letter_desk import (
    CaseDesk,
    Desk,
    addressee,
    recipient_lines,
)
from isteam_app.services.letter_fields import awaited_of, values_for
from isteam_app.services.letter_gates import in_the_way, says_what_was_decided
from isteam_app.services.letter_opening import desk_of
from isteam_app.services.letter_templates import template_in_use
from isteam_app.services.letter_traces import note_letter
from isteam_app.services.request_desk import RequestDesk, request_in_the_way
from isteam_app.services.session import Session, calendar_for

__all__ = [
    "Compared",
    "Desk",
    "Preview",
    "asked_fields",
    "discard_draft",
    "finalise",
    "letter_choices",
    "letter_content",
    "letter_pdf",
    "open_desk",
    "preview",
    "recipient_check",
    "save_draft",
    "start_letter",
    "use_current_address",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """The exact PDF of what is written now, and what still stands in its way."""

    pdf: bytes
    pages: int
    problems: tuple[Problem, ...]


def letter_choices(
    case: Case, allowed: Sequence[str], templates: Mapping[str, Template]
) -> tuple[Template, ...]:
    """Return the templates a case may use, in the order its definition lists them.

    `templates` are those in use; the company's own come after the one each is like.
    Once the case is decided, of the answers only those that say what was decided.
    """
    own = [each for each in templates.values() if each.key not in allowed]
    ordered = [
        template
        for key in allowed
        for template in (templates[key], *(each for each in own if each.means == key))
    ]
    return tuple(
        template
        for template in (*ordered, *(each for each in own if not each.like))
        if case.kind in template.kinds and says_what_was_decided(template, case)
    )


def start_letter(
    session: Session, case_id: int, template_key: str, entry: Entry | None = None
) -> Letter:
    """Open a draft from a template, with what the case knows already filled in.

    It is addressed to whoever answers go to; a letter to a recipient or a client to
    `entry`, the entry of the case that names them, or to the only one there is.
    Raises RuleBroken when the letter is not one of the case, or nobody is named.
    """
    with session.vault.change(
        "letter.started", by=session.member.name, at=session.now()
    ) as work:
        template = template_in_use(work, template_key)
        case = work.cases.get(case_id)
        if case.kind not in template.kinds:
            raise RuleBroken(
                "That letter is for another kind of case. Choose one from the list."
            )
        entries = work.entries.for_case(case_id)
        settings = work.settings.in_force(session.today)
        to = addressee(template, case, entries, entry)
        letter = work.letters.add(
            Letter(
                case_id=case.id,
                case_reference=case.reference,
                number=0,
                template=template.key,
                template_version=template.version,
                title=template.title,
                body=template.body,
                recipient=recipient_lines(template, case, settings, to),
                answers=_known(session, template, case, settings, entries, to),
                to_entry=to.id if to else None,
                made_at=session.now(),
                made_by=session.member.name,
            )
        )
        work.commit()
    return letter


def open_desk(session: Session, letter_id: int) -> Desk:
    """Read a letter with all that its preview needs."""
    with session.vault.read() as vault:
        return desk_of(session, vault, vault.letters.get(letter_id))


def preview(desk: Desk, body: str, answers: Mapping[str, str]) -> Preview:
    """Build the exact PDF of a body as typed; missing fields show in red brackets."""
    content = letter_content(desk, body, answers)
    problems = (*check_letter(content), *_in_the_way(desk, body, answers))
    built = build_letter(content, preview=True)
    return Preview(pdf=built.pdf, pages=built.pages, problems=problems)


def _in_the_way(
    desk: Desk, body: str, answers: Mapping[str, str]
) -> tuple[Problem, ...]:
    if isinstance(desk, RequestDesk):
        return request_in_the_way(desk, body, answers)
    return in_the_way(desk, answers) if isinstance(desk, CaseDesk) else ()


def asked_fields(body: str) -> tuple[Field, ...]:
    """Return the fields of a body that the caseworker fills in for this letter.

    Raises TemplateBroken where the body cannot be read.
    """
    named = (
        piece.text
        for piece in pieces(body, name="The letter")
        if piece.kind in ("field", "if")
    )
    return tuple(FIELDS[name] for name in dict.fromkeys(named) if FIELDS[name].asked)


def save_draft(
    session: Session, letter: Letter, body: str, answers: Mapping[str, str]
) -> Letter:
    """Keep a draft as typed.

    Raises ChangedMeanwhile, with what differs, when somebody else saved it since.
    """
    _must_be_draft(letter)
    changed = replace(letter, body=body, answers=tuple(sorted(answers.items())))
    if changed == letter:
        return letter
    with session.vault.change(
        "letter.edited", by=session.member.name, at=session.now()
    ) as work:
        held = work.letters.get(letter.id)
        if held.version != letter.version:
            refused = work.letters.changed_meanwhile(letter.id, "this letter")
            differs = _differing(held, changed)
            raise ChangedMeanwhile(
                str(refused), clashes=differs, changed=refused.changed
            )
        saved = work.letters.update(changed)
        work.commit()
    return saved


def _differing(theirs: Letter, yours: Letter) -> tuple[Clash, ...]:
    """Return what differs between two people's versions of one draft."""
    labels = {name: FIELDS[name].label for name in FIELDS}
    facts = [
        {"The text": each.body}
        | {labels.get(name, name): said for name, said in each.answers}
        for each in (theirs, yours)
    ]
    return tuple(
        Clash(field=name, theirs=there, yours=here)
        for name, there, here in differences(*facts)
    )


def use_current_address(session: Session, letter: Letter) -> Letter:
    """Address a draft anew from the records, after a person moved or was corrected."""
    _must_be_draft(letter)
    with session.vault.change(
        "letter.readdressed", by=session.member.name, at=session.now()
    ) as work:
        lines = desk_of(session, work, letter).recipient()
        saved = work.letters.update(replace(letter, recipient=lines))
        work.commit()
    return saved


def finalise(session: Session, letter: Letter) -> Letter:
    """Freeze a draft: from now on it is its exact bytes.

    Raises LetterRefused with every reason when it must not be made as it stands, and
    RuleBroken when the recipient on it no longer agrees with the records.
    """
    _must_be_draft(letter)
    desk = open_desk(session, letter.id)
    if desk.letter.version != letter.version:
        raise RuleBroken("Somebody changed this letter meanwhile. Open it again.")
    _must_be_ready(desk)
    answers = dict(desk.letter.answers)
    built = build_letter(letter_content(desk, desk.letter.body, answers))
    return _freeze(session, desk, built)


def _must_be_ready(desk: Desk) -> None:
    """Refuse to freeze what disagrees with the records or must not be said yet."""
    differing = [line.label for line in recipient_check(desk) if not line.agrees]
    if differing:
        raise RuleBroken(
            f"{' and '.join(differing)} on the letter no longer agree with the "
            f"{desk.called}. Use the current address, then finalise.",
            field="recipient",
        )
    reasons = _in_the_way(desk, desk.letter.body, dict(desk.letter.answers))
    if reasons:
        raise LetterRefused(tuple(problem.sentence for problem in reasons))


def discard_draft(session: Session, letter: Letter) -> None:
    """Throw a draft away. A finalised letter stays for ever."""
    _must_be_draft(letter)
    with session.vault.change(
        "letter.discarded", by=session.member.name, at=session.now()
    ) as work:
        work.letters.drop(letter)
        work.commit()


def letter_pdf(session: Session, letter_id: int) -> bytes:
    """Return the frozen bytes of a finalised letter."""
    with session.vault.read() as vault:
        return vault.letters.pdf(letter_id)


def letter_content(desk: Desk, body: str, answers: Mapping[str, str]) -> LetterContent:
    """Return everything the page shows, for a body and answers as typed."""
    given = {
        name: text
        for name, text in answers.items()
        if text.strip() and name in FIELDS and FIELDS[name].asked
    }
    return LetterContent(
        organisation=desk.settings.organisation,
        signatory=desk.settings.signatory,
        recipient=desk.letter.recipient,
        on=desk.on,
        our_reference=desk.reference,
        your_reference=desk.their_reference,
        print_reference=desk.letter.reference,
        body=body,
        values={**desk.values, **given},
        envelope=envelope_named(desk.settings.envelope),
        requires=desk.template.requires,
        wording=desk.template.body,
        letter_id=desk.letter.id,
        number=desk.letter.number,
        watermark="DEMO" if desk.settings.demonstration else "",
    )


def _freeze(session: Session, desk: Desk, built: BuiltLetter) -> Letter:
    now = session.now()
    frozen = replace(
        desk.letter,
        state=LetterState.FINAL,
        finalised_at=now,
        finalised_by=session.member.name,
        sha256=built.sha256,
        pages=built.pages,
    )
    with session.vault.change(
        "letter.finalised", by=session.member.name, at=now
    ) as work:
        if isinstance(desk, RequestDesk):  # decided anew while the pages were made
            _must_be_ready(desk_of(session, work, desk.letter))
        saved = work.letters.freeze(frozen, built.pdf)
        note_letter(session, work, saved, EventKind.LETTER_FINALISED)
        work.commit()
    return saved


def _known(
    session: Session,
    template: Template,
    case: Case,
    settings: Settings,
    entries: tuple[Entry, ...],
    to: Entry | None,
) -> tuple[tuple[str, str], ...]:
    """Return what the case knows of the fields that the caseworker fills in."""
    today = session.today
    calendar = calendar_for(settings)
    clock = case_clock(case, settings=settings, calendar=calendar, today=today)
    filled = values_for(case, settings, session.member, today, template.to)
    known = Known(
        case=case,
        entries=entries,
        to=to,
        awaited=awaited_of(clock),
        expected_by=str(filled["outcome_due"]),
    )
    names = (field.name for field in asked_fields(template.body))
    return tuple(sorted(known_answers(names, known).items()))


def _must_be_draft(letter: Letter) -> None:
    if letter.state is not LetterState.DRAFT:
        raise RuleBroken(
            f"This letter was finalised on {full_date(letter.finalised_at.date())} and "
            "cannot be changed. Start a new one."
            if letter.finalised_at
            else "This letter is finalised and cannot be changed. Start a new one."
        )
