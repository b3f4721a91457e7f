"""Names and text in any script: set right, read back, or refused by name."""

# ruff: noqa: RUF001  the letters of other scripts are meant

import itertools
import re
import subprocess
import sys
import unicodedata
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from io import BytesIO

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pikepdf import pdfa
from pypdfium2 import PdfDocument
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from tag_reader import heard, lines

from isteam_app.domain.settings import Signatory
from isteam_app.letters import shaping
from isteam_app.letters.build import build_letter, check_letter
from isteam_app.letters.characters import clean
from isteam_app.letters.content import LetterContent
from isteam_app.letters.fonts import BOLD, HAN, REGULAR, font_of, typeface
from isteam_app.letters.scripts import (
    draw_line,
    in_order,
    runs,
    undivided,
    unprintable,
    visible,
    width,
)

Letter = Callable[..., LetterContent]
Read = Callable[[bytes], str]

READ_ALONE = {
    "Arabic": "محمد علي الحسن",
    "Arabic with vowels": "مُحَمَّد عبد الله الإسلام",
    "Persian": "پیمان می\u200cخواهم",
    "Urdu": "ٹھٹہ گوجرانوالہ",
    "Hebrew": "דוד בן־גוריון",
    "Hebrew with points": "שָׁלוֹם עֲלֵיכֶם",
    "Chinese": "毛泽东 陳大文",
    "Japanese": "田中 さくら カナ",
    "Korean": "김철수",
    "Hindi": "हिन्दी क्षत्रिय सिंह",
    "Bengali": "কৃষ্ণ চট্টোপাধ্যায়",
    "Punjabi": "ਗੁਰਪ੍ਰੀਤ ਸਿੰਘ",
    "Gujarati": "પટેલ કૃષ્ણ",
    "Odia": "ଓଡ଼ିଆ",
    "Tamil": "தமிழ் கொடு",
    "Telugu": "తెలుగు కృష్ణ",
    "Kannada": "ಕನ್ನಡ ಕೃಷ್ಣ",
    "Malayalam": "കൃഷ്ണൻ",
    "Sinhala": "ශ්\u200dරී ලංකා",
    "Thai": "ภาษาไทย ที่นี่",
    "Lao": "ສະບາຍດີ",
    "Khmer": "ខ្មែរ ស្រី",
    "Burmese": "မြန်မာ",
    "Georgian": "ქართული",
    "Armenian": "Հայերեն",
    "Amharic": "አማርኛ",
    "Yoruba": "Ọlábọ̀dé ọ́rọ̀",
    "Akan": "Kwɛsi Ɔpoku",
    "Vietnamese": "Nguyễn Thị Ngọc",
    "Welsh": "Siân Ŵyn Llŷr",
    "Polish": "Ździsław Łącki",
    "Greek": "Γιώργος Παπαδάκης",
    "Ukrainian": "Олександр Їжакевич",
}


def composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def line_of(text: str, *, bold: bool = False) -> bytes:
    """Draw one line on a page of its own."""
    typeface()
    target = BytesIO()
    canvas = Canvas(target, initialFontName=REGULAR, invariant=1)
    draw_line(canvas, clean(text), 40, 700, 14, bold=bold)
    canvas.save()
    return target.getvalue()


def read_line(pdf: bytes) -> str:
    return composed(PdfDocument(pdf)[0].get_textpage().get_text_range())


class TestReadBack:
    @pytest.mark.parametrize("bold", [False, True])
    @pytest.mark.parametrize("name", READ_ALONE)
    def test_a_line_reads_as_it_was_typed(self, name: str, bold: bool) -> None:
        text = READ_ALONE[name]
        assert unprintable(clean(text)) == ()
        assert read_line(line_of(text, bold=bold)) == composed(text)

    @pytest.mark.parametrize("name", READ_ALONE)
    def test_a_whole_letter_reads_so_everywhere(
        self, letter: Letter, read: Read, name: str
    ) -> None:
        text = READ_ALONE[name]
        content = letter(
            recipient=(text, "14 Chapel Row", "EXAMPLEFORD", "EX1 2AB"),
            signatory=Signatory(name=text, role="Officer"),
            values={"salutation": text},
            body="Dear {{salutation}}\n\n# About **{{salutation}}**\n\nThat is all.\n\n"
            "- {{salutation}}\n",
        )
        assert check_letter(content) == ()
        said = composed(read(build_letter(content).pdf))
        for word in composed(text).split():
            assert said.count(word) == 5

    @pytest.mark.parametrize("script", ["Arabic", "Hebrew", "Chinese"])
    def test_a_whole_name_is_found_in_an_english_sentence(
        self, letter: Letter, read: Read, script: str
    ) -> None:
        name = READ_ALONE[script]
        body = f"Dear x\n\nWe looked for {name}, and found nothing in our files.\n"
        said = read(build_letter(letter(body=body)).pdf)
        assert f"We looked for {name}" in said
        assert "and found nothing in our files." in said

    def test_a_screen_reader_is_given_the_words_in_their_order(
        self, letter: Letter
    ) -> None:
        name = "محمد علي الحسن"
        content = letter(
            recipient=(name, "14 Chapel Row", "EX1 2AB"), values={"salutation": name}
        )
        with pikepdf.open(BytesIO(build_letter(content).pdf)) as pdf:
            read = [
                str(each.ActualText)
                for each in pdf.objects
                if isinstance(each, pikepdf.Dictionary) and "/ActualText" in each
            ]
        assert read == [f"{name} 14 Chapel Row EX1 2AB", f"Dear {name}"]

    def test_a_latin_letter_says_nothing_twice(self, letter: Letter) -> None:
        assert b"ActualText" not in build_letter(letter()).pdf
        assert heard(build_letter(letter()).pdf).kids


