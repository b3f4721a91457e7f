"""Letters to many people in the window: begun, looked at, filled in, made together."""

from collections.abc import Callable

import pytest
from builders import new_post
from letter_steps import RECEIVED
from PySide6.QtCore import Qt

from isteam_app.domain.addresses import parse_address
from isteam_app.domain.cases import CaseKind
from isteam_app.domain.letters import LetterState
from isteam_app.services.intake import receive_post
from isteam_app.services.letter_batches import begin_batch
from isteam_app.services.letters import save_draft
from isteam_app.services.session import Session
from ui.letters.batch_page import BatchPage


@pytest.fixture
def chosen(session: Session) -> list[int]:
    made = []
    for number in range(1, 6):
        surname = f"Sample{chr(96 + number)}"
        post = new_post(
            name=f"Ms Petra {surname}",
            salutation=f"Ms {surname}",
            address=parse_address(f"{number} {surname} Street\nEastbridge\nQX4 7TB"),
        )
        made.append(receive_post(session, post).cases[0].id)
    return made


@pytest.fixture
def page(qtbot, session, background) -> BatchPage:
    made = BatchPage(session, background)
    qtbot.addWidget(made)
    made.resize(1112, 720)
    made.begun.connect(made.open)
    made.show()
    return made


@pytest.fixture
def rest(qtbot, background) -> Callable[[], None]:
    def wait() -> None:
        qtbot.waitUntil(lambda: not background.is_busy, timeout=20000)
        qtbot.wait(50)
        qtbot.waitUntil(lambda: not background.is_busy, timeout=20000)

    return wait


def test_a_batch_is_begun_for_the_chosen_cases(page, chosen, rest) -> None:
    page.begin(chosen)
    page.begin_card.letter.set_value(RECEIVED)
    assert page.begin_card.act.words() == "Begin 5 letters"
    page.begin_card.act.click()
    rest()
    shown = page.table.letters()
    assert [one.case_id for one in shown] == chosen
    assert page.act.words() == "Finalise 5 letters"
    assert "Ms Petra Samplea" in page.pages.view.accessibleDescription()
    assert page.table.current().recipient == "Ms Petra Samplea"


def test_letters_are_offered_by_how_many_cases_they_fit(session, page, chosen) -> None:
    post = new_post(name="Mr Else Where", kinds=(CaseKind.COMPLAINT,))
    other = receive_post(session, post).cases[0].id
    page.begin([*chosen, other])
    words = page.begin_card.letter.combo
    offered = [words.itemText(line) for line in range(words.count())]
    assert any(each.endswith("(5)") for each in offered)
    assert any(each.endswith("(1)") for each in offered)


def test_all_are_made_but_the_one_that_does_not_pass(
    qtbot, session, page, chosen, rest
) -> None:
    begun = begin_batch(session, chosen, RECEIVED)
    save_draft(session, begun.letters[2], "Dear {{salutation}}\n", {})
    page.open(begun.letters[0].id)
    rest()
    waiting = [one for one in page.table.letters() if one.why]
    assert [one.letter_id for one in waiting] == [begun.letters[2].id]
    page.act.click()
    rest()
    states = [one.state for one in page.table.letters()]
    assert states.count(LetterState.FINAL) == 4
    assert page.said() is not None
    assert "4 letters finalised" in page.said().title.text()
    assert "says why" in page.said().text.text()
    qtbot.keyClick(page.table.table, Qt.Key.Key_Return)


def test_what_is_half_typed_comes_back(session, page, chosen, rest) -> None:
    begun = begin_batch(session, chosen, RECEIVED)
    page.open(begun.letters[0].id)
    rest()
    names = [field.name for field in page._batch.shared]  # noqa: SLF001  which boxes there are
    if not names:
        assert page.half_typed() is None
        return
    page.answers.field(names[0]).set_value("For everybody")
    text = page.half_typed()
    assert text is not None
    page.answers.set_answers({})
    page.restore_typing(text)
    assert page.answers.answers() == {names[0]: "For everybody"}


def test_cancel_leads_back_and_leaves_nothing(qtbot, session, page, chosen) -> None:
    page.begin(chosen)
    with qtbot.waitSignal(page.back):
        qtbot.keyClick(page.begin_card.letter.combo, Qt.Key.Key_Escape)
    with session.vault.read() as vault:
        assert vault.letters.counts()[LetterState.DRAFT] == 0
