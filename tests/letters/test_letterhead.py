"""What does not fit at the head of a letter is refused in a sentence, never cut."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from page_boxes import boxes, overlaps

from isteam_app.domain.addresses import Address
from isteam_app.domain.envelopes import C4, C5, DL_99, SHIPPED, EnvelopeProfile
from isteam_app.domain.letters import BODY_SIZES, LONGEST_REFERENCE
from isteam_app.letters.build import build_letter, check_letter
from isteam_app.letters.content import LetterContent

Letter = Callable[..., LetterContent]


def sentences(content: LetterContent) -> list[str]:
    return [problem.sentence for problem in check_letter(content)]


@pytest.mark.parametrize("profile", SHIPPED, ids=lambda each: each.key)
def test_nine_lines_of_address_are_refused(
    letter: Letter, profile: EnvelopeProfile
) -> None:
    lines = tuple(f"Line {number}" for number in range(9))
    (sentence,) = sentences(letter(recipient=lines, envelope=profile))
    assert sentence == (
        f"The address has 9 lines, and the window of this envelope ({profile.label}) "
        f"shows {profile.most_lines}. Shorten the address, or choose an envelope with "
        "more room."
    )


@pytest.mark.parametrize("name", ["Ann " * 75, "x" * 300, "W" * 31])
def test_a_name_wider_than_the_window_is_refused(letter: Letter, name: str) -> None:
    (sentence,) = sentences(letter(recipient=(name, "1 Road", "EX1 2AB")))
    assert sentence == (
        "The name is too wide for the window of the envelope. Put part of it on a line "
        "of its own, or shorten it."
    )


@pytest.mark.parametrize("change", ["name", "team"])
def test_a_company_too_long_for_its_letterhead_is_refused(
    letter: Letter, change: str
) -> None:
    company = replace(letter().organisation, **{change: "Fernleigh Post " * 20})
    refused = sentences(letter(organisation=company))
    assert "is too long for the head of a letter" in refused[0]
    company = replace(company, **{change: "Fernleigh Post & Print"})
    assert sentences(letter(organisation=company)) == []


def test_an_address_too_long_for_the_letterhead_is_refused(letter: Letter) -> None:
    company = letter().organisation
    tall = Address(lines=tuple(f"Room {n}" for n in range(7)), postcode="EX4 9ZZ")
    (sentence,) = sentences(letter(organisation=replace(company, address=tall)))
    assert sentence.startswith("The company's address and the ways to reach it take 10")


@pytest.mark.parametrize("profile", SHIPPED, ids=lambda each: each.key)
@pytest.mark.parametrize("size", BODY_SIZES)
def test_nothing_stands_on_anything_else(
    letter: Letter, profile: EnvelopeProfile, size: int
) -> None:
    company = replace(
        letter().organisation,
        name="Fernleigh Post & Print and Sampleton Envelopes Ltd",
        phone="01632 960 000",
        email="information.security@fernleigh.example",
    )
    content = letter(
        organisation=company,
        your_reference="W" * LONGEST_REFERENCE,
        recipient=("Ŵ" * 20,) * profile.most_lines,
        envelope=profile,
        body_size=size,
        letter_id=417,
        body="Dear you\n\n# A subject\n\n" + "Some words of a letter.\n\n" * 30,
    )
    built = build_letter(content)
    assert overlaps(built.pdf, built.pages) == []


@pytest.mark.parametrize("profile", [DL_99, C5, C4], ids=lambda each: each.key)
def test_the_letter_begins_below_the_window_and_the_references(
    letter: Letter, profile: EnvelopeProfile
) -> None:
    high = replace(profile, window_bottom=profile.window_bottom + 6)
    for their in ("", "W" * LONGEST_REFERENCE):
        content = letter(envelope=high, your_reference=their)
        found = boxes(build_letter(content).pdf)
        (greeting,) = (box for said, box in found if said.startswith("Dear"))
        assert greeting[1] > high.keep_out.bottom + 5
        beside = [box for said, box in found if box[0] > 130 and box[1] < 120]
        assert greeting[1] > max(box[3] for box in beside)


def test_a_long_name_does_not_run_into_the_reference_overleaf(letter: Letter) -> None:
    company = replace(
        letter().organisation, name="Fernleigh Post Print and Sampleton Envelopes Ltd"
    )
    content = letter(organisation=company, body="Dear you\n\n" + "Words.\n\n" * 60)
    head = [said for said, box in boxes(build_letter(content).pdf, 1) if box[1] < 22]
    assert head[-1] == "Our reference IS-2026-00042"
    assert head[0].startswith("Fernleigh Post")
