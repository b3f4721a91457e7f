"""Which grounds and instruments each kind of requester has, and what they must show.

The words of instruments and grounds stand in `disclosure_forms.choices`; what the law
says of them is data (`resources/gateways.json`), of a version that each decision keeps.
`confirmed` is False where nobody has read the law for us: then legal is asked.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from isteam_app.domain.disclosure_forms import FORMS, Choices
from isteam_app.domain.disclosure_forms.choices import NO_INSTRUMENT
from isteam_app.domain.disclosures import LockReason, RequesterKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Law:
    """A provision, and where its text can be read."""

    name: str
    link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """What may compel an answer.

    `needs` are the questions of Authorisation it must have answered. `order`: a court
    order or a warrant. `communications`: it is made for communications data.
    `postal_power`: a power over post that section 12 of the Investigatory Powers Act
    leaves standing. `lock` is why the person must not be told of it, None for no reason
    of its own.
    """

    key: str
    name: str
    law: Law
    needs: tuple[str, ...]
    order: bool
    communications: bool
    postal_power: bool
    lock: LockReason | None
    confirmed: bool

    @property
    def compels(self) -> bool:
        return self.key != NO_INSTRUMENT

    @property
    def reaches_post(self) -> bool:
        """Whether it may reach communications data without more ado."""
        return self.order or self.postal_power


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """A way to answer without being compelled: what Grounds then says."""

    key: str
    name: str
    law: Law
    article6: str
    annex1: str
    exemption: str
    schedule1: str
    confirmed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What the law says of one choice under Grounds.

    `prejudice`: the exemption holds only as far as a harm is named. `condition`: a
    paragraph of Schedule 1 must be met as well.
    """

    law: Law
    prejudice: bool
    condition: bool
    confirmed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Want:
    """A question that a kind of requester must have answered.

    `when`: "voluntary" or "compelled" where only that kind of request wants it.
    """

    form: str
    question: str
    words: str
    rule: str
    when: str
    confirmed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Gateway:
    """What one kind of requester may rely on, and what it must show.

    `spoc`: communications data is asked through a single point of contact.
    `counter_signed`: a second officer signs a voluntary request, of a set rank where
    `ranked`. `call_back`: rung back on a published number, or seen in person.
    `no_special`: special category data is never told to it.
    """

    kind: RequesterKind
    name: str
    law: Law
    bases: tuple[Basis, ...]
    instruments: tuple[Instrument, ...]
    wants: tuple[Want, ...]
    public_authority: bool
    counter_signed: bool
    ranked: bool
    spoc: bool
    call_back: bool
    no_special: bool
    lock: LockReason | None
    note: str
    confirmed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class GateLaw:
    """The law one gate stands on, and whether its reading was confirmed."""

    law: Law
    confirmed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Categories:
    """Kinds of data that a rule knows, by the words under which they are offered.

    `postal` are communications data (Investigatory Powers Act 2016 section 262),
    `contact` may be where they are a customer's; `undated` have no period that could be
    too long.
    """

    content: frozenset[str]
    postal: frozenset[str]
    signature: frozenset[str]
    contact: frozenset[str]
    undated: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """Every rule about third-party requests, of one version."""

    version: str
    categories: Categories
    gates: Mapping[str, GateLaw]
    locks: Mapping[LockReason, Law]
    grounds: Mapping[str, Mapping[str, Ground]]
    instruments: Mapping[str, Instrument]
    gateways: Mapping[RequesterKind, Gateway]

    def ground(self, question: str, value: str) -> Ground | None:
        """Return what the law says of a choice under Grounds, None for no choice."""
        return self.grounds[question].get(value)

    def lock_default(
        self, kind: RequesterKind, instrument: str = ""
    ) -> LockReason | None:
        """Return why the person must usually not be told, None where they may be."""
        chosen = self.instruments.get(instrument)
        if chosen is not None and chosen.lock is not None:
            return chosen.lock
        return self.gateways[kind].lock


def offered_for(question: str, kind: RequesterKind, rules: Rules) -> Choices:
    """Return what a question of `disclosure_forms` offers, the fitting choices first.

    The question is `instrument`, or one of Grounds (`article6`, `annex1`, `exemption`,
    `schedule1`); any other is offered as it stands. Raises KeyError for no question.
    """
    names = dict(_choices(question))
    order = (*_fitting(question, rules.gateways[kind]), *names)
    return tuple((value, names[value]) for value in dict.fromkeys(order) if value)


def _choices(question: str) -> Choices:
    for form in FORMS.values():
        for each in form.questions:
            if each.key == question and each.choices:
                return each.choices
    raise KeyError(question)


def _fitting(question: str, gateway: Gateway) -> tuple[str, ...]:
    if question == "instrument":
        voluntary = (NO_INSTRUMENT,) if gateway.bases else ()
        return (*voluntary, *(each.key for each in gateway.instruments))
    if question not in ("article6", "annex1", "exemption", "schedule1"):
        return ()
    chosen = tuple(getattr(basis, question) for basis in gateway.bases)
    if not gateway.instruments:
        return chosen
    return (
        *chosen,
        *{"article6": ("c",), "exemption": ("required",)}.get(question, ()),
    )
