"""Finding by words: folded, prefix by prefix, and never as search syntax."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from vault_makers import (
    ADDRESS,
    AT,
    MEMBER,
    add_post,
    new_case,
    new_letter,
    new_request,
    person,
)

from isteam_app.domain.addresses import Address
from isteam_app.domain.cases import CaseEvent, EventKind
from isteam_app.domain.listing import CaseFilter, DisclosureFilter, HitKind
from isteam_app.storage.vault import Vault

NAMES = (
    "Łukasz Żółć",
    "Siân Llŷr-Ŵyn",
    "Søren Þórðarson",
    "Máire Ní O\u2019Brien",
    "Zoë Straße",
)

HOSTILE = [
    '"',
    "'; DROP TABLE people; --",
    "a* OR b*",
    "NEAR(a b)",
    "words : x",
    "^start",
    "-minus",
    "{col} : y",
    "AND OR NOT",
    "((((",
    "\\",
    "%_",
    "\u202e reversed",
    "🙂",
    "   ",
    "*",
    '"*) OR (',
    'abc" OR people_names MATCH "x',
    "a" * 10_000,
    "Ω≈ç√∫",
    "\u0301\u0301",
    "﷽",
]


@pytest.fixture
def filled(vault: Vault) -> Vault:
    with vault.change("people.added", by=MEMBER, at=AT) as change:
        for name in NAMES:
            change.people.add(person(name))
        post = add_post(change)
        note = CaseEvent(
            kind=EventKind.NOTE, on=post.received, text="Spoke about the blue bicycle"
        )
        case = change.cases.add(new_case(post, events=(note,)))
        change.letters.add(new_letter(case))
        change.disclosures.add(new_request())
        change.commit()
    return vault


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("lukasz", NAMES[0]),
        ("ŁUKASZ", NAMES[0]),
        ("zolc", NAMES[0]),
        ("sian", NAMES[1]),
        ("llyr wyn", NAMES[1]),
        ("soren", NAMES[2]),
        ("thordarson", NAMES[2]),
        ("o'brien", NAMES[3]),
        ("O\u2019Brien", NAMES[3]),
        ("strasse", NAMES[4]),
        ("zoe str", NAMES[4]),
    ],
)
def test_names_are_found_without_their_accents(
    filled: Vault, typed: str, name: str
) -> None:
    with filled.read() as reading:
        assert [found.name for found in reading.people.matching(typed)] == [name]
        assert [hit.title for hit in reading.search.find(typed)] == [name]


@pytest.mark.parametrize("typed", ["qx4 7tb", "QX47TB", "qx4"])
def test_a_postcode_is_found_however_it_is_spaced(filled: Vault, typed: str) -> None:
    with filled.read() as reading:
        assert len(reading.people.matching(typed)) == len(NAMES) + 1


@pytest.mark.parametrize("typed", HOSTILE)
def test_hostile_text_is_only_text(filled: Vault, typed: str) -> None:
    with filled.read() as reading:
        for hit in reading.search.find(typed):
            assert hit.id > 0
        reading.people.matching(typed)
        reading.cases.count(CaseFilter(text=typed))
        reading.disclosures.page(DisclosureFilter(text=typed))
    assert filled.verify().whole


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.text(max_size=40))
def test_any_text_at_all_can_be_searched(filled: Vault, typed: str) -> None:
    with filled.read() as reading:
        assert len(reading.search.find(typed)) <= 20


def test_every_kind_of_record_is_found(filled: Vault) -> None:
    with filled.read() as reading:
        kinds = {hit.kind for hit in reading.search.find("marged")}
        assert kinds == {HitKind.PERSON, HitKind.CASE, HitKind.LETTER}
        (asked,) = reading.search.find("constab")
        (noted,) = reading.search.find("blue bicycle")
    assert (asked.kind, asked.reference) == (HitKind.DISCLOSURE, "D-2026-00001")
    assert (noted.kind, noted.title) == (HitKind.CASE, "Marged Ellwood")


def test_an_exact_reference_stands_first(filled: Vault) -> None:
    with filled.read() as reading:
        assert reading.search.find("IS-2026-00001")[0].kind is HitKind.CASE
        letter = reading.search.find("is-2026-00001 / l1")[0]
    assert letter.kind is HitKind.LETTER


def test_one_letter_alone_is_a_whole_word(filled: Vault) -> None:
    with filled.read() as reading:
        assert [one.name for one in reading.people.matching("o")] == [NAMES[3]]
        assert [one.name for one in reading.people.matching("maire n")] == [NAMES[3]]
        assert reading.search.find("z") == ()


def test_a_last_letter_waits_for_the_next(filled: Vault) -> None:
    with filled.read() as reading:
        for typed in ("D-2", "D-2026", "d-2026-0", "D-2026-00001"):
            assert HitKind.DISCLOSURE in {
                hit.kind for hit in reading.search.find(typed)
            }
        assert [one.name for one in reading.people.matching("l z")] == []
        assert [one.name for one in reading.people.matching("l zolc")] == [NAMES[0]]
        assert reading.search.find("lukasz 4") == ()


def test_every_word_must_be_there(filled: Vault) -> None:
    with filled.read() as reading:
        assert reading.search.find("blue lorry") == ()
        assert reading.search.find("...") == ()


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("hordar", NAMES[2]),
        ("ukas", NAMES[0]),
        ("brien", NAMES[3]),
        ("thodarson", NAMES[2]),
        ("lukas zolc", NAMES[0]),
        ("lukaas", NAMES[0]),
        ("luaksz", NAMES[0]),
        ("stresse", NAMES[4]),
    ],
)
def test_a_name_is_found_by_its_middle_or_mistyped(
    filled: Vault, typed: str, name: str
) -> None:
    with filled.read() as reading:
        assert [found.name for found in reading.people.matching(typed)] == [name]
        assert [hit.title for hit in reading.search.find(typed)] == [name]


def test_another_name_is_not_taken_for_the_one_typed(filled: Vault) -> None:
    with filled.read() as reading:
        assert reading.search.find("robertson") == ()
        assert reading.search.find("rs") == ()


def test_a_person_renamed_is_found_by_the_new_name_alone(filled: Vault) -> None:
    with filled.change("person.changed", by=MEMBER, at=AT) as change:
        (known,) = change.people.matching("lukasz")
        change.people.update(replace(known, name="Aurelia Vantongeren"))
        change.commit()
    with filled.read() as reading:
        assert [hit.title for hit in reading.search.find("tonger")] == [
            "Aurelia Vantongeren"
        ]
        assert reading.search.find("ukas") == ()


def test_a_merged_person_is_found_as_who_was_kept(filled: Vault) -> None:
    with filled.change("person.merged", by=MEMBER, at=AT) as change:
        (kept,) = change.people.matching("soren")
        (merged,) = change.people.matching("strasse")
        change.people.update(replace(merged, merged_into=kept.id))
        change.commit()
    with filled.read() as reading:
        for typed in ("strasse", "trass", "zoë", "strase"):
            assert reading.search.find(typed) == ()
            assert reading.people.matching(typed) == ()
        assert reading.people.likely_duplicates(NAMES[4], "") == ()
    with filled.change("person.unmerged", by=MEMBER, at=AT) as change:
        change.people.update(replace(change.people.get(merged.id), merged_into=None))
        change.commit()
    with filled.read() as reading:
        assert [hit.id for hit in reading.search.find("trass")] == [merged.id]


def test_text_narrows_a_list(filled: Vault) -> None:
    with filled.read() as reading:
        assert reading.cases.count(CaseFilter(text="bicyc")) == 1
        assert reading.cases.count(CaseFilter(text="lorry")) == 0
        assert len(reading.cases.page(CaseFilter(text="marged")).rows) == 1
        assert reading.cases.page(CaseFilter(text="!!!")).rows == ()
        assert reading.disclosures.count(DisclosureFilter(text="merriw")) == 1


def test_likely_duplicates_come_likeliest_first(vault: Vault) -> None:
    elsewhere = Address(lines=("1 High Road",), town="Exampleton", postcode="EX1 2AB")
    with vault.change("people.added", by=MEMBER, at=AT) as change:
        moved = change.people.add(person("Marged Ellwood", address=elsewhere))
        household = change.people.add(person("Rhys Ellwood"))
        same = change.people.add(person("MARGED ELLWOOD"))
        change.people.add(person("Jago Merriweather"))
        change.people.add(person("Jago Ellwood", address=elsewhere))
        change.commit()
    with vault.read() as reading:
        found = reading.people.likely_duplicates("Marged Éllwood", "qx47tb")
        assert [one.id for one in found] == [same.id, household.id, moved.id]
        assert reading.people.likely_duplicates("Nobody", "ZZ1 1ZZ") == ()
        assert reading.people.likely_duplicates("", "") == ()
        assert ADDRESS.postcode == "QX4 7TB"
