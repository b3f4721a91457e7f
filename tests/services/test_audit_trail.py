"""Reading and checking the audit trail: who may, and what of it they may see."""

import csv
import io
import re
from collections.abc import Iterator
from copy import copy
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from builders import Clock, empty_copy, new_demo, new_post
from request_steps import recorded

from isteam_app.domain.audit import TrailFault
from isteam_app.domain.audit_words import ActionKind
from isteam_app.domain.cases import Case
from isteam_app.domain.people import SightRule, TeamMember
from isteam_app.errors import Cancelled, RuleBroken
from isteam_app.exports.audit_csv import CsvEntry, audit_csv
from isteam_app.services.audit_trail import (
    HIDDEN,
    TrailFilter,
    TrailLine,
    count_trail,
    export_trail,
    list_trail,
    reason_of,
    trail_head,
    trail_reader,
)
from isteam_app.services.cases import add_note
from isteam_app.services.chronology import chronology
from isteam_app.services.demo import PASSPHRASE
from isteam_app.services.intake import receive_post
from isteam_app.services.letters import start_letter
from isteam_app.services.session import Session
from isteam_app.services.sight import limit_sight
from isteam_app.services.trail_checks import (
    accept,
    check_trail,
    compare_seal,
    is_due,
    last_checked,
)
from isteam_app.services.trail_notes import note_view
from isteam_app.services.trail_seals import save_seal, seal
from isteam_app.services.unlock import lock, unlock
from isteam_app.storage.engine import writing

TEAM = (
    TeamMember(name="Alex Example", role="handler"),
    TeamMember(name="Sam Sample", role="auditor"),
)


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    opened = empty_copy(tmp_path, Clock())
    with opened.vault.change(
        "member.added", by="Robin Sample", at=opened.now()
    ) as work:
        for each in TEAM:
            work.members.add(each)
        work.commit()
    yield opened
    lock(opened)


def signed_in(session: Session, name: str) -> Session:
    """The same vault as another member opened it."""
    with session.vault.read() as vault:
        member = next(one for one in vault.members.all() if one.name == name)
    vault_of = copy(session.vault)
    vault_of.member = member
    return replace(session, vault=vault_of, member=member)


def first_case(session: Session) -> Case:
    return receive_post(session, new_post()).cases[0]


def trail(session: Session, **wanted: object) -> tuple[TrailLine, ...]:
    return list_trail(session, TrailFilter(**wanted), limit=500).rows  # type: ignore[arg-type]  # names are the fields'


def run(session: Session, *statements: str) -> None:
    engine = session.vault.inside().engine
    with writing(engine) as connection, connection.begin():
        for statement in statements:
            connection.exec_driver_sql(statement)


TYPED = (
    "SELECT name FROM people",
    "SELECT town FROM people",
    "SELECT postcode FROM people",
    "SELECT address_lines FROM people",
    "SELECT summary FROM posts",
    "SELECT their_reference FROM posts",
    "SELECT reference FROM cases",
    "SELECT text FROM case_events",
    'SELECT "values" FROM case_entries',
    "SELECT title FROM letters",
    "SELECT organisation FROM disclosures",
    "SELECT about FROM disclosures",
    "SELECT asked FROM disclosures",
    "SELECT name FROM documents",
    "SELECT after FROM field_changes",
)
CUT = (
    "DROP TRIGGER audit_kept",
    "DELETE FROM audit WHERE number > 2",
)


def test_an_entry_reads_as_a_sentence_with_its_records(session: Session) -> None:
    case = first_case(session)
    note_view(session, "case", case.id)
    line = trail(session)[0]
    assert (line.who, line.what) == ("Robin Sample", "Opened a case")
    assert line.kind is ActionKind.VIEW
    assert line.records[0].words == f"case {case.reference}"
    assert (line.records[0].opens, line.records[0].id) == ("case", case.id)
    assert line.about == f"case {case.reference}, person {case.subject.id}"


def test_the_trail_of_a_case_has_the_looks_at_its_letters(session: Session) -> None:
    case = first_case(session)
    other = first_case(session)
    letter = start_letter(session, case.id, "rights-acknowledgement")
    note_view(session, "letter", letter.id)
    note_view(session, "case", other.id)
    found = trail(session, reference=case.reference.lower(), kind=ActionKind.VIEW)
    assert [line.what for line in found] == ["Opened a letter"]
    of_person = trail(session, reference=f"Person {case.subject.id}")
    assert found[0].number in [line.number for line in of_person]


