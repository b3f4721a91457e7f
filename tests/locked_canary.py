"""A vault with a locked request in it, full of words that stand nowhere else.

`words_in` finds every text that a value holds, however deep it lies: so a walk through
all that the program can be asked finds the canary wherever it sings.
"""

import io
import shutil
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from enum import Enum
from pathlib import Path
from typing import Any

import pypdfium2
from builders import MONDAY, PASSPHRASE, Clock, new_post, new_session

from isteam_app.domain.cases import Case
from isteam_app.domain.disclosure_forms import FORMS
from isteam_app.domain.disclosures import (
    Disclosure,
    LockReason,
    RequesterKind,
    Subject,
)
from isteam_app.domain.documents import Document
from isteam_app.domain.forms import Answer, Entry, Question
from isteam_app.domain.letters import Letter
from isteam_app.domain.organisations import Requester
from isteam_app.domain.people import Person, TeamMember
from isteam_app.services import half_typed
from isteam_app.services.disclosure_decisions import answer_came, ask_for_more
from isteam_app.services.disclosure_letters import start_request_letter
from isteam_app.services.disclosure_locks import set_lock, withdraw_request
from isteam_app.services.disclosure_sections import (
    LockAsked,
    add_subjects,
    fill_in,
    keep_file,
    record_request,
)
from isteam_app.services.disclosures import disclosure, open_request
from isteam_app.services.intake import receive_post
from isteam_app.services.letter_check import recipient_of
from isteam_app.services.letters import finalise, save_draft, start_letter
from isteam_app.services.organisations import save_organisation
from isteam_app.services.print_runs import start_run
from isteam_app.services.session import Session
from isteam_app.services.trail_notes import note_view
from isteam_app.services.unlock import lock, unlock
from isteam_app.storage.key_changes import add_member

STEM = "zqcanary"
"""Every text of the canary begins so; nothing else in the vault does."""
PERSON = "Mrs Aoife Hartigan"
"""Whom the canary is about too: seen by all, and with a case of her own."""
LEAD, HANDLER, APPROVER, AUDITOR = (
    "Robin Sample",
    "Hana Marsh",
    "Ada Thorn",
    "Sam Lindqvist",
)
ROLES = {HANDLER: "handler", APPROVER: "approver", AUDITOR: "auditor"}
WORDS = {name: f"{name} and six lanterns over the weir" for name in ROLES}
AHEAD = date(2027, 1, 4)
MORE = "request-more"


def sung(word: str) -> str:
    """Return a text of the canary's own."""
    return f"{STEM}{word}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Canary:
    """What somebody had in hand of a request before it was locked, and its number."""

    request: Disclosure
    entry: Entry
    subject: Subject
    letter: Letter
    draft: Letter
    document: Document
    organisation: Requester


@dataclass(frozen=True, slots=True, kw_only=True)
class Aviary:
    """A closed vault. `canaries` are the requests that must not be found in it."""

    folder: Path
    canaries: tuple[Canary, ...]
    person: Person
    case: Case
    letter: Letter
    request: Disclosure

    def opened(self, name: str, place: Path) -> Session:
        """A copy of the vault as one of the team opened it, a little later."""
        shutil.copytree(self.folder, place)
        return unlock(place, WORDS.get(name, PASSPHRASE), Clock(MONDAY))

    @property
    def secrets(self) -> tuple[str, ...]:
        """Every text that must not be found, in small letters."""
        numbers = (each.request.reference.lower() for each in self.canaries)
        return (STEM, *numbers)


def aviary(place: Path, *, locked: bool = True, more: bool = False) -> Aviary:
    """Make the vault. `more`: with a request locked later, and one withdrawn.

    The canary comes last, so that without it everything else has the same number.
    """
    session = new_session(place)
    for name, role in ROLES.items():
        member = TeamMember(name=name, role=role)
        add_member(session.vault, member, WORDS[name], by=LEAD, at=session.now())
    case = receive_post(session, new_post(name=PERSON)).cases[0]
    letter = start_letter(session, case.id, "access-acknowledgement")
    note_view(session, "case", case.id)
    request = _usual(session, case.subject)
    canaries = []
    if locked:
        canaries.append(_locked_at_once(session, case.subject, place))
    if more:
        canaries.append(_locked_later(session, case.subject, place))
        canaries.append(_withdrawn(session, case.subject, place))
    folder = session.vault.folder
    lock(session)
    return Aviary(
        folder=folder,
        canaries=tuple(canaries),
        person=case.subject,
        case=case,
        letter=letter,
        request=request,
    )


