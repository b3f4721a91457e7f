"""Reads the codes on a page as a scanner does: from its dots, by zbar."""

import shutil
import subprocess
from io import BytesIO
from pathlib import Path
from random import Random

import pytest
from PIL import Image, ImageChops

DPI = 300
_TILE = 97
QR, BARS = "QR-Code", "CODE-128"


def need_reader() -> None:
    """Skip the test by name where the programs are not installed."""
    for program, package in (("zbarimg", "zbar-tools"), ("pdftoppm", "poppler-utils")):
        if shutil.which(program) is None:
            pytest.skip(f"{package} is not installed")


def printed(pdf: bytes, page: int = 1, *, dpi: int = DPI) -> Image.Image:
    """Return a page as a printer's grey dots."""
    wanted = ("-gray", "-r", str(dpi), "-f", str(page), "-l", str(page))
    done = subprocess.run(
        ["pdftoppm", *wanted, "-"], input=pdf, capture_output=True, check=True
    )
    return Image.open(BytesIO(done.stdout)).convert("L")


def scanned(page: Image.Image, askew: float = 2, noise: float = 6) -> Image.Image:
    """Return a page as a scanner sees it: laid on askew, with some noise."""
    turned = page.rotate(askew, Image.Resampling.BICUBIC, expand=True, fillcolor=255)
    grain = _grain(turned.size, noise)
    return ImageChops.add(turned, grain, scale=1, offset=-128)


def _grain(size: tuple[int, int], noise: float) -> Image.Image:
    """Return the same noise each time, about the middle grey."""
    chance = Random(1)  # noqa: S311  noise, the same each time
    dots = bytes(round(chance.gauss(128, noise)) for _ in range(_TILE * _TILE))
    tile = Image.frombytes("L", (_TILE, _TILE), dots)
    grain = Image.new("L", size)
    for left in range(0, size[0], _TILE):
        for top in range(0, size[1], _TILE):
            grain.paste(tile, (left, top))
    return grain


def read_codes(page: Image.Image, folder: Path) -> dict[str, str]:
    """Return what each code on a page says, by the kind of code."""
    picture = folder / "page.png"
    page.save(picture)
    done = subprocess.run(
        ["zbarimg", "--quiet", picture], capture_output=True, text=True, check=False
    )
    found = (line.partition(":") for line in done.stdout.splitlines())
    return {kind: text for kind, _, text in found}
