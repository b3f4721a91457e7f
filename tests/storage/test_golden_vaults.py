"""A vault that an older program made opens whole, with everything it was given."""

import json
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from golden_vaults import LATER, SCHEMAS, Golden, unpacked

from isteam_app.domain.addresses import parse_address
from isteam_app.domain.cases import CaseKind
from isteam_app.domain.letters import LetterState
from isteam_app.errors import VaultTooNew
from isteam_app.services import half_typed
from isteam_app.services.cases import case_by_reference
from isteam_app.services.intake import NewPost, receive_post
from isteam_app.services.letters import letter_pdf
from isteam_app.services.refreshing import catch_up, reckon
from isteam_app.services.session import Session
from isteam_app.services.unlock import lock, unlock
from isteam_app.storage import tables
from isteam_app.storage.key_header import HEADER, sum_of
from isteam_app.storage.lock_file import NAME as LOCK

RECKONED = 4
"""The newest schema that had every case reckoned anew."""


@pytest.fixture(params=SCHEMAS, ids=lambda schema: f"schema {schema}")
def golden(request: pytest.FixtureRequest, tmp_path: Path) -> Golden:
    return unpacked(request.param, tmp_path)


@pytest.fixture
def session(golden: Golden) -> Iterator[Session]:
    session = golden.open()
    yield session
    lock(session)


def test_every_record_is_there(session: Session, golden: Golden) -> None:
    facts = golden.facts
    with session.vault.read() as vault:
        rows = vault.cases.page(limit=100).rows
        assert {row.reference: row.person for row in rows} == facts["cases"]
        assert vault.documents.read(1).hex() == facts["documents"]["1"]
        assert vault.documents.count() == 1
        assert sum(vault.letters.counts().values()) == facts["letters"]
        assert vault.disclosures.get(1).organisation == facts["request"]
        if facts.get("locked"):
            locked = vault.disclosures.by_reference(facts["locked"])
            assert locked.locked
            assert vault.locks.standing(locked.id) is not None
        for reference in facts["cases"]:
            assert vault.search.find(reference)
        assert len(vault.people.likely_duplicates("Marged Elwood", "QX4 7TB", 3)) == 1
    first = case_by_reference(session, "IS-2026-00001").case
    assert facts["note"] in {event.text for event in first.events}
    letter = letter_pdf(session, facts["letter"]["id"])
    assert sha256(letter).hexdigest() == facts["letter"]["sha256"]
    assert (half_typed.take_back(session, "intake") or "") == facts["half_typed"]


def test_what_was_printed_and_written_is_there(
    session: Session, golden: Golden
) -> None:
    told = golden.facts.get("on_paper", {})
    with session.vault.read() as vault:
        runs = vault.print_runs.latest()
        assert [run.name for run in runs] == ([told["run"]] if told else [])
        if not told:
            return
        items = vault.print_runs.items(runs[0].id)
        assert [item.scanned_at is not None for item in items] == told["scanned"]
        waits = vault.letters.get(2)
        assert waits.state is LetterState.FOR_APPROVAL
        assert vault.enclosures.of_letter(2)[0].title == told["enclosed"]
        kept = vault.templates.in_use(waits.template)
        assert kept is not None
        assert kept.text == told["template"]
        assert vault.pictures.get(1).data.hex() == told["picture"]


def test_it_is_whole_and_so_is_its_trail(session: Session, golden: Golden) -> None:
    assert session.vault.notices == ()
    assert session.vault.verify().problems == ()
    old = golden.facts["audit"]
    with session.vault.read() as vault:
        entry = vault.audit.at(old["count"])
        assert entry is not None
        assert entry.hash.hex() == old["hash"]


def test_everybody_opens_it_with_what_they_know(golden: Golden) -> None:
    passphrases = {"Robin Sample": golden.facts["passphrase"], **golden.facts["others"]}
    for name, passphrase in passphrases.items():
        session = unlock(golden.folder, passphrase, lambda: LATER)
        assert session.member.name == name
        lock(session)


def test_the_work_goes_on(session: Session, golden: Golden) -> None:
    received = receive_post(
        session,
        NewPost(
            name="Mr Dafydd Penrose",
            address=parse_address("4 Lantern Row, Eastbridge QX4 7TB"),
            received=session.today,
            reached_team=session.today,
            kinds=tuple(CaseKind),
            summary="Asks for everything",
        ),
    )
    assert received.cases[0].reference == f"IS-2026-{len(golden.facts['cases']) + 1:05}"
    assert session.vault.verify().problems == ()


def test_cases_are_reckoned_anew_and_complete_once(
    session: Session, golden: Golden
) -> None:
    with session.vault.read() as vault:
        assert not vault.upkeep.is_due()
        count = vault.audit.head().count
        for row in vault.cases.page(limit=100).rows:
            if row.kind is CaseKind.ACCESS:
                forms = [entry.form for entry in vault.entries.for_case(row.id)]
                assert forms.count("hold") == 1
    assert not reckon(session, session.settings()).moves
    assert catch_up(session).moved == 0
    with session.vault.read() as vault:
        assert vault.audit.head().count == count


def test_opening_it_again_reckons_nothing_again(golden: Golden) -> None:
    lock(golden.open())
    session = golden.open()
    with session.vault.read() as vault:
        actions = [entry.action for entry in vault.audit.page(limit=100).rows]
    assert actions.count("cases.refreshed") == (golden.facts["schema"] < RECKONED)
    lock(session)


def fingerprint(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and path.name != LOCK
    }


def test_a_vault_of_a_newer_schema_is_refused_and_untouched(golden: Golden) -> None:
    session = golden.open()
    with session.vault.inside().engine.begin() as connection:
        connection.exec_driver_sql(f"PRAGMA user_version = {tables.SCHEMA + 1}")
    lock(session)
    kept = fingerprint(golden.folder)
    with pytest.raises(VaultTooNew, match="Install the newer version"):
        golden.open()
    assert fingerprint(golden.folder) == kept


def test_keys_of_a_newer_format_are_refused_and_untouched(golden: Golden) -> None:
    header = golden.folder / HEADER
    fields = json.loads(header.read_text("utf-8"))
    newer = fields | {"format": 99}
    newer |= {"sum": sum_of(newer)}
    header.write_text(json.dumps(newer), encoding="utf-8")
    kept = fingerprint(golden.folder)
    with pytest.raises(VaultTooNew, match="newer version"):
        golden.open()
    assert fingerprint(golden.folder) == kept


def test_an_auditor_opens_an_old_vault_and_leaves_the_reckoning_to_others(
    tmp_path: Path,
) -> None:
    golden = unpacked(3, tmp_path)
    colleague = "Priya Specimen"
    session = golden.open()
    with session.vault.change("test", by=colleague, at=LATER) as change:
        member = next(one for one in change.members.all() if one.name == colleague)
        change.members.change_role(member.id, "auditor")
        change.commit()
    with session.vault.inside().engine.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO counters VALUES ('cases to reckon anew', 0, 1)"
        )
    lock(session)
    for name, due in ((colleague, True), ("Robin Sample", False)):
        passphrase = {**golden.facts["others"]}.get(name, golden.facts["passphrase"])
        session = unlock(golden.folder, passphrase, lambda: LATER)
        with session.vault.read() as vault:
            assert vault.upkeep.is_due() is due
        lock(session)


def test_there_is_a_vault_of_every_schema() -> None:
    assert list(SCHEMAS) == list(range(1, tables.SCHEMA + 1))
