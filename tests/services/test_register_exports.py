"""The register leaves the vault: to whom, with what in it, the same in every format."""

import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from request_steps import (
    about,
    decided,
    entries_of,
    fill,
    gone,
    lock_asked,
    recorded,
    register_line,
    second,
)
from sheet_steps import workbook

from isteam_app.domain.disclosure_forms import FORMS
from isteam_app.domain.disclosures import Disclosure, RequesterKind
from isteam_app.domain.forms import Answer
from isteam_app.domain.people import TeamMember
from isteam_app.domain.rights import ADMINISTRATOR, APPROVER, AUDITOR, HANDLER
from isteam_app.domain.sheets import Row, Value, plain
from isteam_app.errors import Cancelled, FileNotWritten, RuleBroken
from isteam_app.exports.register_rows import columns_of
from isteam_app.exports.sheet_csv import read_sheet
from isteam_app.services.audit_trail import reason_of
from isteam_app.services.disclosure_locks import set_lock
from isteam_app.services.disclosure_sections import keep_file
from isteam_app.services.gateways import rules
from isteam_app.services.register_exports import (
    Format,
    RegisterExport,
    View,
    export_register,
)
from isteam_app.services.session import Session

WHOLE = RegisterExport(reason="The yearly audit by Grant & Partners")
REGULATOR = RegisterExport(view=View.REGULATOR)
STATISTICS = RegisterExport(view=View.STATISTICS)
EVERY = (WHOLE, REGULATOR, STATISTICS)
FORMATS = tuple(Format)
CALC = "=cmd|' /C calc'!A0"


@pytest.fixture
def requests(session: Session) -> list[Disclosure]:
    """One filled in and decided, one that only came in, one about many people."""
    whole = recorded(session, officer="DC <b>Ann</b> 毛", number=CALC)
    whole = decided(session, whole)
    plain_one = recorded(session, RequesterKind.COURT, organisation="County Court")
    many = recorded(session, RequesterKind.LOCAL_AUTHORITY, organisation="Council")
    many = about(session, many, *(f"Person {each} Example" for each in range(500)))
    return [whole, plain_one, many]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "register"


def signed_in(session: Session, role: str) -> Session:
    """The vault as somebody of a role has it open."""
    with session.vault.change(
        "member.added", by="Robin Sample", at=session.now()
    ) as work:
        member = work.members.add(TeamMember(name=f"The {role}", role=role))
        work.commit()
    session.vault.member = member
    return replace(session, member=member)


def rows_in(file: Path, view: View) -> list[Row]:
    return read_sheet(file.read_bytes(), columns_of(view))


def column(rows: list[Row], key: str, view: View = View.FULL) -> list[Value]:
    keys = [each.key for each in columns_of(view)]
    return [row[keys.index(key)] for row in rows]


def words_in(file: Path) -> str:
    """Everything that can be read in a file of any of the formats."""
    data = file.read_bytes()
    if data.startswith(b"PK"):
        with zipfile.ZipFile(BytesIO(data)) as packed:
            return "".join(packed.read(name).decode() for name in packed.namelist())
    if data.startswith(b"%PDF"):
        pages = pypdfium2.PdfDocument(BytesIO(data))
        return "\n".join(page.get_textpage().get_text_bounded() for page in pages)
    return data.decode("utf-8-sig")


@pytest.mark.parametrize("wanted", EVERY, ids=lambda one: one.view)
def test_the_same_rows_stand_in_every_format(
    session: Session, requests: list[Disclosure], file: Path, wanted: RegisterExport
) -> None:
    counts = {
        export_register(
            session, file.with_suffix(f".{each}"), replace(wanted, format=each)
        )
        for each in FORMATS
    }
    rows = rows_in(file.with_suffix(".csv"), wanted.view)
    assert counts == {len(rows)}
    assert rows

    (name, *_others) = workbook(file.with_suffix(".xlsx").read_bytes()).items()
    heading, *cells = name[1]
    assert heading == [each.title for each in columns_of(wanted.view)]
    assert cells == [in_cells(row) for row in rows]

    said = squeezed(words_in(file.with_suffix(".pdf")))
    for row in rows:
        for value in row:
            for line in plain(value).splitlines():
                assert squeezed(line).replace("毛", "◌") in said, line


