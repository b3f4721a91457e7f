"""Third parties' requests through the real window: one prepares, another approves."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from builders import new_session
from disclosure_journey_steps import PASSPHRASES, Caseworker
from disclosure_journey_table import (
    APPROVER,
    HANDLER,
    JOURNEYS,
    SUBJECT,
    RequestJourney,
    directory,
)

from isteam_app.domain.disclosure_gates import State, thawed
from isteam_app.domain.disclosures import (
    LEAVES,
    ApprovedHow,
    DisclosureState,
    RequestEvent,
)
from isteam_app.services.gateways import rules
from isteam_app.services.team import add_person
from isteam_app.services.unlock import create, lock
from isteam_app.storage.kdf import FLOOR_COST
from ui.common.theme import Theme
from ui.local_choices import LocalChoices
from ui.main_window import MainWindow
from ui.tour.album import Album
from ui.tour.guide import Guide, TourClock
from ui.tour.hands import Hands
from ui.tour.kept_printing import KeptPrinting


@pytest.fixture(scope="module")
def worker(
    theme: Theme, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Caseworker]:
    """A window on a vault of two people, who know whom they call back."""
    folder = tmp_path_factory.mktemp("requests")
    clock, printing = TourClock(), KeptPrinting(folder)
    vault = _vault_of_two(folder, clock)
    window = MainWindow(
        theme,
        LocalChoices(None),
        now=clock,
        create=partial(create, cost=FLOOR_COST),
        printing=printing,
        vaults=folder,
    )
    window.resize(1280, 800)
    window.show()
    window.activateWindow()
    hands = Hands(window)
    guide = Guide(
        window=window,
        hands=hands,
        album=Album(folder, window, theme, hands),
        printing=printing,
        clock=clock,
        out=folder,
        scratch=folder,
    )
    window.begin(vault)
    yield Caseworker(guide)
    window.close()
    hands.settle()


def _vault_of_two(folder: Path, clock: TourClock) -> Path:
    session = new_session(folder, clock)
    for name, role in ((HANDLER, "handler"), (APPROVER, "approver")):
        words = PASSPHRASES[name]
        add_person(session, name=name, role=role, passphrase=words, repeated=words)
    with session.vault.change(
        "organisation.added", by=session.member.name, at=session.now()
    ) as work:
        for each in directory():
            work.organisations.add(each)
        work.commit()
    lock(session)
    return session.vault.folder


@pytest.mark.parametrize("journey", JOURNEYS, ids=str)
def test_one_prepares_it_and_another_approves(
    worker: Caseworker, journey: RequestJourney
) -> None:
    worker.sign_in(HANDLER)
    worker.record(journey.requester, journey.locked)
    worker.name_subject()
    worker.fill_in(journey.forms)
    reference = worker.request().reference
    assert reference.startswith("R-" if journey.locked else "D-")
    if journey.approved is ApprovedHow.AFTERWARDS:
        leave_at_once(worker, journey)
    held_up_until_filled_in(worker, journey)
    worker.decide(journey.decision, journey.reason)
    if journey.approved is not ApprovedHow.NOBODY:
        assert worker.request().state is DisclosureState.FOR_APPROVAL
        assert not worker.may_approve()
        worker.sign_in(APPROVER)
        worker.open(reference)
        worker.approve()
        finish(worker, journey)
    check(worker, journey)


def leave_at_once(worker: Caseworker, journey: RequestJourney) -> None:
    """Disclose to save a life; the record is owed by tomorrow."""
    worker.disclose_now(journey.reason)
    request = worker.request()
    assert request.state is DisclosureState.TO_RECORD
    assert request.record_by is not None
    assert (request.record_by - worker.guide.clock().date()).days == 1
    worker.fill_in((("left", journey.left),))


def held_up_until_filled_in(worker: Caseworker, journey: RequestJourney) -> None:
    """Show what is in the way, then bring it."""
    lines = worker.in_the_way()
    assert set(journey.in_the_way) <= set(lines)
    worker.fill_in(journey.late)
    assert not set(journey.in_the_way) & set(worker.in_the_way())


def finish(worker: Caseworker, journey: RequestJourney) -> None:
    """Note what left and that the person knows, and close it."""
    if journey.decision in LEAVES and journey.approved is not ApprovedHow.AFTERWARDS:
        worker.fill_in((("left", journey.left),))
    if journey.after:
        worker.fill_in((("after", journey.after),))
    worker.close()


def check(worker: Caseworker, journey: RequestJourney) -> None:
    """See in the vault what the window did."""
    page = worker.shown()
    request = page.request
    assert (request.state, request.decision) == (journey.ends, journey.decision)
    assert (request.approved_how, request.about) == (journey.approved, SUBJECT)
    assert request.reason == journey.reason
    assert request.prepared_by == HANDLER
    assert request.locked is bool(journey.locked)
    assert journey.basis in request.legal_basis
    kinds = [step.kind for step in page.steps]
    assert kinds[0] is RequestEvent.RECORDED
    if journey.approved is ApprovedHow.NOBODY:
        assert (request.decided_by, kinds[-1]) == ("", RequestEvent.ASKED_MORE)
        return
    assert request.decided_by == APPROVER
    assert kinds[-1] is RequestEvent.CLOSED
    verdicts = thawed(request.verdicts)
    assert verdicts.version == rules().version
    if journey.decision in LEAVES:
        assert request.what_left == journey.left["what"]
        met = {gate.words for gate in verdicts.gates if gate.state is State.MET}
        assert set(journey.in_the_way) <= met


def test_every_requester_of_the_issue_has_its_journey() -> None:
    assert {each.requester["kind"] for each in JOURNEYS} == {
        "police",
        "court",
        "fraud_agency",
        "solicitor",
        "benefits",
    }
