"""Pictures made to do harm, or broken by chance, and files that are no scan at all."""

import io
import random
import struct
import zlib
from collections.abc import Iterator
from functools import cache

from PIL import Image, ImageDraw

from faults._hostile_pdfs import DOOR, MIB, SHOWN, Hostile, bomb, flipped, good_pdf

_MARK = b"\x89PNG\r\n\x1a\n"
_TOO_LARGE = frozenset({"TOO_MANY_PIXELS"})
_SHOWN = frozenset({SHOWN})
_DAMAGED = frozenset({"DAMAGED"})


def hostile_pictures() -> Iterator[Hostile]:
    """Give every picture, and every file that is none."""
    yield from _pngs()
    yield from _jpegs()
    yield from _strangers()
    chance = random.Random("pictures")  # noqa: S311  made-up rubbish
    for kind in ("PNG", "JPEG"):
        for number in range(15):
            data = flipped(good_picture(kind), chance)
            yield Hostile(f"{kind} with flipped bits, {number}", data)


@cache
def good_picture(kind: str, mode: str = "RGB", side: int = 300) -> bytes:
    """Return a sound picture of a cross."""
    image = Image.new("RGB", (side, side), "white")
    ImageDraw.Draw(image).line((0, 0, side, side), "black", 5)
    ImageDraw.Draw(image).line((0, side, side, 0), "red", 5)
    out = io.BytesIO()
    image.convert(mode).save(out, kind)
    return out.getvalue()


def rubbish(seed: int, size: int) -> bytes:
    return random.Random(seed).randbytes(size)  # noqa: S311  no secrets


def chunk(kind: bytes, content: bytes) -> bytes:
    check = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)


def png(
    width: int,
    height: int,
    data: bytes,
    *,
    depth: int = 8,
    colour: int = 0,
    before: bytes = b"",
    interlaced: int = 0,
) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, interlaced)
    body = chunk(b"IHDR", head) + before + chunk(b"IDAT", data)
    return _MARK + body + chunk(b"IEND", b"")