def in_cells(row: Row) -> list[Any]:
    cells = [in_cell(value) for value in row]
    while cells and cells[-1] is None:
        cells.pop()
    return cells


def in_cell(value: Value) -> Any:
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return plain(value)
    if isinstance(value, date) and not isinstance(value, datetime):
        value = datetime.combine(value, time(), UTC)
    if isinstance(value, datetime):
        days = (value - datetime(1899, 12, 30, tzinfo=UTC)).total_seconds() / 86_400
        return pytest.approx(days, abs=1e-8)
    return value


def squeezed(text: str) -> str:
    return re.sub(r"[\s\ufffe]+", "", text)


def test_the_full_register_has_all_that_was_filled_in(
    session: Session, requests: list[Disclosure], file: Path
) -> None:
    export_register(session, file, WHOLE)
    rows = rows_in(file, View.FULL)
    assert column(rows, "reference") == [each.reference for each in requests]
    assert column(rows, "officer")[0] == "DC <b>Ann</b> 毛"
    assert column(rows, "requester.number")[0] == CALC
    assert column(rows, "authorisation.signed_on")[0] == date(2026, 11, 19)
    assert column(rows, "purpose.purpose")[0] == "Detect or investigate a crime"
    assert column(rows, "asked.content")[0] is False
    assert "Number called: 01632 960101" in str(column(rows, "check")[0])
    assert column(rows, "decision")[0] == "Disclosed in full"
    assert column(rows, "subjects") == [1, 0, 500]
    assert str(column(rows, "about")[2]).splitlines()[499] == "Person 499 Example"
    assert column(rows, "days")[0] == 3


def test_every_question_of_every_section_has_its_column() -> None:
    keys = {each.key for each in columns_of(View.FULL)}
    asked = {
        f"{form.key}.{question.key}"
        for form in FORMS.values()
        if not form.many
        for question in form.questions
    }
    by_the_line = {key.split(".")[1] for key in asked - keys}
    assert by_the_line <= keys | {"telling_why"}
    assert {form.key for form in FORMS.values() if form.many} <= keys
    assert len({each.title for each in columns_of(View.FULL)}) == len(
        columns_of(View.FULL)
    )


@pytest.mark.parametrize("view", [View.REGULATOR, View.STATISTICS])
@pytest.mark.parametrize("kind", FORMATS)
def test_no_name_and_nothing_typed_is_for_the_regulator(
    session: Session, file: Path, view: View, kind: Format
) -> None:
    """A word is put wherever somebody can type; the organisation alone stays."""
    canary = "Quillfeather"
    request = recorded(session)
    for form in FORMS.values():
        if form.key == "subject":
            continue
        typed = {
            question.key: canary
            for question in form.questions
            if question.answer in (Answer.LINE, Answer.TEXT)
            and question.key != "organisation"
        }
        needed = {
            question.key: question.choices[0][0]
            for question in form.questions
            if question.needed and question.choices
        }
        fill(session, request, form.key, needed | typed)
    about(session, request, canary)
    relative = recorded(session, RequesterKind.NEXT_OF_KIN, organisation=canary)
    register_line(session, legal_basis=canary, categories=(canary,))
    export_register(session, file, replace(WHOLE, format=kind))
    assert canary in words_in(file)
    export_register(session, file, RegisterExport(view=view, format=kind))
    said = words_in(file)
    assert canary not in said
    assert session.member.name not in said
    if view is View.REGULATOR:
        assert relative.reference in said
        assert "Eastbridge Constabulary" in said


@pytest.mark.parametrize("wanted", EVERY, ids=lambda one: one.view)
def test_what_is_locked_is_left_out_and_not_counted(
    session: Session, file: Path, wanted: RegisterExport
) -> None:
    shown = recorded(session)
    export_register(session, file, wanted)
    before = rows_in(file, wanted.view)
    hidden = recorded(session, lock=lock_asked(session), organisation="Hidden Force")
    assert export_register(session, file, wanted) == len(before)
    assert rows_in(file, wanted.view) == before
    assert hidden.reference not in words_in(file)
    if wanted.view is View.FULL:
        assert column(before, "reference") == [shown.reference]


