"""The directory: what it takes, what it refuses, and what it says of old numbers."""

from dataclasses import replace
from datetime import date

import pytest
from builders import Clock
from request_steps import APPROVER, filled_for_disclosure, recorded, second

from isteam_app.domain.disclosures import RequesterKind
from isteam_app.domain.organisations import Requester
from isteam_app.errors import ChangedMeanwhile, NotFound, RuleBroken
from isteam_app.services.disclosures import open_request
from isteam_app.services.organisations import (
    count_organisations,
    list_organisations,
    offer_organisations,
    organisation_page,
    retire,
    save_organisation,
    use_again,
)
from isteam_app.services.session import Session

NEW = Requester(name="", kind=RequesterKind.POLICE)
EASTBRIDGE = Requester(
    name="Eastbridge Constabulary",
    kind=RequesterKind.POLICE,
    address="Station Road\nEastbridge\nQX4 7TB",
    switchboard="01632 960101",
    source="Their website, page Contact us",
    checked_on=date(2026, 11, 20),
    domain="eastbridge-police.example",
)


def add(session: Session, **changes: object) -> Requester:
    return save_organisation(session, NEW, replace(EASTBRIDGE, **changes))  # type: ignore[arg-type] # names are the fields'


def refused(session: Session, **changes: object) -> tuple[str, str]:
    with pytest.raises(RuleBroken) as caught:
        add(session, **changes)
    assert count_organisations(session) == 0
    return caught.value.field, str(caught.value)


def test_an_organisation_is_kept_with_who_checked_its_number(session: Session) -> None:
    kept = add(session)
    assert kept == replace(EASTBRIDGE, id=kept.id, checked_by="Robin Sample")
    page = organisation_page(session, kept.id)
    assert (page.requester, page.heed, page.requests) == (kept, "", 0)
    assert {each.field for each in page.history} >= {"Name", "Switchboard", "Found in"}
    assert list_organisations(session).rows[0].requester == kept


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": "  \u202e "}, "name"),
        ({"name": "x" * 300}, "name"),
        ({"source": ""}, "source"),
        ({"checked_on": None}, "checked_on"),
        ({"checked_on": date(2026, 11, 24)}, "checked_on"),
        ({"checked_on": date(1999, 12, 31)}, "checked_on"),
        ({"switchboard": "=cmd|' /C calc'!A0"}, "switchboard"),
        ({"switchboard": "ask for Sam"}, "switchboard"),
        ({"switchboard": "--"}, "switchboard"),
        ({"domain": "somebody@force"}, "domain"),
        ({"domain": "police"}, "domain"),
    ],
)
def test_what_cannot_be_relied_on_is_refused_at_its_field(
    session: Session, changes: dict[str, object], field: str
) -> None:
    assert refused(session, **changes)[0] == field


@pytest.mark.parametrize(
    "number", ["101", "+44 1632 960101", "(01632) 960-101 ext. 4417", "01632.960101"]
)
def test_numbers_are_taken_as_people_write_them(session: Session, number: str) -> None:
    assert add(session, switchboard=number).switchboard == number


def test_what_is_pasted_is_made_one_line_and_nothing_unseen_stays(
    session: Session,
) -> None:
    kept = add(
        session,
        name="  =HYPERLINK(1)\u202e\n שלום   & Co\u200f ",
        domain=" @Eastbridge-Police.Example ",
        address=" Station Road \n\n  Eastbridge",
    )
    assert kept.name == "=HYPERLINK(1) שלום & Co"
    assert kept.domain == "eastbridge-police.example"
    assert kept.address == "Station Road\nEastbridge"


def test_one_without_a_number_is_kept_and_says_so(session: Session) -> None:
    kept = add(session, switchboard="")
    assert (kept.source, kept.checked_on, kept.checked_by) == ("", None, "")
    assert organisation_page(session, kept.id).heed == "No number yet"


def test_the_same_name_twice_is_refused_however_it_is_written(session: Session) -> None:
    kept = add(session)
    with pytest.raises(RuleBroken, match="in the directory already") as caught:
        add(session, name="EASTBRIDGE  constabulary")
    assert caught.value.field == "name"
    retire(session, kept)
    with pytest.raises(RuleBroken, match="Take it into use again"):
        add(session, name="eastbridge Constabulary")
    other = add(session, name="Westbridge Constabulary")
    with pytest.raises(RuleBroken, match="taken out of use"):
        save_organisation(session, other, replace(other, name=kept.name))
    assert count_organisations(session) == 2