def _pngs() -> Iterator[Hostile]:
    some = zlib.compress(bytes(10_000))
    for side in (10_001, 100_000, 2_147_483_647):
        yield Hostile(f"PNG of {side} x {side}", png(side, side, some), _TOO_LARGE)
    yield Hostile("PNG of nothing", png(0, 0, some), _DAMAGED)
    yield Hostile("PNG of 2^32 - 1", png(4_294_967_295, 1, some))
    zeros = bomb(64 * MIB, b"\0")
    yield Hostile("PNG one dot high", png(90_000_000, 1, zeros, depth=1))
    yield Hostile(
        "PNG of 2.5 billion bits", png(50_000, 50_000, some, depth=1), _TOO_LARGE
    )
    yield Hostile("PNG of 99 million greys", png(9_900, 10_000, bomb(95 * MIB, b"\0")))
    yield Hostile(
        "PNG of 99 million deep colours",
        png(9_900, 10_000, bomb(600 * MIB, b"\0"), depth=16, colour=6),
    )
    good = good_picture("PNG")
    for share in (20, 60, 95):
        yield Hostile(
            f"PNG cut at {share} %", good[: len(good) * share // 100], _DAMAGED
        )
    yield Hostile("PNG without an end", good[:-12])
    yield Hostile("PNG with a wrong sum", good[:29] + b"\0\0\0\0" + good[33:], _DAMAGED)
    text = b"note\0\0" + bomb(256 * MIB)
    yield Hostile(
        "PNG with 256 MiB of text", png(9, 9, some, before=chunk(b"zTXt", text))
    )
    profile = b"p\0\0" + bomb(256 * MIB)
    data = png(9, 9, some, before=chunk(b"iCCP", profile))
    yield Hostile("PNG with a profile of 256 MiB", data)
    many = b"".join(chunk(b"tEXt", b"a\0" + b"b" * 900) for _ in range(20_000))
    yield Hostile("PNG with 20,000 notes", png(9, 9, some, before=many))
    frames = chunk(b"acTL", struct.pack(">II", 4_000_000_000, 0))
    yield Hostile("PNG of 4 billion frames", png(9, 9, some, before=frames))
    yield Hostile("PNG without its palette", png(9, 9, some, colour=3))
    yield Hostile("PNG of a depth nobody has", png(9, 9, some, depth=77), _DAMAGED)
    yield Hostile("PNG woven of rubbish", png(500, 500, some[:40], interlaced=1))
    yield Hostile("PNG with too much in it", png(9, 9, bomb(256 * MIB, b"\0")))
    yield Hostile(
        "PNG that says it is longer", good[:33] + b"\xff\xff\xff\xff" + good[37:]
    )
    yield Hostile("PNG and a PDF", good + good_pdf(), _SHOWN)


def _jpegs() -> Iterator[Hostile]:
    good = good_picture("JPEG")
    frame = good.index(b"\xff\xc0")
    sides = slice(frame + 5, frame + 9)

    def sized(high: int, wide: int) -> bytes:
        spoilt = bytearray(good)
        spoilt[sides] = struct.pack(">HH", high, wide)
        return bytes(spoilt)

    yield Hostile("JPEG of 65,535 x 65,535", sized(65_535, 65_535), _TOO_LARGE)
    yield Hostile("JPEG of 9,900 x 9,900", sized(9_900, 9_900))
    yield Hostile("JPEG of nothing", sized(0, 0))
    for share in (10, 50, 90):
        yield Hostile(
            f"JPEG cut at {share} %", good[: len(good) * share // 100], _DAMAGED
        )
    yield Hostile("JPEG of its mark alone", b"\xff\xd8\xff", _DAMAGED)
    yield Hostile("JPEG of rubbish", b"\xff\xd8\xff\xe0" + rubbish(7, MIB))
    scans = io.BytesIO()
    Image.new("L", (4_000, 4_000), "white").save(scans, "JPEG", progressive=True)
    data = scans.getvalue()
    last = data.rindex(b"\xff\xda")
    endless = data[:-2] + data[last:-2] * 2_000 + data[-2:]
    yield Hostile("JPEG of 2,000 passes", endless)
    for name, note in (
        (
            "that turns in circles",
            b"Exif\0\0II*\0\x08\0\0\0\x01\0\x69\x87\4\0\1\0\0\0\x08\0\0\0",
        ),
        ("of rubbish", b"Exif\0\0II*\0" + rubbish(8, 5_000)),
        ("turned by 99", _turned(99)),
    ):
        yield Hostile(f"JPEG with EXIF {name}", _noted(good, note), _SHOWN)
    notes = b"".join(_segment(b"\xfe", b"%PDF-1.7 " * 7_000) for _ in range(200))
    yield Hostile("JPEG with a PDF in its notes", good[:2] + notes + good[2:], _SHOWN)
    maps = b"".join(
        _segment(b"\xe2", b"MPF\0II*\0" + rubbish(9, 500)) for _ in range(3)
    )
    yield Hostile("JPEG of many pictures, broken", good[:2] + maps + good[2:])
    yield Hostile("JPEG and a ZIP", good + b"PK\3\4" + bytes(500), _SHOWN)
    inks = good_picture("JPEG", "CMYK")
    yield Hostile("JPEG in four inks", inks, _SHOWN)
    yield Hostile("JPEG doubled", good + good, _SHOWN)


def _segment(kind: bytes, content: bytes) -> bytes:
    return b"\xff" + kind + struct.pack(">H", len(content) + 2) + content


def _noted(jpeg: bytes, note: bytes) -> bytes:
    return jpeg[:2] + _segment(b"\xe1", note) + jpeg[2:]


def _turned(way: int) -> bytes:
    return b"Exif\0\0II*\0\x08\0\0\0\1\0\x12\1\3\0\1\0\0\0%c\0\0\0\0\0\0\0" % way


def _strangers() -> Iterator[Hostile]:
    for name, start in (
        ("program", b"MZ\x90\0"),
        ("Linux program", b"\x7fELF"),
        ("ZIP", b"PK\3\4"),
        ("web page", b"<html><script>for(;;);</script>"),
        ("TIFF", b"II*\0\x08\0\0\0"),
        ("GIF", b"GIF89a\xff\xff\xff\xff"),
        ("BMP", b"BM"),
        ("WebP", b"RIFF\0\0\0\0WEBP"),
        ("PostScript", b"%!PS-Adobe-3.0\n"),
        ("drawing", b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'>"),
        ("old Office file", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        ("shell script", b"#!/bin/sh\nrm -rf ~\n"),
    ):
        yield Hostile(f"{name} by the name of a scan", start + bytes(2_000), DOOR)
    yield Hostile("nothing by the name of a scan", b"", DOOR)
