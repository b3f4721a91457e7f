"""The filter line over the register: what it understands, and what it says if not."""

from datetime import date

import pytest

from isteam_app.domain.disclosures import Decision, DisclosureState, RequesterKind, Told
from isteam_app.domain.listing import (
    DisclosureColumn,
    DisclosureFilter,
    DisclosureOrder,
)
from isteam_app.domain.request_words import (
    DECISION_WORDS,
    KIND_WORDS,
    STATE_WORDS,
    UNDER_WAY,
    organisation_word,
    read_request_order,
    read_request_words,
)
from isteam_app.errors import RuleBroken

TODAY = date(2026, 11, 23)


def read(text: str) -> DisclosureFilter:
    return read_request_words(text, today=TODAY)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("", DisclosureFilter()),
        ("jago EC/4417", DisclosureFilter(text="jago EC/4417")),
        (
            "kind:police kind:court",
            DisclosureFilter(kinds=(RequesterKind.POLICE, RequesterKind.COURT)),
        ),
        ("Decision:Refused", DisclosureFilter(decisions=(Decision.REFUSE,))),
        ("state:returned", DisclosureFilter(states=(DisclosureState.WAITING,))),
        ("is:open", DisclosureFilter(states=UNDER_WAY)),
        ("org:east", DisclosureFilter(organisation="east")),
        ('org:"East C*"', DisclosureFilter(organisation="East C")),
        (
            'org:"Eastbridge Constabulary"',
            DisclosureFilter(
                organisation="Eastbridge Constabulary", organisation_whole=True
            ),
        ),
        ("basis:compelled", DisclosureFilter(compelled=True)),
        ("is:voluntary", DisclosureFilter(compelled=False)),
        ("told:never", DisclosureFilter(told=(Told.MUST_NOT,))),
        ("is:emergency", DisclosureFilter(emergency=True)),
        ("is:locked", DisclosureFilter(locked=True)),
        ("received:<2w", DisclosureFilter(received_from=date(2026, 11, 9))),
        (
            "received:>1/10/2026 received:<31/10/2026",
            DisclosureFilter(
                received_from=date(2026, 10, 1), received_to=date(2026, 10, 31)
            ),
        ),
        (
            "received:today",
            DisclosureFilter(received_from=TODAY, received_to=TODAY),
        ),
        (
            "received:month",
            DisclosureFilter(received_from=date(2026, 11, 1), received_to=TODAY),
        ),
        (
            "received:year",
            DisclosureFilter(received_from=date(2026, 1, 1), received_to=TODAY),
        ),
        (
            "comply:<7d",
            DisclosureFilter(states=UNDER_WAY, comply_to=date(2026, 11, 30)),
        ),
        (
            "state:returned waiting:>14d",
            DisclosureFilter(
                states=(DisclosureState.WAITING,), waiting_to=date(2026, 11, 9)
            ),
        ),
        (
            "is:late",
            DisclosureFilter(states=UNDER_WAY, comply_to=date(2026, 11, 22)),
        ),
        ("ref:42", DisclosureFilter(text="00042")),
        ("ref:D-2026-00042", DisclosureFilter(text="D-2026-00042")),
    ],
)
def test_words_say_what_is_wanted(text: str, meant: DisclosureFilter) -> None:
    assert read(text) == meant


def test_a_name_goes_into_a_word_and_comes_back() -> None:
    for name in ("Eastbridge Constabulary", "=1+1 Ltd", "שלום & Co", "x" * 200):
        found = read(organisation_word(name))
        assert (found.organisation, found.organisation_whole) == (name, True)
        found = read(organisation_word(name, whole=False))
        assert (found.organisation, found.organisation_whole) == (name, False)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("colour:red", "not a word of this line"),
        ("kind:martian", "police, enforcement"),
        ("decision:maybe", "none, all"),
        ("state:nowhere", "new, returned"),
        ("basis:luck", "compelled or voluntary"),
        ("told:perhaps", "not-yet"),
        ("received:soon", "a date such as 3/12"),
        ("comply:<x", "a date such as 3/12"),
        ("org:", 'or it in "quotes"'),
        ("is:shiny", "open, closed, late"),
        ("ref:", "our reference"),
        ("sort:colour", "ref, received"),
        ("state:closed is:open", "No request can be both"),
    ],
)
def test_a_word_it_does_not_know_is_refused_in_a_sentence(text: str, says: str) -> None:
    with pytest.raises(RuleBroken, match=says):
        read(text)


def test_what_is_refused_never_tells_of_locks() -> None:
    with pytest.raises(RuleBroken) as refused:
        read("is:shiny")
    assert "lock" not in str(refused.value)


def test_words_order_the_register() -> None:
    waiting = DisclosureOrder(column=DisclosureColumn.WAITING, descending=False)
    assert read_request_order("state:returned sort:waiting", today=TODAY) == waiting
    last = read_request_order("sort:-comply", today=TODAY)
    assert last == DisclosureOrder(column=DisclosureColumn.COMPLY_BY, descending=True)
    assert read_request_order("kind:police", today=TODAY) is None


def test_everything_has_a_word_of_its_own() -> None:
    for words, every in (
        (KIND_WORDS, RequesterKind),
        (DECISION_WORDS, Decision),
        (STATE_WORDS, DisclosureState),
    ):
        assert set(words) == set(every)
        assert len(set(words.values())) == len(words)
        assert all(word.isascii() and word.isalpha() for word in words.values())
