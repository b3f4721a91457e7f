"""A letter's file says which language a screen reader is to speak."""

from dataclasses import replace
from io import BytesIO

import pikepdf
import pytest
from builders import new_post
from letter_steps import RECEIVED, answered, made

from isteam_app.services.intake import receive_post
from isteam_app.services.letters import letter_pdf
from isteam_app.services.settings import save_settings


@pytest.mark.parametrize("language", ["en-GB", "cy"])
def test_a_finalised_letter_speaks_the_language_of_the_settings(session, language):
    settings = session.settings()
    letters = replace(settings.letters, language=language)
    save_settings(session, replace(settings, letters=letters))
    case = receive_post(session, new_post()).cases[0]
    letter = made(session, answered(session, case, RECEIVED))
    with pikepdf.open(BytesIO(letter_pdf(session, letter.id))) as pdf:
        assert str(pdf.Root.Lang) == language
        assert bool(pdf.Root.MarkInfo.Marked)
