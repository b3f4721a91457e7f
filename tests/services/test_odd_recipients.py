"""Names and addresses that no program expects go all the way, or say why not."""

import pytest
from builders import new_post
from letter_steps import approved, decided, filled_in, made, page_text, ticks

from isteam_app.domain.addresses import Address, parse_address
from isteam_app.domain.letters import LetterState
from isteam_app.errors import IsteamError, LetterRefused
from isteam_app.services.intake import receive_post
from isteam_app.services.letter_approval import submit
from isteam_app.services.letter_check import check_again, recipient_of
from isteam_app.services.letter_editing import looked
from isteam_app.services.letters import finalise, letter_pdf, open_desk, start_letter

USUAL = parse_address("Flat 4, 27 Lantern Row, Eastbridge, QX4 7TB")


def refusal(session, name, address=USUAL):
    post = receive_post(session, new_post(name=name, salutation="", address=address))
    case = decided(session, post.cases[0], "refused", "unfounded")
    return filled_in(session, start_letter(session, case.id, "refusal"))


@pytest.mark.parametrize(
    "name",
    [
        "<img src=x onerror=alert(1)> Price",
        "{{subject_name}} Price",
        "[[if due]] Price [[end]]",
        '**Price** & Sons\' "Ltd"',
        "Łukasz Ó Súilleabháin-Nguyễn",
        '=HYPERLINK("http://example.com") Price',
        "Dear Sir Price",
        "O\u2019Brien",
        "Price\u202eecirP",
    ],
)
def test_a_name_stays_a_name_and_the_letter_goes(session, name):
    letter = refusal(session, name)
    final = made(session, letter)
    assert final.state is LetterState.FINAL
    assert check_again(session, final.id) == ()
    shown = page_text(letter_pdf(session, final.id))
    assert (
        "Price" in shown or "Brien" in shown or "uilleabh" in shown or "Súill" in shown
    )


@pytest.mark.parametrize(
    "name",
    ["مريم الخطيب", "דוד לוי", "王小明", "김민준"],
)
def test_a_name_in_another_script_goes_or_names_what_cannot_be_printed(session, name):
    letter = refusal(session, name)
    desk = open_desk(session, letter.id)
    seen = looked(session, desk, letter.body, dict(letter.answers))
    if not seen.problems:
        assert submit(session, letter, ticks(session, letter))
        return
    with pytest.raises(LetterRefused, match="cannot be printed"):
        submit(session, letter, ticks(session, letter))


@pytest.mark.parametrize(
    ("name", "address", "says"),
    [
        ("x" * 200, USUAL, "too wide"),
        (
            "Ms Price",
            Address(
                lines=tuple(f"Line {at}" for at in range(1, 9)),
                town="Eastbridge",
                postcode="QX4 7TB",
            ),
            "lines",
        ),
        ("Ms \U0001f600 Price", USUAL, "cannot be printed"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_reason(session, name, address, says):
    letter = refusal(session, name, address)
    with pytest.raises(LetterRefused, match=says):
        submit(session, letter, ticks(session, letter))
    desk = open_desk(session, letter.id)
    seen = looked(session, desk, letter.body, dict(letter.answers))
    assert any(says in each.sentence for each in seen.problems)
    assert seen.pdf


def test_a_name_of_three_hundred_letters_is_refused_where_it_is_typed(session):
    with pytest.raises(IsteamError):
        receive_post(session, new_post(name="x" * 300))


def test_without_a_postcode_the_last_line_is_typed(session):
    address = Address(lines=("Rua Direita 5",), town="Lisboa", country="Portugal")
    letter = refusal(session, "Sra Inês Prates", address)
    good = approved(session, letter)
    assert finalise(session, good).state is LetterState.FINAL


def test_no_address_at_all_is_said_and_nothing_breaks(session):
    letter = refusal(session, "Ms Price", Address())
    assert recipient_of(session, letter.id).twice
    with pytest.raises(LetterRefused, match="no address"):
        submit(session, letter)


@pytest.mark.parametrize(
    "body",
    ["", "Dear", "Dear {{salutation", "[[if due]]", "\x00", "Dear " + "x" * 70_000],
)
def test_any_text_is_checked_without_breaking(session, body):
    letter = refusal(session, "Ms Price")
    desk = open_desk(session, letter.id)
    seen = looked(session, desk, body, {})
    assert seen.problems
    assert seen.recipient is not None
