"""Tells what happened to a case, newest first, as timelines."""

from collections.abc import Iterable, Sequence

from isteam_app.domain.cases import CaseEvent, CaseRow, EventKind
from isteam_app.domain.dates import long_date, short_date
from isteam_app.domain.letters import Letter
from isteam_app.services.cases import CasePage
from ui.cases.words import EVENTS, row_state, when
from ui.common.status import KINDS, LETTERS
from ui.common.timeline import TimelineEntry, TimelineLink

FILTERS = (
    ("all", "All"),
    ("letters", "Letters"),
    ("calls", "Calls"),
    ("scans", "Scans"),
    ("notes", "Notes"),
)
_KEPT = {
    "letters": (
        EventKind.LETTER_FINALISED,
        EventKind.LETTER_PRINTED,
        EventKind.LETTER_POSTED,
    ),
    "calls": (EventKind.CALL,),
    "scans": (EventKind.DOCUMENT_ADDED,),
    "notes": (EventKind.NOTE,),
}


def story(page: CasePage, kept: str = "all") -> tuple[TimelineEntry, ...]:
    """What happened, newest first; `kept` is the key of a filter."""
    return tuple(
        _entry(event, page)
        for event in _newest(page.case.events)
        if kept == "all" or _is_kept(event, page, kept)
    )


def history(page: CasePage) -> tuple[TimelineEntry, ...]:
    """Every event with who wrote it down, and when."""
    return tuple(
        TimelineEntry(
            EVENTS[event.kind][1],
            EVENTS[event.kind][0],
            f"{event.recorded_at:%d %b %Y, %H:%M}" if event.recorded_at else "",
            body=f"On {long_date(event.on)}, recorded by {event.recorded_by}",
        )
        for event in sorted(
            page.case.events,
            key=lambda event: (
                event.recorded_at.timestamp() if event.recorded_at else 0,
                event.id,
            ),
            reverse=True,
        )
    )


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


def linked(page: CasePage) -> tuple[TimelineEntry, ...]:
    """The other cases that the same item of post opened."""
    return tuple(_other(row, page) for row in page.linked)


def _other(row: CaseRow, page: CasePage) -> TimelineEntry:
    state = row_state(row, page.today)
    due = f"Due {long_date(row.due)}" if row.due else state.word
    return TimelineEntry(
        KINDS[row.kind].icon,
        KINDS[row.kind].word,
        due,
        tone=state.tone,
        body=f"{state.word}. {row.person}",
        links=(TimelineLink(("case", row.id), row.reference, "case"),),
    )


def _newest(events: Sequence[CaseEvent]) -> Iterable[CaseEvent]:
    return sorted(events, key=lambda event: (event.on, event.id), reverse=True)


def _is_kept(event: CaseEvent, page: CasePage, kept: str) -> bool:
    if event.kind is EventKind.RECEIVED and kept == "scans":
        return bool(page.documents)
    return event.kind in _KEPT[kept]


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
        return f"Finalised {short_date(letter.finalised_at.date())}"
    made = f"Started {short_date(letter.made_at.date())}" if letter.made_at else ""
    return f"{made} by {letter.made_by}" if letter.made_by else made
