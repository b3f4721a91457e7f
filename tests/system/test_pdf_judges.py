"""The letters as other programs see them: qpdf and poppler, not our own libraries."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from tag_reader import lines

from isteam_app.letters.appended import AppendedPart, appended
from isteam_app.letters.build import build_letter
from isteam_app.letters.merge import TICK_BOX
from isteam_app.letters.page_image import PageImage
from isteam_app.letters.samples import sample_letter
from isteam_app.letters.stamp import stamped
from isteam_app.letters.templates import all_templates, load

JUDGES = ("qpdf", "pdffonts", "pdftotext", "pdfinfo")
MISSING = [judge for judge in JUDGES if shutil.which(judge) is None]

pytestmark = pytest.mark.skipif(
    bool(MISSING), reason=f"these are not installed: {', '.join(MISSING)}"
)


def judged(*command: str | Path) -> str:
    """Run a judge and return what it says; it must find no fault."""
    done = subprocess.run(
        [str(part) for part in command],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.parametrize("template", all_templates(), ids=lambda one: one.key)
def test_every_letter_is_sound_to_other_programs(template, tmp_path):
    content = sample_letter(template)
    file = tmp_path / "letter.pdf"
    file.write_bytes(build_letter(content).pdf)

    assert "No syntax or stream encoding errors found" in judged(
        "qpdf", "--check", file
    )
    fonts = judged("pdffonts", file).splitlines()[2:]
    assert fonts
    for font in fonts:
        embedded, subset, readable = font.split()[-5:-2]
        assert (embedded, subset, readable) == ("yes", "yes", "yes"), font
    assert content.recipient[0] in judged("pdftotext", file, "-")
    info = judged("pdfinfo", file)
    assert "A4" in info
    assert "JavaScript:      no" in info
    assert content.recipient[0] not in info


@pytest.mark.parametrize("template", all_templates(), ids=lambda one: one.key)
def test_another_reader_hears_whole_words_in_the_same_order(template, tmp_path):
    pdf = build_letter(sample_letter(template)).pdf
    file = tmp_path / "letter.pdf"
    file.write_bytes(pdf)
    told = judged("pdfinfo", "-struct-text", file)
    heard = [
        " ".join(said.split()) for said in re.findall(r'^ *"(.*)"$', told, re.MULTILINE)
    ]
    ours = [words for _, words in lines(pdf)]
    assert len(heard) == len(ours)
    for said, wanted in zip(heard, ours, strict=True):
        if wanted != TICK_BOX:  # it has no words of its own
            assert squeezed(said) == squeezed(wanted)
    known = words_of(judged("pdftotext", file, "-"))
    assert set().union(*map(words_of, heard)) <= known


def test_a_stamped_letter_with_enclosures_is_sound_to_other_programs(tmp_path):
    content = sample_letter(load("access-response"))
    pixels = bytes(range(256)) * (40 * 60 * 4 // 256 + 1)
    page = PageImage(width=40, height=60, pixels=pixels[: 40 * 60 * 4])
    parts = [AppendedPart(title="Delivery records", pages=[page, page])]
    made = stamped(appended(build_letter(content).pdf, content, parts).pdf, "REPRINT 2")
    file = tmp_path / "bundle.pdf"
    file.write_bytes(made)
    assert "No syntax or stream encoding errors" in judged("qpdf", "--check", file)
    assert judged("pdftotext", file, "-").count("REPRINT 2") == 6
    told = judged("pdfinfo", "-struct", file)
    assert told.count("Figure") == 2


def squeezed(text):
    return "".join(text.split())


def words_of(text):
    return set(text.split())


def test_the_judges_would_notice_a_broken_file(tmp_path):
    content = sample_letter(all_templates()[0])
    file = tmp_path / "broken.pdf"
    file.write_bytes(build_letter(content).pdf[:-400])
    with pytest.raises(AssertionError):
        judged("qpdf", "--check", file)
