"""What the company asks of third parties: set, refused in its place, and in force."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from builders import Clock
from picture_checks import SIZES, THEMES, findings, settle
from request_steps import second

from isteam_app.domain.settings import Requests
from isteam_app.services.session import Session
from ui.common.background import Background
from ui.settings.settings_page import SettingsPage


@pytest.fixture
def page(qtbot, session: Session) -> Iterator[SettingsPage]:
    background = Background()
    made = SettingsPage(session, background)
    made.resize(1112, 720)
    made.show()
    made.show_section("requests")
    yield made
    background.close()
    made.close()


def save(qtbot, page: SettingsPage) -> None:
    page.save.click()
    qtbot.waitUntil(page.save.isEnabled)


def test_everything_is_saved_and_holds_from_today(
    qtbot, session: Session, clock: Clock, page: SettingsPage
) -> None:
    clock.forward(1)  # the vault was made with the usual ones
    fields = page.form
    fields["counter_rank"].set_value("Superintendent")
    for name, value in (
        ("widest_days", "14"),
        ("most_subjects", "3"),
        ("emergency_working_days", "2"),
        ("lock_review_days", "60"),
        ("chase_days", "7"),
        ("number_months", "6"),
    ):
        fields[name].set_value(value)
    fields["request_decisions"].boxes["refuse"].click()
    fields["request_decisions"].boxes["ask_for_more"].click()
    fields["call_back_wanted"].set_value(False)
    fields["ipa_gate"].set_value(False)
    save(qtbot, page)
    assert session.settings().requests == Requests(
        counter_rank="Superintendent",
        widest_days=14,
        most_subjects=3,
        second_person=("disclose", "part", "ask_for_more", "neither"),
        emergency_working_days=2,
        lock_review_days=60,
        chase_days=7,
        number_months=6,
        call_back_wanted=False,
        ipa_gate=False,
    )
    with session.vault.read() as vault:
        before = vault.settings.in_force(session.today - timedelta(1)).requests
    assert before == Requests()


def test_what_is_kept_comes_back_as_it_was(qtbot, session, page) -> None:
    before = session.settings()
    save(qtbot, page)
    assert session.settings() == before


@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [
        ("widest_days", "0", "from 1 to 3650"),
        ("chase_days", "soon", "whole number"),
        ("number_months", "99", "from 1 to 60"),
        ("lock_review_days", "", "whole number"),
    ],
)
def test_a_number_that_cannot_be_is_refused_in_its_place(
    qtbot, session, page, field, typed, says
) -> None:
    before = session.settings()
    page.show_section("organisation")
    page.form[field].set_value(typed)
    save(qtbot, page)
    assert says in page.form[field].problem()
    assert page.list.current() == "requests"
    assert session.settings() == before


def test_half_typed_numbers_come_back(qtbot, session, page) -> None:
    page.form["chase_days"].set_value("21")
    page.form["request_decisions"].boxes["refer_to_legal"].click()
    text = page.half_typed()
    background = Background()
    other = SettingsPage(session, background)
    qtbot.addWidget(other)
    other.restore_typing(text)
    background.close()
    assert other.form["chase_days"].value() == "21"
    assert "refer_to_legal" in other.form["request_decisions"].ticked()


def test_only_an_administrator_changes_it(qtbot, session) -> None:
    background = Background()
    made = SettingsPage(second(session), background)
    qtbot.addWidget(made)
    made.show_section("requests")
    assert not made.save.isEnabled()
    assert "administrator" in made.save.toolTip()
    background.close()


@pytest.mark.parametrize("look", THEMES)
@pytest.mark.parametrize("size", SIZES)
def test_nothing_is_cut_or_covered(theme, page, look, size) -> None:
    theme.set_choice(look)
    settle(page, (size[0] - 56, size[1] - 80))
    assert findings(page) == []
