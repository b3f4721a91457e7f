"""Make the letter fonts again, cut down to the scripts a letter prints.

Usage: python make_fonts.py /usr/share/fonts/truetype/noto \
    /usr/share/fonts-droid-fallback/truetype/DroidSansFallback.ttf
Needs fontTools, which the program itself does not.
"""

import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.ttLib.scaleUpem import scale_upem

LATIN = (
    (0x0020, 0x007E),  # Latin
    (0x00A0, 0x02AF),  # Latin of Europe, Wales and Africa
    (0x02B0, 0x02FF),  # letters that modify
    (0x0300, 0x036F),  # marks that combine
    (0x0370, 0x03FF),  # Greek
    (0x0400, 0x052F),  # Cyrillic
    (0x1E00, 0x1EFF),  # Welsh, Vietnamese and Yoruba letters
    (0x1F00, 0x1FFF),  # Greek with all its accents
    (0x2010, 0x2027),  # punctuation
    (0x2030, 0x205E),
    (0x2070, 0x209F),  # raised and lowered figures
    (0x20A0, 0x20CF),  # currencies
    (0x2100, 0x218F),  # letter-like signs and fractions
    (0x2212, 0x2215),
    (0x25A1, 0x25CF),
    (0xFB00, 0xFB04),  # joined letters that pasted text brings
)
OF_EVERY_SCRIPT = (
    (0x0020, 0x0020),
    (0x00A0, 0x00A0),
    (0x200C, 0x200D),
    (0x25CC, 0x25CC),
)
SCRIPTS = {
    "Hebrew": ((0x0590, 0x05FF),),
    "Arabic": ((0x0600, 0x06FF), (0x0750, 0x077F)),
    "Armenian": ((0x0530, 0x058F),),
    "Georgian": ((0x10A0, 0x10FF), (0x1C90, 0x1CBF)),
    "Ethiopic": ((0x1200, 0x137F),),
    "Devanagari": ((0x0900, 0x097F),),
    "Bengali": ((0x0980, 0x09FF), (0x0964, 0x0965)),
    "Gurmukhi": ((0x0A00, 0x0A7F), (0x0964, 0x0965)),
    "Gujarati": ((0x0A80, 0x0AFF), (0x0964, 0x0965)),
    "Oriya": ((0x0B00, 0x0B7F), (0x0964, 0x0965)),
    "Tamil": ((0x0B80, 0x0BFF), (0x0964, 0x0965)),
    "Telugu": ((0x0C00, 0x0C7F), (0x0964, 0x0965)),
    "Kannada": ((0x0C80, 0x0CFF), (0x0964, 0x0965)),
    "Malayalam": ((0x0D00, 0x0D7F), (0x0964, 0x0965)),
    "Sinhala": ((0x0D80, 0x0DFF),),
    "Thai": ((0x0E00, 0x0E7F),),
    "Lao": ((0x0E80, 0x0EFF),),
    "Khmer": ((0x1780, 0x17FF),),
    "Myanmar": ((0x1000, 0x109F),),
}
TALL = {"Thai": 0.9, "Myanmar": 0.9}
"""Their marks stand so high that a line of an address would leave the window."""
BOLD_TOO = {"Hebrew", "Arabic"}
OF_CHINA_JAPAN_AND_KOREA = (
    (0x3000, 0x30FF),  # punctuation and kana
    (0x3105, 0x312F),  # bopomofo
    (0x3131, 0x318E),  # Korean letters
    (0x4E00, 0x9FFF),  # Chinese characters
    (0xAC00, 0xD7A3),  # Korean syllables
    (0xF900, 0xFAFF),  # Chinese characters of older standards
    (0xFF01, 0xFFEE),  # wide and narrow forms
)
MARKS = ["mark", "mkmk", "ccmp"]
"""What places an accent that has no letter of its own, as Yoruba writes it."""
ADDED_BY_CHOICE = {"dlig", "aalt", "salt", "frac", "hist", "swsh", "titl"}


def cut(
    source: Path,
    target: Path,
    ranges: tuple[tuple[int, int], ...],
    features: list[str],
    size: float = 1.0,
) -> None:
    """Write the cut-down face, drawn so large. The same source gives the same bytes."""
    options = Options()
    options.layout_features = features
    options.hinting = False
    options.glyph_names = False
    options.notdef_outline = True
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.drop_tables += ["STAT", "MVAR", "vhea", "vmtx", "gasp", "DSIG"]
    if not features:
        options.drop_tables += ["GDEF", "GPOS", "GSUB"]
    font = TTFont(source, recalcTimestamp=False)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[c for a, b in ranges for c in range(a, b + 1)])
    subsetter.subset(font)
    if size != 1:
        units = font["head"].unitsPerEm
        scale_upem(font, round(units * size))
        font["head"].unitsPerEm = units
    font.save(target)


def main() -> int:
    noto, droid = map(Path, sys.argv[1:])
    here = Path(__file__).parent
    for weight in ("Regular", "Bold"):
        name = f"NotoSans-{weight}.ttf"
        cut(noto / name, here / name, LATIN, MARKS)
    usual = [name for name in Options().layout_features if name not in ADDED_BY_CHOICE]
    for script, ranges in SCRIPTS.items():
        for weight in ("Regular", "Bold") if script in BOLD_TOO else ("Regular",):
            name = f"NotoSans{script}-{weight}.ttf"
            blocks = (*OF_EVERY_SCRIPT, *ranges)
            cut(noto / name, here / name, blocks, usual, TALL.get(script, 1.0))
    cut(droid, here / droid.name, OF_CHINA_JAPAN_AND_KOREA, [])
    return 0


if __name__ == "__main__":
    sys.exit(main())
