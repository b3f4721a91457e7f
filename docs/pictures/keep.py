"""Puts the pictures that the documents show here, from the folder of a tour.

`python docs/pictures/keep.py out/tour` keeps them small: 256 colours, no dithering.
"""

import re
import sys
from pathlib import Path

from PIL import Image

HERE = Path(__file__).parent
SHOWN = (
    "today-light",
    "today-dark",
    "new-post-light",
    "case-light",
    "decide-light",
    "letter-light",
    "request-blocked-light",
    "register-light",
    "numbers-light",
    "damage-light",
)


def keep(tour: Path) -> None:
    """Find each picture by its name, whatever number the tour gave it."""
    for name in SHOWN:
        named = re.compile(rf"\d+-{name}\.png")
        (found,) = (file for file in tour.iterdir() if named.fullmatch(file.name))
        with Image.open(found) as picture:
            small = picture.convert("RGB").quantize(256, dither=Image.Dither.NONE)
        small.save(HERE / f"{name}.png", optimize=True)


if __name__ == "__main__":
    keep(Path(sys.argv[1]))
