"""Saved views: lists of cases that are looked at again and again, with a name."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from isteam_app.domain.case_words import read_words
from isteam_app.domain.listing import CaseFilter
from isteam_app.domain.settings import SavedView
from isteam_app.domain.text import checked
from isteam_app.errors import RuleBroken
from isteam_app.services.session import Session
from isteam_app.services.team import covered_by

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
"""The views that every vault has."""

Views = tuple[SavedView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedView:
    """A view and how many cases it holds; `own` views the team made itself.

    `count` is None where the words are no longer understood.
    """

    name: str
    words: str
    count: int | None
    own: bool


def views(session: Session) -> tuple[CountedView, ...]:
    """Return every view with its count: the built-in ones first."""
    settings = session.settings()
    covered = covered_by(settings, session.member.name, session.today)
    found = []
    with session.vault.read() as vault:
        for number, view in enumerate((*BUILT_IN, *settings.views)):
            wanted = _read(session, view.words, covered)
            counted = (
                None
                if wanted is None
                else vault.cases.count(wanted, at_most=MOST_COUNTED + 1)
            )
            found.append(
                CountedView(
                    name=view.name,
                    words=view.words,
                    count=counted,
                    own=number >= len(BUILT_IN),
                )
            )
    return tuple(found)


def save_view(session: Session, name: str, words: str) -> SavedView:
    """Keep the words of the filter line under a name, for the whole team.

    Raises RuleBroken for words that are not understood, and, with the field `name`,
    for a name that is empty, too long or taken.
    """
    words = " ".join(checked(words, field="words", label="The line").split())
    read_words(words, today=session.today, me=session.member.name)
    if not words:
        raise RuleBroken("Type or press some words first: the line is empty.")
    made = SavedView(name=_named(name), words=words)

    def added(own: Views) -> Views:
        if len(own) >= MOST_OWN:
            raise RuleBroken(
                f"There are {MOST_OWN} views of your own already. Delete one first."
            )
        _must_be_free(made.name, own)
        return (*own, made)

    _change(session, "view.saved", added)
    return made


def rename_view(session: Session, old: str, name: str) -> None:
    """Give a view of the team's own another name."""
    name = _named(name)

    def renamed(own: Views) -> Views:
        found = _find(own, old)
        _must_be_free(name, tuple(each for each in own if each is not found))
        return tuple(
            replace(each, name=name) if each is found else each for each in own
        )

    _change(session, "view.renamed", renamed)


def delete_view(session: Session, name: str) -> None:
    """Take a view of the team's own away. No case is touched."""

    def left(own: Views) -> Views:
        found = _find(own, name)
        return tuple(each for each in own if each is not found)

    _change(session, "view.deleted", left)


def _change(session: Session, action: str, change: Callable[[Views], Views]) -> None:
    with session.vault.change(action, by=session.member.name, at=session.now()) as work:
        settings = work.settings.in_force(session.today)
        kept = replace(settings, views=change(settings.views))
        if kept == settings:
            return
        work.settings.save(kept, valid_from=session.today)
        work.commit()


def _read(session: Session, words: str, covered: tuple[str, ...]) -> CaseFilter | None:
    me = session.member.name
    try:
        return read_words(words, today=session.today, me=me, covered=covered)
    except RuleBroken:
        return None


def _named(name: str) -> str:
    name = checked(name, field="name", label="The name", longest=LONGEST)
    name = " ".join(name.split())
    if not name:
        raise RuleBroken("Enter a name for the view.", field="name")
    return name


def _must_be_free(name: str, own: Views) -> None:
    if name.casefold() in {each.name.casefold() for each in (*BUILT_IN, *own)}:
        raise RuleBroken("There is a view of that name. Choose another.", field="name")


def _find(own: Views, name: str) -> SavedView:
    for each in own:
        if each.name == name:
            return each
    raise RuleBroken("That view is not there any more.", field="name")
