"""A package of a person's data: the same bytes every time, and nothing that runs."""

import csv
import hashlib
import io
import json
import zipfile
from dataclasses import replace

import pytest

from isteam_app.errors import RuleBroken
from isteam_app.exports.portable import Attached, Contents, build_package

ROWS = (("Name", "Siân Ŵyn-Harries"), ("Email", "sian@example.com"))
TYPED = Contents(
    reference="IS-2026-00007", controller="Fernleigh Post", format="json", rows=ROWS
)


def files_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def table_of(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


def attached(name: str, text: str) -> Contents:
    return replace(TYPED, rows=(), attached=(Attached(name=name, text=text),))


def test_typed_rows_become_json_with_a_manifest_that_proves_them() -> None:
    package = build_package(TYPED)
    files = files_of(package.data)
    assert tuple(files) == package.files == ("data.json", "manifest.json")
    assert json.loads(files["data.json"])[0] == {
        "data": "Name",
        "value": "Siân Ŵyn-Harries",
    }
    manifest = json.loads(files["manifest.json"])
    assert manifest["reference"] == "IS-2026-00007"
    assert manifest["files"] == [
        {
            "name": "data.json",
            "bytes": len(files["data.json"]),
            "sha256": hashlib.sha256(files["data.json"]).hexdigest(),
        }
    ]
    assert package.sha256 == hashlib.sha256(package.data).hexdigest()


def test_the_same_contents_are_the_same_bytes() -> None:
    assert build_package(TYPED) == build_package(replace(TYPED))
    other = replace(TYPED, rows=ROWS[:1])
    assert build_package(other).sha256 != build_package(TYPED).sha256


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\u200b=", "\uff1d"])
def test_no_cell_of_a_csv_runs_as_a_formula(start: str) -> None:
    risky = f"{start}HYPERLINK(A1)"
    rows = replace(TYPED, format="csv", rows=((risky, risky),))
    table = table_of(files_of(build_package(rows).data)["data.csv"])
    assert all(cell.startswith("'") for cell in table[1])
    given = replace(attached("list.csv", f'"{risky}"\r\n"{risky}"'), format="csv")
    table = table_of(files_of(build_package(given).data)["list.csv"])
    assert all(cell.startswith("'") for row in table for cell in row)


def test_attached_tables_take_the_format_of_the_package() -> None:
    table = "Street,Town\n1 Chapel Row,Exampleford\n\n2 Kiln Lane,Eastbridge,QX4\n"
    files = files_of(build_package(attached("Old list.csv", table)).data)
    assert json.loads(files["Old-list.json"]) == [
        {"Street": "1 Chapel Row", "Town": "Exampleford"},
        {"Street": "2 Kiln Lane", "Town": "Eastbridge", "column 3": "QX4"},
    ]
    told = '[{"Town": "Eastbridge", "Items": 4}, {"Town": null, "Since": "2021"}]'
    flat = replace(attached("towns.json", told), format="csv")
    assert table_of(files_of(build_package(flat).data)["towns.csv"]) == [
        ["Town", "Items", "Since"],
        ["Eastbridge", "4", ""],
        ["", "", "2021"],
    ]


@pytest.mark.parametrize(
    ("name", "text", "wanted", "words"),
    [
        ("deep.json", '[{"a": {"b": 1}}]', "csv", "not a plain table"),
        ("words.json", '"only words"', "csv", "not a plain table"),
        ("none.json", "[]", "csv", "not a plain table"),
        ("broken.json", '{"a": ', "json", "does not read as JSON"),
        ("deep.json", "[" * 100_000, "json", "does not read as JSON"),
        ("wide.csv", '"' + "x" * 3_000_000 + '"', "json", "does not read as CSV"),
        ("empty.csv", "\n\n", "csv", "does not read as CSV"),
    ],
)
def test_what_cannot_be_turned_into_the_format_is_refused(
    name: str, text: str, wanted: str, words: str
) -> None:
    with pytest.raises(RuleBroken, match=words) as refused:
        build_package(replace(attached(name, text), format=wanted))
    assert refused.value.field == "files"


def test_no_name_inside_leads_out_of_the_package_or_hides_another() -> None:
    names = (
        "../../etc/notes.txt",
        "..\\notes.txt",
        "notes.TXT",
        "Manifest.json",
        ".csv",
    )
    given = tuple(Attached(name=name, text='["a"]') for name in names)
    package = build_package(replace(TYPED, attached=given))
    assert len({name.casefold() for name in package.files}) == len(package.files)
    assert package.files[-1] == "manifest.json"
    for name in package.files:
        assert "/" not in name
        assert "\\" not in name
        assert not name.startswith(".")


def test_nothing_at_all_is_no_package() -> None:
    with pytest.raises(RuleBroken, match="nothing to send") as refused:
        build_package(replace(TYPED, rows=()))
    assert refused.value.field == "rows"
    with pytest.raises(RuleBroken, match="CSV or JSON"):
        build_package(replace(TYPED, format="xml"))
