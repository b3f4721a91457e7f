"""Addresses as people paste them, and as the envelope shows them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isteam_app.domain.addresses import (
    Address,
    last_line_doubt,
    lines_warning,
    parse_address,
    postcode_warning,
)


@pytest.mark.parametrize(
    ("pasted", "printed"),
    [
        (
            "Flat 4, 27 Lantern Row, Eastbridge qx4 7tb",
            ("Flat 4", "27 Lantern Row", "EASTBRIDGE", "QX4 7TB"),
        ),
        (
            "27,\nLantern Row\nEastbridge\nQX47TB\nEngland",
            ("27 Lantern Row", "EASTBRIDGE", "QX4 7TB"),
        ),
        (
            "12 rue du Modèle, 75001 Exempleville, France",
            ("12 rue du Modèle", "75001 EXEMPLEVILLE", "FRANCE"),
        ),
        ("Cpl A Sample, HMS Model, BFPO 25", ("Cpl A Sample", "HMS Model", "BFPO 25")),
        (
            "10 High Street, St Sample, Jersey JE2 3AB, UK",
            ("10 High Street", "St Sample", "JERSEY", "JE2 3AB"),
        ),
        ("just one line", ("just one line",)),
    ],
)  # fmt: skip
def test_a_pasted_address_prints_as_the_post_wants_it(pasted, printed):
    assert parse_address(pasted).printed() == printed


def test_the_name_stands_first_and_empty_lines_fall_out():
    address = Address(lines=("", "1 Chapel Row"), town="", postcode="ex1 2ab")
    assert address.printed("Ŵyn O'Brien-Ńowak") == (
        "Ŵyn O'Brien-Ńowak",
        "1 Chapel Row",
        "EX1 2AB",
    )


def test_a_thirty_line_address_is_kept_whole_for_somebody_to_shorten():
    pasted = "\n".join(f"Line {number}" for number in range(30))
    assert len(parse_address(pasted).printed()) == 30


@given(st.text(max_size=400))
def test_nothing_pasted_is_refused_and_no_number_is_lost(pasted):
    kept = "".join(parse_address(pasted).printed())
    assert [char for char in kept if char.isdigit()] == [
        char for char in pasted if char.isdigit()
    ]


@given(st.text(max_size=200))
def test_what_is_typed_back_reads_the_same(pasted):
    once = parse_address(pasted)
    assert parse_address(once.typed()).typed() == once.typed()


def test_lines_that_the_window_would_hide_are_said() -> None:
    address = parse_address("Flat 4, The Old Mill, 27 Lantern Row, Eastbridge, QX4 7TB")
    assert lines_warning(address, 6) == ""
    assert "6 lines and the envelope window shows 5" in lines_warning(address, 5)


@pytest.mark.parametrize(
    ("text", "town", "postcode"),
    [
        ("1 Quay Road, St Helier, Jersey JE2 3AB", "Jersey", "JE2 3AB"),
        ("BFPO 61", "", "BFPO 61"),
        ("4 Harbour View, Douglas, Isle of Man, IM1 2AB", "Isle of Man", "IM1 2AB"),
    ],
)
def test_islands_and_forces_need_no_country(
    text: str, town: str, postcode: str
) -> None:
    address = parse_address(text)
    assert (address.town, address.postcode, address.country) == (town, postcode, "")
    assert postcode_warning(address) == ""


@pytest.mark.parametrize(
    "last", ["EX4 9ZZ", "ex4 9zz", "BFPO 25", "FRANCE", "Republic of Ireland"]
)
def test_an_address_ends_with_a_postcode_or_a_country(last: str) -> None:
    assert last_line_doubt(("Ms Ann Sample", "1 Road", last)) == ""


@pytest.mark.parametrize(
    ("last", "sentence"),
    [
        ("EASTBRIDGE", "ends without a postcode"),
        ("EASTBRIDGE EX4 9ZZ", "on a line with other words"),
        ("EX4 9CC", "EX4 9CC is not written like a postcode"),
        ("BFPO", "ends without a postcode"),
    ],
)
def test_an_odd_last_line_is_named(last: str, sentence: str) -> None:
    assert sentence in last_line_doubt(("Ms Ann Sample", "1 Road", last))
    assert last_line_doubt(()) == ""