def test_filters_narrow_by_person_kind_and_day(
    session: Session, tmp_path: Path
) -> None:
    first_case(session)
    alex = signed_in(session, "Alex Example")
    note_view(alex, "case", 1)
    clock = session.now
    assert isinstance(clock, Clock)
    yesterday = session.today
    clock.forward(3)
    note_view(session, "case", 1)
    assert [line.who for line in trail(session, who="Alex Example")] == ["Alex Example"]
    views = trail(session, kind=ActionKind.VIEW)
    assert [line.who for line in views] == ["Robin Sample", "Alex Example"]
    assert trail(session, kind=ActionKind.VIEW, last=yesterday) == views[1:]
    assert trail(session, first=session.today) == views[:1]
    mine = TrailFilter(who="Robin Sample", kind=ActionKind.VIEW)
    assert count_trail(session, mine) == 1
    assert count_trail(session, TrailFilter()) == trail_head(session).count


def test_pages_of_several_kinds_leave_none_out(session: Session) -> None:
    case = first_case(session)
    for _ in range(4):
        add_note(session, case, "Rang them.")
        first_case(session)
    found, after = [], None
    wanted = TrailFilter(kind=ActionKind.CHANGE)
    while True:
        page = list_trail(session, wanted, after, limit=2)
        found += [line.number for line in page.rows]
        after = page.next
        if after is None:
            break
    assert found == [line.number for line in trail(session, kind=ActionKind.CHANGE)]
    assert found == sorted(found, reverse=True)


def test_a_handler_reads_their_own_entries_and_no_others(session: Session) -> None:
    case = first_case(session)
    alex = signed_in(session, "Alex Example")
    note_view(alex, "case", case.id)
    rights = trail_reader(alex)
    assert "administrators, approvers and auditors" in rights.not_all
    assert rights.names == ("Alex Example",)
    for wanted in (TrailFilter(), TrailFilter(who="Robin Sample")):
        assert {line.who for line in list_trail(alex, wanted).rows} == {"Alex Example"}
    for refused in (
        lambda: export_trail(alex, TrailFilter(), Path("nowhere.csv")),
        lambda: seal(alex),
        lambda: accept(alex, "why not"),
    ):
        with pytest.raises(RuleBroken):
            refused()


def test_an_auditor_reads_all_and_their_looks_count_too(session: Session) -> None:
    case = first_case(session)
    auditor = signed_in(session, "Sam Sample")
    assert trail_reader(auditor).not_all == ""
    assert trail_reader(auditor).not_accept
    assert note_view(auditor, "case", case.id)
    assert trail(auditor)[0].who == "Sam Sample"
    assert check_trail(auditor).whole
    assert check_trail(auditor).verdict.checked == 0  # it would count locked requests
    with pytest.raises(RuleBroken, match="Only an approver or an administrator"):
        seal(auditor)
    assert not any(line.number or line.hash for line in trail(auditor))
    assert seal(session).startswith(b"%PDF")


def test_a_hidden_record_has_no_number_in_any_entry(
    session: Session, tmp_path: Path
) -> None:
    case = first_case(session)
    letter = start_letter(session, case.id, "rights-acknowledgement")
    add_note(session, case, "Rang them.")
    recorded(session)
    for noun, each in (("case", case.id), ("letter", letter.id)):
        note_view(session, noun, each)
    limit_sight(
        session, case.subject, SightRule.HIDDEN_FROM, "Sam Sample", "Is their cousin"
    )
    auditor = signed_in(session, "Sam Sample")
    told = " ".join(line.about for line in trail(auditor))
    assert HIDDEN in told
    assert case.reference not in told
    assert "person" not in told
    assert case.reference in " ".join(line.about for line in trail(session))
    for reference in (case.reference, f"person {case.subject.id}", "IS-2026-99999"):
        with pytest.raises(RuleBroken, match="Nothing that you may see") as refused:
            trail(auditor, reference=reference)
        assert refused.value.field == "reference"
    file = tmp_path / "trail.csv"
    export_trail(auditor, TrailFilter(), file)
    assert case.reference not in file.read_text()
    digests = [part.digest for line in trail(session) for part in line.records]
    assert not any(digest and digest in file.read_text() for digest in digests[:4])


