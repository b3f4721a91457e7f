"""PDFs made to do harm, or broken by chance: always the same ones."""

import io
import random
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import pikepdf
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

SHOWN = "shown"
NOT_TAKEN = "not taken"
ANY: frozenset[str] = frozenset()
DOOR = frozenset({NOT_TAKEN})
"""For a file that must not even be taken."""
MIB = 1 << 20
_HEAD = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
_PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R%s>>"
_CATALOG = b"<</Type/Catalog/Pages 2 0 R%s>>"
_TREE = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"


@dataclass(frozen=True, slots=True)
class Hostile:
    """One file, and what may become of it; nothing named: whatever is contained."""

    name: str
    data: bytes
    expected: frozenset[str] = ANY


def hostile_pdfs(port: int) -> Iterator[Hostile]:
    """Give every PDF; those that call home would call this port of this computer."""
    yield from _cut()
    yield from _misdirected()
    yield from _looping()
    yield from _measured()
    yield from _bombs()
    yield from _garbled_streams()
    yield from _acting(port)
    yield from _locked()
    yield from _slow()
    yield from _fonts()
    yield from _odd_ones()


@cache
def good_pdf(*, compressed: bool = True) -> bytes:
    """Return a sound letter of three pages, with words, lines and a picture."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, pageCompression=int(compressed), invariant=1)
    for page in range(3):
        canvas.setFont("Times-Roman", 12)
        for line in range(30):
            canvas.drawString(72, 760 - line * 20, f"Page {page + 1}, line {line + 1}")
        canvas.rect(0, 0, 100, 100, fill=1)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def flipped(data: bytes, chance: random.Random, most: int = 24) -> bytes:
    """Return the bytes with some bits turned over."""
    spoilt = bytearray(data)
    for _ in range(chance.randint(1, most)):
        spoilt[chance.randrange(8, len(spoilt))] ^= 1 << chance.randrange(8)
    return bytes(spoilt)


def pdf(objects: Sequence[bytes], *, trailer: bytes = b"", size: int = 0) -> bytes:
    """Return a PDF of objects numbered from 1, the first its catalogue."""
    out, places = bytearray(_HEAD), []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<</Size %d/Root 1 0 R%s>>\n" % (size or len(objects) + 1, trailer)
    return bytes(out) + b"startxref\n%d\n%%%%EOF\n" % start


def stream(content: bytes, extra: bytes = b"") -> bytes:
    return b"<</Length %d%s>>stream\n%s\nendstream" % (len(content), extra, content)


def page_of(
    content: bytes,
    *more: bytes,
    page: bytes = b"",
    catalog: bytes = b"",
    tree: bytes = _TREE,
) -> bytes:
    """Return a PDF of one page with this stream; further objects count from 5."""
    return pdf([_CATALOG % catalog, tree, _PAGE % page, content, *more])


def _sound(content: bytes = b"0 0 100 100 re f") -> bytes:
    return stream(content)


@cache
def bomb(size: int, piece: bytes = b" ") -> bytes:
    """Return what inflates to so many bytes.

    One block is packed so that it stands for itself, and then repeated.
    """
    block = piece * (4 * MIB // len(piece))
    times, check = size // len(block), 1
    packing = zlib.compressobj(9)
    start = packing.compress(b"") + packing.flush(zlib.Z_FULL_FLUSH)
    packed = packing.compress(block) + packing.flush(zlib.Z_FULL_FLUSH)
    for _ in range(times):
        check = zlib.adler32(block, check)
    return start + packed * times + b"\x03\0" + check.to_bytes(4, "big")


def _cut() -> Iterator[Hostile]:
    good = good_pdf()
    for share in (1, 10, 30, 50, 70, 90, 99):
        yield Hostile(f"PDF cut at {share} %", good[: max(9, len(good) * share // 100)])
    yield Hostile("PDF with a hole", good[:400] + bytes(200) + good[600:])
    yield Hostile("PDF doubled", good + good)
    yield Hostile("PDF backwards", _HEAD + good[::-1])


def _misdirected() -> Iterator[Hostile]:
    good = good_pdf()
    start = good.rindex(b"startxref")
    for words in (b"-1", b"0", b"99999999999999999999", b"7", b"nan", b""):
        name = f"startxref {words.decode() or 'nothing'}"
        yield Hostile(name, good[:start] + b"startxref\n%s\n%%%%EOF" % words)
    yield Hostile("no xref at all", good[: good.rindex(b"xref\n0")])
    table = pdf([_CATALOG % b"", _TREE, _PAGE % b"", _sound()])
    place = table.rindex(b"xref\n0", 0, table.rindex(b"startxref"))
    for words in (b"/Prev %d" % place, b"/Prev -1", b"/XRefStm %d" % place):
        loop = table.replace(b"/Root 1 0 R", b"/Root 1 0 R" + words)
        yield Hostile(f"trailer with {words.decode()}", loop)
    yield Hostile("xref of 2^31", table.replace(b"0 5\n", b"0 2147483647\n"))
    yield Hostile("Size of 2^31", table.replace(b"/Size 5", b"/Size 2147483647"))
    yield Hostile("root that is a page", table.replace(b"/Root 1", b"/Root 3"))
    yield Hostile("root that is not there", table.replace(b"/Root 1", b"/Root 99"))


def _looping() -> Iterator[Hostile]:
    sound = _sound()
    for name, tree in (
        ("page tree that holds itself", b"<</Type/Pages/Kids[2 0 R]/Count 1>>"),
        ("page tree in circles", b"<</Type/Pages/Kids[2 0 R 2 0 R 3 0 R]/Count 3>>"),
        ("count of 2^31", b"<</Type/Pages/Kids[3 0 R]/Count 2147483647>>"),
        ("count below nothing", b"<</Type/Pages/Kids[3 0 R]/Count -5>>"),
        ("count of a million", b"<</Type/Pages/Kids[3 0 R]/Count 1000000>>"),
        ("no kids", b"<</Type/Pages/Kids[]/Count 0>>"),
    ):
        yield Hostile(name, page_of(sound, tree=tree))
    kids = b"3 0 R " * 501
    many = b"<</Type/Pages/Kids[%s]/Count 501>>" % kids
    too_many = frozenset({"TOO_MANY_PAGES"})
    yield Hostile("501 pages", page_of(sound, tree=many), too_many)
    kids = b"3 0 R " * 100_000
    many = b"<</Type/Pages/Kids[%s]/Count 100000>>" % kids
    yield Hostile("100,000 pages", page_of(sound, tree=many), too_many)
    depth = 5_000
    deep = [b"<</Type/Pages/Kids[%d 0 R]/Count 1>>" % (n + 6) for n in range(depth)]
    deep.append(_PAGE % b"")
    tree = b"<</Type/Pages/Kids[5 0 R]/Count 1>>"
    yield Hostile("page tree 5,000 deep", page_of(sound, *deep, tree=tree))
    for mark, name in ((b"[", "arrays"), (b"<</A", "dictionaries"), (b"(", "texts")):
        nested = b"<</Type/Catalog/Pages 2 0 R/X %s" % (mark * 200_000)
        yield Hostile(f"{name} 200,000 deep", pdf([nested, _TREE, _PAGE % b"", sound]))
    form = stream(
        b"/F Do /F Do",
        b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F 5 0 R>>>>",
    )
    uses = b"/Resources<</XObject<</F 5 0 R>>>>"
    yield Hostile("form that draws itself", page_of(stream(b"/F Do"), form, page=uses))
    chain = [
        stream(
            b"/F Do " * 10,
            b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]"
            b"/Resources<</XObject<</F %d 0 R>>>>" % (number + 1),
        )
        for number in range(5, 17)
    ]
    chain.append(stream(b"0 0 9 9 re f", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]"))
    yield Hostile("forms that multiply", page_of(stream(b"/F Do"), *chain, page=uses))
    yield Hostile(
        "content that is the page", page_of(sound).replace(b"4 0 R", b"3 0 R")
    )
    yield Hostile(
        "length that is itself", page_of(b"<</Length 4 0 R>>stream\nq\nendstream")
    )


def _measured() -> Iterator[Hostile]:
    shown = frozenset({SHOWN})
    for box in (
        "0 0 1000000 1000000",
        "0 0 1e9 1e9",
        "0 0 1000000 1",
        "0 0 0.0001 0.0001",
        "0 0 3.4e38 3.4e38",
        "-99999999 -99999999 99999999 99999999",
        "0 0 0 0",
        "595 842 0 0",
        "0 0 nan inf",
        "0 0 99999999999999999999 99999999999999999999",
    ):
        data = page_of(_sound()).replace(b"0 0 595 842", box.encode())
        yield Hostile(f"page of {box}", data, shown)
    data = page_of(_sound(), page=b"/UserUnit 1000000000")
    yield Hostile("user unit of a billion", data, shown)
    yield Hostile("turned by 45", page_of(_sound(), page=b"/Rotate 45"), shown)


def _bombs() -> Iterator[Hostile]:
    big = bomb(512 * MIB)
    twice = zlib.compress(big, 9)
    flate, double = b"/Filter/FlateDecode", b"/Filter[/FlateDecode/FlateDecode]"
    yield Hostile("content of 512 MiB", page_of(stream(big, flate)))
    yield Hostile("content packed twice", page_of(stream(twice, double)))
    ops = bomb(64 * MIB, b"q 0 0 9 9 re f ")
    yield Hostile("content of endless marks", page_of(stream(ops, flate)))
    for side in (20_000, 60_000, 2_147_483_647):
        yield Hostile(
            f"picture of {side} x {side}", _with_image(side, big, flate + b"/W 1")
        )
        yield Hostile(
            f"fax of {side} x {side}",
            _with_image(side, b"\0" * 99, b"/Filter/CCITTFaxDecode"),
        )
    stm = b"/Type/ObjStm/N 2147483647/First 10" + flate
    yield Hostile("object stream of 2^31", page_of(_sound(), stream(big[:9999], stm)))
    whole = stream(big, b"/Type/ObjStm/N 1/First 4" + flate)
    data = page_of(_sound(), whole, catalog=b"/X 6 0 R")
    yield Hostile("object stream of 512 MiB", data)
    xref = stream(big, b"/Type/XRef/W[1 4 2]/Size 99999999/Root 1 0 R" + flate)
    body = (
        _HEAD + b"1 0 obj\n" + xref + b"\nendobj\nstartxref\n%d\n%%%%EOF" % len(_HEAD)
    )
    yield Hostile("xref stream of 512 MiB", body)
    yield Hostile(
        "predictor of 2^31 columns",
        page_of(
            stream(
                big[:9_999],
                flate + b"/DecodeParms<</Predictor 12/Columns 2147483647/Colors 32>>",
            )
        ),
    )
    filters = b"/Filter[" + b"/ASCIIHexDecode" * 5_000 + b"]"
    yield Hostile("5,000 filters", page_of(stream(b"41" * 5_000, filters)))


def _with_image(side: int, content: bytes, how: bytes) -> bytes:
    image = stream(
        content,
        b"/Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent 8"
        b"/ColorSpace/DeviceRGB%s" % (side, side, how),
    )
    return page_of(
        stream(b"595 0 0 842 0 0 cm /I Do"),
        image,
        page=b"/Resources<</XObject<</I 5 0 R>>>>",
    )


def _garbled_streams() -> Iterator[Hostile]:
    chance = random.Random("streams")  # noqa: S311  made-up rubbish
    marks = {
        "JBIG2Decode": b"",
        "JPXDecode": b"\0\0\0\x0cjP  \r\n\x87\n",
        "DCTDecode": b"\xff\xd8\xff\xe0",
        "CCITTFaxDecode": b"",
        "LZWDecode": b"",
        "RunLengthDecode": b"",
        "ASCII85Decode": b"",
    }
    for name, mark in marks.items():
        for side in (100, 30_000):
            rubbish = mark + chance.randbytes(5_000)
            data = _with_image(side, rubbish, f"/Filter/{name}".encode())
            yield Hostile(f"{name} of rubbish, {side} wide", data)


def _acting(port: int) -> Iterator[Hostile]:
    home = b"http://127.0.0.1:%d/" % port
    script = b"<</S/JavaScript/JS(app.launchURL\\('%s'\\); while\\(true\\);)>>" % home
    launch = b"<</S/Launch/F(/bin/sh)/Win<</F(calc.exe)>>>>"
    uri = b"<</S/URI/URI(%s)>>" % home
    form = b"<</S/SubmitForm/F(%s)>>" % home
    remote = b"<</S/GoToR/F(%s)/D[0/Fit]>>" % home
    shown = frozenset({SHOWN})
    for name, action in (
        ("JavaScript", script),
        ("launch", launch),
        ("URI", uri),
        ("submitting", form),
        ("remote page", remote),
    ):
        opens = page_of(_sound(), catalog=b"/OpenAction " + action)
        yield Hostile(f"{name} when it opens", opens, shown)
        always = b"/AA<</O %s/C %s>>" % (action, action)
        yield Hostile(f"{name} on the page", page_of(_sound(), page=always), shown)
    names = b"/Names<</JavaScript<</Names[(a) %s]>>>>" % script
    yield Hostile("JavaScript by name", page_of(_sound(), catalog=names), shown)
    program = stream(b"MZ" + bytes(4_000), b"/Type/EmbeddedFile")
    holds = (
        b"/Names<</EmbeddedFiles<</Names[(run.exe)"
        b"<</Type/Filespec/F(run.exe)/EF<</F 5 0 R>>>>]>>>>"
    )
    yield Hostile("program inside", page_of(_sound(), program, catalog=holds), shown)
    field = b"/AcroForm<</Fields[<</FT/Tx/T(a)/AA<</C %s/F %s>>>>]/XFA 5 0 R>>" % (
        script,
        script,
    )
    xfa = stream(b"<xdp:xdp><script>while(1);</script></xdp:xdp>")
    yield Hostile("form with scripts", page_of(_sound(), xfa, catalog=field), shown)
    link = b"/Annots[<</Type/Annot/Subtype/Link/Rect[0 0 595 842]/A %s>>]" % uri
    yield Hostile("link over all", page_of(_sound(), page=link), shown)
    file = stream(b"", b"/F<</FS/URL/F(%s)>>/FFilter/FlateDecode" % home)
    yield Hostile("content from elsewhere", page_of(file))
    passwd = stream(b"", b"/F(/etc/passwd)")
    yield Hostile("content from a file", page_of(passwd))


def _locked() -> Iterator[Hostile]:
    password = frozenset({"PASSWORD"})
    for revision in (2, 3, 4, 6):
        yield Hostile(f"locked, revision {revision}", _encrypted(revision), password)
    owner = _encrypted(6, user="")
    yield Hostile("locked against changes alone", owner, frozenset({SHOWN}))
    broken = _encrypted(4).replace(b"/Length 128", b"/Length -99")
    yield Hostile("lock that is broken", broken)
    sound = page_of(_sound())
    strange = sound.replace(b"/Root", b"/Encrypt<</Filter/Strange/V 99/R 99>>/Root")
    yield Hostile("lock nobody knows", strange)


def _encrypted(revision: int, user: str = "not for us") -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(good_pdf())) as document:
        document.save(
            out,
            encryption=pikepdf.Encryption(
                user=user,
                owner="nor for you",
                R=revision,  # type: ignore[arg-type]  # any of the five
                aes=revision >= 4,
                metadata=revision >= 4,
            ),
        )
    return out.getvalue()


def _slow() -> Iterator[Hostile]:
    tile = stream(
        b"0 0 1 1 re f",
        b"/Type/Pattern/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 1 1]"
        b"/XStep 0.00001/YStep 0.00001/Resources<<>>",
    )
    uses = b"/Resources<</Pattern<</P 5 0 R>>>>"
    fill = stream(b"/Pattern cs /P scn 0 0 595 842 re f")
    yield Hostile("endless tiles", page_of(fill, tile, page=uses))
    dash = b"[0.000001 0.000001] 0 d 10 w 0 0 m 100000 100000 l S " * 50
    yield Hostile("endless dashes", page_of(stream(dash)))
    yield Hostile("500,000 states kept", page_of(stream(b"q " * 500_000)))
    curves = b"0 0 m " + b"1e7 -1e7 -1e7 1e7 595 842 c " * 100_000 + b"S"
    yield Hostile("100,000 wild curves", page_of(stream(curves)))
    group = [
        stream(
            b"/F Do 0 0 595 842 re f",
            b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]"
            b"/Group<</S/Transparency/I true/K true>>"
            b"/Resources<</XObject<</F %d 0 R>>>>" % (number + 1),
        )
        for number in range(5, 405)
    ]
    uses = b"/Resources<</XObject<</F 5 0 R>>>>"
    yield Hostile(
        "400 see-through layers", page_of(stream(b"/F Do"), *group, page=uses)
    )
    shade = (
        b"/Resources<</Shading<</S<</ShadingType 1/ColorSpace/DeviceRGB"
        b"/Domain[0 1e9 0 1e9]"
        b"/Function<</FunctionType 4/Domain[0 1 0 1]/Range[0 1 0 1 0 1]>>>>>>>>"
    )
    yield Hostile("shading without end", page_of(stream(b"/S sh"), page=shade))
    sampled = stream(
        b"\0" * 100,
        b"/FunctionType 0/Domain[0 1 0 1 0 1 0 1]/Range[0 1 0 1 0 1]"
        b"/Size[9999 9999 9999 9999]/BitsPerSample 32",
    )
    shade = (
        b"/Resources<</Shading<</S<</ShadingType 1/ColorSpace/DeviceRGB"
        b"/Function 5 0 R>>>>>>"
    )
    yield Hostile("samples without end", page_of(stream(b"/S sh"), sampled, page=shade))


def _fonts() -> Iterator[Hostile]:
    chance = random.Random("fonts")  # noqa: S311  made-up rubbish
    words = stream(b"BT /F 40 Tf 50 400 Td (Dear Sir or Madam) Tj ET")
    for kind, mark, key in (
        (b"TrueType", b"\0\1\0\0\0\x0c", b"FontFile2"),
        (b"Type1", b"%!PS-AdobeFont-1.0\n", b"FontFile"),
        (b"Type1", b"\1\0\4\2", b"FontFile3"),
    ):
        font = (
            b"<</Type/Font/Subtype/%s/BaseFont/X/FirstChar 32/LastChar 126"
            b"/FontDescriptor<</Type/FontDescriptor/FontName/X/Flags 4/%s 6 0 R>>>>"
            % (kind, key)
        )
        for size in (50, 20_000):
            file = stream(mark + chance.randbytes(size), b"/Subtype/Type1C")
            uses = b"/Resources<</Font<</F 5 0 R>>>>"
            name = f"{key.decode()} of {size} bytes of rubbish"
            yield Hostile(name, page_of(words, font, file, page=uses))
    own = (
        b"<</Type/Font/Subtype/Type3/FontBBox[0 0 9 9]/FontMatrix[1 0 0 1 0 0]"
        b"/FirstChar 32/LastChar 126/CharProcs<</a 6 0 R>>/Encoding<</Differences"
        b"[68/a]>>/Resources<</Font<</F 5 0 R>>>>>>"
    )
    uses = b"/Resources<</Font<</F 5 0 R>>>>"
    data = page_of(words, own, stream(b"BT /F 1 Tf (DD) Tj ET"), page=uses)
    yield Hostile("font drawn with itself", data)


def _odd_ones() -> Iterator[Hostile]:
    chance = random.Random("odd ones")  # noqa: S311  made-up rubbish
    damaged = frozenset({"DAMAGED"})
    yield Hostile("PDF of its mark alone", b"%PDF-", damaged)
    yield Hostile("PDF without a body", b"%PDF-1.7\n%%EOF\n", damaged)
    yield Hostile("PDF and zeros", _HEAD + bytes(MIB), damaged)
    yield Hostile("PDF and rubbish", _HEAD + chance.randbytes(MIB))
    yield Hostile("PDF and 0xff", _HEAD + b"\xff" * MIB, damaged)
    yield Hostile("PDF and a ZIP", good_pdf() + b"PK\3\4" + bytes(500))
    yield Hostile("PDF and a page of HTML", good_pdf() + b"<script>for(;;);</script>")
    yield Hostile("PDF and a program", good_pdf() + b"MZ" + bytes(5_000))
    yield Hostile("HTML and a PDF", b"<html>" + good_pdf(), DOOR)
    for number in range(30):
        good = good_pdf(compressed=number % 2 == 0)
        yield Hostile(f"PDF with flipped bits, {number}", flipped(good, chance))
