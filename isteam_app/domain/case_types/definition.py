"""What the program knows of one kind of case."""

from dataclasses import dataclass

from isteam_app.domain.cases import CaseKind, EventKind
from isteam_app.domain.clock_events import Request
from isteam_app.domain.forms import Form


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """A reason in law for refusing all or part of what is asked."""

    key: str
    name: str
    law: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One way a case can be decided.

    `letter` is the template of the letter the person then waits for, "" for none.
    `grounds`: a ground of refusal must be given. `ends`: nothing was answered, so no
    form needs to be complete (withdrawn, not a valid request).
    `second_person`: somebody else approves it unless Settings say otherwise.
    """

    key: str
    name: str
    letter: str = ""
    grounds: bool = False
    ends: bool = False
    second_person: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseType:
    """One kind of case: its law, clock, steps, forms, outcomes and letters.

    `ask` is the tick box at intake, `word` what the filter line calls it after
    `type:`; `understood` stands in a letter for what they ask where nobody has summed
    it up, "" for nothing. `clock` is the statutory clock, or None where only the house
    target runs. `answer` names what ends the work: the letter that the person waits
    for. `at_once` must be recorded before anything else, "" text for none.
    `after_close` may still be recorded on a closed case. `retention` is the class of
    the retention schedule the case falls in.
    """

    kind: CaseKind
    name: str
    ask: str
    word: str
    understood: str
    law: str
    clock: Request | None
    events: tuple[EventKind, ...]
    acknowledgement: str
    response: str
    answer: str
    retention: str
    outcomes: tuple[Outcome, ...] = ()
    grounds: tuple[Ground, ...] = ()
    forms: tuple[Form, ...] = ()
    other_letters: tuple[str, ...] = ()
    at_once: EventKind | None = None
    after_close: tuple[EventKind, ...] = ()
    at_intake: bool = True

    @property
    def letters(self) -> tuple[str, ...]:
        """The keys of the letter templates this kind of case may use."""
        answers = (outcome.letter for outcome in self.outcomes)
        every = (self.acknowledgement, self.response, *answers, *self.other_letters)
        return tuple(dict.fromkeys(key for key in every if key))

    @property
    def is_decided(self) -> bool:
        """Whether somebody decides it; a plain enquiry is only answered."""
        return bool(self.outcomes)

    def outcome(self, key: str) -> Outcome | None:
        return next((each for each in self.outcomes if each.key == key), None)

    def ground(self, key: str) -> Ground | None:
        return next((each for each in self.grounds if each.key == key), None)

    def form(self, key: str) -> Form | None:
        return next((each for each in self.forms if each.key == key), None)
