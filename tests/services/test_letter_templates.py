"""A letter keeps the very version of the template it was started from."""

from dataclasses import replace

import pytest
from builders import new_post
from letter_steps import answered, final, posted

from isteam_app.domain.cases import CaseKind, EventKind
from isteam_app.domain.kept_templates import KeptTemplate
from isteam_app.domain.letters import Letter
from isteam_app.errors import NotFound, TemplateBroken
from isteam_app.letters.templates import load, written
from isteam_app.services.cases import case_page
from isteam_app.services.intake import receive_post
from isteam_app.services.letter_templates import (
    template_in_use,
    template_of,
    templates_in_use,
)
from isteam_app.services.letters import (
    letter_choices,
    letter_pdf,
    open_desk,
    start_letter,
)
from isteam_app.services.session import Session

KEY = "access-acknowledgement"
SHIPPED = load(KEY).version
SECOND, THIRD = SHIPPED + 1, SHIPPED + 2
OURS = "We write to you from the post room."


@pytest.fixture
def case(session: Session):
    return receive_post(session, new_post(kinds=(CaseKind.ACCESS,))).cases[0]


def text_of(key: str = KEY, **facts: str) -> str:
    """The shipped text with one more sentence, and with some facts otherwise."""
    text = written(load(key)).replace("# ", f"{OURS}\n\n# ", 1)
    for fact, value in facts.items():
        lines = [line for line in text.split("\n") if not line.startswith(f"{fact}:")]
        text = "\n".join([lines[0], f"{fact}: {value}", *lines[1:]])
    return text


def used(session: Session, number: int, text: str, key: str = KEY) -> KeptTemplate:
    """A version of the company's, in use."""
    with session.vault.change("template.used", by="A", at=session.now()) as work:
        draft = work.templates.add(KeptTemplate(key=key, number=number, text=text))
        kept = work.templates.take_into_use(draft)
        work.commit()
    return kept


def start_letter_from_shipped(session: Session, case) -> Letter:
    dropped(session)
    return start_letter(session, case.id, KEY)


def dropped(session: Session, key: str = KEY) -> None:
    """Nothing of the company's is in use any more."""
    with session.vault.change("template.shipped", by="A", at=session.now()) as work:
        work.templates.leave_use(key)
        work.commit()


def test_letters_are_started_from_the_companys_version(session, case):
    used(session, SECOND, text_of())
    letter = start_letter(session, case.id, KEY)
    assert letter.template_version == SECOND
    assert OURS in letter.body
    assert open_desk(session, letter.id).template.body == letter.body


def test_a_letter_keeps_its_version_when_another_is_taken_into_use(session, case):
    shipped = start_letter(session, case.id, KEY)
    first = load(KEY).version
    used(session, first + 1, text_of())
    second = start_letter(session, case.id, KEY)
    used(session, first + 2, text_of(requires="received"))
    bodies = [open_desk(session, each.id).template for each in (shipped, second)]
    assert [each.version for each in bodies] == [first, first + 1]
    assert OURS not in bodies[0].body
    assert OURS in bodies[1].body
    assert bodies[1].requires == load(KEY).requires
    with session.vault.read() as vault:
        assert template_in_use(vault, KEY).requires == ("received",)
    dropped(session)
    with session.vault.read() as vault:
        assert template_of(vault, second).version == first + 1
        assert template_in_use(vault, KEY) == load(KEY)


def test_a_letter_already_made_never_changes(session, case):
    letter = final(session, case)
    before = letter_pdf(session, letter.id)
    used(session, SECOND, text_of())
    assert letter_pdf(session, letter.id) == before
    assert OURS not in open_desk(session, letter.id).letter.body


def test_what_a_letter_means_comes_from_its_own_version(session, case):
    """A version that says nothing to the case leaves the acknowledgement owed."""
    used(session, SECOND, text_of(event=""))
    letter = answered(session, case, KEY)
    used(session, THIRD, text_of())
    posted(session, letter)
    assert not case_page(session, case.id).case.has(EventKind.ACKNOWLEDGED)


def test_an_own_copy_is_offered_beside_what_it_is_like_and_means_the_same(
    session, case
):
    own = text_of().replace(f"key: {KEY}", f"key: our-own\nlike: {KEY}")
    used(session, 1, own.replace("title: ", "title: Our own: "), "our-own")
    page = case_page(session, case.id)
    offered = letter_choices(page.case, page.definition.letters, page.templates)
    assert [each.key for each in offered][:2] == [KEY, "our-own"]
    posted(session, answered(session, case, "our-own"))
    assert case_page(session, case.id).case.has(EventKind.ACKNOWLEDGED)


def test_an_own_letter_is_not_offered_to_another_kind_of_case(session):
    own = text_of().replace(f"key: {KEY}", f"key: our-own\nlike: {KEY}")
    used(session, 1, own, "our-own")
    other = receive_post(session, new_post(kinds=(CaseKind.ENQUIRY,))).cases[0]
    page = case_page(session, other.id)
    offered = letter_choices(page.case, page.definition.letters, page.templates)
    assert "our-own" not in [each.key for each in offered]


def test_a_kept_text_that_cannot_be_read_gives_way_in_lists_only(session, case):
    used(session, SECOND, "not a template")
    with session.vault.read() as vault:
        assert templates_in_use(vault)[KEY] == load(KEY)
    with pytest.raises(TemplateBroken):
        start_letter(session, case.id, KEY)


def test_a_letter_of_a_version_that_cannot_be_read_still_opens(session, case):
    used(session, SECOND, "not a template")
    letter = replace(start_letter_from_shipped(session, case), template_version=SECOND)
    with session.vault.read() as vault:
        assert template_of(vault, letter) == load(KEY)


def test_a_template_of_no_name_is_not_found(session, case):
    with pytest.raises(NotFound, match="no letter template"):
        start_letter(session, case.id, "unheard-of")
