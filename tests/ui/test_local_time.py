"""In summer too, every screen shows moments as the clock on the wall shows them."""

import time
from collections.abc import Iterator
from datetime import datetime

import pytest
from builders import LONDON, Clock, new_post
from letter_steps import printed

from isteam_app.services.cases import add_note, case_page
from isteam_app.services.entries import add_entry, change_entry
from isteam_app.services.intake import receive_post
from isteam_app.services.letters import letter_pdf
from isteam_app.services.print_desk import letter
from ui.cases.form_list import entry_check
from ui.cases.story import letters, story
from ui.common.background import Background
from ui.common.printing import PaintedPrinting
from ui.letters.frozen_space import FrozenSpace

JUST_AFTER_MIDNIGHT = datetime(2027, 7, 5, 0, 3, tzinfo=LONDON)


@pytest.fixture(autouse=True)
def _london(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    if not hasattr(time, "tzset"):
        pytest.skip("the time zone of a running program can be set on Unix only")
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "Europe/London")
        time.tzset()
        yield
    time.tzset()


def test_what_is_kept_at_night_is_of_the_day_it_was_here(
    qtbot,
    session,
    clock: Clock,
) -> None:
    clock.at = JUST_AFTER_MIDNIGHT
    case = receive_post(session, new_post()).cases[0]
    add_note(session, case, "She rang")
    entry = add_entry(session, case, "search", {"system": "CCTV"})
    change_entry(session, entry, {"system": "CCTV", "result": "nothing"})
    made = printed(session, case_page(session, case.id).case)
    page = case_page(session, case.id)
    noted = next(one for one in story(page) if one.body == "She rang")
    assert noted.when == "Mon 5 Jul, 00:03"
    assert letters(page)[0].body == "Finalised Mon 5 Jul"
    form = page.definition.form("search")
    done = next(one for one in page.entries if one.id == entry.id)
    assert entry_check(form, done, page).rule.endswith("Robin Sample, Mon 5 Jul")
    background = Background()
    space = FrozenSpace(PaintedPrinting(), background)
    qtbot.addWidget(space)
    space.show_letter(letter(session, made.id), letter_pdf(session, made.id), None)
    said = {one.label: one.value for one in space.facts.facts()}
    assert said["Finalised"] == "Mon 5 Jul 2027, 00:03\nRobin Sample"
    background.close()
