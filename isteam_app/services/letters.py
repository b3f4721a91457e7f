"""What a team member can do with a letter, from first draft to finalised."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from isteam_app.domain.case_clock import case_clock
from isteam_app.domain.cases import Case, EventKind
from isteam_app.domain.dates import full_date
from isteam_app.domain.forms import Entry
from isteam_app.domain.history import differences
from isteam_app.domain.letters import Letter, LetterState
from isteam_app.domain.settings import Settings
from isteam_app.errors import ChangedMeanwhile, Clash, LetterRefused, RuleBroken
from isteam_app.letters.build import BuiltLetter, Problem, check_letter
from isteam_app.letters.directives import pieces
from isteam_app.letters.fields import FIELDS, Field
from isteam_app.letters.templates import Template
from isteam_app.services.letter_answers import known_answers
from isteam_app.services.letter_answers_written import Known
from isteam_app.services.letter_approval import (
    back_to_draft,
    check_typed_postcode,
    keep_looks,
    must_be_as_approved,
    needs_postcode,
    needs_second_person,
)
from isteam_app.services.letter_check import Compared, Recipient, recipient_check
from isteam_app.services.letter_content import letter_content
from isteam_app.services.letter_desk import (
    Desk,
    addressee,
    recipient_lines,
)
from isteam_app.services.letter_doubts import replace_old
from isteam_app.services.letter_enclosures import with_enclosures
from isteam_app.services.letter_fields import awaited_of, values_for
from isteam_app.services.letter_gates import says_what_was_decided
from isteam_app.services.letter_making import made
from isteam_app.services.letter_mix_ups import Twice
from isteam_app.services.letter_opening import desk_of
from isteam_app.services.letter_page_choices import stays_signed
from isteam_app.services.letter_pages import unmarked
from isteam_app.services.letter_post_by import post_by_of
from isteam_app.services.letter_ready import must_be_ready, standing_in_the_way
from isteam_app.services.letter_snapshot import snapshot_of
from isteam_app.services.letter_templates import template_in_use
from isteam_app.services.letter_traces import note_letter
from isteam_app.services.request_desk import RequestDesk
from isteam_app.services.session import Session, calendar_for

__all__ = [
    "Compared",
    "Desk",
    "Preview",
    "ReadyLetter",
    "asked_fields",
    "discard_draft",
    "finalise",
    "keep_made",
    "letter_choices",
    "letter_content",
    "letter_pdf",
    "open_desk",
    "preview",
    "ready_to_make",
    "recipient_check",
    "save_draft",
    "start_letter",
    "use_current_address",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """The exact PDF of what is written now, and what still stands in its way.

    `recipient` is the recipient check, None where none was made; `changed` how many of
    the words, `(changed, all)`, are not the template's; `differs` what an approved
    letter says otherwise than when it was sent for approval.
    """

    pdf: bytes
    pages: int
    problems: tuple[Problem, ...]
    recipient: Recipient | None = None
    changed: tuple[int, int] = (0, 0)
    differs: tuple[str, ...] = ()


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
    session: Session,
    case_id: int,
    template_key: str,
    entry: Entry | None = None,
    *,
    batch: str = "",
) -> Letter:
    """Open a draft from a template, with what the case knows already filled in.

    It is addressed to whoever answers go to; a letter to a recipient or a client to
    `entry`, the entry of the case that names them, or to the only one there is.
    `batch` names the letters it is made together with.
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
                batch=batch,
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
    problems = (*check_letter(content), *standing_in_the_way(desk, body, answers))
    built = made(desk, body, answers, preview=True)
    return Preview(pdf=built.pdf, pages=built.pages, problems=problems)


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
    """Keep a draft as typed; a scanned signature goes that the writer may not use.

    Raises ChangedMeanwhile, with what differs, when somebody else saved it since.
    """
    _must_be_unfinished(letter)
    changed = replace(letter, body=body, answers=tuple(sorted(answers.items())))
    if changed == letter:
        return letter
    changed = replace(changed, with_signature=stays_signed(session, letter))
    action = "letter.edited"
    if letter.state is not LetterState.DRAFT:
        action = "letter.edited_again"  # it goes back to its draft
    with session.vault.change(action, by=session.member.name, at=session.now()) as work:
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
    _must_be_unfinished(letter)
    with session.vault.change(
        "letter.readdressed", by=session.member.name, at=session.now()
    ) as work:
        lines = desk_of(session, work, letter).recipient()
        saved = work.letters.update(replace(letter, recipient=lines))
        work.commit()
    return saved


