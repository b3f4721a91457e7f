"""The register leaves as a spreadsheet that runs nothing."""

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isteam_app.domain.disclosures import Decision, Disclosure, RequesterKind, Told
from isteam_app.errors import RuleBroken
from isteam_app.exports.cells import harmless
from isteam_app.exports.register_csv import disclosures_csv

ROW = Disclosure(
    reference="D-2026-00007",
    received=date(2026, 11, 2),
    organisation="Eastbridge Police",
    kind=RequesterKind.POLICE,
    about="Mr Sam Example",
    asked="Where a parcel went",
    categories=("contact details", "delivery records"),
    decision=Decision.DISCLOSE,
    decided_on=date(2026, 11, 9),
)
DANGEROUS = "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20"


def table(rows: list[Disclosure], view: str = "full") -> list[dict[str, str]]:
    text = b"".join(disclosures_csv(rows, view=view)).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_a_request_is_written_with_its_dates() -> None:
    (row,) = table([ROW])
    assert row["Reference"] == "D-2026-00007"
    assert row["Received"] == "2026-11-02"
    assert row["Comply by"] == ""
    assert row["Categories of data"] == "contact details; delivery records"
    assert row["Person told"] == "not yet"


def test_the_file_marks_its_encoding_and_quotes_everything() -> None:
    written = b"".join(disclosures_csv([ROW]))
    assert written.startswith(b'\xef\xbb\xbf"Reference",')
    assert written.endswith(b'"\r\n')
    assert written.count(b"\r\n") == 2
    header = written.split(b"\r\n")[0]
    assert header.count(b'"') == 2 * (header.count(b'","') + 1)


def test_an_empty_register_still_has_its_headings() -> None:
    assert table([]) == []
    assert b"".join(disclosures_csv([])).count(b"\r\n") == 1


@pytest.mark.parametrize("start", DANGEROUS)
@pytest.mark.parametrize("space", ["", " ", "\u00a0", "\u3000 ", "\x1c", "\u2003"])
def test_a_formula_becomes_words(start: str, space: str) -> None:
    cell = f"{space}{start}HYPERLINK(1)"
    (row,) = table([replace(ROW, about=cell)])
    assert row["About"] == f"'{cell}"


@pytest.mark.parametrize(
    "cell", ["A=1", "", " ", "O'Brien-Ńowak", "2+2", "'=1", '"=1"', "a,b\r\nc"]
)
def test_other_cells_stay_as_they_are(cell: str) -> None:
    (row,) = table([replace(ROW, about=cell)])
    assert row["About"] == cell


@given(cell=st.text(max_size=40))
def test_any_text_survives_and_none_is_a_formula(cell: str) -> None:
    (row,) = table([replace(ROW, about=cell)])
    read = row["About"]
    assert read.removeprefix("'") == cell.replace("\0", "").removeprefix("'")
    assert not read.strip().startswith(tuple(DANGEROUS))


def test_half_a_letter_cannot_stop_the_export() -> None:
    (row,) = table([replace(ROW, about="A\ud800B")])
    assert row["About"] == "A?B"


def test_only_the_full_view_has_requests_nobody_may_be_told_of() -> None:
    secret = replace(ROW, told=Told.MUST_NOT, reference="D-2026-00008")
    assert len(table([ROW, secret])) == 2
    assert [row["Reference"] for row in table([ROW, secret], "regulator")] == [
        "D-2026-00007"
    ]


def test_the_regulators_view_has_no_names_and_no_free_text() -> None:
    told = replace(
        ROW,
        officer="PC Sample",
        reason="Sam said so",
        decided_by="R. Adeyemi",
        method="Handed to PC Sample",
    )
    written = b"".join(disclosures_csv([told], view="regulator"))
    for private in (b"Sam", b"PC Sample", b"Adeyemi", b"parcel"):
        assert private not in written
    assert b"Eastbridge Police" in written


def test_another_view_is_refused() -> None:
    with pytest.raises(RuleBroken, match="no view called “public”"):
        disclosures_csv([], view="public")


def test_rows_are_written_as_they_are_read() -> None:
    taken: list[int] = []

    def rows() -> Iterator[Disclosure]:
        for number in range(1000):
            taken.append(number)
            yield ROW

    lines = disclosures_csv(rows())
    next(lines)
    next(lines)
    assert len(taken) == 1


def test_harmless_takes_out_what_ends_a_text() -> None:
    assert harmless("A\0B") == "AB"
