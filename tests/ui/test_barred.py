"""An auditor sees each button that would change something disabled, and why."""

from dataclasses import replace

import pytest

from isteam_app.domain.people import TeamMember
from isteam_app.services.session import Session
from ui.common.buttons import Button
from ui.common.theme import Theme
from ui.places import Place
from ui.screens import makers
from ui.session_work import SessionWork
from ui.workplace import Workplace

REASON = "You are signed in as an auditor"


def as_role(session: Session, role: str) -> Session:
    with session.vault.change(
        "member.added", by=session.member.name, at=session.now()
    ) as work:
        member = work.members.add(TeamMember(name="Ada Ledger", role=role))
        work.commit()
    session.vault.member = member
    return replace(session, member=member)


@pytest.fixture
def work(qapp):
    made = SessionWork()
    yield made
    made.end()


def opened(qtbot, session: Session, work: SessionWork) -> Workplace:
    place = Workplace(session, work, makers(Theme("light")))
    qtbot.addWidget(place.frame)
    place.frame.show()
    return place


def acts(place: Workplace) -> dict[str, Button]:
    page = place.frame.pages.currentWidget()
    return {
        button.words(): button
        for button in page.findChildren(Button)
        if button.property("v") == "primary"
    }


def test_an_auditor_is_shown_why(qtbot, demo: Session, work: SessionWork) -> None:
    place = opened(qtbot, as_role(demo, "auditor"), work)
    with demo.vault.read() as vault:
        person = vault.cases.get(1).subject
    for at, words in (
        (Place("today"), ""),
        (Place("case", 1), "Next step"),
        (Place("letters"), "Print"),
        (Place("disclosures"), "New request"),
        (Place("person", person.id), "Edit the details"),
        (Place("settings"), "Save the settings"),
    ):
        place.show_place(at)
        found = acts(place)
        barred = [each for each in found.values() if not each.isEnabled()]
        for each in barred:
            assert each.toolTip() or each.isHidden(), each.words()
        if words:
            shown = [one for name, one in found.items() if name.startswith(words)]
            shown = shown or list(found.values())
            assert shown, at
            assert not any(one.isEnabled() for one in shown), at
        begun = [
            one
            for one in place.frame.pages.currentWidget().findChildren(Button)
            if one.words() in ("Note", "Write a letter", "Merge", "Add a note")
        ]
        assert not any(one.isEnabled() for one in begun), at
    assert not place.frame.top_bar.request_button.isEnabled()
    post = place.frame.top_bar.post_button
    assert not post.isEnabled()
    assert REASON in post.toolTip()
    place.new_post()
    assert place.place.key == "settings"
    place.stop_moving()


def test_a_handler_is_barred_from_the_settings_alone(
    qtbot, demo: Session, work: SessionWork
) -> None:
    place = opened(qtbot, as_role(demo, "handler"), work)
    place.show_place(Place("disclosures"))
    assert acts(place)["New request"].isEnabled()
    assert place.frame.top_bar.post_button.isEnabled()
    place.show_place(Place("settings"))
    save = acts(place)["Save the settings"]
    assert not save.isEnabled()
    assert "Only an administrator" in save.toolTip()
    assert "Only an administrator" in save.accessibleDescription()
    place.stop_moving()