def test_the_export_is_whole_and_an_entry(session: Session, tmp_path: Path) -> None:
    for _ in range(3):
        first_case(session)
    file = tmp_path / "trail.csv"
    before = trail_head(session).count
    assert export_trail(session, TrailFilter(), file) == before
    rows = list(csv.reader(io.StringIO(file.read_text("utf-8-sig"))))
    assert len(rows) == before + 1
    assert rows[0][:4] == ["Entry", "At", "Who", "What"]
    assert [int(row[0]) for row in rows[1:]] == list(range(before, 0, -1))
    assert trail(session)[0].what == "Exported the audit trail"

    def stop(done: int, total: int) -> None:
        raise Cancelled("stopped")

    with pytest.raises(Cancelled):
        export_trail(session, TrailFilter(), tmp_path / "half.csv", stop)
    assert not (tmp_path / "half.csv").exists()


def test_no_cell_of_the_export_starts_a_formula() -> None:
    hostile = CsvEntry(
        number=1,
        at=Clock()(),
        who="=cmd|' /C calc'!A0",
        what="@SUM(1)",
        kind="+1",
        records=(("-1", ""),),
        previous="",
        hash="",
    )
    text = b"".join(audit_csv([hostile])).decode("utf-8-sig")
    cells = list(csv.reader(io.StringIO(text)))[1]
    assert not [cell for cell in cells if cell[:1] in tuple("=@+-")]


def test_a_full_check_is_remembered_for_a_week(session: Session) -> None:
    clock = session.now
    assert isinstance(clock, Clock)
    assert is_due(session)
    found = check_trail(session)
    assert found.whole
    assert last_checked(session) == session.now()
    assert not is_due(session)
    clock.forward(6)
    assert not is_due(session)
    clock.forward(1)
    assert is_due(session)
    check_trail(session)
    clock.forward(-400)
    assert is_due(session), "the clock was wrong when it was checked"


@pytest.mark.parametrize(
    ("tampering", "fault", "number"),
    [
        (
            (
                "DROP TRIGGER audit_kept_as_written",
                "UPDATE audit SET action = 'case.closed' WHERE number = 3",
            ),
            TrailFault.CHANGED,
            3,
        ),
        (
            ("DROP TRIGGER audit_kept", "DELETE FROM audit WHERE number = 2"),
            TrailFault.MISSING,
            2,
        ),
        (
            ("DELETE FROM audit_records WHERE number = 3",),
            TrailFault.UNLISTED,
            3,
        ),
        (("DROP TRIGGER audit_kept",), TrailFault.UNGUARDED, None),
    ],
)
def test_what_a_check_finds_is_named_and_an_entry(
    session: Session, tampering: tuple[str, ...], fault: TrailFault, number: int | None
) -> None:
    first_case(session)
    run(session, *tampering)
    found = check_trail(session)
    assert (found.verdict.fault, found.verdict.broken_at) == (fault, number)
    assert trail(session)[0].what == "Found the audit trail altered"
    assert last_checked(session) is None


def test_a_page_with_a_tampered_entry_can_still_be_read(session: Session) -> None:
    first_case(session)
    run(
        session,
        "DROP TRIGGER audit_kept_as_written",
        "UPDATE audit SET at = 'never', touched = '{' WHERE number = 3",
    )
    assert [line.number for line in trail(session)] == [3, 2, 1]


def test_a_check_can_be_stopped_and_says_nothing(session: Session) -> None:
    first_case(session)
    before = trail_head(session)

    def stop(done: int, total: int) -> None:
        raise Cancelled("stopped")

    with pytest.raises(Cancelled):
        check_trail(session, stop)
    assert trail_head(session) == before


def test_a_shorter_trail_is_accepted_with_a_reason_and_not_said_again(
    session: Session,
) -> None:
    folder, now = session.vault.folder, session.now
    first_case(session)
    lock(session)
    session = unlock(folder, PASSPHRASE, now)
    run(session, *CUT)
    session.vault.abandon()
    session = unlock(folder, PASSPHRASE, now)
    assert "now has 2" in session.vault.notices[0]
    assert "now has" in check_trail(session).against_note
    with pytest.raises(RuleBroken, match="Say why"):
        accept(session, " ")
    accept(session, "The backup of Friday was put back")
    assert session.vault.notices == ()
    entry = trail(session)[0]
    assert entry.what == "Accepted a shorter audit trail"
    assert reason_of(session, entry.number) == "The backup of Friday was put back"
    assert reason_of(signed_in(session, "Robin Sample"), 1) == ""
    assert "4 entries were noted" in entry.about
    with pytest.raises(RuleBroken, match="not in doubt"):
        accept(session, "Once more")
    lock(session)
    session = unlock(folder, PASSPHRASE, now)
    assert session.vault.notices == ()
    lock(session)