def test_a_gap_in_the_numbers_is_told_and_not_why(session: Session, file: Path) -> None:
    gone = recorded(session)
    recorded(session)
    asked = lock_asked(session)
    hidden = set_lock(session, gone, asked.reason, asked.authority, asked.review_on)
    book = replace(WHOLE, format=Format.XLSX)
    export_register(session, file, book)
    about = workbook(file.read_bytes())["About"]
    assert ["Numbers not used", gone.reference] in about
    assert hidden.reference not in words_in(file)
    export_register(session, file, replace(book, first=date(2027, 1, 1)))
    assert gone.reference not in words_in(file)
    export_register(session, file, replace(book, view=View.REGULATOR))
    assert gone.reference not in words_in(file)


def test_what_is_locked_is_taken_in_where_it_is_asked_for(
    session: Session, file: Path
) -> None:
    hidden = recorded(session, lock=lock_asked(session))
    recorded(session)
    assert export_register(session, file, replace(WHOLE, with_locked=True)) == 2
    assert column(rows_in(file, View.FULL), "reference")[0] == hidden.reference
    with session.vault.read() as vault:
        (entry,) = vault.audit.page(limit=1).rows
    (export,) = [each for each in entry.touched if each.noun == "export"]
    assert export.id == 1, "its number in the trail would tell of the locked one"


def test_the_lock_is_not_taken_off_for_the_regulator(
    session: Session, file: Path
) -> None:
    hidden = recorded(session, lock=lock_asked(session))
    export_register(session, file, replace(REGULATOR, with_locked=True))
    assert hidden.reference not in words_in(file)


def test_the_rules_of_a_decision_and_the_digests_of_what_left_go_with_it(
    session: Session, file: Path, tmp_path: Path
) -> None:
    request = gone(session, decided(session, recorded(session)))
    table = tmp_path / "scan events.csv"
    table.write_bytes(b"item,at")
    (left,) = entries_of(session, request, "left")
    kept = keep_file(session, request, table, left)
    export_register(session, file, WHOLE)
    rows = rows_in(file, View.FULL)
    assert column(rows, "rules") == [rules().version]
    assert column(rows, "files") == [f"scan events.csv: SHA-256 {kept.sha256}"]


def test_locked_requests_are_not_called_included_where_some_are_out_of_sight(
    session: Session, file: Path
) -> None:
    recorded(session, lock=lock_asked(session))
    book = replace(WHOLE, format=Format.XLSX, with_locked=True)
    export_register(session, file, book)
    assert ["Locked requests", "included"] in workbook(file.read_bytes())["About"]
    auditor = second(session, AUDITOR, "Una Uncleared")
    assert export_register(auditor, file, book) == 0
    about = workbook(file.read_bytes())["About"]
    told = f"those that {auditor.member.name} may see"
    assert ["Locked requests", told] in about


@pytest.mark.parametrize("role", [APPROVER, ADMINISTRATOR, AUDITOR])
def test_who_approves_or_audits_exports_the_whole_register(
    session: Session, requests: list[Disclosure], file: Path, role: str
) -> None:
    assert export_register(signed_in(session, role), file, WHOLE) == 3


def test_a_handler_exports_what_names_nobody(
    session: Session, requests: list[Disclosure], file: Path
) -> None:
    fill(session, requests[1], "telling", {"telling": "must_not"})
    handler = signed_in(session, HANDLER)
    with pytest.raises(RuleBroken, match="approver, an administrator") as refused:
        export_register(handler, file, WHOLE)
    assert refused.value.field == "view"
    assert not file.exists()
    assert export_register(handler, file, REGULATOR) == 2, "one must not be told of"
    assert export_register(handler, file, STATISTICS)


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        (replace(WHOLE, reason="  "), "reason"),
        (replace(WHOLE, reason="x" * 5_000), "reason"),
        (replace(WHOLE, first=date(2026, 2, 2), last=date(2026, 2, 1)), "last"),
        (replace(STATISTICS, first=date(2026, 2, 2), last=date(2026, 2, 1)), "last"),
    ],
)
def test_what_is_missing_is_refused_with_its_field(
    session: Session, file: Path, wanted: RegisterExport, field: str
) -> None:
    with pytest.raises(RuleBroken) as refused:
        export_register(session, file, wanted)
    assert refused.value.field == field
    assert not file.exists()