def finalise(
    session: Session,
    letter: Letter,
    *,
    ticked: Collection[str] = (),
    postcode: str = "",
) -> Letter:
    """Freeze a letter: from now on it is its exact bytes.

    `ticked` are the keys of what was looked at twice; `postcode` is typed from the
    records where the template asks for it and no second person did. Raises
    LetterRefused with every reason when it must not be made as it stands, and
    RuleBroken when the recipient on it no longer agrees with the records. An approved
    letter that is not what was approved goes back to its draft first.
    """
    ready = ready_to_make(session, letter, ticked=ticked, postcode=postcode)
    desk = ready.desk
    built = made(desk, desk.letter.body, dict(desk.letter.answers))
    return keep_made(session, ready, built)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadyLetter:
    """A letter that nothing stands in the way of, before its pages are made.

    `twice` is what was looked at twice, `seen` the keys of it that were ticked.
    """

    desk: Desk
    twice: tuple[Twice, ...]
    seen: frozenset[str]


def ready_to_make(
    session: Session,
    letter: Letter,
    *,
    ticked: Collection[str] = (),
    postcode: str = "",
) -> ReadyLetter:
    """Check a letter as `finalise` does, and raise as it does."""
    _must_be_unfinished(letter)
    desk = open_desk(session, letter.id)
    if desk.letter.version != letter.version:
        raise RuleBroken("Somebody changed this letter meanwhile. Open it again.")
    _must_be_as_approved(session, desk)
    before = desk.letter.snapshot
    seen = frozenset({*ticked, *(before.looked_at if before else ())})
    with session.vault.read() as vault:
        found = must_be_ready(session, vault, desk, seen)
    if desk.letter.state is LetterState.DRAFT:
        _must_need_nobody(desk, postcode)
    return ReadyLetter(desk=desk, twice=tuple(found.twice), seen=seen)


def keep_made(session: Session, ready: ReadyLetter, built: BuiltLetter) -> Letter:
    """Freeze a letter with the pages made for it. Raises as `finalise` does."""
    desk = ready.desk
    whole = tuple(unmarked(built.pdf, desk.letter.reference, built.pages))
    if whole:
        raise LetterRefused(tuple(problem.sentence for problem in whole))
    return _freeze(session, desk, built, ready.twice, ready.seen)


def _must_need_nobody(desk: Desk, postcode: str) -> None:
    """Refuse a draft that a second person has yet to read."""
    if needs_second_person(desk.settings, desk.template):
        raise RuleBroken(
            "Somebody else reads this letter before it is made. Send it for approval."
        )
    if needs_postcode(desk.settings, desk.template):
        check_typed_postcode(desk, postcode)


def _must_be_as_approved(session: Session, desk: Desk) -> None:
    """Refuse a letter that waits for approval, or differs from what was approved."""
    letter = desk.letter
    if letter.state is LetterState.FOR_APPROVAL:
        raise RuleBroken(
            "This letter waits for approval. Finalise it once somebody has approved it."
        )
    if letter.state is LetterState.DRAFT:
        return
    try:
        must_be_as_approved(desk)
    except LetterRefused as refused:
        back_to_draft(session, letter, " ".join(refused.problems))
        raise


def discard_draft(session: Session, letter: Letter) -> None:
    """Throw a draft away. A finalised letter stays for ever."""
    _must_be_unfinished(letter)
    with session.vault.change(
        "letter.discarded", by=session.member.name, at=session.now()
    ) as work:
        work.letters.drop(letter)
        work.commit()


def letter_pdf(session: Session, letter_id: int) -> bytes:
    """Return the frozen bytes of a finalised letter."""
    with session.vault.read() as vault:
        return vault.letters.pdf(letter_id)


def _freeze(
    session: Session,
    desk: Desk,
    built: BuiltLetter,
    twice: Sequence[Twice],
    ticked: Collection[str],
) -> Letter:
    now = session.now()
    looked_at = tuple(each.key for each in twice)
    whole = with_enclosures(session, desk, built)
    frozen = replace(
        desk.letter,
        state=LetterState.FINAL,
        finalised_at=now,
        finalised_by=session.member.name,
        sha256=whole.sha256,
        pages=built.pages,
        enclosed_pages=whole.enclosed,
        snapshot=snapshot_of(desk, built.sha256, looked_at),
        post_by=post_by_of(session, desk),
    )
    with session.vault.change(
        "letter.finalised", by=session.member.name, at=now
    ) as work:
        if isinstance(desk, RequestDesk):  # decided anew while the pages were made
            again = desk_of(session, work, desk.letter)
            must_be_ready(session, work, again, ticked)
        saved = work.letters.freeze(frozen, whole.pdf)
        note_letter(session, work, saved, EventKind.LETTER_FINALISED)
        replace_old(session, work, saved)
        keep_looks(work, saved, twice)
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


def _must_be_unfinished(letter: Letter) -> None:
    if not letter.is_unfinished:
        raise RuleBroken(
            f"This letter was finalised on {full_date(letter.finalised_at.date())} and "
            "cannot be changed. Start a new one."
            if letter.finalised_at
            else "This letter is finalised and cannot be changed. Start a new one."
        )
