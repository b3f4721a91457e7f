"""Make the letter fonts again: Noto Sans cut down to the scripts a letter prints.

Usage: python make_fonts.py /usr/share/fonts/truetype/noto
Needs fontTools, which the program itself does not.
"""

import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

FACES = ("Regular", "Bold")
RANGES = (
    (0x0020, 0x007E),  # Latin
    (0x00A0, 0x024F),  # Latin of Europe, Wales and West Africa
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


def cut(source: Path, target: Path) -> None:
    """Write the cut-down face. The same source gives the same bytes."""
    options = Options()
    options.layout_features = []
    options.hinting = False
    options.glyph_names = False
    options.notdef_outline = True
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.drop_tables += ["GDEF", "GPOS", "GSUB", "STAT", "MVAR"]
    font = TTFont(source, recalcTimestamp=False)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[c for a, b in RANGES for c in range(a, b + 1)])
    subsetter.subset(font)
    font.save(target)


def main() -> int:
    folder = Path(sys.argv[1])
    for face in FACES:
        name = f"NotoSans-{face}.ttf"
        cut(folder / name, Path(__file__).with_name(name))
    return 0


if __name__ == "__main__":
    sys.exit(main())
