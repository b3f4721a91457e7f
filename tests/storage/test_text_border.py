"""What text the vault takes: anything a person can write, within limits."""

import pytest
from vault_makers import AT, MEMBER, add_post, new_case, new_letter, new_request, person

from isteam_app.domain.addresses import Address
from isteam_app.domain.cases import CaseEvent, EventKind
from isteam_app.domain.people import Person
from isteam_app.errors import RuleBroken
from isteam_app.storage.vault import Vault

WRITTEN = [
    "Siân ŵ ŷ Łódź Ñandú",
    "عبد الله",
    "\u202eright to left\u202c",
    "🙂👩‍👩‍👧",
    "'; DROP TABLE people; --",
    "=1+1",
    "<b>bold</b> {{field}} [[if x]]",
    "two\nlines\tand a tab",
    "e\u0301 combining",
]


@pytest.mark.parametrize("text", WRITTEN)
def test_whatever_people_write_comes_back(vault: Vault, text: str) -> None:
    with vault.change("person.added", by=MEMBER, at=AT) as change:
        kept = change.people.add(person(text, salutation=text))
        change.commit()
    with vault.read() as reading:
        assert reading.people.get(kept.id).name == text


def test_control_characters_are_left_out(vault: Vault) -> None:
    with vault.change("person.added", by=MEMBER, at=AT) as change:
        kept = change.people.add(person("Jago\x07\x1b[31m\r\nMerri\x85weather"))
    assert kept.name == "Jago[31m\nMerriweather"


@pytest.mark.parametrize("bad", ["a\0b", "a\ud800b"])
def test_what_is_not_text_is_refused_with_its_field(vault: Vault, bad: str) -> None:
    with vault.change("case.opened", by=MEMBER, at=AT) as change:
        post = add_post(change)
        case = change.cases.add(new_case(post))
        note = CaseEvent(kind=EventKind.NOTE, on=post.received, text=bad)
        for field, attempt in (
            ("name", lambda: change.people.add(person(bad))),
            ("town", lambda: change.people.add(person(address=Address(town=bad)))),
            ("address", lambda: change.people.add(_at_line(bad))),
            ("text", lambda: change.cases.add_event(case.id, note)),
            ("owner", lambda: change.cases.add(new_case(post, owner=bad))),
            ("body", lambda: change.letters.add(new_letter(case, body=bad))),
            (
                "recipient",
                lambda: change.letters.add(new_letter(case, recipient=(bad,))),
            ),
            ("asked", lambda: change.disclosures.add(new_request(asked=bad))),
            ("draft", lambda: change.drafts.put("k", bad)),
        ):
            with pytest.raises(RuleBroken, match="not text") as refused:
                attempt()
            assert refused.value.field == field


def _at_line(text: str) -> Person:
    return person(address=Address(lines=(text,)))


@pytest.mark.parametrize(
    ("field", "length", "most"),
    [("name", 1_000_000, "200"), ("salutation", 201, "200")],
)
def test_a_text_too_long_is_refused_with_its_length(
    vault: Vault, field: str, length: int, most: str
) -> None:
    with vault.change("person.added", by=MEMBER, at=AT) as change:
        with pytest.raises(RuleBroken, match=f"at most {most}") as refused:
            change.people.add(person(**{field: "x" * length}))
        assert refused.value.field == field
        assert f"{length:,}" in str(refused.value)


def test_a_name_is_needed(vault: Vault) -> None:
    with (
        vault.change("person.added", by=MEMBER, at=AT) as change,
        pytest.raises(RuleBroken, match="Enter the person's name"),
    ):
        change.people.add(person(" \t"))


def test_a_thirty_line_address_is_kept_as_written(vault: Vault) -> None:
    lines = tuple(f"Line {number}" for number in range(30))
    with vault.change("person.added", by=MEMBER, at=AT) as change:
        kept = change.people.add(person(address=Address(lines=lines)))
        assert kept.address.lines == lines
        with pytest.raises(RuleBroken, match="Keep at most 60"):
            change.people.add(person(address=Address(lines=lines * 3)))
