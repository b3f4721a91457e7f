"""A portability package is saved on request, and the case knows what was sent."""

import hashlib
from pathlib import Path

import pytest
from every_kind import answered, closed, received
from letter_steps import decided, entries_of

from isteam_app.domain.cases import Case, CaseKind, EventKind
from isteam_app.domain.forms import standing
from isteam_app.errors import FileNotWritten, RuleBroken
from isteam_app.services.cases import case_page
from isteam_app.services.entries import add_entry
from isteam_app.services.letters import start_letter
from isteam_app.services.packages import (
    LARGEST,
    MOST_ROWS,
    file_name,
    make_package,
    read_attached,
    save_package,
)
from isteam_app.services.session import Session

ROWS = [("Name", "Marged Ellwood-Price"), ("", "  "), ("Email", "m@example.com")]


@pytest.fixture
def case(session: Session) -> Case:
    return received(session, CaseKind.PORTABILITY)


def test_a_saved_package_fills_in_the_form_and_the_letter(
    session: Session, case: Case, tmp_path: Path
) -> None:
    conditions = {"provided": "yes", "basis": "yes", "automated": "yes"}
    add_entry(session, case, "package", conditions | {"destination": "person"})
    package = make_package(session, case, format="csv", rows=ROWS)
    place = tmp_path / file_name(case)
    save_package(session, case, package, place)
    assert hashlib.sha256(place.read_bytes()).hexdigest() == package.sha256
    entry = standing(entries_of(session, case), "package")[0]
    assert dict(entry.values) == conditions | {
        "destination": "person",
        "format": "csv",
        "files": "data.csv\nmanifest.json",
        "checksum": package.sha256,
    }
    page = case_page(session, case.id)
    assert page.case.events[-1].kind is EventKind.NOTE
    assert package.sha256 in page.case.events[-1].text
    assert "Ellwood" not in page.case.events[-1].text
    with session.vault.read() as vault:
        assert vault.audit.page(limit=1).rows[0].action == "case.exported"
    answers = dict(start_letter(session, case.id, "portability-sent").answers)
    assert answers["package_checksum"] == package.sha256
    assert "data.csv" in answers["package_files"]


def test_saved_again_it_is_the_newest_that_counts(
    session: Session, case: Case, tmp_path: Path
) -> None:
    first = make_package(session, case, format="json", rows=ROWS)
    save_package(session, case, first, tmp_path / "one.zip")
    again = make_package(session, case, format="csv", rows=ROWS)
    save_package(session, case, again, tmp_path / "two.zip")
    (entry,) = standing(entries_of(session, case), "package")
    assert entry["checksum"] == again.sha256
    assert entry["format"] == "csv"


def test_attached_files_are_judged_by_what_is_in_them(
    session: Session, case: Case, tmp_path: Path
) -> None:
    good = tmp_path / "Orders.csv"
    good.write_text("\ufeffDate,Item\n2026-10-02,Parcel\n", encoding="utf-8")
    package = make_package(session, case, format="json", attached=[read_attached(good)])
    assert package.files == ("Orders.json", "manifest.json")


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("empty.csv", b"", "empty"),
        ("blank.csv", b" \r\n ", "empty"),
        ("picture.csv", b"\x89PNG\r\n\x1a\n\x00\xff", "not text"),
        ("nul.txt", b"a\0b", "not text"),
        ("page.html", b"<p>words</p>", "Only CSV, JSON and plain text"),
    ],
)
def test_what_is_no_data_is_refused(
    tmp_path: Path, name: str, data: bytes, words: str
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(RuleBroken, match=words) as refused:
        read_attached(path)
    assert refused.value.field == "files"


def test_a_huge_file_a_folder_and_a_missing_one_are_refused(tmp_path: Path) -> None:
    huge = tmp_path / "huge.csv"
    with huge.open("wb") as file:
        file.truncate(2 * LARGEST)  # a hole: 50 MB that take no room on the disk
    with pytest.raises(RuleBroken, match="50 MB; the most is 25 MB"):
        read_attached(huge)
    with pytest.raises(RuleBroken, match="a folder"):
        read_attached(tmp_path)
    with pytest.raises(RuleBroken, match="could not be read"):
        read_attached(tmp_path / "gone.csv")


def test_what_cannot_be_sent_is_said_and_nothing_is_kept(
    session: Session, case: Case, tmp_path: Path
) -> None:
    with pytest.raises(RuleBroken, match="nothing to send"):
        make_package(session, case, format="csv", rows=[(" ", "")])
    with pytest.raises(RuleBroken, match="no name"):
        make_package(session, case, format="csv", rows=[("", "data alone")])
    with pytest.raises(RuleBroken, match="typed rows"):
        make_package(session, case, format="csv", rows=ROWS * MOST_ROWS)
    with pytest.raises(RuleBroken, match="too long"):
        make_package(session, case, format="csv", rows=[("Notes", "x" * 20_001)])
    package = make_package(session, case, format="csv", rows=ROWS)
    with pytest.raises(FileNotWritten, match="inside a vault"):
        save_package(session, case, package, session.vault.folder / "vault.db")
    with pytest.raises(FileNotWritten, match="could not be written"):
        save_package(session, case, package, tmp_path / "nowhere" / "a.zip")
    assert standing(entries_of(session, case), "package") == ()
    assert case_page(session, case.id).case == case


def test_only_an_open_portability_request_has_one(
    session: Session, case: Case, tmp_path: Path
) -> None:
    other = received(session, CaseKind.ACCESS)
    with pytest.raises(RuleBroken, match="Only a portability request"):
        make_package(session, other, format="csv", rows=ROWS)
    package = make_package(session, case, format="csv", rows=ROWS)
    done = closed(session, answered(session, decided(session, case)))
    with pytest.raises(RuleBroken, match="closed"):
        save_package(session, done, package, tmp_path / "late.zip")
    assert not (tmp_path / "late.zip").exists()