def test_a_seal_is_one_page_and_still_fits_later(
    session: Session, tmp_path: Path
) -> None:
    first_case(session)
    sealed = trail_head(session)
    file = tmp_path / "seal.pdf"
    save_seal(session, file)
    page = pypdfium2.PdfDocument(file.read_bytes())
    assert len(page) == 1
    text = page[0].get_textpage().get_text_bounded()
    groups = re.findall(r"\b[0-9a-f]{4}\b", text)
    assert sealed.hash.hex() in "".join(groups)
    assert session.vault.id in text
    assert trail(session)[0].records[0].digest == sealed.hash.hex()
    first_case(session)
    typed = sealed.hash.hex()
    assert (
        compare_seal(session, f"{sealed.count:,}", f"{typed[:4]} {typed[4:16]}") == ""
    )
    assert compare_seal(session, str(sealed.count), typed.upper()) == ""


def test_a_seal_that_no_longer_fits_says_why(session: Session) -> None:
    first_case(session)
    sealed = trail_head(session)
    typed = sealed.hash.hex()
    other = ("0" if typed[0] != "0" else "1") + typed[1:]
    assert "not the one that was sealed" in compare_seal(
        session, str(sealed.count), other
    )
    assert "cut off since" in compare_seal(session, str(sealed.count + 9), typed)
    for count, digits, field in (
        ("", typed, "count"),
        ("0", typed, "count"),
        ("3", typed[:15], "digits"),
        ("3", "g" * 16, "digits"),
    ):
        with pytest.raises(RuleBroken) as refused:
            compare_seal(session, count, digits)
        assert refused.value.field == field
    run(
        session,
        "DROP TRIGGER audit_kept_as_written",
        "UPDATE audit SET action = 'case.closed' WHERE number = 2",
    )
    said = compare_seal(session, str(sealed.count), typed)
    assert "Entry 2 was changed" in said


def test_a_vault_opened_only_to_look_is_read_and_never_written(
    session: Session, tmp_path: Path
) -> None:
    case = first_case(session)
    before = trail_head(session)
    session.vault.look_only = "Somebody else works in it."
    assert not note_view(session, "case", case.id)
    assert check_trail(session).whole
    assert not is_due(session)
    assert seal(session).startswith(b"%PDF")
    assert export_trail(session, TrailFilter(), tmp_path / "t.csv") == before.count
    session.vault.look_only = ""
    assert trail_head(session) == before


def test_printed_reports_say_where_the_trail_ended(session: Session) -> None:
    case = first_case(session)
    head = trail_head(session)
    page = pypdfium2.PdfDocument(chronology(session, case.id))[0]
    text = page.get_textpage().get_text_bounded()
    assert f"Audit {head.count:,}: {head.hash.hex()[:4]}" in text


def test_nothing_that_was_typed_stands_in_the_trail(tmp_path: Path) -> None:
    """All that the demonstration does, and every text that it keeps."""
    folder = new_demo(tmp_path)
    opened = unlock(folder, PASSPHRASE, Clock())
    with opened.vault.inside().engine.connect() as connection:
        run_sql = connection.exec_driver_sql
        told = " ".join(
            " ".join(map(str, row))
            for row in run_sql('SELECT at, "by", action, touched FROM audit')
        )
        team = {name for (name,) in run_sql("SELECT name FROM members")}
        typed = {
            str(text)
            for query in TYPED
            for (text,) in run_sql(query)
            if text and len(str(text)) > 4
        }
        actions = {name for (name,) in run_sql("SELECT DISTINCT action FROM audit")}
    lock(opened)
    assert len(typed) > 100
    assert len(actions) > 25
    assert not [text for text in typed - team if text in told]
    assert [name for name in team if name in told]  # the search itself must not fail


def test_coming_and_going_are_told(session: Session) -> None:
    folder, now = session.vault.folder, session.now
    lock(session)
    again = unlock(folder, PASSPHRASE, now)
    words = [line.what for line in trail(again)][:2]
    assert words == ["Unlocked the vault", "Locked the vault"]
    lock(again)
