"""What a person's page shows: facts, and the lists of all that is kept."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from PySide6.QtWidgets import QWidget

from isteam_app.domain.case_types import CASE_TYPES
from isteam_app.domain.dates import long_date
from isteam_app.domain.history import FieldChange
from isteam_app.domain.people import Merge, Representation, Sight
from isteam_app.services.people import MOST_SHOWN, InForce, PersonPage
from ui.common.facts import Fact
from ui.common.tabs import TabPages
from ui.people.lines import Line, Lines
from ui.people.words import (
    FORMATS,
    authority_words,
    case_words,
    letter_words,
    limit_words,
    request_words,
)

Open = Callable[[int], object]


def facts(page: PersonPage) -> tuple[Fact, ...]:
    """Return the person's details; what is not known is left out."""
    person, known = page.person, page.person.particulars
    return (
        Fact("Address", "\n".join(person.address.printed())),
        Fact("Greeting", f"Dear {person.greeting}"),
        Fact("Born", long_date(known.born) if known.born else ""),
        Fact("Died", long_date(known.died_on) if known.died_on else ""),
        Fact("Acts alone", known.capable),
        Fact("Letters in", FORMATS[known.format] if known.format else ""),
        Fact("Language", known.language),
        *(Fact("Seen by", limit_words(limit), "held") for limit in page.sight),
    )


class PersonTabs(TabPages):
    """Cases, letters, requests, what is in force, representatives, merges, history.

    The acts are handed in: they belong to the page.
    """

    def __init__(
        self,
        *,
        open_case: Open,
        open_letter: Open,
        open_request: Open,
        open_person: Open,
        end: Callable[[Representation], object],
        merge: Callable[[int], object],
        undo: Callable[[Merge], object],
        lift: Callable[[Sight], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("About this person", parent)
        self._case, self._letter, self._person = open_case, open_letter, open_person
        self._request = open_request
        self._end, self._merge, self._undo, self._lift = end, merge, undo, lift
        self.cases = Lines("No case is about them, and none came from them.")
        self.letters = Lines("No letter was written in a case about them.")
        self.requests = Lines("No third party's request about them is in sight.")
        self.force = Lines("Nothing is restricted and no marketing is stopped.")
        self.acting = Lines("Nobody acts for them, and they act for nobody.")
        self.same = Lines("No other record looks like the same person.")
        self.sight = Lines("Everybody of the team may see this person.")
        self.changes = Lines("Nothing was changed since the person was first kept.")
        for key, words, lines in (
            ("cases", "Cases", self.cases),
            ("letters", "Letters", self.letters),
            ("requests", "Third parties", self.requests),
            ("force", "In force", self.force),
            ("acting", "Representatives", self.acting),
            ("same", "Same person", self.same),
            ("sight", "Sight", self.sight),
            ("history", "History", self.changes),
        ):
            self.add_page(key, words, lines, scrolls=True)

    def show_page(self, page: PersonPage, zone: Callable[[datetime], datetime]) -> None:
        self._show("cases", self.cases, self._case_lines(page))
        self._show("letters", self.letters, self._letter_lines(page))
        self._show("requests", self.requests, self._request_lines(page))
        self._show("force", self.force, self._force_lines(page))
        self._show("acting", self.acting, self._acting_lines(page))
        self._show("same", self.same, self._same_lines(page))
        self._show(
            "sight",
            self.sight,
            [
                Line(limit_words(each), act_words="Lift", act=partial(self._lift, each))
                for each in page.sight
            ],
        )
        self._show("history", self.changes, [_told(e, zone) for e in page.history])

    def _show(self, key: str, lines: Lines, shown: list[Line]) -> None:
        lines.show_lines(shown)
        more = "+" if len(shown) >= MOST_SHOWN else ""
        self.set_count(key, f"{len(shown)}{more}" if shown else "")

    def _case_lines(self, page: PersonPage) -> list[Line]:
        own = [(row, "") for row in page.about]
        wrote = [(row, "Wrote for: ") for row in page.written]
        lines = []
        for row, way in own + wrote:
            title, detail = case_words(row)
            lines.append(Line(title, f"{way}{detail}", partial(self._case, row.id)))
        return lines

    def _letter_lines(self, page: PersonPage) -> list[Line]:
        lines = []
        for letter in page.letters:
            title, detail = letter_words(letter)
            lines.append(Line(title, detail, partial(self._letter, letter.id)))
        return lines

    def _request_lines(self, page: PersonPage) -> list[Line]:
        lines = []
        for row in page.requests:
            title, detail = request_words(row)
            lines.append(
                Line(
                    title,
                    detail,
                    partial(self._request, row.id),
                    icon="held" if row.locked else "",
                    tone="danger" if row.locked else "",
                )
            )
        return lines

    def _force_lines(self, page: PersonPage) -> list[Line]:
        restricted = [
            self._force_line(each, "Restricted") for each in page.restrictions
        ]
        stopped = [
            self._force_line(each, "Marketing stopped") for each in page.suppressions
        ]
        return restricted + stopped

    def _force_line(self, each: InForce, what: str) -> Line:
        form = CASE_TYPES[each.case.kind].form(each.entry.form)
        questions = form.questions if form else ()
        said = [question.words(each.entry[question.key]) for question in questions]
        return Line(
            f"{what}, {each.case.reference}",
            ". ".join(" ".join(words.split()) for words in said if words),
            partial(self._case, each.case.id),
            icon="restriction",
        )

    def _acting_lines(self, page: PersonPage) -> list[Line]:
        lines = []
        for each in (*page.representatives, *page.acts_for):
            acts = each in page.representatives
            other = each.representative if acts else each.subject
            way = "" if acts else "They act for: "
            stands = each.stands(page.today)
            lines.append(
                Line(
                    f"{way}{other.name}",
                    authority_words(each, page.today),
                    partial(self._person, other.id),
                    "" if each.ended_on else "End",
                    None if each.ended_on else partial(self._end, each),
                    "done" if stands else "warning",
                    "" if stands else "warn",
                )
            )
        return lines

    def _same_lines(self, page: PersonPage) -> list[Line]:
        may_be = [
            Line(
                each.name,
                f"May be the same: {', '.join(each.address.printed())}",
                partial(self._person, each.id),
                "Merge",
                partial(self._merge, each.id),
            )
            for each in page.duplicates
        ]
        return may_be + [self._merged_line(each, page) for each in page.merges]

    def _merged_line(self, each: Merge, page: PersonPage) -> Line:
        here = each.kept.id == page.person.id
        other = each.merged if here else each.kept
        by = f"{each.made_by}, {long_date(each.made_at.date())}"
        if each.undone_at is not None:
            when = long_date(each.undone_at.date())
            by = f"{by}; undone by {each.undone_by}, {when}"
        where = ", ".join(other.address.printed())
        way = "Merged into this record" if here else "Merged into"
        return Line(
            other.name,
            f"{way} by {by}. {each.reason}" + (f"\n{where}" if where else ""),
            partial(self._person, other.id),
            "" if each.undone_at else "Undo the merge",
            None if each.undone_at else partial(self._undo, each),
        )


def _told(change: FieldChange, zone: Callable[[datetime], datetime]) -> Line:
    at = zone(change.at) if change.at else None
    when = f"{long_date(at.date())} {at:%H:%M}" if at else ""
    was, now = change.before or "nothing", change.after or "nothing"
    return Line(f"{change.field}: {now}", f"Was {was}. {change.by}, {when}")
