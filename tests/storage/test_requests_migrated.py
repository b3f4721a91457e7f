"""Requests of older vaults keep every value as they come to lie in sections."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from golden_vaults import SCHEMAS, unpacked
from sqlalchemy import Connection, Engine

from isteam_app.domain.disclosures import Decision, Told
from isteam_app.services.unlock import lock
from isteam_app.storage import migrations
from isteam_app.storage.engine import new_vault_engine, writing

BEFORE = 4
KINDS = {
    "police": "police",
    "tax_or_benefits": "benefits",
    "solicitor": "solicitor",
    "court": "court",
}
STATES = {
    Decision.UNDECIDED: "open",
    Decision.MORE: "waiting",
    Decision.LEGAL: "at_legal",
}


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = new_vault_engine(tmp_path / "old.db", bytes(32))
    migrations.upgrade(engine, migrations.STEPS[:BEFORE])
    yield engine
    engine.dispose()


def old_requests() -> list[dict[str, Any]]:
    """One request for each decision and each way of telling, two people among them."""
    pairs = [
        (decision, told)
        for decision in Decision
        if decision is not Decision.NEITHER
        for told in Told
    ]
    return [
        old_request(number, decision.value, told.value)
        for number, (decision, told) in enumerate(pairs, start=1)
    ]


def old_request(number: int, decision: str, told: str) -> dict[str, Any]:
    decided = decision != "undecided"
    left = decision in ("disclose", "part")
    kind = list(KINDS)[number % len(KINDS)]
    return {
        "id": number,
        "reference": f"D-2025-{number:05}",
        "reference_key": 2025 * 10_000_000 + number,
        "received": "2025-10-02",
        "organisation": f"Organisation {number}",
        "organisation_key": f"organisation {number}",
        "kind": kind,
        "about": f"Person \u201c{number}\u201d, 4 Lantern Row" if number % 5 else "",
        "about_key": f"person {number}",
        "asked": f"Asked\nno. {number}" if number % 3 else "",
        "legal_basis": f"Basis {number}" if number % 4 else "",
        "compelled": number % 2,
        "officer": f"Officer {number}",
        "their_reference": f"OP/{number}",
        "categories": json.dumps(["Scans", "Photos"][: number % 3]),
        "comply_by": "2025-11-01" if number % 2 else None,
        "decision": decision,
        "reason": f"Reason {number}" if decided else "",
        "decided_by": decided_by(number) if decided else "",
        "decided_on": "2025-10-09" if decided else None,
        "what_left": f"Sheets {number}" if left else "",
        "method": "Tracked" if left else "",
        "left_on": "2025-10-10" if left else None,
        "told": told,
        "told_reason": f"Told {number}" if told != "not_yet" else "",
        "person_id": 1 if number % 5 == 1 else None,
        "recorded_at": "2025-10-03 09:30:00.000000",
        "recorded_by": "Priya Specimen",
        "version": 3,
        "salt": bytes(16),
    }


def decided_by(number: int) -> str:
    """Some decided what they had recorded themselves."""
    return "Priya Specimen" if number % 7 == 0 else "Robin Sample"


def put(engine: Engine, requests: list[dict[str, Any]]) -> None:
    person = "INSERT INTO people (id, name, name_key, address_lines, town, postcode, "
    person += "postcode_key, country, salutation, version, salt, particulars) "
    person += "VALUES (1, 'A', 'a', '[]', '', '', '', '', '', 1, x'00', '{}')"
    names = ", ".join(requests[0])
    marks = ", ".join("?" * len(requests[0]))
    with writing(engine) as connection, connection.begin():
        connection.exec_driver_sql(person)
        for each in requests:
            connection.exec_driver_sql(
                f"INSERT INTO disclosures ({names}) VALUES ({marks})",  # noqa: S608  names of this test
                tuple(each.values()),
            )


def every(connection: Connection, query: str) -> list[dict[str, Any]]:
    return [dict(row._mapping) for row in connection.exec_driver_sql(query)]  # noqa: SLF001  a row's own method


def answers(connection: Connection, request: int) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    query = 'SELECT form, "values", struck, made_by, version FROM disclosure_entries '
    for row in every(connection, f"{query} WHERE disclosure_id = {request}"):
        assert (row["struck"], row["made_by"], row["version"]) == (
            "",
            "Priya Specimen",
            1,
        )
        found.setdefault(row["form"], []).append(dict(json.loads(row["values"])))
    return found


FIXED = (
    *("received", "organisation", "about", "asked", "legal_basis", "compelled"),
    *("officer", "their_reference", "categories", "comply_by", "decision", "reason"),
    *("decided_by", "decided_on", "what_left", "method", "left_on", "told"),
    *("told_reason", "person_id", "recorded_at", "recorded_by", "version"),
)


def test_every_value_is_still_there_and_stands_in_its_section(engine: Engine) -> None:
    requests = old_requests()
    put(engine, requests)
    migrations.upgrade(engine)
    with engine.connect() as connection:
        for old in requests:
            number = old["id"]
            query = f"SELECT * FROM disclosures WHERE id = {number}"  # noqa: S608  likewise
            new = every(connection, query)[0]
            assert {key: new[key] for key in FIXED} == {key: old[key] for key in FIXED}
            assert new["kind"] == KINDS[old["kind"]]
            assert new["state"] == STATES.get(old["decision"], "decided")
            assert new["prepared_by"] == old["decided_by"]
            check_sections(old, new, answers(connection, number))


def check_sections(
    old: dict[str, Any], new: dict[str, Any], found: dict[str, list[dict[str, Any]]]
) -> None:
    assert found["requester"] == [
        {
            "received": old["received"],
            "kind": new["kind"],
            "organisation": old["organisation"],
            "officer": old["officer"],
            "their_reference": old["their_reference"],
        }
    ]
    wanted = {
        "authorisation": [{"comply_by": old["comply_by"]}] if old["comply_by"] else [],
        "asked": [{"asked": old["asked"]}] if old["asked"] else [],
        "item": [{"category": each} for each in json.loads(old["categories"])],
        "left": [
            {key: old[key] for key in ("method", "left_on")}
            | {"what": old["what_left"]}
        ]
        if old["what_left"]
        else [],
    }
    for form, rows in wanted.items():
        assert found.get(form, []) == rows, form
    if old["legal_basis"] or old["compelled"]:
        compelled = "yes" if old["compelled"] else "no"
        assert found["grounds"] == [
            {"compelled": compelled, "proportion": old["legal_basis"]}
        ]
    if old["told"] != "not_yet":
        assert found["telling"][0]["telling_why"] == old["told_reason"]
    else:
        assert "telling" not in found


def test_subjects_are_those_it_was_about_with_their_link(engine: Engine) -> None:
    requests = old_requests()
    put(engine, requests)
    migrations.upgrade(engine)
    with engine.connect() as connection:
        found = every(
            connection, "SELECT disclosure_id, name, person_id FROM disclosure_subjects"
        )
    wanted = [
        {
            "disclosure_id": old["id"],
            "name": old["about"],
            "person_id": old["person_id"],
        }
        for old in requests
        if old["about"]
    ]
    assert found == wanted != []


def test_those_that_must_not_be_told_are_locked_and_leave_the_numbers(
    engine: Engine,
) -> None:
    requests = old_requests()
    put(engine, requests)
    migrations.upgrade(engine)
    hidden = {old["id"]: old for old in requests if old["told"] == Told.MUST_NOT.value}
    assert hidden
    with engine.connect() as connection:
        rows = every(connection, "SELECT * FROM disclosures")
        locks = every(connection, "SELECT * FROM disclosure_locks")
        cleared = every(connection, "SELECT * FROM disclosure_clearances")
        spent = every(connection, "SELECT * FROM spent_numbers ORDER BY reference")
    assert {row["id"] for row in rows if row["locked"]} == set(hidden)
    for row in rows:
        if row["id"] in hidden:
            assert row["reference"].startswith("R-2025-")
            assert row["lock_review"] == "2026-01-01"
        else:
            assert row["reference"] == f"D-2025-{row['id']:05}"
    assert len({row["reference"] for row in rows}) == len(rows)
    assert {each["disclosure_id"]: each["authority"] for each in locks} == {
        number: old["told_reason"] for number, old in hidden.items()
    }
    assert {each["lifted_at"] for each in locks} == {None}
    assert sorted((each["disclosure_id"], each["member"]) for each in cleared) == [
        (number, member)
        for number, old in sorted(hidden.items())
        for member in sorted({"Priya Specimen", old["decided_by"]} - {""})
    ]
    assert spent == [
        {"reference": old["reference"], "year": 2025} for old in hidden.values()
    ]


@pytest.mark.parametrize("schema", [each for each in SCHEMAS if each <= BEFORE])
def test_a_real_old_vault_opens_with_its_request_in_sections(
    schema: int, tmp_path: Path
) -> None:
    golden = unpacked(schema, tmp_path)
    session = golden.open()
    with session.vault.read() as vault:
        kept = vault.disclosures.get(1)
        forms = {
            each.form: dict(each.values)
            for each in vault.request_entries.belonging_to(1)
        }
        subjects = vault.subjects.page(1).rows
    assert kept.organisation == golden.facts["request"]
    assert forms["requester"]["organisation"] == kept.organisation
    assert forms["requester"]["received"] == kept.received.isoformat()
    assert forms["asked"] == {"asked": kept.asked} != {"asked": ""}
    assert [(each.name, each.person_id) for each in subjects] == [
        (kept.about, kept.person_id)
    ]
    lock(session)
