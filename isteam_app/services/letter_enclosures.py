"""What goes into the envelope with a letter, and what is printed behind it."""

from dataclasses import dataclass

from isteam_app.domain.case_types.portability import PACKAGE_FORM
from isteam_app.domain.documents import Document
from isteam_app.domain.forms import standing
from isteam_app.domain.letters import Enclosure, Letter
from isteam_app.domain.text import SHORT, checked
from isteam_app.errors import RuleBroken
from isteam_app.letters.appended import AppendedPart, Bundle
from isteam_app.letters.appended import appended as put_behind
from isteam_app.letters.build import BuiltLetter
from isteam_app.progress import Progress, unwatched
from isteam_app.services.letter_content import letter_content
from isteam_app.services.letter_desk import CaseDesk, Desk
from isteam_app.services.letter_opening import desk_of
from isteam_app.services.scanned_pages import ScannedPages
from isteam_app.services.session import Session
from isteam_app.storage.vault import Change, Reading

MOST_SHEETS = 2000
MOST_APPENDED = 300
"""Pages that may be printed behind a letter; more go as a parcel of their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """Something that could be enclosed. `document` is None for what is no kept file.

    `why_not_behind` says why it cannot be printed behind the letter, "" where it can.
    """

    title: str
    pages: int
    document: Document | None = None
    why_not_behind: str = ""


def offered(session: Session, letter_id: int) -> tuple[Offer, ...]:
    """Return what is kept with a letter's case or request and could be enclosed."""
    with session.vault.read() as vault:
        letter = vault.letters.get(letter_id)
        desk = desk_of(session, vault, letter)
        taken = {each.document_id for each in vault.enclosures.of_letter(letter_id)}
        found = [
            _of_document(document)
            for document in documents_of(vault, desk)
            if document.id not in taken
        ]
        return (*found, *_packages(desk))


def documents_of(vault: Reading | Change, desk: Desk) -> tuple[Document, ...]:
    """Return the files that belong to what a letter is about."""
    if not isinstance(desk, CaseDesk):
        return vault.documents.for_request(desk.letter.disclosure_id or 0)
    posts = dict.fromkeys((desk.case.post.id, *(each.post.id for each in desk.also)))
    return tuple(file for post in posts for file in vault.documents.for_post(post))


def enclose(
    session: Session,
    letter: Letter,
    title: str,
    pages: int,
    *,
    document_id: int | None = None,
    appended: bool = False,
) -> Letter:
    """Enclose something with a letter; one sent for approval is a draft again.

    `pages` are its sheets. With `document_id` it is a file of the same case or request,
    and `appended`: it is printed behind the letter, so its own pages count. Raises
    RuleBroken, naming the field; ChangedMeanwhile.
    """
    title = " ".join(title.split())
    checked(title, field="title", label="What is enclosed", longest=SHORT)
    if not title:
        raise RuleBroken("Say what is enclosed.", field="title")
    with session.vault.change(
        "letter.enclosed", by=session.member.name, at=session.now()
    ) as work:
        desk = _draft(session, work, letter)
        if document_id is not None:
            document = _own_document(work, desk, document_id)
            pages = document.pages if appended else pages or document.pages
            _must_fit_behind(work, desk, document, appended=appended)
        elif appended:
            raise RuleBroken("Only a kept scan is printed behind a letter.")
        work.enclosures.add(
            Enclosure(
                letter_id=letter.id,
                title=title,
                pages=pages,
                document_id=document_id,
                appended=appended,
            )
        )
        saved = work.letters.get(letter.id)
        work.commit()
    return saved


def take_out(session: Session, letter: Letter, enclosure: Enclosure) -> Letter:
    """Take something out of the envelope again. Raises RuleBroken; ChangedMeanwhile."""
    with session.vault.change(
        "letter.unenclosed", by=session.member.name, at=session.now()
    ) as work:
        _draft(session, work, letter)
        work.enclosures.remove(enclosure)
        saved = work.letters.get(letter.id)
        work.commit()
    return saved


