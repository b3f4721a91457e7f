"""The company's logo and scanned signatures: read, kept, shown, let go."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from builders import new_post
from letter_steps import RECEIVED
from PIL import Image

from isteam_app.errors import RuleBroken
from isteam_app.letters.templates import load
from isteam_app.services.intake import receive_post
from isteam_app.services.letter_content import letter_content
from isteam_app.services.letter_opening import desk_of
from isteam_app.services.letterhead import (
    LOGO,
    SIGNATURE,
    forget_pictures,
    keep_picture,
    letter_pictures,
    picture,
    picture_name,
)
from isteam_app.services.letters import open_desk, start_letter
from isteam_app.services.session import Session
from isteam_app.services.settings import save_settings
from isteam_app.services.template_texts import sheet_from
from isteam_app.services.template_trial import Facts, open_trial, try_out

DRAWN = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 10">'
    '<rect width="40" height="10" fill="#204080"/></svg>'
)


def png(width: int = 60, height: int = 20) -> bytes:
    kept = BytesIO()
    Image.new("RGB", (width, height), "navy").save(kept, "PNG")
    return kept.getvalue()


def file(folder: Path, content: bytes | str, name: str = "logo.png") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def with_logo(session: Session, picture_id: int) -> None:
    settings = session.settings()
    letters = replace(settings.letters, logo=picture_id)
    save_settings(session, replace(settings, letters=letters))


@pytest.mark.parametrize("content", [png(), DRAWN])
def test_a_logo_stands_on_letters_from_the_day_it_is_chosen(session, tmp_path, content):
    sheet = sheet_from(load(RECEIVED))
    before = try_out(open_trial(session), sheet)
    kept = keep_picture(session, LOGO, file(tmp_path, content))
    with_logo(session, kept.id)
    after = try_out(open_trial(session), sheet)
    assert not after.problems
    assert after.pdf != before.pdf
    with_logo(session, 0)
    assert try_out(open_trial(session), sheet).pdf == before.pdf


def test_a_signature_is_shown_only_where_a_letter_is_signed_with_it(session, tmp_path):
    kept = keep_picture(session, SIGNATURE, file(tmp_path, png()))
    settings = session.settings()
    signs = replace(settings.signatory, picture=kept.id)
    with session.vault.read() as vault:
        assert letter_pictures(vault, settings, signs).signature is None
        assert letter_pictures(vault, settings, signs, signed=True).signature


def test_a_picture_is_read_once_and_let_go_with_the_vault(session, tmp_path):
    kept = keep_picture(session, LOGO, file(tmp_path, png()))
    with session.vault.read() as vault:
        first = picture(vault, kept.id)
        assert picture(vault, kept.id) is first
        forget_pictures()
        assert picture(vault, kept.id) is not first
        assert picture(vault, kept.id) == first
        assert picture(vault, 999) is None
    assert picture_name(session, kept.id) == "logo.png"
    assert picture_name(session, 999) == ""


LINKED = (
    '<svg xmlns="http://www.w3.org/2000/svg" '
    'xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9">'
    '<image xlink:href="file:///etc/passwd" width="9" height="9"/></svg>'
)
BOMB = '<!DOCTYPE s [<!ENTITY a "aaaaaaaaaa">]><svg viewBox="0 0 9 9">&a;</svg>'


@pytest.mark.parametrize(
    "content",
    [
        png(20_000, 10),
        DRAWN[:-12],
        LINKED,
        BOMB,
        b"",
        b"GIF89a" + b"\0" * 40,
        png()[:40],
        b"\x89PNG\r\n\x1a\n" + b"\0" * 3_000_000,
    ],
)
def test_a_picture_that_cannot_be_used_gets_one_sentence(session, tmp_path, content):
    with pytest.raises(RuleBroken) as refused:
        keep_picture(session, LOGO, file(tmp_path, content))
    assert refused.value.field == "picture"
    assert "\n" not in str(refused.value)


def test_what_is_no_file_is_refused(session, tmp_path):
    for path in (tmp_path, tmp_path / "none.png", Path("/dev/zero")):
        with pytest.raises(RuleBroken):
            keep_picture(session, LOGO, path)


@pytest.mark.parametrize("facts", Facts)
def test_a_template_is_tried_out_with_every_set_of_facts(session, facts):
    found = try_out(open_trial(session), sheet_from(load(RECEIVED)), facts)
    assert found.pages
    assert [one.sentence for one in found.problems] == []


def test_what_is_typed_stands_instead_of_the_made_up_value(session):
    sheet = sheet_from(load(RECEIVED))
    trial = open_trial(session)
    usual = try_out(trial, sheet)
    assert try_out(trial, sheet, typed={"handler": "Someone Else"}).pdf != usual.pdf
    assert try_out(trial, sheet, typed={"no-such-field": "x"}).pdf == usual.pdf


def test_a_text_that_cannot_be_read_has_no_pages_and_says_why(session):
    sheet = replace(sheet_from(load(RECEIVED)), letter="Dear {{nobody}}\n")
    found = try_out(open_trial(session), sheet)
    assert (found.pdf, found.pages) == (b"", 0)
    assert "no field called" in found.problems[0].sentence


def test_a_letter_of_a_case_shows_the_logo_and_the_signature_it_was_given(
    session, tmp_path
):
    (case,) = receive_post(session, new_post()).cases
    letter = start_letter(session, case.id, RECEIVED)
    plain = letter_content(open_desk(session, letter.id), letter.body, {})
    logo = keep_picture(session, LOGO, file(tmp_path, DRAWN, "logo.svg"))
    with_logo(session, logo.id)
    scanned = keep_picture(session, SIGNATURE, file(tmp_path, png()))
    settings = session.settings()
    signs = replace(settings.signatory, picture=scanned.id)
    save_settings(session, replace(settings, signatory=signs))
    desk = open_desk(session, letter.id)
    shown = letter_content(desk, letter.body, {})
    assert (plain.logo, plain.signature) == (None, None)
    assert shown.logo is not None
    assert shown.signature is None
    signed = replace(desk.letter, with_signature=True)
    with session.vault.read() as vault:
        desk = desk_of(session, vault, signed)
    assert letter_content(desk, letter.body, {}).signature is not None


def test_pixels_are_kept_as_another_process_saw_them(session, tmp_path):
    photograph = BytesIO()
    notes = Image.Exif()
    notes[0x0112] = 6  # held upright
    image = Image.new("RGB", (3000, 1500), "white")
    image.paste("navy", (0, 0, 1500, 1500))
    image.save(photograph, "JPEG", exif=notes)
    kept = keep_picture(session, SIGNATURE, file(tmp_path, photograph.getvalue()))
    assert kept.media_type == "image/png"
    with session.vault.read() as vault:
        data = vault.pictures.get(kept.id).data
    with Image.open(BytesIO(data)) as seen:
        assert seen.size == (300, 600)
        assert "exif" not in seen.info
        assert seen.getpixel((150, 50))[2] > 100 > seen.getpixel((150, 50))[0]
        assert min(seen.getpixel((150, 550))) > 250