class TestRuns:
    @pytest.mark.parametrize(
        ("text", "seen"),
        [
            ("Dear אבג דהו, 12", ["Dear ", "אבג דהו", ", 12"]),
            ("אבג 12 Mill Lane", ["אבג", " 12 Mill Lane"]),
            ("a אב، 12 גד b", ["a ", "גד", " ", "12", " ", "،", "אב", " b"]),
            ("毛泽东 x", ["毛泽东", " x"]),
            ("plain", ["plain"]),
            ("", []),
        ],
    )
    def test_they_stand_from_left_to_right(self, text: str, seen: list[str]) -> None:
        assert [run.text for run in in_order(runs(text))] == seen

    def test_latin_text_is_one_run_in_the_letters_own_font(self) -> None:
        (run,) = runs("Siân’s £5 – Ωμέγα Їжак")
        assert (run.font, run.level) == (REGULAR, 0)
        (run,) = runs("Siân", bold=True)
        assert run.font == BOLD

    def test_a_line_is_as_wide_as_it_is_drawn(self) -> None:
        assert width("Ann", 12) == stringWidth("Ann", REGULAR, 12)
        joined, alone = width("سلام", 12), sum(width(each, 12) for each in "سلام")
        assert 0 < joined < alone
        assert width("毛泽东", 12) == 36
        assert width("Ann \U0001f600", 12) == width("Ann ◌", 12)

    def test_accents_add_no_width(self) -> None:
        assert width("ọ̀", 12) == pytest.approx(width("ọ", 12))


class TestClean:
    @pytest.mark.parametrize(
        ("typed", "printed"),
        [
            ("Nguye\u0302\u0303n", "Nguyễn"),
            ("\u1100\u1161\u11a8", "각"),
            ("A\u202enn", "Ann"),
            ("\u2067Ann\u2069 \u200e\u200fx", "Ann x"),
            ("می\u200cخواهم", "می\u200cخواهم"),
            ("ශ්\u200dරී", "ශ්\u200dරී"),
            ("A\u200dn\u200cn", "Ann"),
            ("\u200dعلي", "علي"),
            ("\ufefb\ufee3\ufea4\ufee4\ufeaa", "لامحمد"),
            ("a\u2009b\u3000c\u205fd", "a b c d"),
            ("12\u202f345", "12\xa0345"),
            ("a\u2028b", "a\nb"),
            ("❤\ufe0f", "❤"),
            ("\ufb20", "ע"),
        ],
    )
    def test_what_is_typed_in_other_forms_is_printed_alike(
        self, typed: str, printed: str
    ) -> None:
        assert clean(typed) == printed

    def test_a_hidden_mark_does_not_turn_a_letter(
        self, letter: Letter, read: Read
    ) -> None:
        built = build_letter(letter(values={"salutation": "Ann \u202exO\u202c Hat"}))
        assert "Dear Ann xO Hat" in read(built.pdf)