def behind(
    session: Session, desk: Desk, progress: Progress = unwatched
) -> tuple[AppendedPart, ...]:
    """Return what is printed behind a letter, its pages read when they are asked for.

    Each file is opened in a closed-off process. Raises CannotBeShown for one that
    cannot be, and Cancelled when the vault locks.
    """
    with session.vault.read() as vault:
        own = {document.id for document in documents_of(vault, desk)}
        parts = []
        for each in desk.enclosed:
            if not each.appended or each.document_id is None:
                continue
            if each.document_id not in own:
                raise RuleBroken(
                    f"“{each.title}” belongs to another {desk.called}. Take it out of "
                    "the envelope."
                )
            data = vault.documents.read(each.document_id)
            parts.append(
                AppendedPart(title=each.title, pages=ScannedPages(data, progress))
            )
    return tuple(parts)


def with_enclosures(
    session: Session, desk: Desk, built: BuiltLetter, progress: Progress = unwatched
) -> Bundle:
    """Return the whole file of a letter: its pages, then what is printed behind them.

    Raises what `behind` raises.
    """
    parts = behind(session, desk, progress)
    if not parts:
        return Bundle(pdf=built.pdf, sha256=built.sha256, pages=built.pages, enclosed=0)
    content = letter_content(desk, desk.letter.body, dict(desk.letter.answers))
    try:
        return put_behind(built.pdf, content, parts)
    finally:
        for part in parts:
            if isinstance(part.pages, ScannedPages):
                part.pages.close()


def _of_document(document: Document) -> Offer:
    why = ""
    if not document.pages:
        why = "It cannot be shown, so it cannot be printed behind the letter."
    elif document.pages > MOST_APPENDED:
        why = f"It has more than {MOST_APPENDED} pages: send it as a parcel."
    return Offer(
        title=document.name,
        pages=document.pages,
        document=document,
        why_not_behind=why,
    )


def _packages(desk: Desk) -> tuple[Offer, ...]:
    """Return the data package of a portability request as something to put in."""
    if not isinstance(desk, CaseDesk):
        return ()
    kept = standing(desk.entries, PACKAGE_FORM.key)
    return tuple(
        Offer(
            title=f"Data package {desk.case.reference}.zip, SHA-256 "
            f"{entry['checksum'][:16]}",
            pages=1,
            why_not_behind="It is data for a computer: it goes on a disc or a stick.",
        )
        for entry in kept
        if entry["checksum"]
    )


def _draft(session: Session, work: Change, letter: Letter) -> Desk:
    """Make sure that a letter is a draft, edited by who is signed in."""
    if not letter.is_unfinished:
        raise RuleBroken("This letter is finalised. What it encloses stays as it is.")
    held = work.letters.get(letter.id)
    if held.version != letter.version:
        raise work.letters.changed_meanwhile(letter.id, "this letter")
    saved = work.letters.update(held)
    return desk_of(session, work, saved)


def _own_document(work: Change, desk: Desk, document_id: int) -> Document:
    for document in documents_of(work, desk):
        if document.id == document_id:
            return document
    raise RuleBroken(
        f"That file belongs to another {desk.called}. Only what came with this one is "
        "enclosed.",
        field="document",
    )


def _must_fit_behind(
    work: Change, desk: Desk, document: Document, *, appended: bool
) -> None:
    if not appended:
        return
    why = _of_document(document).why_not_behind
    if why:
        raise RuleBroken(why, field="appended")
    kept = work.enclosures.of_letter(desk.letter.id)
    if sum(each.pages for each in kept if each.appended) + document.pages > (
        MOST_APPENDED
    ):
        raise RuleBroken(
            f"Together that is more than {MOST_APPENDED} pages behind one letter. Send "
            "part of it in a parcel of its own.",
            field="appended",
        )
