"""Every colour, text size and length of the window, in one table."""

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """The colours of one theme, as #RRGGBB."""

    bg: str
    rail: str
    surface: str
    sunken: str
    hover: str
    border: str
    edge: str
    text: str
    text2: str
    text3: str
    accent: str
    accent_hover: str
    accent_text: str
    accent_soft: str
    on_accent: str
    nav: str
    selected: str
    tonal: str
    ok: str
    ok_soft: str
    warn: str
    warn_soft: str
    danger: str
    danger_soft: str
    pause: str
    pause_soft: str
    neutral: str
    neutral_soft: str
    ring: str
    desk: str
    chart1: str
    chart2: str
    grid: str

    def names(self) -> tuple[str, ...]:
        return tuple(field.name for field in fields(self))


LIGHT = Tokens(
    bg="#F5F6F8",
    rail="#ECEEF2",
    surface="#FFFFFF",
    sunken="#F1F3F6",
    hover="#EDF0F5",
    border="#DCE0E7",
    edge="#7F8897",
    text="#1A202C",
    text2="#4A5364",
    text3="#5F6878",
    accent="#2C53C7",
    accent_hover="#2446AD",
    accent_text="#2648B3",
    accent_soft="#E8EEFC",
    on_accent="#FFFFFF",
    nav="#DAE4FB",
    selected="#E3EAFB",
    tonal="#E3EAFB",
    ok="#17693A",
    ok_soft="#E2F3E8",
    warn="#855000",
    warn_soft="#FCEFD8",
    danger="#B0241B",
    danger_soft="#FCE7E5",
    pause="#66399C",
    pause_soft="#F0E9F9",
    neutral="#4A5364",
    neutral_soft="#E9ECF1",
    ring="#000000",
    desk="#E4E7EC",
    chart1="#2446AD",
    chart2="#88919F",
    grid="#E3E6EC",
)

DARK = Tokens(
    bg="#15181D",
    rail="#101317",
    surface="#1C2027",
    sunken="#242931",
    hover="#262C35",
    border="#343A45",
    edge="#737D8D",
    text="#E9ECF1",
    text2="#BCC3CE",
    text3="#9AA3B1",
    accent="#4A6CE3",
    accent_hover="#3F60D6",
    accent_text="#A6B9FF",
    accent_soft="#243153",
    on_accent="#FFFFFF",
    nav="#263353",
    selected="#273456",
    tonal="#263353",
    ok="#7FD6A0",
    ok_soft="#1C3527",
    warn="#F2C06E",
    warn_soft="#3B2E16",
    danger="#FFA29A",
    danger_soft="#432321",
    pause="#CDB0F6",
    pause_soft="#332846",
    neutral="#BCC3CE",
    neutral_soft="#2C323C",
    ring="#FFFFFF",
    desk="#101317",
    chart1="#9DB2FF",
    chart2="#66707F",
    grid="#2B313B",
)

RAIL_WIDTH, RAIL_COLLAPSED, TOP_BAR, STATUS_BAR = 168, 56, 52, 28
CONTROL, HERO_FIELD, CHIP, FILTER_CHIP, NAV_ITEM = 32, 40, 22, 28, 36
ROW, TALL_ROW, GROUP_ROW, HEADER_ROW, TILE = 36, 44, 28, 32, 84
GAP_LABEL, GAP, GAP_ROW, GAP_CARD, MARGIN = 4, 8, 12, 16, 24
READING_WIDTH = 720


@dataclass(frozen=True, slots=True)
class TextRole:
    points: float
    weight: int


NUMBER = TextRole(21, 600)
TITLE = TextRole(15, 600)
SECTION = TextRole(11, 600)
BODY = TextRole(10, 400)
STRONG = TextRole(10, 600)
LABEL = TextRole(9, 500)
META = TextRole(9, 400)