def test_a_number_grows_old_and_is_fresh_once_looked_up_again(
    session: Session, clock: Clock
) -> None:
    kept = add(session)
    clock.forward(360)
    assert list_organisations(session).rows[0].heed == ""
    clock.forward(5)
    heed = list_organisations(session).rows[0].heed
    assert heed == "Check again: found Fri 20 Nov 2026"
    sam = second(session)
    again = save_organisation(sam, kept, replace(kept, checked_on=sam.today))
    assert again.checked_by == APPROVER
    assert organisation_page(session, kept.id).heed == ""


def test_another_change_leaves_who_checked_the_number(session: Session) -> None:
    kept = add(session)
    sam = second(session)
    changed = save_organisation(sam, kept, replace(kept, note="Ask for records"))
    assert (changed.checked_by, changed.note) == ("Robin Sample", "Ask for records")
    assert save_organisation(sam, changed, changed) == changed


def test_two_people_at_once_do_not_overwrite_each_other(session: Session) -> None:
    kept = add(session)
    save_organisation(session, kept, replace(kept, note="First"))
    with pytest.raises(ChangedMeanwhile):
        save_organisation(second(session), kept, replace(kept, note="Second"))
    with pytest.raises(ChangedMeanwhile):
        retire(session, kept)
    assert organisation_page(session, kept.id).requester.note == "First"


def test_the_list_is_paged_by_name_and_found_by_its_beginning(session: Session) -> None:
    for name in ("Ævar Council", "aardvark Ltd", "Eastbridge", "East Council", "Zed"):
        add(session, name=name)
    first = list_organisations(session, limit=2)
    names = [each.requester.name for each in first.rows]
    assert names == ["aardvark Ltd", "Ævar Council"]
    rest = list_organisations(session, after=first.next, limit=10)
    assert rest.rows[0].requester.name == "East Council"
    assert rest.next is None
    found = list_organisations(session, "EAST")
    assert [each.requester.name for each in found.rows] == [
        "East Council",
        "Eastbridge",
    ]
    assert count_organisations(session, "east") == 2
    assert list_organisations(session, "xyz").rows == ()


def test_one_out_of_use_is_offered_no_more(session: Session) -> None:
    kept = add(session)
    assert offer_organisations(session, "east") == (kept,)
    out = retire(session, kept)
    assert offer_organisations(session, "east") == ()
    assert list_organisations(session).rows[0].requester == out
    assert offer_organisations(session, "") == ()
    back = use_again(session, out)
    assert offer_organisations(session, "east") == (back,)


def test_requests_are_counted_by_any_name_it_had(session: Session) -> None:
    kept = add(session)
    recorded(session, organisation="EASTBRIDGE Constabulary")
    recorded(session, organisation="Copperline")
    assert organisation_page(session, kept.id).requests == 1


@pytest.mark.parametrize(
    ("found", "met"),
    [(date(2025, 11, 24), True), (date(2025, 11, 23), False)],
)
def test_a_call_back_on_an_old_number_proves_nothing(
    session: Session, found: date, met: bool
) -> None:
    request = filled_for_disclosure(session, recorded(session))
    with session.vault.read() as vault:
        known = vault.organisations.named(request.organisation)
    assert known is not None
    save_organisation(session, known, replace(known, checked_on=found))
    gates = open_request(session, request.id).gates
    check = next(each for each in gates if each.key == "requester_verified")
    assert (check.state == "met") is met
    assert ("Look it up again" in check.rule) is not met


def test_an_auditor_looks_and_changes_nothing(session: Session) -> None:
    kept = add(session)
    looking = second(session, "auditor", "Alex Example")
    assert organisation_page(looking, kept.id).no_change
    with pytest.raises(RuleBroken, match="auditor"):
        save_organisation(looking, kept, replace(kept, note="Mine"))


def test_none_is_there(session: Session) -> None:
    with pytest.raises(NotFound):
        organisation_page(session, 7)
