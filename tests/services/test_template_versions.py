"""Versions of a template: begun, saved, taken into use, restored, compared, carried."""

from dataclasses import replace
from pathlib import Path

import pytest
from builders import new_post
from letter_steps import final

from isteam_app.domain.cases import CaseKind
from isteam_app.domain.kept_templates import TemplateState
from isteam_app.errors import ChangedMeanwhile, IsteamError, RuleBroken, TemplateBroken
from isteam_app.letters.templates import all_templates, load, parse, written
from isteam_app.services import letter_templates
from isteam_app.services.intake import receive_post
from isteam_app.services.letters import letter_pdf, open_desk, start_letter
from isteam_app.services.session import Session
from isteam_app.services.template_compare import Said, compare_versions, compared
from isteam_app.services.template_files import (
    LARGEST_FILE,
    exported,
    import_template,
    save_export,
)
from isteam_app.services.template_shelf import open_template, template_rows
from isteam_app.services.template_texts import sheet_of
from isteam_app.services.template_versions import (
    Typed,
    copy_template,
    discard_version,
    save_version,
    start_version,
    stop_using,
    take_into_use,
    unlock_wording,
    use_shipped,
)

KEY, LOCKED = "access-acknowledgement", "clarification-request"
SHIPPED = load(KEY).version
OURS = "We write to you from the post room."


@pytest.fixture
def case(session: Session):
    return receive_post(session, new_post(kinds=(CaseKind.ACCESS,))).cases[0]


def typed(draft, letter=None, **changes) -> Typed:
    sheet = sheet_of(draft.text)
    return Typed(
        letter=sheet.letter if letter is None else letter,
        **{"title": sheet.facts.title, "requires": sheet.facts.requires} | changes,
    )


def reworded(session: Session, key: str = KEY, words: str = OURS):
    """A draft with one more sentence in it."""
    draft = start_version(session, key)
    letter = sheet_of(draft.text).letter.replace("[[part ", f"{words}\n\n[[part ", 1)
    return save_version(session, draft, typed(draft, letter, note="Warmer"))


def in_use(session: Session, key: str = KEY, words: str = OURS):
    return take_into_use(session, reworded(session, key, words), warnings_seen=True)


def handler(session: Session) -> Session:
    """The same vault, with somebody who is no administrator."""
    with session.vault.change("member.added", by="A", at=session.now()) as work:
        member = work.members.add(
            replace(session.member, id=0, name="H", role="handler")
        )
        work.commit()
    return replace(session, member=member)


def test_a_version_counts_on_from_the_shipped_one(session):
    draft = start_version(session, KEY)
    assert (draft.number, draft.state) == (load(KEY).version + 1, TemplateState.DRAFT)
    assert sheet_of(draft.text).template().body == load(KEY).body
    row = next(row for row in template_rows(session) if row.key == KEY)
    assert (row.number, row.draft) == (load(KEY).version, draft.number)


def test_only_one_new_version_is_written_at_a_time(session):
    start_version(session, KEY)
    with pytest.raises(RuleBroken, match="is being written already"):
        start_version(session, KEY)


def test_letters_are_made_from_a_version_once_it_is_in_use(session, case):
    made = final(session, case)
    before = letter_pdf(session, made.id)
    kept = in_use(session)
    assert OURS in start_letter(session, case.id, KEY).body
    assert letter_pdf(session, made.id) == before
    assert OURS not in open_desk(session, made.id).template.body
    versions = open_template(session, KEY).versions
    assert [(v.number, v.state, v.letters) for v in versions] == [
        (kept.number, TemplateState.IN_USE, 1),
        (SHIPPED, TemplateState.OLD, 1),
    ]


def test_a_letter_that_cannot_be_read_is_kept_as_a_draft_and_never_used(session):
    draft = start_version(session, KEY)
    saved = save_version(session, draft, typed(draft, "Dear {{nobody}}\n[[if due]]\n"))
    assert sheet_of(saved.text).letter == "Dear {{nobody}}\n[[if due]]\n"
    found = open_template(session, KEY).findings(sheet_of(saved.text))
    assert [(one.rule, one.line) for one in found] == [("read", 1), ("read", 2)]
    with pytest.raises(RuleBroken, match="no field called"):
        take_into_use(session, saved)
    assert open_template(session, KEY).in_use == load(KEY)


def test_a_required_paragraph_that_is_gone_keeps_a_version_from_use(session):
    draft = start_version(session, KEY)
    letter = sheet_of(draft.text).letter.replace("[[part due]]\n", "")
    saved = save_version(session, draft, typed(draft, letter))
    with pytest.raises(RuleBroken, match="due"):
        take_into_use(session, saved, warnings_seen=True)
    fewer = typed(saved, letter, requires=load(KEY).requires[:1])
    saved = save_version(session, saved, fewer)
    with pytest.raises(RuleBroken, match="had to say"):
        take_into_use(session, saved, warnings_seen=True)