class TestAnyText:
    """Whatever is typed, nothing is lost between the keyboard and the fonts."""

    TYPED = st.text(
        st.one_of(
            st.sampled_from("".join(READ_ALONE.values()) + "12 (),.-“”\U0001f600\n"),
            st.characters(codec="utf-8"),
        ),
        max_size=40,
    )

    @settings(max_examples=400, deadline=None)
    @given(TYPED)
    def test_it_is_printed_whole_or_named(self, typed: str) -> None:
        text = clean(typed)
        assert clean(text) == text
        for line in text.split("\n"):
            assert "".join(run.text for run in runs(line)) == line
            assert Counter(in_order(runs(line))) == Counter(runs(line))
            assert width(line, 12) >= 0
        shown = visible(text)
        assert len(shown) == len(text)
        assert unprintable(shown) == ()
        assert {*unprintable(text)} <= {*text}

    WORDS = st.sampled_from(
        [word for text in READ_ALONE.values() for word in text.split()]
        + ["we", "found", "that,", "on 12 May", "the", "(file)", "“of”", "records."]
    )

    @settings(
        max_examples=25,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    @given(st.lists(WORDS, min_size=1, max_size=60))
    def test_a_paragraph_of_many_scripts_is_read_out_as_it_was_written(
        self, letter: Letter, words: list[str]
    ) -> None:
        text = clean(" ".join(words))
        built = build_letter(letter(body=f"Dear x\n\nSo {text}\n"))
        said = [composed("".join(part.split())) for _, part in lines(built.pdf)]
        assert composed("".join(f"So {text}".split())) in said


class TestRefused:
    @pytest.mark.parametrize(
        ("text", "lost"),
        [
            ("Ann \U0001f600", "\U0001f600"),
            ("\U00020bb7田", "\U00020bb7"),
            ("བོད", "བོད"),
            ("ܫ", "ܫ"),
            ("\u0bbe x", "\u0bbe"),
            ("a\u0905\u093f \u093f", "\u093f"),
            ("m\u0610", "\u0610"),
            ("a\ue000", "\ue000"),
            ("e" + "\u0301" * 300, "\u0301"),
            ("क" + "\u0902" * 300, "\u0902"),
            ("ok 毛 محمد हिन्दी", ""),
        ],
    )
    def test_what_cannot_be_printed_properly_is_found(
        self, text: str, lost: str
    ) -> None:
        assert unprintable(clean(text)) == tuple(lost)

    def test_an_emoji_is_named(self, letter: Letter) -> None:
        (problem,) = check_letter(letter(values={"salutation": "Ann 👍🏽😀"}))
        assert problem.sentence == (
            "“👍” (thumbs up sign), “🏽” (emoji modifier fitzpatrick type-4) and “😀” "
            "(grinning face) in “How they are greeted” cannot be printed: a letter "
            "prints no emoji. Take it out, or say it in words."
        )

    def test_a_mark_alone_is_named_on_a_circle(self, letter: Letter) -> None:
        (problem,) = check_letter(letter(values={"salutation": "x \u0bbe"}))
        assert problem.sentence.startswith("“◌\u0bbe” (U+0BBE) in")

    def test_a_script_without_spaces_is_not_cut_just_anywhere(
        self, letter: Letter
    ) -> None:
        long = "ภาษาไทย" * 10
        assert undivided(f"a {long} b", 14) == (long,)
        assert undivided(long, 8) == undivided("毛" * 90, 14) == ()
        assert undivided("x" * 90, 14) == ()
        (problem,) = check_letter(letter(values={"salutation": long}))
        assert problem.sentence == (
            "“ภาษาไทยภาษาไ…” is too long for a line, and its script must not be "
            "divided just anywhere. Put a space into it."
        )
        short = letter(values={"salutation": f"{long[:35]} {long[:35]}"})
        assert check_letter(short) == ()
        (problem,) = check_letter(replace(short, body_size=24))
        assert "too long for a line" in problem.sentence

    def test_a_preview_shows_a_circle(self) -> None:
        assert visible("a\U0001f600b \u0bbe") == "a◌b ◌"


class TestLines:
    NUMBERS = range(100, 200)

    @pytest.mark.parametrize("before", [0, 14])
    def test_a_paragraph_of_arabic_reads_leftward_line_by_line_over_pages(
        self, letter: Letter, before: int
    ) -> None:
        words = itertools.cycle(("محمد يكتب رسالة", "إلى الشركة", "(في لندن)"))
        text = " ".join(
            f"{word} {n}" for n, word in zip(self.NUMBERS, words, strict=False)
        )
        body = "Dear x\n\n" + "Well.\n\n" * before + text
        content = letter(body=body)
        assert check_letter(content) == ()
        built = build_letter(content)
        assert (built.pages > 1) == (before > 0)
        told = [number for number in _numbers(built.pdf) if number in self.NUMBERS]
        assert told == list(self.NUMBERS)

    def test_a_name_that_does_not_fit_goes_on_in_the_next_line(
        self, letter: Letter
    ) -> None:
        words = "We wrote to you " * 4
        name = "محمد علي الحسن عبد الرحمن"
        body = f"Dear x\n\n{words}{name} again.\n"
        places = _places(build_letter(letter(body=body)).pdf, name.split())
        rows = [round(-up) for up, _ in places]
        assert rows == sorted(rows)
        assert len(set(rows)) == 2
        for row in set(rows):
            across = [left for up, left in places if round(-up) == row]
            assert across == sorted(across, reverse=True)


class TestFiles:
    def test_a_letter_reads_only_the_fonts_it_needs(self) -> None:
        assert _registered("Ms Ńowak") == {REGULAR, BOLD}
        assert _registered("Ms 毛") == {REGULAR, BOLD, "Letter-Han-Regular"}

    def test_the_same_letter_has_the_same_bytes_whatever_was_made_before(
        self, letter: Letter
    ) -> None:
        content = letter(values={"salutation": "محمد मोहन ọ̀"})
        first = build_letter(content).sha256
        build_letter(letter(values={"salutation": "حسن علي كريم ọ́ सिंह"}))
        assert build_letter(content).sha256 == first

    def test_a_font_that_has_drawn_too_much_refuses_and_goes_on(
        self, letter: Letter, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        known = letter(values={"salutation": "Ọlábọ̀dé"})
        first = build_letter(known).sha256
        monkeypatch.setattr(shaping, "_MOST", 1)
        (problem,) = check_letter(letter(values={"salutation": "zz\u0324\u0307\u0336"}))
        assert "◌\u0324” (U+0324)" in problem.sentence
        assert build_letter(known).sha256 == first

    def test_texts_may_be_checked_while_a_letter_is_made(self, letter: Letter) -> None:
        content = letter(values={"salutation": "محمد मोहन ọ̀ שָׁלוֹם"})
        first = build_letter(content).sha256
        words = [f"{name}{n}" for n in range(60) for name in READ_ALONE.values()]
        words.sort(key=lambda word: word[::-1])
        with ThreadPoolExecutor(3) as threads:
            checked = threads.map(unprintable, words)
            made = {build_letter(content).sha256 for _ in range(10)}
            assert set(checked) == {()}
        assert made == {first}
        assert build_letter(content).sha256 == first

    def test_every_script_at_once_is_fit_for_the_archive(self, letter: Letter) -> None:
        body = "Dear x\n\n" + "\n\n".join(READ_ALONE.values())
        with pikepdf.open(BytesIO(build_letter(letter(body=body)).pdf)) as pdf:
            assert pdfa.check(pdf, "2b").findings == []

    def test_a_name_adds_little_to_a_file(self, letter: Letter) -> None:
        plain = len(build_letter(letter()).pdf)
        han = len(build_letter(letter(values={"salutation": "毛泽东"})).pdf)
        arabic = len(build_letter(letter(values={"salutation": "محمد علي"})).pdf)
        assert han < plain + 4_000
        assert arabic < plain + 4_000

    def test_each_font_is_glyphs_that_a_file_can_hold(self) -> None:
        assert 0x9FA5 in font_of(HAN, bold=False).characters
        assert 0xD7A3 in font_of(HAN, bold=True).characters


def _registered(name: str) -> set[str]:
    """Return which fonts a process has read that made one letter."""
    code = (
        "import sys\n"
        "from dataclasses import replace\n"
        "from isteam_app.letters.build import build_letter\n"
        "from isteam_app.letters.samples import sample_letter\n"
        "from isteam_app.letters.templates import load\n"
        "from reportlab.pdfbase import pdfmetrics\n"
        "content = sample_letter(load('rights-acknowledgement'))\n"
        f"to = ({name!r}, *content.recipient[1:])\n"
        "build_letter(replace(content, recipient=to))\n"
        "print(*(n for n in pdfmetrics.getRegisteredFontNames() if 'Letter' in n))\n"
    )
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", code], capture_output=True, check=True
    )
    return set(done.stdout.decode().split())


def _numbers(pdf: bytes) -> list[int]:
    """Return the numbers of a paragraph of Arabic in the order it is read."""
    found: dict[tuple[int, int, int], str] = {}
    for number, page in enumerate(PdfDocument(pdf)):
        text = page.get_textpage()
        said = text.get_text_range()
        for match in re.finditer(r"\d+", said):
            left, bottom, *_ = text.get_charbox(match.start())
            found[number, -round(bottom), -round(left)] = match[0]
    return [int(found[place]) for place in sorted(found)]


def _places(pdf: bytes, words: list[str]) -> list[tuple[float, float]]:
    """Return how high and how far across each word stands, in the order given."""
    text = PdfDocument(pdf)[0].get_textpage()
    places = []
    for word in words:
        at = text.search(word).get_next()
        assert at is not None, word
        left, bottom, *_ = text.get_charbox(at[0])
        places.append((bottom, left))
    return places
