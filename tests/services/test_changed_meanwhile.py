"""Two people at one record: nobody writes over what the other wrote, unseen."""

from dataclasses import replace
from datetime import datetime

import pytest
from builders import LONDON, Clock, new_post
from pypdfium2 import PdfDocument

from isteam_app.domain.cases import Case, CaseKind, EventKind
from isteam_app.domain.people import TeamMember
from isteam_app.errors import ChangedMeanwhile
from isteam_app.services.cases import (
    add_note,
    assign,
    case_page,
    choose_service,
    record_event,
)
from isteam_app.services.chronology import chronology
from isteam_app.services.entries import add_entry, change_entry, strike_entry
from isteam_app.services.intake import receive_post
from isteam_app.services.letters import open_desk, save_draft, start_letter
from isteam_app.services.session import Session

READ = {"system": "Paper files", "who": "Robin", "notes": "First floor"}


@pytest.fixture
def sam(session: Session, clock: Clock) -> Session:
    """A second person at the same vault."""
    clock.at = clock.at.replace(hour=14, minute=3)
    return replace(session, member=TeamMember(name="Sam Okafor"))


@pytest.fixture
def case(session: Session) -> Case:
    return receive_post(session, new_post(kinds=(CaseKind.ACCESS,))).cases[0]


def test_two_peoples_answers_to_different_questions_are_both_kept(
    session: Session, sam: Session, case: Case
) -> None:
    read = add_entry(session, case, "search", READ)
    change_entry(sam, read, READ | {"notes": "Second floor", "terms": "Her name"})
    saved = change_entry(session, read, READ | {"who": "Robin and Sam"})
    assert dict(saved.values) == {
        "system": "Paper files",
        "who": "Robin and Sam",
        "terms": "Her name",
        "notes": "Second floor",
    }
    assert [key for key, _ in saved.values] == ["system", "who", "terms", "notes"]


def test_the_same_question_is_never_answered_over_another(
    session: Session, sam: Session, case: Case
) -> None:
    read = add_entry(session, case, "search", READ)
    theirs = change_entry(sam, read, READ | {"notes": "Second floor", "who": "Sam"})
    mine = READ | {"notes": "Third floor", "terms": "Her name"}
    with pytest.raises(ChangedMeanwhile) as caught:
        change_entry(session, read, mine)
    (clash,) = caught.value.clashes
    assert (clash.theirs, clash.yours) == ("Second floor", "Third floor")
    assert (clash.by, clash.at) == ("Sam Okafor", sam.now())
    assert clash.field == "What was found, or why not"
    assert f"Sam Okafor changed \u201c{clash.field}\u201d at 14:03" in str(caught.value)
    assert "Nothing of yours was saved, and what you typed still stands" in str(
        caught.value
    )
    with session.vault.read() as vault:
        assert vault.entries.get(read.id) == theirs
    # having seen it, the person may answer otherwise
    saved = change_entry(session, theirs, mine)
    assert saved["notes"] == "Third floor"


def test_an_entry_struck_out_meanwhile_is_not_changed(
    session: Session, sam: Session, case: Case
) -> None:
    read = add_entry(session, case, "search", READ)
    strike_entry(sam, read, "Not ours")
    with pytest.raises(
        ChangedMeanwhile, match="Sam Okafor changed this entry at 14:03"
    ):
        change_entry(session, read, READ | {"who": "Somebody"})


def test_a_move_of_a_case_changed_meanwhile_names_who_and_when(
    session: Session, sam: Session, case: Case, clock: Clock
) -> None:
    read = case_page(session, case.id).case
    record_event(sam, read, EventKind.ACKNOWLEDGED, session.today)
    said = "Sam Okafor changed this case at 14:03"
    with pytest.raises(ChangedMeanwhile, match=said) as caught:
        record_event(session, read, EventKind.ACKNOWLEDGED, session.today)
    assert caught.value.changed.endswith("while you worked on it.")
    for act in (
        lambda: assign(session, read, ""),
        lambda: choose_service(session, read, "Second class"),
    ):
        with pytest.raises(ChangedMeanwhile, match=said):
            act()
    clock.forward(2)
    with pytest.raises(ChangedMeanwhile, match="at 14:03 on Mon 23 Nov 2026"):
        assign(session, read, "")
    assert case_page(session, case.id).case.owner == "Robin Sample"


def test_two_texts_of_one_draft_are_told_apart_field_by_field(
    session: Session, sam: Session, case: Case
) -> None:
    letter = start_letter(session, case.id, "access-acknowledgement")
    desk = open_desk(session, letter.id)
    save_draft(sam, letter, letter.body + "\n\nTheirs.", {})
    with pytest.raises(
        ChangedMeanwhile, match="Sam Okafor changed this letter"
    ) as caught:
        save_draft(session, letter, desk.letter.body + "\n\nMine.", {})
    (clash,) = caught.value.clashes
    assert clash.field == "The text"
    assert clash.theirs.endswith("Theirs.")
    assert clash.yours.endswith("Mine.")


def test_in_summer_too_the_moment_is_the_one_on_the_clock(
    session: Session, sam: Session, case: Case, clock: Clock
) -> None:
    clock.at = datetime(2027, 7, 5, 14, 3, tzinfo=LONDON)
    read = case_page(session, case.id).case
    add_note(sam, read, "They telephoned.")
    with pytest.raises(ChangedMeanwhile, match="Sam Okafor changed this case at 14:03"):
        assign(session, read, "")
    pages = PdfDocument(chronology(session, case.id))
    last = pages[len(pages) - 1].get_textpage().get_text_range()
    pages.close()
    assert "Recorded by Sam Okafor on Mon 5 Jul 2027, 14:03" in last