def test_the_reason_is_kept_and_the_export_told(
    session: Session, requests: list[Disclosure], file: Path
) -> None:
    export_register(session, file, WHOLE)
    with session.vault.read() as vault:
        (entry,) = vault.audit.page(limit=1).rows
    assert entry.action == "register.exported.full"
    assert reason_of(session, entry.number) == WHOLE.reason
    assert [each.id for each in entry.touched if each.noun == "export"] == [3]


def test_days_narrow_it(session: Session, file: Path) -> None:
    for day in ("2026-10-01", "2026-11-01", "2026-11-02"):
        recorded(session, received=day)
    days = {"first": date(2026, 11, 1), "last": date(2026, 11, 1)}
    assert export_register(session, file, replace(WHOLE, **days)) == 1
    assert column(rows_in(file, View.FULL), "received") == [date(2026, 11, 1)]


def test_the_full_register_says_who_took_it_and_how_the_trail_stood(
    session: Session, requests: list[Disclosure], file: Path
) -> None:
    with session.vault.read() as vault:
        head = vault.audit.head()
    export_register(session, file, replace(WHOLE, format=Format.PDF))
    said = " ".join(words_in(file).split())
    assert said.count("Confidential - export for Robin Sample, Mon 23 Nov 2026") > 1
    assert "Made by Robin Sample" in said
    assert "Reason The yearly audit by Grant & Partners" in said
    assert "Totals Requests 3 Not decided yet 2 Disclosed in full 1" in said
    assert f"Entries {head.count:,}" in said
    assert squeezed(head.hash.hex()) in squeezed(said)


def test_who_may_not_seal_is_not_told_how_long_the_trail_is(
    session: Session, requests: list[Disclosure], file: Path
) -> None:
    auditor = signed_in(session, AUDITOR)
    with session.vault.read() as vault:
        head = vault.audit.head()
    export_register(auditor, file, replace(WHOLE, format=Format.PDF))
    said = " ".join(words_in(file).split())
    assert squeezed(head.hash.hex()) in squeezed(said)
    assert "Entries" not in said


def stopped_at(times: int) -> Callable[[int, int], None]:
    left = times

    def progress(done: int, total: int) -> None:
        nonlocal left
        left -= 1
        if not left:
            raise Cancelled("stopped by the person")

    return progress


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("times", [1, 3, 4])
def test_who_stops_it_leaves_no_file_and_no_entry(
    session: Session, requests: list[Disclosure], file: Path, kind: Format, times: int
) -> None:
    with session.vault.read() as vault:
        before = vault.audit.head()
    with pytest.raises(Cancelled):
        export_register(session, file, replace(WHOLE, format=kind), stopped_at(times))
    assert list(file.parent.glob("*register*")) == []
    assert list(file.parent.glob(".*.part")) == []
    with session.vault.read() as vault:
        assert vault.audit.head() == before


def test_a_place_that_cannot_be_written_is_said(
    session: Session, requests: list[Disclosure], tmp_path: Path
) -> None:
    with pytest.raises(FileNotWritten, match="another folder"):
        export_register(session, tmp_path / "missing" / "register.csv", WHOLE)


@pytest.mark.parametrize("place", ["vault.db", "keys.json", "attachments/a.csv"])
def test_an_export_never_lands_in_a_vault(
    session: Session, tmp_path: Path, place: str
) -> None:
    with pytest.raises(RuleBroken, match="inside a vault"):
        export_register(session, session.vault.folder / place, WHOLE)
    other_name = tmp_path / "plain name"
    other_name.symlink_to(session.vault.folder)
    with pytest.raises(RuleBroken, match="inside a vault"):
        export_register(session, other_name / place, WHOLE)
    assert session.vault.verify().whole


@pytest.mark.parametrize("wanted", EVERY, ids=lambda one: one.view)
@pytest.mark.parametrize("kind", FORMATS)
def test_an_empty_register_is_a_file_all_the_same(
    session: Session, file: Path, wanted: RegisterExport, kind: Format
) -> None:
    count = export_register(session, file, replace(wanted, format=kind))
    assert count == 0 or wanted.view is View.STATISTICS
    assert columns_of(wanted.view)[0].title in words_in(file)


def test_the_name_of_the_file_names_nobody() -> None:
    day = date(2026, 11, 23)
    assert WHOLE.file_name(day) == "register full 2026-11-23.csv"
    assert (
        replace(STATISTICS, format=Format.XLSX).file_name(day)
        == "register statistics 2026-11-23.xlsx"
    )
