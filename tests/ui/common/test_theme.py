"""The look: contrasts of the token table, both themes, fonts, and the sheet."""

import re

import pytest
from PySide6.QtGui import QColor, QFontInfo, QPalette
from PySide6.QtWidgets import QApplication, QLineEdit

from isteam_app import resources
from ui.common import theme as looks
from ui.common.text import label, role_font
from ui.common.theme import Theme, from_system, style_sheet
from ui.common.tokens import DARK, LIGHT, Tokens

STATES = ("ok", "warn", "danger", "pause", "neutral")
TEXT_PAIRS = [
    ("text", "surface"),
    ("text", "bg"),
    ("text", "selected"),
    ("text2", "surface"),
    ("text2", "rail"),
    ("text2", "selected"),
    ("text2", "accent_soft"),
    ("text3", "surface"),
    ("text3", "bg"),
    ("text3", "sunken"),
    ("text3", "rail"),
    ("text3", "selected"),
    ("text3", "accent_soft"),
    ("text3", "neutral_soft"),
    ("accent_text", "surface"),
    ("accent_text", "nav"),
    ("accent_text", "tonal"),
    ("accent_text", "accent_soft"),
    ("on_accent", "accent"),
    ("on_accent", "accent_hover"),
    ("text", "warn_soft"),
    ("text", "danger_soft"),
    ("text", "ok_soft"),
    *((state, f"{state}_soft") for state in STATES),
    *((state, "selected") for state in STATES),
    *((state, "surface") for state in STATES),
]
EDGE_PAIRS = [
    ("edge", "surface"),
    ("edge", "bg"),
    ("edge", "accent_soft"),
    ("accent", "surface"),
    ("accent", "bg"),
    ("ring", "accent"),
    ("chart1", "surface"),
    ("chart2", "surface"),
]


def brightness(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    dark, light = sorted((brightness(one), brightness(other)))
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_measured_as_the_standard_says() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), TEXT_PAIRS)
def test_words_can_be_read(colours: Tokens, ink: str, ground: str) -> None:
    assert contrast(getattr(colours, ink), getattr(colours, ground)) >= 4.5


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), EDGE_PAIRS)
def test_edges_and_marks_can_be_seen(colours: Tokens, ink: str, ground: str) -> None:
    assert contrast(getattr(colours, ink), getattr(colours, ground)) >= 3.0


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_every_token_in_the_sheet_is_known(colours: Tokens) -> None:
    sheet = style_sheet(colours)
    assert "$" not in sheet
    for picture in re.findall(r"url\(([^)]+)\)", sheet):
        assert resources.path("style", picture.rsplit("/", 1)[-1]).is_file()


def test_the_choice_changes_tokens_palette_and_tells(
    qtbot, theme: Theme, qapp: QApplication
) -> None:
    assert looks.tokens() == LIGHT
    with qtbot.waitSignal(theme.changed):
        theme.set_choice("dark")
    assert looks.tokens() == DARK
    window = qapp.palette().color(QPalette.ColorGroup.Active, QPalette.ColorRole.Window)
    assert window == QColor(DARK.bg)


def test_an_unknown_choice_follows_the_system(theme: Theme) -> None:
    theme.set_choice("sepia")
    assert theme.choice == "system"


def test_placeholder_is_painted_readable(qtbot, qapp: QApplication) -> None:
    edit = QLineEdit()
    edit.setPlaceholderText("M" * 12)
    qtbot.addWidget(edit)
    edit.show()
    image = edit.grab().toImage()
    darkest = min(
        brightness(image.pixelColor(x, y).name())
        for x in range(12, 100)
        for y in range(8, image.height() - 8)
    )
    assert (1.05) / (darkest + 0.05) >= 4.5


def test_the_shipped_font_is_used_in_three_weights(qapp: QApplication) -> None:
    assert QFontInfo(role_font("body")).family() in looks.FAMILIES
    bold, plain = role_font("strong"), role_font("body")
    assert bold.weight() > plain.weight()
    assert bold.pointSizeF() == plain.pointSizeF()


def test_figures_line_up_where_asked(qtbot, qapp: QApplication) -> None:
    ones, zeros = label("11111", tnum=True), label("00000", tnum=True)
    for shown in (ones, zeros):
        qtbot.addWidget(shown)
        shown.show()
    assert ones.sizeHint().width() == zeros.sizeHint().width()
    loose = label("11111")
    qtbot.addWidget(loose)
    assert loose.sizeHint().width() < ones.sizeHint().width()


def test_larger_text_makes_every_role_larger(qtbot, theme: Theme) -> None:
    shown = label("Letters to print", "meta")
    qtbot.addWidget(shown)
    shown.show()
    before = shown.sizeHint().height()
    theme.set_text_scale(1.5)
    assert role_font("meta").pointSizeF() == pytest.approx(13.5)
    assert shown.sizeHint().height() > before


def test_high_contrast_takes_the_systems_colours() -> None:
    system = QPalette(QColor("#000000"))
    system.setColor(QPalette.ColorRole.Base, QColor("#000000"))
    system.setColor(QPalette.ColorRole.Text, QColor("#FFFF00"))
    colours = from_system(system)
    assert colours.danger == colours.text == "#ffff00"
    assert colours.danger_soft == colours.surface == "#000000"
    assert "border: 2px solid" in style_sheet(colours, edge=2)


class Stark(Theme):
    """A system that asks for high contrast, until it does not."""

    stark = True

    def wants_contrast(self) -> bool:
        return self.stark


def test_high_contrast_drops_the_fills_and_comes_back(qapp: QApplication) -> None:
    look = Stark("dark")
    look.apply(qapp)
    assert looks.edge_width() == 2
    assert looks.tokens().danger_soft == looks.tokens().surface
    look.stark = False
    look.set_choice("dark")
    assert looks.edge_width() == 1
    assert looks.tokens() == DARK
