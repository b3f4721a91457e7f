"""Shaped writing, held against the same words as Qt draws them with the same font."""

from io import BytesIO

import pytest
from PIL import (
    Image,
    ImageChops,
    ImageDraw,
    ImageFilter,
    ImageFont,
    ImageOps,
    ImageStat,
)
from pypdfium2 import PdfDocument
from PySide6.QtGui import QFont, QFontDatabase, QImage, QPainter
from reportlab.pdfgen.canvas import Canvas

from isteam_app import resources
from isteam_app.letters import scripts
from isteam_app.letters.fonts import REGULAR, font_of, script_of, typeface
from isteam_app.letters.scripts import draw_line

WIDTH, HEIGHT, SIZE = 1400, 200, 60
SAME, OTHER = 20, 35
"""How far two pictures of the same words differ at most, and of others at least."""
SCRIPTS = {
    "NotoSansArabic": "محمد علي الحسن",
    "NotoSansArabic ": "مُحَمَّد عبد الله الإسلام",
    "NotoSansArabic  ": "پیمان ٹھٹہ",
    "NotoSansHebrew": "שָׁלוֹם עֲלֵיכֶם",
    "NotoSansDevanagari": "हिन्दी क्षत्रिय",
    "NotoSansBengali": "কৃষ্ণ চট্টোপাধ্যায়",
    "NotoSansGurmukhi": "ਗੁਰਪ੍ਰੀਤ ਸਿੰਘ",
    "NotoSansGujarati": "પટેલ કૃષ્ણ",
    "NotoSansOriya": "ଓଡ଼ିଆ କୃଷ୍ଣ",
    "NotoSansTamil": "தமிழ் கொடு",
    "NotoSansTelugu": "తెలుగు కృష్ణ",
    "NotoSansKannada": "ಕನ್ನಡ ಕೃಷ್ಣ",
    "NotoSansMalayalam": "കൃഷ്ണൻ കേരളം",
    "NotoSansSinhala": "ශ්\u200dරී ලංකා",
    "NotoSansThai": "ภาษาไทย ที่นี่",
    "NotoSansLao": "ສະບາຍດີ ຂ້ອຍ",
    "NotoSansKhmer": "ខ្មែរ ស្រី",
    "NotoSansMyanmar": "မြန်မာ ကျွန်ုပ်",
    "NotoSansGeorgian": "ქართული ენა",
    "NotoSansArmenian": "Հայերեն լեզու",
    "NotoSansEthiopic": "አማርኛ ቋንቋ",
    "NotoSans": "Ọlábọ̀dé n̄ ọ́rọ̀",
}

pytestmark = pytest.mark.usefixtures("qapp")


def ours(text: str) -> Image.Image:
    """Draw a line as a letter does, and the page as PDFium shows it."""
    typeface()
    page = BytesIO()
    canvas = Canvas(page, pagesize=(WIDTH, HEIGHT), initialFontName=REGULAR)
    draw_line(canvas, text, SIZE, 90, SIZE)
    canvas.save()
    return PdfDocument(page.getvalue())[0].render().to_pil().convert("L")


def theirs(text: str, face: str) -> Image.Image:
    """Draw the same words with Qt, which orders and shapes them by itself."""
    file = resources.path("fonts", f"{face.strip()}-Regular.ttf")
    number = QFontDatabase.addApplicationFont(str(file))
    font = QFont(QFontDatabase.applicationFontFamilies(number))
    font.setPixelSize(SIZE)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    image = QImage(WIDTH, HEIGHT, QImage.Format.Format_Grayscale8)
    image.fill(255)
    painter = QPainter(image)
    painter.setFont(font)
    painter.drawText(SIZE, 110, text)
    painter.end()
    across, down = image.width(), image.height()
    drawn = bytes(image.constBits())
    QFontDatabase.removeApplicationFont(number)
    return Image.frombytes("L", (across, down), drawn, "raw", "L", image.bytesPerLine())


def apart(one: Image.Image, other: Image.Image) -> float:
    """Return how far two pictures differ, 0 to 255, both cut to what is drawn."""
    pictures = []
    for picture in (one, other):
        ink = ImageOps.invert(picture).point(lambda dark: 255 if dark > 60 else 0)
        cut = picture.crop(ink.getbbox()).resize((300, 60))
        pictures.append(cut.filter(ImageFilter.GaussianBlur(1)))
    return float(ImageStat.Stat(ImageChops.difference(*pictures)).mean[0])


@pytest.mark.parametrize("face", SCRIPTS)
def test_a_script_is_drawn_as_another_program_draws_it(face: str) -> None:
    text = SCRIPTS[face]
    drawn = ours(text)
    assert apart(drawn, theirs(text, face)) < SAME
    assert apart(drawn, theirs(text[::-1], face)) > OTHER


def test_the_order_of_words_in_the_file_moves_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = "We wrote to مُحَمَّد علي الحسن, and ק״ל to them"
    by_words = ours(text)
    monkeypatch.setattr(scripts, "mostly_english", lambda _: False)
    assert ImageChops.difference(by_words, ours(text)).getbbox() is None


def test_chinese_japanese_and_korean_are_drawn_as_pillow_draws_them() -> None:
    text = "毛泽东さくら김철수"
    font = ImageFont.truetype(resources.path("fonts", "DroidSansFallback.ttf"), SIZE)
    picture = Image.new("L", (WIDTH, HEIGHT), 255)
    ImageDraw.Draw(picture).text((SIZE, 40), text, font=font)
    assert apart(ours(text), picture) < SAME
    assert apart(ours(text[::-1]), picture) > OTHER


@pytest.mark.parametrize("text", ["محمد علي", "فاطمة"])
def test_letters_that_are_not_joined_are_another_picture(text: str) -> None:
    unjoined = "\u200c".join(text)
    assert apart(ours(text), theirs(unjoined, "NotoSansArabic")) > OTHER
    assert apart(ours(unjoined), theirs(text, "NotoSansArabic")) > OTHER


@pytest.mark.parametrize("name", ["الله", "محمد", "فاطمة", "علي", "بسم"])
def test_no_mark_is_added_to_a_name(name: str) -> None:
    """Some fonts put vowel marks into such names, which were never typed."""
    font = font_of(script_of(name[0]), bold=False)
    assert len(font.shaped(name, right_to_left=True).shapes) == len(name)
