"""Nothing leaves the vault as a file without its entry in the audit trail."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from every_kind import received
from request_steps import recorded

from isteam_app.domain.cases import Case, CaseKind
from isteam_app.domain.people import TeamMember
from isteam_app.errors import DiskFull, IsteamError, RuleBroken
from isteam_app.services.audit_trail import TrailFilter, export_trail
from isteam_app.services.cases import case_page
from isteam_app.services.chronology import export_chronology
from isteam_app.services.packages import make_package, save_package
from isteam_app.services.register_exports import RegisterExport, export_register
from isteam_app.services.session import Session
from isteam_app.storage import unit
from isteam_app.storage.durable import disk_full

Leaves = Callable[[Session, Case, Path], object]


def saved_package(session: Session, case: Case, path: Path) -> None:
    package = make_package(session, case, format="csv", rows=[("Name", "Marged")])
    save_package(session, case, package, path)


def saved_trail(session: Session, _case: Case, path: Path) -> None:
    export_trail(session, TrailFilter(), path)


WAYS: tuple[Leaves, ...] = (
    saved_package,
    lambda session, case, path: export_chronology(session, case.id, path),
    lambda session, _case, path: export_register(
        session, path, RegisterExport(reason="Audit")
    ),
)


@pytest.fixture
def case(session: Session) -> Case:
    recorded(session)
    return received(session, CaseKind.PORTABILITY)


@pytest.mark.parametrize("leaves", WAYS)
def test_nothing_leaves_a_vault_that_is_only_looked_at(
    session: Session, case: Case, tmp_path: Path, leaves: Leaves
) -> None:
    place = tmp_path / "left"
    session.vault.look_only = "Somebody else works in it."
    with pytest.raises(RuleBroken, match="Somebody else works in it"):
        leaves(session, case, place)
    session.vault.look_only = ""
    assert not place.exists()
    leaves(session, case, place)
    assert place.exists()


def test_the_trail_of_a_damaged_vault_can_still_be_saved(
    session: Session, tmp_path: Path
) -> None:
    session.vault.damage = "a page"
    assert export_trail(session, TrailFilter(), tmp_path / "trail.csv")
    assert (tmp_path / "trail.csv").exists()
    session.vault.damage = ""


@pytest.mark.parametrize("leaves", [*WAYS, saved_trail])
def test_a_file_that_could_not_be_told_of_goes_again(
    session: Session,
    case: Case,
    tmp_path: Path,
    leaves: Leaves,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def full(*_args: object) -> None:
        raise disk_full("test")

    monkeypatch.setattr(unit, "append_entry", full)
    with pytest.raises(DiskFull):
        leaves(session, case, tmp_path / "left")
    assert not (tmp_path / "left").exists()


def test_an_auditor_fills_in_no_form_by_saving_a_package(
    session: Session, case: Case, tmp_path: Path
) -> None:
    with session.vault.change(
        "member.added", by=session.member.name, at=session.now()
    ) as work:
        auditor = work.members.add(TeamMember(name="Lena Brook", role="auditor"))
        work.commit()
    before = case_page(session, case.id).case
    lead, session.vault.member = session.vault.member, auditor
    theirs = replace(session, member=auditor)
    with pytest.raises(IsteamError, match="signed in as an auditor"):
        saved_package(theirs, case, tmp_path / "left")
    session.vault.member = lead
    assert not (tmp_path / "left").exists()
    assert case_page(session, case.id).case == before
