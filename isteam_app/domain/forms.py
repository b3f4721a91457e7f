"""The forms of casework: what is asked, what must be filled in, and what was written.

A form belongs to a kind of case (see `case_types`). A case keeps one entry of it, or
many where `many` is set: one for each system searched, each recipient told.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from isteam_app.domain.dates import long_date
from isteam_app.domain.text import NOTE, SHORT, checked
from isteam_app.errors import RuleBroken


class Answer(StrEnum):
    """How a question is answered. Days are kept as "2026-11-22"."""

    LINE = "line"
    TEXT = "text"
    DAY = "day"
    ONE = "one"
    SEVERAL = "several"
    YES_NO = "yes_no"


YES, NO = "yes", "no"
_YES_NO = ((YES, "Yes"), (NO, "No"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One thing a form asks.

    `needed`: the entry cannot be kept without it. `needed_to_decide`: the case cannot
    be decided without it. `choices` are (value, words); several chosen values are kept
    one a line. `hint` stands under the input and says what belongs there, and why.
    `sets_due`: the case must be answered by the day given here.
    """

    key: str
    label: str
    answer: Answer = Answer.LINE
    choices: tuple[tuple[str, str], ...] = ()
    needed: bool = False
    needed_to_decide: bool = False
    hint: str = ""
    sets_due: bool = False

    @property
    def offered(self) -> tuple[tuple[str, str], ...]:
        return _YES_NO if self.answer is Answer.YES_NO else self.choices

    @property
    def longest(self) -> int:
        return NOTE if self.answer is Answer.TEXT else SHORT

    def words(self, value: str) -> str:
        """Return a kept value as a person reads it."""
        if not value:
            return ""
        if self.answer is Answer.DAY:
            return long_date(date.fromisoformat(value))
        names = dict(self.offered)
        if self.answer in (Answer.ONE, Answer.YES_NO):
            return names.get(value, value)
        if self.answer is Answer.SEVERAL:
            return ", ".join(names.get(each, each) for each in value.splitlines())
        return value


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A group of questions answered together, with the law they come from.

    `many`: the case may keep several entries, each named by its first answer.
    `wanted_for`: the outcomes (see `CaseType.outcomes`) that cannot be decided without
    an entry; `always` stands for every outcome that answers the request.
    `done_by` is the question whose answer ends an entry's work, "" for none.
    """

    key: str
    title: str
    questions: tuple[Question, ...]
    law: str = ""
    about: str = ""
    add: str = ""
    many: bool = False
    wanted_for: tuple[str, ...] = ()
    done_by: str = ""

    def question(self, key: str) -> Question:
        """Return a question of the form. Raises KeyError when it has none so named."""
        for question in self.questions:
            if question.key == key:
                return question
        raise KeyError(key)

    def heading(self, values: Mapping[str, str]) -> str:
        """Return what names an entry in a list: its first answer."""
        first = self.questions[0]
        return first.words(values.get(first.key, "")) or self.title


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A filled-in form of one case, or of one third-party request.

    `record_id` is the case or the request it belongs to.
    `values` holds (question, answer) in the order of the form, without empty answers.
    `struck` says why an entry no longer counts; it is kept all the same.
    """

    record_id: int
    form: str
    values: tuple[tuple[str, str], ...] = ()
    struck: str = ""
    made_at: datetime | None = None
    made_by: str = ""
    changed_at: datetime | None = None
    changed_by: str = ""
    id: int = 0
    version: int = 1

    def __getitem__(self, key: str) -> str:
        """Return an answer, "" where none was given."""
        return dict(self.values).get(key, "")

    def day(self, key: str) -> date | None:
        """Return the answer to a question that asks for a day."""
        value = self[key]
        return date.fromisoformat(value) if value else None

    def chosen(self, key: str) -> tuple[str, ...]:
        """Return the values chosen where several may be."""
        return tuple(self[key].splitlines())


def checked_values(
    form: Form, given: Mapping[str, str], kept: Mapping[str, str] | None = None
) -> tuple[tuple[str, str], ...]:
    """Return answers as an entry keeps them.

    An answer that stands so in `kept` already is sound: older versions let words be
    typed where today one is chosen.

    Raises RuleBroken, naming the question as its field, for an answer that is missing,
    too long, or not one of the choices.
    """
    values = []
    for question in form.questions:
        value = given.get(question.key, "").strip()
        if not value or value != (kept or {}).get(question.key):
            value = _checked(question, value)
        if value:
            values.append((question.key, value))
    return tuple(values)


def unanswered(form: Form, entry: Entry) -> tuple[Question, ...]:
    """Return the questions that must be answered before the case is decided."""
    return tuple(
        question
        for question in form.questions
        if (question.needed or question.needed_to_decide) and not entry[question.key]
    )


def is_done(form: Form, entry: Entry) -> bool:
    """Say whether nothing of an entry is left to do."""
    if entry.struck:
        return True
    open_end = form.done_by and not entry[form.done_by]
    return not open_end and not unanswered(form, entry)


def standing(entries: Iterable[Entry], form: str) -> tuple[Entry, ...]:
    """Return the entries of one form that still count."""
    return tuple(each for each in entries if each.form == form and not each.struck)


def _checked(question: Question, value: str) -> str:
    if question.needed and not value:
        raise RuleBroken(f"{question.label}: this is needed.", field=question.key)
    if not value:
        return ""
    if question.answer is Answer.DAY:
        return _day(question, value)
    if question.offered:
        return _choice(question, value)
    return checked(
        value, field=question.key, label=question.label, longest=question.longest
    )


def _day(question: Question, value: str) -> str:
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        raise RuleBroken(
            f"{question.label}: enter a day such as 3/12/2026.", field=question.key
        ) from None


def _choice(question: Question, value: str) -> str:
    known = {each for each, _ in question.offered}
    given = value.splitlines() if question.answer is Answer.SEVERAL else [value]
    if not known.issuperset(given):
        raise RuleBroken(f"{question.label}: choose from the list.", field=question.key)
    return "\n".join(dict.fromkeys(given))