def _usual(session: Session, person: Person) -> Disclosure:
    """Keep a request that everybody sees, about the same person."""
    request = record_request(session, _requester("Eastbridge Constabulary"))
    fill_in(session, request, "asked", {"asked": "Who signed for one parcel"})
    several = (Subject(disclosure_id=0, name=person.name, person_id=person.id),)
    add_subjects(session, request, several)
    return disclosure(session, request.id)


def _locked_at_once(session: Session, person: Person, place: Path) -> Canary:
    asked = LockAsked(
        reason=LockReason.IPA, authority=sung("authority"), review_on=AHEAD
    )
    organisation = _organisation(session, "first")
    requester = _requester(organisation.name)
    request = record_request(session, requester, asked)
    return _filled(session, request, organisation, person, place)


def _locked_later(session: Session, person: Person, place: Path) -> Canary:
    organisation = _organisation(session, "later")
    request = record_request(session, _requester(organisation.name))
    canary = _filled(session, request, organisation, person, place)
    hana = replace(session, member=_member(session, HANDLER))
    for page in ("disclosure", "request"):
        half_typed.keep(hana, f"{page}/{request.id}", sung("typed by a handler"))
    half_typed.keep(hana, f"letter/{canary.draft.id}", sung("typed letter"))
    note_view(session, "disclosure", request.id)
    note_view(session, "letter", canary.letter.id)
    now = disclosure(session, request.id)
    kept = set_lock(session, now, LockReason.ORDER, sung("an order"), AHEAD)
    return replace(canary, request=kept)


def _withdrawn(session: Session, person: Person, place: Path) -> Canary:
    organisation = _organisation(session, "withdrawn")
    request = record_request(session, _requester(organisation.name))
    canary = _filled(session, request, organisation, person, place, left=False)
    now = disclosure(session, request.id)
    return replace(canary, request=withdraw_request(session, now, sung("an error")))


def _member(session: Session, name: str) -> TeamMember:
    with session.vault.read() as vault:
        return vault.members.by_name(name)


def _requester(organisation: str) -> dict[str, str]:
    return {
        "received": "2026-11-20",
        "kind": RequesterKind.POLICE.value,
        "organisation": organisation,
    }


def _organisation(session: Session, which: str) -> Requester:
    blank = Requester(name="", kind=RequesterKind.POLICE)
    named = replace(
        blank,
        name=sung(f"constabulary {which}"),
        address=f"{sung('station')}\nEastbridge QX4 7TB",
        switchboard="01632 960 777",
        source=sung("where the number is from"),
        checked_on=session.today,
        checked_by=LEAD,
        note=sung("of the organisation"),
        domain=f"{STEM}.example",
    )
    return save_organisation(session, blank, named)


def _filled(
    session: Session,
    request: Disclosure,
    organisation: Requester,
    person: Person,
    place: Path,
    *,
    left: bool = True,
) -> Canary:
    """Fill in every question there is, and hang on the request all that can."""
    for key, form in FORMS.items():
        if key == "left" and not left:
            continue
        answers = {each.key: _answer(key, each) for each in form.questions}
        if key == "requester":
            answers |= _requester(organisation.name)
        page = open_request(session, request.id)
        entry = next((one for one in page.entries if one.form == key), None)
        if entry is not None:
            answers |= {name: value for name, value in entry.values if value}
        fill_in(session, page.request, key, answers, entry)
    about = (
        Subject(
            disclosure_id=request.id,
            name=sung("subject"),
            details=sung("details"),
            person_id=person.id,
        ),
        Subject(disclosure_id=request.id, name=sung("another subject")),
    )
    add_subjects(session, disclosure(session, request.id), about)
    file = place / f"{sung(' file')} {request.id}.pdf"
    file.write_bytes(pdf_saying(sung("file")))
    document = keep_file(session, disclosure(session, request.id), file)
    file.unlink()
    asked = ask_for_more(session, disclosure(session, request.id), sung("what lacks"))
    letter = _letter(session, asked)
    draft = start_request_letter(session, disclosure(session, request.id), MORE)
    assert start_run(session, [letter.id], sung("printer")).runs
    answer_came(session, disclosure(session, request.id), sung("an answer"))
    page = open_request(session, request.id)
    half_typed.keep(session, f"request/{request.id}", sung("typed"))
    return Canary(
        request=page.request,
        entry=page.entries[0],
        subject=page.subjects.rows[0],
        letter=letter,
        draft=draft,
        document=document,
        organisation=organisation,
    )


