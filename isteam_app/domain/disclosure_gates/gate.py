"""One line of what a request needs, and what it is judged by."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from isteam_app.domain.disclosure_forms import section_of
from isteam_app.domain.disclosures import Disclosure, RequesterKind
from isteam_app.domain.forms import NO, YES, Entry, standing
from isteam_app.domain.gateways import Gateway, Instrument, Law, Rules
from isteam_app.domain.organisations import Requester
from isteam_app.domain.settings import Requests

EARLIEST = date(1990, 1, 1)
"""No request of today rests on a paper from before: the year was mistyped."""


class State(StrEnum):
    """How a gate stands. What is blocked is put right by no further answer alone."""

    MET = "met"
    MISSING = "missing"
    BLOCKED = "blocked"
    WARNS = "warns"


class Stage(StrEnum):
    """What a gate must be met for."""

    ASKING = "asking"
    """Any decision at all, asking for more included."""
    ANSWERING = "answering"
    """Disclosing or refusing, an emergency included."""
    GROUNDS = "grounds"
    """Anything leaving, an emergency included: that record is made afterwards."""
    DECIDING = "deciding"
    """Anything leaving by the usual way."""
    REFUSING = "refusing"
    """A refusal."""
    CLOSING = "closing"
    """Closing a request after something left."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """One line beside the form.

    `section`, `form` and `field` say where it is put right. `words` name it, `rule` is
    the sentence for it as it stands; `law` and `link` are what it rests on.
    `confirmed` is False where nobody has read that law for us: check with legal.
    """

    key: str
    section: str
    form: str
    field: str
    words: str
    rule: str
    law: str
    link: str
    state: State
    stage: Stage
    confirmed: bool = True

    @property
    def holds_up(self) -> bool:
        return self.state in (State.MISSING, State.BLOCKED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request with everything that was filled in.

    `names` are those of everybody it is about. `organisation` is who asks as the
    directory has it, None for somebody it does not hold.
    """

    request: Disclosure
    entries: Sequence[Entry] = ()
    names: Sequence[str] = ()
    organisation: Requester | None = None

    @property
    def people(self) -> int:
        return len(self.names)

    def all(self, form: str) -> tuple[Entry, ...]:
        """Return the entries of a form that still count."""
        return standing(self.entries, form)

    def answer(self, form: str, question: str) -> str:
        """Return an answer of a form that is filled in once, "" where none is."""
        return next((entry[question] for entry in self.all(form)), "")

    def day(self, form: str, question: str) -> date | None:
        value = self.answer(form, question)
        return date.fromisoformat(value) if value else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """What every gate looks at, and how each of them is written down."""

    asked: Asked
    rules: Rules
    settings: Requests
    today: date

    @property
    def request(self) -> Disclosure:
        return self.asked.request

    @property
    def kind(self) -> RequesterKind:
        chosen = self.asked.answer("requester", "kind")
        return RequesterKind(chosen) if chosen else self.request.kind

    @property
    def received(self) -> date:
        return self.asked.day("requester", "received") or self.request.received

    @property
    def organisation(self) -> str:
        named = self.asked.answer("requester", "organisation")
        return named or self.request.organisation

    @property
    def gateway(self) -> Gateway:
        return self.rules.gateways[self.kind]

    @property
    def instrument(self) -> Instrument | None:
        """The order, warrant or notice, None where that was not answered yet."""
        chosen = self.asked.answer("authorisation", "instrument")
        return self.rules.instruments.get(chosen)

    @property
    def compels(self) -> bool:
        """Whether what came with the request leaves no choice."""
        return self.instrument is not None and self.instrument.compels

    @property
    def legal(self) -> bool:
        """Whether a legal adviser has signed it off."""
        signed = self.asked.day("authorisation", "legal_on")
        by = self.asked.answer("authorisation", "legal_by")
        return bool(by and signed and EARLIEST <= signed <= self.today)

    @property
    def categories(self) -> frozenset[str]:
        """The kinds of data asked for, what was struck out left aside."""
        return frozenset(item["category"] for item in self.asked.all("item"))

    def said(self, form: str, question: str) -> bool | None:
        """Return the answer to a yes-or-no question, None where none was given."""
        return {YES: True, NO: False}.get(self.asked.answer(form, question))

    def gate(
        self,
        key: str,
        place: str,
        words: str,
        rule: str = "",
        *,
        state: State | None = None,
        stage: Stage = Stage.DECIDING,
        law: Law | None = None,
        confirmed: bool = True,
    ) -> Gate:
        """Return a gate at a place named "form.question".

        Without a rule it is met; with one it is missing unless another state is given.
        """
        form, _, field = place.partition(".")
        known = self.rules.gates.get(key)
        sure = confirmed and (known is None or known.confirmed)
        rests_on = law or (known.law if known else self.gateway.law)
        state = state or (State.MISSING if rule else State.MET)
        if not sure and state is not State.MET:
            rule += " Check with legal."
        return Gate(
            key=key,
            section=section_of(form).key,
            form=form,
            field=field,
            words=words,
            rule=rule,
            law=rests_on.name,
            link=rests_on.link,
            state=state,
            stage=stage,
            confirmed=sure,
        )
