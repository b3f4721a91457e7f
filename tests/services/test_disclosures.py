"""Third-party requests: what must be said before they are kept, and the register."""

import csv
import io
from dataclasses import replace
from datetime import date

import pytest
from builders import new_request

from isteam_app.domain.disclosures import Decision, Told
from isteam_app.domain.listing import DisclosureFilter, DisclosureOrder
from isteam_app.errors import ChangedMeanwhile, RuleBroken
from isteam_app.services.disclosures import (
    count_disclosures,
    disclosure,
    list_disclosures,
)
from isteam_app.services.flat_disclosures import save_disclosure
from isteam_app.services.register_exports import export_register
from isteam_app.services.search import find

DECIDED = {
    "legal_basis": "DPA 2018 Schedule 2 paragraph 2",
    "decision": Decision.PART,
    "reason": "Necessary and narrowed to one day",
    "what_left": "One signature",
    "method": "Tracked post",
    "left_on": date(2026, 11, 23),
}


def test_a_request_is_numbered_kept_and_found(session):
    kept = save_disclosure(session, new_request())
    assert kept.reference == "D-2026-00001"
    assert save_disclosure(session, new_request()).reference == "D-2026-00002"
    assert disclosure(session, kept.id) == kept
    assert find(session, "Constabulary")[0].id in (kept.id, kept.id + 1)


def test_a_decision_is_signed_by_whoever_made_it(session):
    kept = save_disclosure(session, new_request(**DECIDED))
    assert (kept.decided_by, kept.decided_on) == ("Robin Sample", session.today)


def test_a_decision_taken_back_is_signed_by_nobody(session):
    kept = save_disclosure(session, new_request(**DECIDED))
    open_again = replace(
        kept, decision=Decision.UNDECIDED, what_left="", method="", left_on=None
    )
    saved = save_disclosure(session, open_again)
    assert (saved.decided_by, saved.decided_on) == ("", None)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"organisation": " "}, "organisation"),
        ({"about": ""}, "about"),
        ({"asked": "  "}, "asked"),
        ({"received": date(2026, 11, 24)}, "received"),
        ({"decision": Decision.REFUSE}, "reason"),
        ({**DECIDED, "legal_basis": ""}, "legal_basis"),
        ({**DECIDED, "what_left": ""}, "what_left"),
        ({**DECIDED, "method": ""}, "method"),
        ({**DECIDED, "left_on": None}, "left_on"),
        ({**DECIDED, "left_on": date(2026, 11, 24)}, "left_on"),
        ({**DECIDED, "left_on": date(2026, 11, 1)}, "left_on"),
        ({**DECIDED, "decision": Decision.REFUSE}, "decision"),
        ({"told": Told.MUST_NOT}, "told_reason"),
    ],
)
def test_what_is_missing_or_contradicts_is_refused_with_its_field(
    session, changes, field
):
    with pytest.raises(RuleBroken) as refused:
        save_disclosure(session, new_request(**changes))
    assert refused.value.field == field
    assert count_disclosures(session, DisclosureFilter()) == 0


def test_two_people_cannot_overwrite_each_other(session):
    kept = save_disclosure(session, new_request())
    save_disclosure(session, kept)
    with pytest.raises(ChangedMeanwhile):
        save_disclosure(session, kept)


def test_the_register_leaves_as_a_file_that_no_spreadsheet_runs(session, tmp_path):
    save_disclosure(session, new_request(organisation="=HYPERLINK(x)", **DECIDED))
    save_disclosure(session, new_request(received=date(2026, 10, 5)))
    file = tmp_path / "register.csv"
    assert (
        export_register(session, file, first=date(2026, 11, 1), last=date(2026, 11, 30))
        == 1
    )
    content = file.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    header, row = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert "'=HYPERLINK(x)" in row
    assert len(header) == len(row)
    assert [path.name for path in tmp_path.glob("*.csv")] == ["register.csv"]


def test_what_must_not_be_told_is_not_even_counted_for_the_regulator(session, tmp_path):
    quiet = {"told": Told.MUST_NOT, "told_reason": "The investigation goes on"}
    save_disclosure(session, new_request(**quiet))
    save_disclosure(session, new_request())
    file = tmp_path / "register.csv"
    assert export_register(session, file, view="regulator") == 1
    with session.vault.read() as vault:
        (export,) = vault.audit.page(limit=1).rows[0].touched
    assert export.id == 1
    assert file.read_bytes().count(b"\r\n") == 2
    assert export_register(session, file) == 2


def test_an_export_that_cannot_be_written_leaves_nothing_behind(session, tmp_path):
    save_disclosure(session, new_request())
    with pytest.raises(RuleBroken, match="another folder"):
        export_register(session, tmp_path / "missing" / "register.csv")
    with pytest.raises(RuleBroken, match="Swap"):
        export_register(
            session,
            tmp_path / "register.csv",
            first=date(2026, 11, 2),
            last=date(2026, 11, 1),
        )
    assert not list(tmp_path.glob("*.csv"))


@pytest.mark.parametrize("place", ["vault.db", "keys.json", "attachments/a.csv"])
def test_an_export_never_lands_in_a_vault(session, tmp_path, place):
    save_disclosure(session, new_request())
    with pytest.raises(RuleBroken, match="inside a vault"):
        export_register(session, session.vault.folder / place)
    other_name = tmp_path / "plain name"
    other_name.symlink_to(session.vault.folder)
    with pytest.raises(RuleBroken, match="inside a vault"):
        export_register(session, other_name / place)
    assert session.vault.verify().whole


def test_an_export_is_written_to_the_audit_trail(session, tmp_path):
    save_disclosure(session, new_request())
    export_register(session, tmp_path / "register.csv", view="regulator")
    with session.vault.read() as vault:
        assert vault.audit.page(limit=1).rows[0].action == "register.exported.regulator"


def test_the_list_is_newest_first(session):
    for day in (3, 17, 9):
        save_disclosure(session, new_request(received=date(2026, 11, day)))
    rows = list_disclosures(session, DisclosureFilter(), DisclosureOrder()).rows
    assert [row.received.day for row in rows] == [17, 9, 3]