def test_locked_wording_needs_an_administrator_and_a_reason(session):
    draft = start_version(session, LOCKED)
    letter = sheet_of(draft.text).letter
    start = letter.index("]]", letter.index("[[locked")) + 3
    altered = letter[:start] + "Perhaps. " + letter[start:]
    saved = save_version(session, draft, typed(draft, altered))
    with pytest.raises(RuleBroken, match="is not as it was"):
        take_into_use(session, saved, warnings_seen=True)
    with pytest.raises(RuleBroken, match="administrator"):
        unlock_wording(handler(session), saved, "Because.")
    with pytest.raises(RuleBroken, match="Say why"):
        unlock_wording(session, saved, " ")
    saved = unlock_wording(session, saved, "Counsel's advice of 3 November.")
    kept = take_into_use(session, saved, warnings_seen=True)
    assert kept.unlocked_why == "Counsel's advice of 3 November."
    assert open_template(session, LOCKED).in_use.body.count("Perhaps. ") == 1
    again = start_version(session, LOCKED)
    assert again.unlocked_why == ""
    assert take_into_use(session, again, warnings_seen=True).number == again.number


def test_only_an_administrator_takes_into_use(session):
    other = handler(session)
    draft = reworded(other)
    for act in (
        lambda: take_into_use(other, draft, warnings_seen=True),
        lambda: use_shipped(other, KEY),
        lambda: stop_using(other, KEY),
    ):
        with pytest.raises(RuleBroken, match="administrator"):
            act()
    assert take_into_use(session, draft, warnings_seen=True).used_by


def test_an_earlier_version_is_restored_as_a_new_one(session):
    first = in_use(session)
    second = in_use(session, words="Another sentence stands here.")
    draft = start_version(session, KEY, first.number)
    assert draft.number == second.number + 1
    assert draft.note == f"Version {first.number} again"
    kept = take_into_use(session, draft, warnings_seen=True)
    before, now = (letter_templates.as_template(one) for one in (first, kept))
    assert (now.body, now.version) == (before.body, draft.number)
    shipped = start_version(session, KEY, load(KEY).version)
    assert sheet_of(shipped.text).letter == load(KEY).source


def test_back_to_the_shipped_text(session, case):
    in_use(session)
    use_shipped(session, KEY)
    letter = start_letter(session, case.id, KEY)
    assert (letter.template_version, letter.body) == (SHIPPED, load(KEY).body)
    assert not any(
        version.state is TemplateState.DRAFT
        for version in open_template(session, KEY).versions
    )


def test_the_shipped_text_never_takes_the_number_of_a_version(
    session, case, monkeypatch
):
    """The program comes to ship a version 2 where the company has one already."""
    ours = in_use(session)
    assert ours.number == SHIPPED + 1
    ships(monkeypatch, "The program says this now.", version=ours.number)
    assert open_template(session, KEY).newer
    use_shipped(session, KEY)
    letter = start_letter(session, case.id, KEY)
    assert letter.template_version == ours.number + 1
    assert "The program says this now." in letter.body
    assert not open_template(session, KEY).newer
    with session.vault.read() as vault:
        old = replace(letter, template_version=ours.number)
        assert OURS in letter_templates.template_of(vault, old).body


def test_a_draft_gives_way_to_the_number_the_program_came_to_ship(session, monkeypatch):
    draft = reworded(session)
    ships(monkeypatch, "The program says this now.", version=draft.number)
    used = take_into_use(session, draft, warnings_seen=True)
    assert used.number == draft.number + 1
    assert open_template(session, KEY).newer


def ships(monkeypatch, words: str, version: int) -> None:
    """Let the program ship another text of the acknowledgement."""
    text = written(load(KEY)).replace(f"version: {SHIPPED}", f"version: {version}")
    newer = parse(text.replace("[[part ", f"{words}\n\n[[part ", 1))
    known = {one.key: one for one in all_templates()} | {KEY: newer}
    for module in ("letter_templates", "template_shelf"):
        place = f"isteam_app.services.{module}.all_templates"
        monkeypatch.setattr(place, lambda: tuple(known.values()))
    monkeypatch.setattr(
        "isteam_app.services.letter_templates.load", lambda key: known[key]
    )


def test_two_people_do_not_write_over_each_other(session):
    draft = start_version(session, KEY)
    save_version(session, draft, typed(draft, note="Mine"))
    for act in (
        lambda: save_version(session, draft, typed(draft, note="Yours")),
        lambda: take_into_use(session, draft, warnings_seen=True),
        lambda: discard_version(session, draft),
        lambda: unlock_wording(session, draft, "Because."),
    ):
        with pytest.raises(ChangedMeanwhile):
            act()


def test_a_draft_thrown_away_leaves_what_is_in_use(session):
    kept = in_use(session)
    discard_version(session, start_version(session, KEY))
    assert open_template(session, KEY).draft is None
    assert open_template(session, KEY).in_use.version == kept.number


