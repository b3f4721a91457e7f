"""Reads the rules about third-party requests, and refuses what does not fit."""

import json
from collections.abc import Collection, Mapping
from types import MappingProxyType

from isteam_app.domain.disclosure_forms import FORMS
from isteam_app.domain.disclosure_forms.choices import (
    ANNEX_1,
    ARTICLE_6,
    ARTICLE_9,
    CATEGORIES,
    EXEMPTIONS,
    INSTRUMENTS,
    KINDS,
    SCHEDULE_1,
    Choices,
)
from isteam_app.domain.disclosures import LockReason, RequesterKind
from isteam_app.domain.gateways.record import Record, wrong
from isteam_app.domain.gateways.values import (
    Basis,
    Categories,
    GateLaw,
    Gateway,
    Ground,
    Instrument,
    Law,
    Rules,
    Want,
)

_LINKS = ("https://www.legislation.gov.uk/", "https://ico.org.uk/")
_WHEN = ("", "voluntary", "compelled")
_GROUNDS: Mapping[str, Choices] = {
    "article6": ARTICLE_6,
    "annex1": ANNEX_1,
    "article9": ARTICLE_9,
    "schedule1": SCHEDULE_1,
    "exemption": EXEMPTIONS,
}


def rules_from(text: str) -> Rules:
    """Return the rules that a JSON text holds.

    Raises ValueError, naming the place, for anything missing, unknown or of the wrong
    kind: rules that are half read would let a request through.
    """
    top = Record(json.loads(text), "rules")
    laws = dict(top.each("laws", _law))
    instruments = dict(top.each("instruments", lambda at: _instrument(at, laws)))
    bases = dict(top.each("bases", lambda at: _basis(at, laws)))
    gateways = dict(
        top.each("kinds", lambda at: _gateway(at, laws, bases, instruments))
    )
    _complete("instruments", instruments, dict(INSTRUMENTS))
    _complete("kinds", gateways, list(RequesterKind))
    rules = Rules(
        version=top.text("version"),
        categories=_categories(top.record("categories")),
        gates=MappingProxyType(dict(top.each("gates", lambda at: _gate(at, laws)))),
        locks=MappingProxyType(_locks(top, laws)),
        grounds=_grounds(top.record("grounds"), laws),
        instruments=MappingProxyType(instruments),
        gateways=MappingProxyType(
            {RequesterKind(kind): gateways[kind] for kind, _ in KINDS}
        ),
    )
    top.ended()
    return rules


def _law(at: Record) -> Law:
    law = Law(name=at.text("name"), link=at.text("link"))
    if not law.link.startswith(_LINKS):
        raise wrong(at.where, f"{law.link} is not where the law can be read")
    return law


def _named(at: Record, laws: Mapping[str, Law]) -> Law:
    return laws[at.one_of("law", laws, needed=True)]


def _gate(at: Record, laws: Mapping[str, Law]) -> GateLaw:
    return GateLaw(law=_named(at, laws), confirmed=at.flag("confirmed", usual=True))


def _locks(top: Record, laws: Mapping[str, Law]) -> dict[LockReason, Law]:
    locks = dict(top.each("locks", lambda at: _named(at, laws)))
    _complete("locks", locks, list(LockReason))
    return {reason: locks[reason.value] for reason in LockReason}


def _grounds(
    top: Record, laws: Mapping[str, Law]
) -> Mapping[str, Mapping[str, Ground]]:
    grounds = {}
    for question, choices in _GROUNDS.items():
        read = dict(top.each(question, lambda at: _ground(at, laws)))
        _complete(f"grounds.{question}", read, dict(choices))
        grounds[question] = MappingProxyType(read)
    top.ended()
    return MappingProxyType(grounds)


def _ground(at: Record, laws: Mapping[str, Law]) -> Ground:
    return Ground(
        law=_named(at, laws),
        prejudice=at.flag("prejudice"),
        condition=at.flag("condition"),
        confirmed=at.flag("confirmed", usual=True),
    )


def _instrument(at: Record, laws: Mapping[str, Law]) -> Instrument:
    names = dict(INSTRUMENTS)
    if at.key not in names:
        raise wrong(at.where, "no such instrument is offered")
    asked = {question.key for question in FORMS["authorisation"].questions}
    return Instrument(
        key=at.key,
        name=names[at.key],
        law=_named(at, laws),
        needs=at.texts("needs", asked),
        order=at.flag("order"),
        communications=at.flag("communications"),
        postal_power=at.flag("postal_power"),
        lock=_lock(at),
        confirmed=at.flag("confirmed", usual=True),
    )


def _lock(at: Record) -> LockReason | None:
    value = at.one_of("lock", list(LockReason))
    return LockReason(value) if value else None


def _basis(at: Record, laws: Mapping[str, Law]) -> Basis:
    return Basis(
        key=at.key,
        name=at.text("name"),
        law=_named(at, laws),
        article6=at.one_of("article6", dict(ARTICLE_6), needed=True),
        annex1=at.one_of("annex1", dict(ANNEX_1)),
        exemption=at.one_of("exemption", dict(EXEMPTIONS), needed=True),
        schedule1=at.one_of("schedule1", dict(SCHEDULE_1)),
        confirmed=at.flag("confirmed", usual=True),
    )


def _gateway(
    at: Record,
    laws: Mapping[str, Law],
    bases: Mapping[str, Basis],
    instruments: Mapping[str, Instrument],
) -> Gateway:
    names = dict(KINDS)
    if at.key not in names:
        raise wrong(at.where, "no such requester is offered")
    return Gateway(
        kind=RequesterKind(at.key),
        name=names[at.key],
        law=_named(at, laws),
        bases=tuple(bases[key] for key in at.texts("bases", bases)),
        instruments=tuple(
            instruments[key] for key in at.texts("instruments", instruments)
        ),
        wants=tuple(_want(each) for each in at.records("wants")),
        public_authority=at.flag("public_authority"),
        counter_signed=at.flag("counter_signed"),
        ranked=at.flag("ranked"),
        spoc=at.flag("spoc"),
        call_back=at.flag("call_back"),
        no_special=at.flag("no_special"),
        lock=_lock(at),
        note=at.text("note", ""),
        confirmed=at.flag("confirmed", usual=True),
    )


def _want(at: Record) -> Want:
    form = at.one_of("form", FORMS, needed=True)
    asked = [each.key for each in FORMS[form].questions]
    want = Want(
        form=form,
        question=at.one_of("question", asked, needed=True),
        words=at.text("words"),
        rule=at.text("rule"),
        when=at.one_of("when", _WHEN),
        confirmed=at.flag("confirmed", usual=True),
    )
    at.ended()
    return want


def _categories(at: Record) -> Categories:
    known = dict(CATEGORIES)
    categories = Categories(
        content=frozenset(at.texts("content", known)),
        postal=frozenset(at.texts("postal", known)),
        signature=frozenset(at.texts("signature", known)),
        contact=frozenset(at.texts("contact", known)),
        undated=frozenset(at.texts("undated", known)),
    )
    at.ended()
    return categories


def _complete(where: str, have: Collection[str], want: Collection[str]) -> None:
    """Raise ValueError unless exactly what is offered has a rule."""
    for each in want:
        if each not in have:
            raise wrong(where, f"{str(each)!r} has no rule")
    for each in have:
        if each not in want:
            raise wrong(where, f"{str(each)!r} is not offered")
