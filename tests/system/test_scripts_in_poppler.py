"""Names in other scripts as poppler reads them back, in the middle of English."""

import shutil
import subprocess
import unicodedata
from dataclasses import replace

import pytest

from isteam_app.letters.build import build_letter
from isteam_app.letters.samples import sample_letter
from isteam_app.letters.templates import load

pytestmark = pytest.mark.skipif(
    shutil.which("pdftotext") is None, reason="poppler is not installed"
)
TURNING = dict.fromkeys(map(ord, "\u202a\u202b\u202c\u200e\u200f"))
"""Poppler marks where it turns the direction."""
NAMES = (
    "محمد علي الحسن",
    "مُحَمَّد عبد الله الإسلام",
    "دود בן־גוריון",
    "שָׁלוֹם עֲלֵיכֶם",
    "毛泽东 陳大文",
    "김철수",
    "हिन्दी क्षत्रिय सिंह",
    "ภาษาไทย ที่นี่",
    "ខ្មែរ ស្រី",
    "Ọlábọ̀dé ọ́rọ̀",
)


@pytest.mark.parametrize("name", NAMES)
def test_a_name_keeps_its_order_in_every_sentence(name, tmp_path):
    content = replace(
        sample_letter(load("rights-acknowledgement")),
        requires=(),
        recipient=(name, "14 Chapel Row", "EXAMPLEFORD", "EX1 2AB"),
        body=f"Dear {name},\n\n# About {name} and your letter\n\n"
        f"We looked for {name}, who wrote on 12 May 2026.\n\n"
        f"We found **{name}** here.\n",
    )
    file = tmp_path / "letter.pdf"
    file.write_bytes(build_letter(content).pdf)
    said = subprocess.run(
        ["pdftotext", "-layout", file, "-"], capture_output=True, check=True, timeout=60
    ).stdout.decode()
    plain = unicodedata.normalize("NFC", said.translate(TURNING))
    assert plain.count(unicodedata.normalize("NFC", name)) == 5
    assert "who wrote on 12 May 2026" in " ".join(plain.split())
