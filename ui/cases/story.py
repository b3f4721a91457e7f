"""Tells what happened to a case, newest first, as timelines."""

from collections import Counter
from collections.abc import Iterable, Sequence

from isteam_app.domain.cases import CaseEvent, EventKind
from isteam_app.domain.dates import short_date
from isteam_app.domain.letters import Letter
from isteam_app.domain.text import fold
from isteam_app.services.cases import CasePage
from ui.cases.words import EVENTS, when
from ui.common.moments import here
from ui.common.status import LETTERS
from ui.common.timeline import TimelineEntry, TimelineLink

FILTERS = (
    ("all", "All"),
    ("letters", "Letters"),
    ("post", "Post and scans"),
    ("clock", "Clock"),
    ("notes", "Notes and calls"),
    ("decisions", "Decisions"),
    ("other", "Other"),
)
_KINDS = {
    "letters": (
        EventKind.ACKNOWLEDGED,
        EventKind.PROGRESS_TOLD,
        EventKind.ANSWERED,
        EventKind.LIFTING_NOTICE,
        EventKind.RECIPIENT_TOLD,
        EventKind.LETTER_FINALISED,
        EventKind.LETTER_PRINTED,
        EventKind.LETTER_POSTED,
        EventKind.LETTER_RETURNED,
        EventKind.LETTER_REPLACED,
    ),
    "post": (EventKind.RECEIVED, EventKind.DOCUMENT_ADDED),
    "clock": (
        EventKind.IDENTITY_ASKED,
        EventKind.IDENTITY_RECEIVED,
        EventKind.AUTHORITY_ASKED,
        EventKind.AUTHORITY_RECEIVED,
        EventKind.FEE_ASKED,
        EventKind.FEE_PAID,
        EventKind.CLARIFICATION_ASKED,
        EventKind.CLARIFICATION_RECEIVED,
        EventKind.EXTENDED,
        EventKind.EXTENSION_LATE,
    ),
    "notes": (EventKind.NOTE, EventKind.CALL),
    "decisions": (
        EventKind.SUBMITTED,
        EventKind.APPROVED,
        EventKind.SENT_BACK,
        EventKind.DECIDED,
        EventKind.WITHDRAWN,
        EventKind.SUPPRESSED,
        EventKind.RESTRICTION_LIFTED,
        EventKind.CLOSED,
        EventKind.REOPENED,
    ),
}
_GROUP = {kind: key for key, kinds in _KINDS.items() for kind in kinds}


def group_of(kind: EventKind) -> str:
    """The key of the filter that an event belongs to."""
    return _GROUP.get(kind, "other")


def counts(page: CasePage) -> dict[str, int]:
    """How many events each filter would show."""
    found = Counter(group_of(event.kind) for event in page.case.events)
    return {key: found[key] for key, _ in FILTERS} | {"all": found.total()}


def story(
    page: CasePage, kept: str = "all", typed: str = ""
) -> tuple[TimelineEntry, ...]:
    """What happened, newest first, where every typed word stands.

    `kept` is the key of a filter.
    """
    wanted = fold(typed).split()
    return tuple(
        entry
        for event in _newest(page.case.events)
        if kept in ("all", group_of(event.kind))
        for entry in (_entry(event, page),)
        if _says(event, entry, wanted)
    )


def _says(event: CaseEvent, entry: TimelineEntry, wanted: Sequence[str]) -> bool:
    if not wanted:
        return True
    said = fold(f"{entry.words} {event.recorded_by}")
    return all(word in said for word in wanted)


def letters(page: CasePage) -> tuple[TimelineEntry, ...]:
    """The letters of the case, each with the way to it."""
    return tuple(
        TimelineEntry(
            LETTERS[letter.state].icon,
            letter.title,
            LETTERS[letter.state].word,
            tone=LETTERS[letter.state].tone,
            body=_letter_words(letter),
            links=(TimelineLink(("letter", letter.id), letter.reference, "letter"),),
        )
        for letter in sorted(page.letters, key=lambda one: one.number, reverse=True)
    )


def _newest(events: Sequence[CaseEvent]) -> Iterable[CaseEvent]:
    return sorted(events, key=lambda event: (event.on, event.id), reverse=True)


def _entry(event: CaseEvent, page: CasePage) -> TimelineEntry:
    title, icon, tone = EVENTS[event.kind]
    said = event.text
    if event.kind is EventKind.RECEIVED:
        said = said or page.case.post.summary
    return TimelineEntry(
        icon,
        title,
        when(event.on, event.recorded_at, page.today),
        tone=tone,
        body=said or (f"By {event.recorded_by}" if event.recorded_by else ""),
        links=_links(event, page),
        key=event.id,
    )


def _links(event: CaseEvent, page: CasePage) -> tuple[TimelineLink, ...]:
    """The letter or the scans of an event; what came with the post counts there."""
    links = [
        TimelineLink(("letter", letter.id), letter.reference, "letter")
        for letter in page.letters
        if letter.id == event.letter_id
    ]
    elsewhere = {one.document_id for one in page.case.events if one.document_id}
    for document in page.documents:
        came = event.kind is EventKind.RECEIVED and document.id not in elsewhere
        if came or document.id == event.document_id:
            key = ("document", document.id)
            links.append(TimelineLink(key, document.name, "attach"))
    return tuple(links)


def _letter_words(letter: Letter) -> str:
    if letter.posted_on:
        service = f", {letter.service}" if letter.service else ""
        return f"Posted {short_date(letter.posted_on)}{service}"
    if letter.finalised_at:
        return f"Finalised {short_date(here(letter.finalised_at).date())}"
    begun = here(letter.made_at) if letter.made_at else None
    made = f"Started {short_date(begun.date())}" if begun else ""
    return f"{made} by {letter.made_by}" if letter.made_by else made
