"""Saved views: lists of cases or requests that are looked at again, with a name."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from isteam_app.domain.case_words import read_words
from isteam_app.domain.request_words import read_request_words
from isteam_app.domain.settings import SavedView, Settings
from isteam_app.domain.text import checked
from isteam_app.errors import RuleBroken
from isteam_app.services.session import Session
from isteam_app.services.team import covered_by
from isteam_app.storage.vault import Reading

MOST_COUNTED = 9_999
"""Counting stops after it, so that a huge list costs no more than a large one."""
MOST_OWN = 20
LONGEST = 30
BUILT_IN = (
    SavedView(name="Open", words="is:open"),
    SavedView(name="Mine", words="is:open owner:me"),
    SavedView(name="Nobody's", words="is:open owner:nobody"),
    SavedView(name="Overdue", words="is:late"),
    SavedView(name="Due in 7 days", words="due:>0d due:<7d"),
    SavedView(name="Waiting", words="state:waiting"),
    SavedView(name="For approval", words="state:approval"),
    SavedView(name="Post this week", words="post:<7d sort:post"),
)
"""The views over the cases that every vault has."""
REQUESTS_BUILT_IN = (
    SavedView(name="Everything", words=""),
    SavedView(name="Under way", words="is:open"),
    SavedView(name="To decide", words="decision:none"),
    SavedView(name="Comply in 7 days", words="comply:<7d sort:comply"),
    SavedView(name="Returned for more", words="state:returned sort:waiting"),
    SavedView(name="For approval", words="state:approval"),
    SavedView(name="Emergencies", words="is:emergency"),
)
"""The views over the register that every vault has."""

Views = tuple[SavedView, ...]
Counts = Callable[[Reading, str], int]


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedView:
    """A view and how many records it holds; `own` views the team made itself.

    `count` is None where the words are no longer understood.
    """

    name: str
    words: str
    count: int | None
    own: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewsOf:
    """What views are of: where the settings hold them, and how their words are read.

    `counting` returns what counts the records that words ask for, and raises RuleBroken
    for words that it does not understand. `noun` is what one record is called.
    """

    noun: str
    field: str
    built_in: Views
    counting: Callable[[Session, Settings], Counts]

    def own(self, settings: Settings) -> Views:
        """Return the views that the team made itself."""
        kept: Views = getattr(settings, self.field)
        return kept


def _counting_cases(session: Session, settings: Settings) -> Counts:
    me = session.member.name
    covered = covered_by(settings, me, session.today)

    def count(vault: Reading, words: str) -> int:
        wanted = read_words(words, today=session.today, me=me, covered=covered)
        return vault.cases.count(wanted, at_most=MOST_COUNTED + 1)

    return count


def _counting_requests(session: Session, _settings: Settings) -> Counts:
    def count(vault: Reading, words: str) -> int:
        wanted = read_request_words(words, today=session.today)
        return vault.disclosures.count(wanted, at_most=MOST_COUNTED + 1)

    return count


CASES = ViewsOf(noun="case", field="views", built_in=BUILT_IN, counting=_counting_cases)
REQUESTS = ViewsOf(
    noun="request",
    field="request_views",
    built_in=REQUESTS_BUILT_IN,
    counting=_counting_requests,
)


def views(session: Session, of: ViewsOf = CASES) -> tuple[CountedView, ...]:
    """Return every view with its count: the built-in ones first."""
    settings = session.settings()
    count = of.counting(session, settings)
    found = []
    with session.vault.read() as vault:
        for number, view in enumerate((*of.built_in, *of.own(settings))):
            found.append(
                CountedView(
                    name=view.name,
                    words=view.words,
                    count=_counted(count, vault, view.words),
                    own=number >= len(of.built_in),
                )
            )
    return tuple(found)


def save_view(
    session: Session, name: str, words: str, of: ViewsOf = CASES
) -> SavedView:
    """Keep the words of the filter line under a name, for the whole team.

    Raises RuleBroken for words that are not understood, and, with the field `name`,
    for a name that is empty, too long or taken.
    """
    words = " ".join(checked(words, field="words", label="The line").split())
    with session.vault.read() as vault:
        of.counting(session, session.settings())(vault, words)
    if not words:
        raise RuleBroken("Type or press some words first: the line is empty.")
    made = SavedView(name=_named(name), words=words)

    def added(own: Views) -> Views:
        if len(own) >= MOST_OWN:
            raise RuleBroken(
                f"There are {MOST_OWN} views of your own already. Delete one first."
            )
        _must_be_free(made.name, own, of)
        return (*own, made)

    _change(session, "view.saved", added, of)
    return made


def rename_view(session: Session, old: str, name: str, of: ViewsOf = CASES) -> None:
    """Give a view of the team's own another name."""
    name = _named(name)

    def renamed(own: Views) -> Views:
        found = _find(own, old)
        _must_be_free(name, tuple(each for each in own if each is not found), of)
        return tuple(
            replace(each, name=name) if each is found else each for each in own
        )

    _change(session, "view.renamed", renamed, of)


def delete_view(session: Session, name: str, of: ViewsOf = CASES) -> None:
    """Take a view of the team's own away. No record is touched."""

    def left(own: Views) -> Views:
        found = _find(own, name)
        return tuple(each for each in own if each is not found)

    _change(session, "view.deleted", left, of)


def _change(
    session: Session, action: str, change: Callable[[Views], Views], of: ViewsOf
) -> None:
    with session.vault.change(action, by=session.member.name, at=session.now()) as work:
        settings = work.settings.in_force(session.today)
        changed = {of.field: change(of.own(settings))}
        kept = replace(settings, **changed)  # type: ignore[arg-type] # the field's name
        if kept == settings:
            return
        work.settings.save(kept, valid_from=session.today)
        work.commit()


def _counted(count: Counts, vault: Reading, words: str) -> int | None:
    try:
        return count(vault, words)
    except RuleBroken:
        return None


def _named(name: str) -> str:
    name = checked(name, field="name", label="The name", longest=LONGEST)
    name = " ".join(name.split())
    if not name:
        raise RuleBroken("Enter a name for the view.", field="name")
    return name


def _must_be_free(name: str, own: Views, of: ViewsOf) -> None:
    if name.casefold() in {each.name.casefold() for each in (*of.built_in, *own)}:
        raise RuleBroken("There is a view of that name. Choose another.", field="name")


def _find(own: Views, name: str) -> SavedView:
    for each in own:
        if each.name == name:
            return each
    raise RuleBroken("That view is not there any more.", field="name")