def _answer(form: str, question: Question) -> str:
    if question.answer in (Answer.LINE, Answer.TEXT):
        return sung(f"{form} {question.key}")
    if question.key == "left_on":
        return "2026-11-22"
    if not question.needed:
        return ""
    return question.offered[0][0] if question.offered else "2026-11-20"


def _letter(session: Session, request: Disclosure) -> Letter:
    started = start_request_letter(session, request, MORE)
    answers = {name: value or sung("answer") for name, value in started.answers}
    saved = save_draft(session, started, f"{started.body}\n{sung('body')}", answers)
    twice = recipient_of(session, saved.id).twice
    return finalise(session, saved, ticked=[each.key for each in twice])


def pdf_saying(text: str) -> bytes:
    """Return a PDF of one page with some text on it."""
    from reportlab.pdfgen.canvas import Canvas

    file = io.BytesIO()
    canvas = Canvas(file)
    canvas.drawString(72, 720, text)
    canvas.save()
    return file.getvalue()


def words_in(value: object, _seen: frozenset[int] = frozenset()) -> Iterator[str]:
    """Return every text that a value holds, files and the pages of PDFs among them."""
    if id(value) in _seen or isinstance(value, _SILENT):
        return
    seen = _seen | {id(value)}
    for kind, opened in _OPENED:
        if isinstance(value, kind):
            for each in opened(value):
                if isinstance(each, str):
                    yield each
                else:
                    yield from words_in(each, seen)
            return


def _in_parts(value: object) -> Iterator[object]:
    yield repr(value)
    if is_dataclass(value):
        named = vars(type(value)).items()
        names = [each.name for each in fields(value)]
        names += [name for name, part in named if isinstance(part, property)]
        told = (name for name in names if name != "id" and not name.endswith("_id"))
        yield from (getattr(value, name, None) for name in told)


def _in_file(path: Path) -> Iterator[str]:
    yield str(path)
    if path.is_file():
        yield from _in_bytes(path.read_bytes())


def _in_error(error: BaseException) -> Iterator[object]:
    yield from (str(error), error.args, vars(error), error.__cause__)


def _in_bytes(data: bytes) -> Iterator[str]:
    if data.startswith(b"%PDF"):
        document = pypdfium2.PdfDocument(data)
        yield from map(str, document.get_metadata_dict().values())
        for page in document:
            yield page.get_textpage().get_text_bounded()
        document.close()
    elif data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            for name in packed.namelist():
                yield name
                yield from _in_bytes(packed.read(name))
    else:
        yield data.decode("utf-8", "replace")


_SILENT = (type(None), bool, float, date)
_OPENED: tuple[tuple[type, Callable[[Any], Iterable[object]]], ...] = (
    (Enum, lambda value: (value.value,)),
    (str, lambda value: (value[:],)),
    (int, lambda value: (str(value),)),
    (bytes, _in_bytes),
    (Path, _in_file),
    (BaseException, _in_error),
    (Mapping, lambda value: value.items()),
    (Iterable, lambda value: value),
    (object, _in_parts),
)


def found_in(value: object, secrets: Iterable[str]) -> list[str]:
    """Return where a value sings: the texts that hold one of the secrets."""
    return [
        text[:200]
        for text in words_in(value)
        if any(secret in text.lower() for secret in secrets)
    ]