def test_a_copy_is_the_companys_own_and_rests_when_it_is_out_of_use(session, case):
    draft = copy_template(session, KEY, "Our friendly acknowledgement")
    assert draft.key == f"{KEY}-own-1"
    assert copy_template(session, KEY, "Another").key == f"{KEY}-own-2"
    take_into_use(session, draft, warnings_seen=True)
    letter = start_letter(session, case.id, draft.key)
    assert letter.title == "Our friendly acknowledgement"
    stop_using(session, draft.key)
    row = next(row for row in template_rows(session) if row.key == draft.key)
    assert (row.own, row.number, row.title) == (True, 0, "Our friendly acknowledgement")
    assert start_version(session, draft.key).number == 2


@pytest.mark.parametrize("title", ["", "  ", "T" * 200])
def test_a_title_that_cannot_be_is_refused(session, title):
    with pytest.raises(RuleBroken) as refused:
        copy_template(session, KEY, title)
    assert refused.value.field == "title"


def test_a_title_writes_no_facts(session):
    draft = copy_template(session, KEY, "Ours\nevent: answered\n---")
    facts = sheet_of(draft.text).facts
    assert facts.event == load(KEY).event
    assert facts.title == "Ours event: answered ---"


def test_versions_are_compared_by_lines_and_words(session):
    kept = in_use(session)
    lines = compare_versions(session, KEY, SHIPPED, kept.number)
    assert [one.text for one in lines if one.said is Said.AFTER and one.text] == [OURS]
    changed = compared("One red line\nsame\n", "One blue line\nsame\n")
    assert [[s.text for s in one.stretches] for one in changed] == [
        ["One ", "red", " line"],
        ["One ", "blue", " line"],
        ["same"],
    ]
    with pytest.raises(RuleBroken):
        compare_versions(session, KEY, SHIPPED, 99)


# Files


def test_what_is_exported_comes_in_as_a_draft_elsewhere(session, tmp_path):
    kept = in_use(session)
    path = tmp_path / "out.txt"
    save_export(session, KEY, kept.number, path)
    assert exported(session, KEY, kept.number).name == f"{KEY}-v{kept.number}.txt"
    draft = import_template(session, path)
    assert (draft.state, draft.number) == (TemplateState.DRAFT, kept.number + 1)
    assert sheet_of(draft.text).letter == sheet_of(kept.text).letter
    with pytest.raises(RuleBroken, match="is being written already"):
        import_template(session, path)


def test_a_template_of_no_known_key_becomes_the_companys_own(session, tmp_path):
    like = "key: ours\nlike: enquiry-reply"
    text = written(load("enquiry-reply")).replace("key: enquiry-reply", like)
    draft = import_template(session, file(tmp_path, text))
    assert (draft.key, draft.number) == ("ours", 1)
    assert take_into_use(session, draft, warnings_seen=True).key == "ours"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "starts with its facts"),
        (b"\x00\x01\x02\xff", "not a text file"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 500, "not a text file"),
        ("---\nkey: a\u0000b\n---\n".encode(), "no character of a text"),
        (b"a" * 5_000_000, "larger than"),
        (b"a" * LARGEST_FILE, "longer than"),
        ("\ufffe".join("ab").encode("utf-16"), "not a text file"),
    ],
)
def test_a_file_that_is_no_template_gets_one_sentence(
    session, tmp_path, content, words
):
    with pytest.raises(IsteamError, match=words):
        import_template(session, file(tmp_path, content))
    assert not any(row.draft for row in template_rows(session))


def test_an_answer_of_our_own_says_which_one_it_is_like(session, tmp_path):
    text = written(load("refusal")).replace("key: refusal", "key: quiet-refusal")
    with pytest.raises(RuleBroken, match="which shipped one it is like"):
        import_template(session, file(tmp_path, text))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("{{due}}", "{{nobody}}"), "no field called"),
        (("[[part due]]", "[[if due]]"), "never closed"),
        (("[[part due]]", "[[include no-such-block]]"), "no block"),
        (("event: acknowledged", "event: answered"), "otherwise than it is here"),
        (("kinds: access", "kinds: erasure"), "otherwise than it is here"),
        (("kinds: access", "kinds: access\nto: requester"), "about no kind of case"),
        ((f"key: {KEY}", "key: ../../etc"), "small letters"),
        ((f"key: {KEY}", "key: ours\nlike: unheard-of"), "no such template"),
        ((f"key: {KEY}", "key: ours\nlike: refusal"), "means something else"),
        (("event: acknowledged", "event: answered"), "otherwise"),
    ],
)
def test_a_template_that_would_mislead_is_refused(session, tmp_path, change, words):
    text = written(load(KEY)).replace(*change)
    assert text != written(load(KEY))
    with pytest.raises((RuleBroken, TemplateBroken), match=words):
        import_template(session, file(tmp_path, text))


def test_what_is_no_file_is_refused(session, tmp_path):
    for path in (tmp_path, tmp_path / "none.txt", Path("/dev/zero")):
        with pytest.raises(RuleBroken) as refused:
            import_template(session, path)
        assert refused.value.field == "path"


def file(folder: Path, content: str | bytes) -> Path:
    path = folder / "template.txt"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path
