"""A whole letter: what is on the pages, what is refused, and that it stays the same."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pikepdf import pdfa

from isteam_app.domain.addresses import Address
from isteam_app.domain.envelopes import DL_105
from isteam_app.domain.settings import Signatory
from isteam_app.errors import LetterRefused, TemplateBroken
from isteam_app.letters.build import build_letter, check_letter
from isteam_app.letters.characters import clean
from isteam_app.letters.content import LetterContent
from isteam_app.letters.samples import sample_letter
from isteam_app.letters.templates import all_templates, load

ROOT = Path(__file__).resolve().parents[2]
Letter = Callable[..., LetterContent]
Read = Callable[[bytes], str]

ATTACKS = (
    '<img src="/etc/passwd"/>',
    '<img src="http://127.0.0.1:9/x.png" width="1" height="1"/>',
    '<img src="file:///etc/hostname"/>',
    '<img src="data:image/png;base64,AAAA"/>',
    '<a href="javascript:app.alert(1)">click</a>',
    '<a href="file:///etc/passwd">click</a>',
    '<link href="http://x.example">x</link>',
    '<font color="white">hidden</font>',
    "<font color=\"[[[getattr(pow,Word('__globals__'))]]]\">x</font>",
    '<span color="open(1)">x</span>',
    '<para backColor="9**9**9">x</para>',
    '<onDraw name="x" label="y"/>',
    '<seq id="a"/><seqReset id="a"/>',
    '<index item="x"/>',
    "<bullet>x</bullet>",
    "<b>bold</b> & <i>italic</i>",
    "<br/><br/>",
    "A <b@c.example> B",
    "R&D; &lt; &#65; &amp;",
    "<![CDATA[x]]>",
    "<!-- gone? -->",
    "<?xml version='1.0'?>",
    "</para></document>",
    "**bold** _under_ # head",
    "{{due}} [[if due]] [[end]]",
    "| a | b |",
    "(\\051) Tj ET /JavaScript << >> endobj",
)


def pdf_of(content: LetterContent) -> bytes:
    return build_letter(content).pdf


class TestAttacks:
    @pytest.mark.parametrize("attack", ATTACKS)
    def test_it_is_printed_as_it_was_typed(
        self, letter: Letter, read: Read, attack: str
    ) -> None:
        content = letter(
            body="Dear {{salutation}}\n\n# Re {{their_reference}}\n\n{{answer}}\n\n"
            "- {{enclosures}}\n",
            values={
                "salutation": attack,
                "their_reference": attack,
                "answer": attack,
                "enclosures": (attack,),
            },
            your_reference=attack[:50],
            signatory=Signatory(name=attack, role=attack),
        )
        text = read(pdf_of(content)).replace(" ", "")
        assert text.count(attack.replace(" ", "")) >= 6

    @pytest.mark.parametrize("attack", ATTACKS)
    def test_it_brings_no_action_picture_or_link(
        self, letter: Letter, attack: str
    ) -> None:
        content = letter(values={"salutation": attack})
        with pikepdf.open(BytesIO(pdf_of(content))) as pdf:
            for page in pdf.pages:
                assert "/Annots" not in page.obj
                assert "/XObject" not in page.obj.Resources
            for key in ("/OpenAction", "/AA", "/Names", "/AcroForm"):
                assert key not in pdf.Root

    def test_the_setters_own_tag_reader_is_never_used(
        self, letter: Letter, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refuse(*_: object) -> None:
            raise AssertionError("text was read as markup")

        monkeypatch.setattr("reportlab.platypus.paragraph.ParaParser.parse", refuse)
        assert build_letter(letter()).pages == 1

    @settings(max_examples=40)
    @given(value=st.text(max_size=60))
    def test_any_text_previews_without_an_error(self, value: str) -> None:
        sample = sample_letter(load("enquiry-reply"))
        values = {**sample.values, "salutation": value, "answer": value}
        content = replace(sample, values=values, recipient=(value, "EXAMPLETON"))
        assert build_letter(content, preview=True).pages == 1


class TestPages:
    def test_a_letter_has_its_parts(self, letter: Letter, read: Read) -> None:
        text = read(pdf_of(letter(your_reference="AN/1")))
        for part in (
            "Fernleigh Post & Print Ltd",
            "Private and confidential",
            "Tuesday 24 November 2026",
            "Our reference IS-2026-00042",
            "Your reference AN/1",
            "Dear Ms Ńowak",
            "It reached us on Thursday 19 November 2026.",
            "Yours sincerely",
            "R. Adeyemi",
            "Company number 00000000.",
            "large print, Braille, audio",
            "IS-2026-00042 / L3",
            "Page 1 of 1",
        ):
            assert part in text

    def test_a_long_letter_counts_its_pages(
        self, letter: Letter, read_pages: Callable[[bytes], list[str]]
    ) -> None:
        built = build_letter(letter(body="Dear you\n\n" + "Some words.\n\n" * 60))
        pages = read_pages(built.pdf)
        assert built.pages == len(pages) == 3
        for number, text in enumerate(pages, start=1):
            assert f"Page {number} of 3" in text
            assert "IS-2026-00042 / L3" in text

    def test_a_signature_never_stands_alone(
        self, letter: Letter, read_pages: Callable[[bytes], list[str]]
    ) -> None:
        for count in range(10, 26):
            body = "Dear you\n\n" + "Some words.\n\n" * count + "## Last\n\nThe end.\n"
            last = read_pages(pdf_of(letter(body=body)))[-1]
            assert "Last The end. Yours sincerely R. Adeyemi" in last

    @pytest.mark.parametrize("before", [0, 8, 14, 16, 17, 18, 19, 20])
    def test_a_heading_stays_with_the_first_lines_of_what_follows(
        self, letter: Letter, read_pages: Callable[[bytes], list[str]], before: int
    ) -> None:
        long = "Some more words that fill a line and go on and on. " * 60
        body = "Dear you\n\n# Re\n\n" + "Few words.\n\n" * before
        pages = read_pages(
            pdf_of(letter(body=f"{body}## Head\n\n{long}\n\nThe end.\n"))
        )
        (page,) = (text for text in pages if "Head" in text)
        assert page.split("Head")[1].count("Some more words") >= 3
        if before < 16:
            assert "Head" in pages[0]

    def test_an_office_is_greeted_and_left_formally(
        self, letter: Letter, read: Read
    ) -> None:
        assert "Yours faithfully" in read(pdf_of(letter(body="Dear Sir or Madam\n\nX")))

    def test_enclosures_the_text_does_not_name_are_listed_below(
        self, letter: Letter, read: Read
    ) -> None:
        text = read(pdf_of(letter(values={"enclosures": ("A form", "A leaflet")})))
        assert "Information Security Officer Enclosed • A form • A leaflet" in text

    def test_a_long_company_name_is_set_smaller_and_whole(
        self, letter: Letter, read: Read
    ) -> None:
        name = "Sample Comms Limited and Associated Printing Companies of Exampleton"
        company = replace(letter().organisation, name=name)
        assert read(pdf_of(letter(organisation=company))).startswith(name)

    def test_a_demonstration_letter_says_so_on_every_page(
        self, letter: Letter, read_pages: Callable[[bytes], list[str]]
    ) -> None:
        body = "Dear you\n\n" + "Some words.\n\n" * 40
        pages = read_pages(pdf_of(letter(body=body, watermark="DEMO")))
        assert all("DEMO" in page for page in pages)
        assert not any("DEMO" in page for page in read_pages(pdf_of(letter())))

    def test_a_one_page_letter_is_small(self) -> None:
        built = build_letter(sample_letter(load("rights-acknowledgement")))
        assert built.pages == 1
        assert len(built.pdf) <= 20 * 1024


class TestFile:
    def test_its_facts_hold_no_name(self, letter: Letter) -> None:
        with pikepdf.open(BytesIO(pdf_of(letter()))) as pdf:
            assert str(pdf.docinfo.Title) == "IS-2026-00042 / L3"
            assert str(pdf.Root.Lang) == "en-GB"
            assert str(pdf.docinfo.CreationDate) == "D:20261124000000Z"
            facts = pdf.Root.Metadata.read_bytes() + str(pdf.docinfo).encode()
            assert "Ńowak".encode() not in facts

    def test_its_fonts_travel_with_it(self, letter: Letter) -> None:
        with pikepdf.open(BytesIO(pdf_of(letter()))) as pdf:
            fonts = [font for page in pdf.pages for font in page.obj.Resources.Font]
            names = {
                str(pdf.pages[0].obj.Resources.Font[font].BaseFont) for font in fonts
            }
        assert all("NotoSans" in name and "+" in name for name in names)

    def test_awkward_details_still_make_an_archive_file(self, letter: Letter) -> None:
        content = letter(print_reference="<&>\"' / L1", watermark="DEMO")
        with pikepdf.open(BytesIO(pdf_of(content))) as pdf:
            assert pdfa.check(pdf, "2b").findings == []

    def test_the_hash_is_of_the_bytes(self, letter: Letter) -> None:
        built = build_letter(letter())
        assert built.sha256 == hashlib.sha256(built.pdf).hexdigest()

    def test_the_same_letter_is_the_same_in_another_process(self) -> None:
        program = (
            "from isteam_app.letters.build import build_letter\n"
            "from isteam_app.letters.samples import sample_letter\n"
            "from isteam_app.letters.templates import all_templates\n"
            "for t in all_templates()[::4]:\n"
            "    print(build_letter(sample_letter(t)).sha256)\n"
        )
        printed = [
            subprocess.run(
                [sys.executable, "-c", program],
                cwd=ROOT,
                env={
                    **os.environ,
                    "PYTHONHASHSEED": seed,
                    "PYTHONPATH": str(ROOT),
                    "TZ": zone,
                },
                check=True,
                capture_output=True,
                text=True,
            ).stdout
            for seed, zone in (("1", "Pacific/Auckland"), ("2", "America/Adak"))
        ]
        some = all_templates()[::4]
        here = [build_letter(sample_letter(each)).sha256 for each in some]
        assert printed[0].split() == printed[1].split() == here

    def test_what_was_made_before_leaves_no_trace(self, letter: Letter) -> None:
        letters = [sample_letter(each) for each in all_templates()[::3]]
        odd = letter(values={"salutation": "محمد Ωmega Щ 毛 😀"})
        first = [build_letter(each).sha256 for each in letters]
        build_letter(odd, preview=True)
        again = [build_letter(each).sha256 for each in reversed(letters)]
        assert again[::-1] == first

    def test_two_threads_make_the_same_letters(self, letter: Letter) -> None:
        letters = [letter(our_reference=f"IS-2026-{n:05}") for n in range(12)]
        alone = [build_letter(each).sha256 for each in letters]
        with ThreadPoolExecutor(2) as pool:
            together = list(pool.map(lambda each: build_letter(each).sha256, letters))
        assert together == alone

    def test_one_changed_letter_changes_the_hash(self, letter: Letter) -> None:
        changed = letter(values={"received": "Friday 20 November 2026"})
        assert build_letter(changed).sha256 != build_letter(letter()).sha256


def test_a_letter_without_a_word_is_still_shown(letter: Letter, read: Read) -> None:
    built = build_letter(letter(body=""), preview=True)
    assert "Yours sincerely" in read(built.pdf)


def sentences(content: LetterContent) -> list[str]:
    return [problem.sentence for problem in check_letter(content)]


class TestRefused:
    def test_a_whole_letter_has_no_problem(self, letter: Letter) -> None:
        assert check_letter(letter()) == ()

    def test_every_missing_fact_is_named(self, letter: Letter) -> None:
        content = letter(body="Dear {{salutation}}\n\n{{due}} {{handler}}")
        with pytest.raises(LetterRefused) as refused:
            build_letter(content)
        assert refused.value.problems == (
            "“Answer due” has no value yet. Fill it in, or take it out of the letter.",
            (
                "“Who handles the case” has no value yet. Fill it in, or take it out "
                "of the letter."
            ),
        )

    def test_a_preview_shows_what_is_missing(self, letter: Letter, read: Read) -> None:
        built = build_letter(letter(body="Dear you\n\nBy {{due}}."), preview=True)
        assert built.missing == ("due",)
        assert "By [Answer due]." in read(built.pdf)
        with pikepdf.open(BytesIO(built.pdf)) as pdf:
            drawn = pdf.pages[0].Contents.read_bytes()
        assert b".701961 .14902 .117647 rg" in drawn  # red

    def test_a_broken_text_is_refused_even_as_a_preview(self, letter: Letter) -> None:
        content = letter(body="Dear you\n\n[[if due]]")
        (problem,) = check_letter(content)
        assert problem.kind == "template"
        with pytest.raises(TemplateBroken):
            build_letter(content, preview=True)
        with pytest.raises(LetterRefused, match="never closed"):
            build_letter(content)

    @pytest.mark.parametrize("count", [6, 30])
    def test_an_address_that_does_not_fit_is_refused(
        self, letter: Letter, count: int
    ) -> None:
        content = letter(recipient=tuple(f"Line {n}" for n in range(count)))
        (sentence,) = sentences(content)
        assert sentence.startswith(f"The address has {count} lines, and the window")
        with pytest.raises(LetterRefused):
            build_letter(content)
        assert build_letter(content, preview=True).pages == 1

    def test_an_envelope_with_more_room_takes_it(self, letter: Letter) -> None:
        lines = tuple(f"Line {number}" for number in range(7))
        assert sentences(letter(recipient=lines, envelope=DL_105)) == []

    def test_a_line_too_wide_for_the_window_is_refused(self, letter: Letter) -> None:
        wide = "The Honourable Society of Sample Lampmakers and Wick Trimmers"
        (sentence,) = sentences(letter(recipient=("A", wide, "EX1 2AB")))
        assert sentence.startswith("Line 2 of the address is too wide")

    @pytest.mark.parametrize(
        "recipient", [(), ("", " \n", "\u200b"), ("Ms Ann Ńowak", " ")]
    )
    def test_a_letter_to_nowhere_is_refused(
        self, letter: Letter, recipient: tuple[str, ...]
    ) -> None:
        (sentence,) = sentences(letter(recipient=recipient))
        assert sentence.startswith("There is no address")

    def test_a_name_of_a_million_letters_is_refused_quickly(
        self, letter: Letter
    ) -> None:
        content = letter(values={"salutation": "x" * 1_000_000})
        (sentence,) = sentences(content)
        assert sentence.startswith("“How they are greeted” is too long")
        assert build_letter(content, preview=True).pages < 20

    def test_a_reference_as_long_as_a_page_is_refused(self, letter: Letter) -> None:
        (sentence,) = sentences(letter(your_reference="R" * 51))
        assert sentence.startswith("Their reference is longer than 50 characters")


class TestCharacters:
    @pytest.mark.parametrize(
        "name",
        [
            "O'Brien-Ńowak",
            "Ŵyn ap Siôn",
            "Đặng Thị Hoa",
            "Ọláyínká Adéọlá",
            "Γιώργος",
            "Щукин",
            "Łukasz Źrebięcy",
            "İpek Şahin",
        ],
    )
    def test_names_of_europe_and_beyond_are_printed(
        self, letter: Letter, read: Read, name: str
    ) -> None:
        content = letter(values={"salutation": name}, recipient=(name, "EX1 2AB"))
        assert read(pdf_of(content)).count(name) == 2

    def test_letters_made_of_parts_are_put_together(
        self, letter: Letter, read: Read
    ) -> None:
        content = letter(values={"salutation": "W\u0302yn"})
        assert "Dear Ŵyn" in read(pdf_of(content))

    @pytest.mark.parametrize(
        ("text", "named"),
        [
            ("\U00020bb7", "“\U00020bb7” (U+20BB7)"),
            ("Ann \U0001f600", "“\U0001f600” (grinning face)"),
            ("བོད", "“བ” (U+0F56)"),
            ("ܫܠܡܐ", "“ܫ” (U+072B)"),
        ],
    )
    @pytest.mark.parametrize("place", ["address", "salutation"])
    def test_what_cannot_be_printed_is_named_and_refused(
        self, letter: Letter, text: str, named: str, place: str
    ) -> None:
        content = (
            letter(recipient=(text, "EX1 2AB"))
            if place == "address"
            else letter(values={"salutation": text})
        )
        (problem,) = check_letter(content)
        assert problem.kind == "glyph"
        assert named in problem.sentence
        where = "the address" if place == "address" else "“How they are greeted”"
        assert f"in {where} cannot be printed" in problem.sentence
        with pytest.raises(LetterRefused):
            build_letter(content)

    def test_a_preview_shows_a_circle_for_it(self, letter: Letter, read: Read) -> None:
        built = build_letter(letter(values={"salutation": "ܫ Wei"}), preview=True)
        assert "Dear ◌ Wei" in read(built.pdf)

    def test_many_are_named_but_not_all(self, letter: Letter) -> None:
        text = "".join(chr(0x20000 + n) for n in range(40))
        (sentence,) = sentences(letter(values={"salutation": text}))
        assert "with 34 more characters" in sentence

    def test_the_companys_own_details_are_looked_at_too(self, letter: Letter) -> None:
        company = replace(
            letter().organisation, name="ܫ Ltd", address=Address(town="ܫ")
        )
        found = sentences(letter(organisation=company))
        assert len(found) == 2
        assert "in the company's name cannot be printed" in found[0]

    def test_the_short_way_for_usual_words_leads_where_the_long_one_does(self) -> None:
        for number in range(0x3000):
            character = chr(number)
            assert clean(character) == clean("\u200b" + character)
            assert clean(f"e{character}") == clean(f"\u200be{character}")

    def test_hidden_and_turning_marks_are_taken_out(
        self, letter: Letter, read: Read
    ) -> None:
        hidden = "A\u202en\x00n\u200b\u2066 \ud800O\ufeffx"
        assert clean(hidden) == "Ann Ox"
        content = letter(values={"salutation": hidden}, recipient=(hidden, "EX1 2AB"))
        assert read(pdf_of(content)).count("Ann Ox") == 2


def test_a_leap_day_is_dated(letter: Letter, read: Read) -> None:
    content = letter(on=date(2028, 2, 29))
    assert "Tuesday 29 February 2028" in read(pdf_of(content))
